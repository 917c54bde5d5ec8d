"""Loyal people whom a fixed rule calls gone again and again: the pictures that speak against it."""

from dataclasses import dataclass

import numpy as np

from analysis.at_risk.held_out import HeldOut
from analysis.study import Study

LEAST_RETURNS = 2


@dataclass(frozen=True, eq=False)
class CalledGone:
    """One person called gone at the cut-off who came back; no id.

    Attributes
    ----------
    segment
        Name of the person's label.
    returns
        How often the rule called them gone and they came back, in the whole data.
    days
        Active days, since 1970.
    stretches
        First and last day of each stretch the rule called them gone, shape (returns, 2).
    """

    segment: str
    returns: int
    days: np.ndarray
    stretches: np.ndarray


def loyal_called_gone(study: Study, held: HeldOut, gone_days: int, *, most: int = 3) -> list[CalledGone]:
    """Return people shown whom the rule called gone at the cut-off and who came back, as before; most returns first.

    Only who was there for at least half the data, came back twice or more, and is not called gone now; of each label
    the one with most returns, while there are labels enough. Dates left out of the data count as days here.
    """
    activity = study.activity
    called = held.rows[held.shown & (held.silence_days >= gone_days) & held.came_back]
    half = (activity.observed_from + activity.observed_to) // 2
    here = activity.observed_to - activity.last_day[called] < gone_days
    called = called[here & (activity.first_day[called] <= half)]
    gap = np.diff(activity.day, prepend=activity.day[:1])
    gap[activity.offsets[:-1]] = 0
    returns = np.add.reduceat(gap > gone_days, activity.offsets[:-1], dtype=np.int64)
    called = called[returns[called] >= LEAST_RETURNS]
    ranked = called[np.argsort(-returns[called], kind="stable")]
    labels = study.segmentation.rhythm[ranked]
    first_of_label = np.zeros(len(ranked), bool)
    first_of_label[np.unique(labels, return_index=True)[1]] = True
    chosen = np.concatenate([ranked[first_of_label], ranked[~first_of_label]])[:most]
    chosen = chosen[np.argsort(-returns[chosen], kind="stable")]
    return [_one(study, int(row), gone_days) for row in chosen]


def _one(study: Study, row: int, gone_days: int) -> CalledGone:
    days, labels = study.activity.days_of(row), study.segmentation
    silent = np.flatnonzero(np.diff(days) > gone_days)
    stretches = np.column_stack([days[silent] + gone_days, days[silent + 1] - 1])
    name = labels.name_of(int(labels.rhythm[row]), int(labels.detail[row]))
    return CalledGone(name, len(silent), days, stretches)
