"""Who has not gone silent yet: Kaplan-Meier curves of several groups, with how many are followed at each time."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.survival_curves import survival_curves
from analysis.compare import kaplan_meier
from analysis.compare.measured import inactive_time
from analysis.study import Study

TIMES = 6  # columns of the table at risk that a phone still shows


@dataclass(frozen=True, eq=False)
class Silence:
    """The curves, and one row a group with its numbers at risk; no picture where nobody was followed for long."""

    picture: Picture | None
    caption: str
    at_risk: pd.DataFrame


def silence_of(study: Study, groups: Mapping[str, np.ndarray]) -> Silence:
    """Return who is not silent yet by days since the first visit; at most five groups, title -> bool (users,)."""
    how, level = study.settings.inactive, study.settings.compare.level
    times = inactive_time(study.dataset, how)
    known = {title: members & ~np.isnan(times.days) for title, members in groups.items()}
    followed = {title: members for title, members in known.items() if members.any()}
    if not followed:
        return Silence(None, f"Nobody of them has been followed for {how.days} days yet.", pd.DataFrame())
    parts = []
    for title, members in followed.items():
        curve = kaplan_meier(times.days[members], times.observed[members], level=level)
        steps = {"days": curve.time, "share": curve.survival, "low": curve.low, "high": curve.high}
        parts.append(pd.DataFrame(steps).assign(group=title))
    caption = f"Share not yet silent for {how.days} days, by days since the first visit (Kaplan–Meier)."
    new = int(sum((members & np.isnan(times.days)).sum() for members in groups.values()))
    if new:
        who = wording.units(new, study.unit_word)
        caption += f" {who} {'is' if new == 1 else 'are'} too new to be followed for {how.days} days."
    picture = survival_curves(pd.concat(parts, ignore_index=True), level=level)
    return Silence(picture, caption, _at_risk({title: times.days[each] for title, each in followed.items()}))


def _at_risk(durations: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """Count who is still followed, neither silent nor at the end of the data, on each of a few days."""
    last = max(float(each.max()) for each in durations.values())
    days = np.unique(np.linspace(0, last, TIMES).astype(int))
    counts = {f"Day {day}": [int((each >= day).sum()) for each in durations.values()] for day in days}
    return pd.DataFrame({"Still followed": list(durations), **counts})
