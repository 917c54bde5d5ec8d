"""A list of late people as a person reads it: what is at stake first, then how late, then what is known of them."""

import numpy as np
import pandas as pd

from analysis import wording
from analysis.at_risk.overdue import of_100

WORTH, CHANCE = "Worth in 90 days", "Of 100 came back"
TINY = 1e-9  # 100 times .29 is a little under 29


def late_table(rows: pd.DataFrame, *, unit_word: str = "people") -> pd.DataFrame:
    """Return rows of `analysis.at_risk.overdue.overdue` under titles; a column nobody has anything in is left out.

    `CHANCE` is a number of 100, of people in the same situation; `WORTH` money. Missing where not known.
    """
    renews = [_renewal(*days) for days in zip(rows["renews_in_days"], rows["ends_in_days"], strict=True)]
    table = pd.DataFrame({
        wording.ONE_TITLES[unit_word]: rows["user_id"],
        WORTH: rows["value"].round(2),
        CHANCE: np.floor(100 * rows["chance_back"] + TINY),  # rounded up, 79.6 would stand among those under 80
        "Last day": rows["last_day"],
        "Silent, days": rows["gap_days"],
        "Usual gap, days": rows["usual_gap_days"],
        "Own gaps as long": [of_100(each) if np.isfinite(each) else None for each in rows["p_gap"]],
        "Usual days missed": rows["missed_beats"],
        "Expected": rows["expected_next_day"],
        "Pattern": [wording.segment_title(name) for name in rows["rhythm"]],
        "Plan": rows["plan"],
        "Renews or ends": renews,
    })  # fmt: skip
    return table.dropna(axis="columns", how="all") if len(table) else table


def _renewal(renews_in_days: float, ends_in_days: float) -> str | None:
    """Return "in 21 days", "ends in 21 days", or None where neither is known."""
    if pd.notna(ends_in_days):
        return f"ends in {wording.plural(int(ends_in_days), 'day')}"
    return f"in {wording.plural(int(renews_in_days), 'day')}" if pd.notna(renews_in_days) else None
