"""What newer data changed: who is new, who came back, who went silent, and how the sizes of patterns moved."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import wording
from analysis.activity import to_date
from analysis.movement.silences import silences
from analysis.movement.then import Then, then
from analysis.study import Study

TITLE, BEFORE, NOW, CHANGE = "Pattern", "Before", "Now", "Change"


@dataclass(frozen=True, eq=False)
class Newer:
    """Since the end of a day; users are those shown.

    Attributes
    ----------
    new, came_back, went_silent
        How many were first seen since; came after a silence of `inactive.days` or longer; fell into one.
    sentence
        These numbers as one plain sentence.
    sizes
        One row a pattern that somebody has or had: its title, users at the end of that day, now, and the change; the
        largest change first.
    """

    new: int
    came_back: int
    went_silent: int
    sentence: str
    sizes: pd.DataFrame


def newer_of(study: Study, since: int) -> Newer:
    """Return what changed after the end of the day `since` (days since 1970), the last day before data were added."""
    now, days = study.activity.observed_to, study.settings.inactive.days
    found = silences(study, since, now)
    new, back, silent = (int(each.sum()) for each in (found.came, found.came_back, found.went_silent))
    sentence = (
        f"Since {wording.day(to_date(since))}: {wording.units(new, study.unit_word)} came for the first time, "
        f"{wording.count(back)} came back after {wording.plural(days, 'day')} or longer, {wording.count(silent)} went "
        f"silent for as long."
    )
    return Newer(new, back, silent, sentence, _sizes(then(study, "rhythm", since), then(study, "rhythm", now), study))


def _sizes(before: Then, after: Then, study: Study) -> pd.DataFrame:
    counts = [_counted(each, study.chosen) for each in (before, after)]
    change = counts[1] - counts[0]
    had = np.flatnonzero(counts[0] + counts[1])
    order = had[np.lexsort((-counts[1][had], -np.abs(change[had])))]
    return pd.DataFrame(
        {
            TITLE: [wording.segment_title(after.names[place]) for place in order],
            BEFORE: counts[0][order],
            NOW: counts[1][order],
            CHANGE: [wording.signed(int(by)) for by in change[order]],
        }
    )


def _counted(labels: Then, shown: np.ndarray) -> np.ndarray:
    return np.bincount(labels.codes[shown & (labels.codes >= 0)], minlength=len(labels.names))
