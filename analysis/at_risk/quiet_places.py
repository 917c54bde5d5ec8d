"""How often people come against what they get there, and how often against how they answer NPS."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.at_risk.quiet import Quiet
from analysis.at_risk.quiet_signs import value_share
from analysis.segments.frequency import FREQUENCY_CLASSES
from analysis.segments.spacing import Spacing
from analysis.study import Study

CELLS = 20  # along each side of the picture
NPS_GROUPS = ("0 to 6", "7 and 8", "9 and 10")


@dataclass(frozen=True, eq=False)
class Places:
    """Where the people who still come stand.

    Attributes
    ----------
    cells
        days_from, days_to (active days in the recent window), value_from, value_to, people: cells with people.
    corners
        often (bool), much (bool), people: four rows.
    days_cut, value_cut
        Where the lines between the corners run; "often" and "much" begin at them.
    measure
        What value is: "value_share" (share of active days with an action of value) or "amount" (money an active day).
    """

    cells: pd.DataFrame
    corners: pd.DataFrame
    days_cut: float
    value_cut: float
    measure: str


def places(study: Study, quiet: Quiet) -> Places | None:
    """Return frequency against value of those who come and are shown; None where nobody does or value is unknown.

    Often: on at least as many days as half of them. Much: at or above the threshold of the sign; of money, and where
    the sign is off, at or above the median.
    """
    shown = quiet.comes & study.chosen
    value, measure = _value(study, quiet)
    if value is None or not shown.any():
        return None
    days, value = _recent_days(study)[shown].astype(float), value[shown]
    limit = study.settings.quiet.max_value_share
    value_cut = limit if measure == "value_share" and limit > 0 else float(np.median(value))
    days_cut = float(np.median(days))
    often, much = days >= days_cut, value >= value_cut
    corners = [
        (each, more, int(((often == each) & (much == more)).sum())) for each in (True, False) for more in (True, False)
    ]
    table = pd.DataFrame(corners, columns=["often", "much", "people"])
    return Places(_cells(days, value), table, days_cut, value_cut, measure)


def nps_by_frequency(study: Study, quiet: Quiet) -> pd.DataFrame | None:
    """Return people by frequency class and NPS group, among those shown; None where no NPS is known.

    Columns: frequency (a class of `segments.frequency`), group (`NPS_GROUPS`), people.
    """
    scores = quiet.sources.columns.get("nps")
    if scores is None:
        return None
    classes = study.settings.frequency.classify(Spacing.of(study.activity))
    known = np.isfinite(scores) & study.chosen
    group = np.digitize(scores[known], [7, 9])
    counts = np.zeros((len(FREQUENCY_CLASSES), len(NPS_GROUPS)), np.int64)
    np.add.at(counts, (classes[known], group), 1)
    return pd.DataFrame(
        [
            (frequency, name, int(counts[row, column]))
            for row, frequency in enumerate(FREQUENCY_CLASSES)
            for column, name in enumerate(NPS_GROUPS)
        ],
        columns=["frequency", "group", "people"],
    )


def _value(study: Study, quiet: Quiet) -> tuple[np.ndarray | None, str]:
    share = value_share(study.activity, quiet.sources)
    if share is not None:
        return share, "value_share"
    if study.activity.amount is None:
        return None, ""
    amount = np.add.reduceat(np.nan_to_num(study.activity.amount), study.activity.offsets[:-1])
    return amount / study.activity.active_days, "amount"


def _recent_days(study: Study) -> np.ndarray:
    """Return each user's active days in the recent window, int64, shape (users,)."""
    recent = study.activity.day > study.activity.observed_to - study.settings.quiet.window_days
    return np.add.reduceat(recent, study.activity.offsets[:-1], dtype=np.int64)


def _cells(days: np.ndarray, value: np.ndarray) -> pd.DataFrame:
    top = max(1.0, float(days.max()) + 1)
    highest = max(float(np.quantile(value, 0.99)), 1e-9)  # one big spender would press all others into one row
    # Who was paid back more than they paid stands in the lowest row.
    counts, x, y = np.histogram2d(days, np.clip(value, 0, highest), bins=CELLS, range=[[0, top], [0, highest]])
    row, column = np.nonzero(counts)
    return pd.DataFrame(
        {
            "days_from": x[row], "days_to": x[row + 1], "value_from": y[column], "value_to": y[column + 1],
            "people": counts[row, column].astype(np.int64),
        }
    )  # fmt: skip
