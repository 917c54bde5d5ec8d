"""Patterns, People: a wall of people picked at random, one strip of days each."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import wording
from analysis.activity import to_date
from analysis.charts.day_strip import day_strip
from analysis.charts.picture import Picture
from analysis.study import Study

PEOPLE_ON_WALL = 40


@dataclass(frozen=True, eq=False)
class Wall:
    """What the tab shows."""

    picture: Picture
    people: pd.DataFrame


def wall_of(study: Study, seed: int) -> Wall:
    """Return up to forty of the chosen users, drawn with `seed`, in the order of their ids."""
    rows = np.flatnonzero(study.chosen)
    drawn = np.sort(np.random.default_rng(seed).choice(rows, min(PEOPLE_ON_WALL, len(rows)), replace=False))
    activity = study.activity
    days = [
        (activity.user_ids[int(row)].as_py(), to_date(day)) for row in drawn for day in activity.days_of(row).tolist()
    ]
    return Wall(day_strip(pd.DataFrame(days, columns=["row", "day"])), people_table(study, drawn))


def people_table(study: Study, rows: np.ndarray) -> pd.DataFrame:
    """Return people as a list: Person, Pattern, Active days, Last day, Usual gap, and money where it is known.

    Parameters
    ----------
    rows
        Row numbers of users, int, in the order wanted.
    """
    activity, features, labels = study.activity, study.prepared.features, study.segmentation
    names = [labels.name_of(int(labels.rhythm[row]), int(labels.detail[row])) for row in rows]
    table = pd.DataFrame(
        {
            "Person": activity.user_ids.take(rows).to_pylist() if len(rows) else [],
            "Pattern": [wording.segment_title(name) for name in names],
            "Active days": activity.active_days[rows],
            "Last day": [to_date(day) for day in activity.last_day[rows].tolist()],
            "Usual gap, days": features["gap_median_days"].to_numpy(float)[rows],
        }
    )
    for column, title in (("mrr", "MRR"), ("amount", "Amount")):
        if column in features and features[column].notna().any():
            table[title] = features[column].to_numpy(float)[rows].round(2)
    return table
