"""Quiet people ("passive" in code): they still come, get little and say nothing. An index counts the signs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.activity import Activity
from analysis.at_risk.quiet_settings import QuietSigns
from analysis.at_risk.quiet_signs import SIGNS, read_signs
from analysis.at_risk.quiet_sources import QuietSources
from analysis.dataset import Dataset

if TYPE_CHECKING:  # a study knows "passive" as a segment, so it cannot be imported while this is
    from analysis.study import Study

PASSIVE = "passive"  # the name of the segment


@dataclass(frozen=True, eq=False)
class Quiet:
    """Who is quiet and why; row i is user i everywhere.

    Attributes
    ----------
    comes
        Who is asked at all, bool: enough active days, and seen lately.
    signs
        Whom each sign holds for, bool, by its name; only those who are asked, and only signs the data can tell.
    index
        How many signs hold, int64.
    passive
        Who is quiet, bool: asked, and the index reaches its threshold.
    sources
        What the signs were read from.
    """

    comes: np.ndarray
    signs: dict[str, np.ndarray]
    index: np.ndarray
    passive: np.ndarray
    sources: QuietSources

    @property
    def not_asked(self) -> tuple[str, ...]:
        """Signs these data cannot tell."""
        return tuple(slug for slug in SIGNS if slug not in self.signs)


def quiet_people(
    dataset: Dataset, quiet: QuietSigns, *, value_events: tuple[str, ...] = (), dated: bool = False
) -> Quiet:
    """Return who is quiet, from what is known at the end of the data.

    Parameters
    ----------
    value_events
        Events that count as an action of value; empty means every event that is not basic.
    dated
        Leaves out what columns of the users table say: they hold what is known today, not on an earlier day.
    """
    sources = QuietSources.of(dataset, quiet, value_events=value_events, dated=dated)
    comes = _comes(dataset.activity, quiet)
    signs = {slug: holds & comes for slug, holds in read_signs(dataset.activity, sources, quiet).items()}
    index = np.zeros(dataset.activity.users, np.int64)
    for holds in signs.values():
        index += holds
    return Quiet(comes, signs, index, comes & (index >= quiet.least_signs), sources)


def quiet_in(study: "Study") -> Quiet:
    """Return who is quiet in a study, under its thresholds: `study.members("passive")` with the reasons."""
    return quiet_people(study.dataset, study.settings.quiet, value_events=study.filters.value_events)


def passive_table(study: "Study", quiet: Quiet) -> pd.DataFrame:
    """Return the quiet people among those shown, most signs first, then those who come most.

    Columns: user_id, signs (number), active_days, last_day (days since 1970), then one bool column a sign.
    """
    rows = np.flatnonzero(quiet.passive & study.chosen)
    order = rows[np.lexsort((rows, -study.activity.active_days[rows], -quiet.index[rows]))]
    columns = {
        "user_id": study.activity.user_ids.take(order).to_numpy(zero_copy_only=False),
        "signs": quiet.index[order],
        "active_days": study.activity.active_days[order],
        "last_day": study.activity.last_day[order],
    }
    return pd.DataFrame(columns | {slug: holds[order] for slug, holds in quiet.signs.items()})


def _comes(activity: Activity, quiet: QuietSigns) -> np.ndarray:
    lately = activity.observed_to - activity.last_day <= quiet.max_silent_days
    return lately & (activity.active_days >= quiet.least_days)
