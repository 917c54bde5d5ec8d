"""Subscriptions written as a person would: dates as text, money in units."""

import pandas as pd
import pytest

from tests.analysis.money.written import day

DAYS = ("start", "end", "cancelled", "trial_end", "period_start", "period_end")


@pytest.fixture(scope="session")
def subscriptions_of():
    """Return a function: rows as dicts (payer, start, end, mrr, plan, ...) to a table of subscriptions."""

    def build(*rows: dict) -> pd.DataFrame:
        frame = pd.DataFrame({
            "user_id": [row["payer"] for row in rows],
            "mrr_cents": [round(row["mrr"] * 100) for row in rows],
            **{
                f"{name}_day": pd.array([day(row[name]) if row.get(name) else None for row in rows], "Int32")
                for name in DAYS
            },
            **{name: [row.get(name) for row in rows] for name in ("plan", "status", "reason")},
            "is_trial": [row.get("is_trial", False) for row in rows],
        })  # fmt: skip
        return frame.astype({"user_id": "str", "plan": "str", "status": "str", "reason": "str", "start_day": "int32"})

    return build
