"""Ways of leaving: by a free plan, without paying, silently, by cancelling, by not renewing."""

import numpy as np
import pandas as pd

from analysis.money.kind_words import WAYS
from analysis.money.spans import days_of, text_of

CANCELLED = ("canceled", "cancelled", "churned")
NOT_RENEWED = ("ended", "expired", "non_renewing", "not_renewing")


def ways(
    rows: pd.DataFrame, ended: pd.DataFrame, subscriptions: pd.DataFrame, *, asked: np.ndarray, late_tail: float
) -> pd.Categorical:
    """Return how each of `rows` left, of `WAYS`; the first that holds.

    Parameters
    ----------
    rows
        As `analysis.money.kinds.Lost.rows`, with kind and own_tail.
    ended
        The subscription of each row that ended.
    asked
        bool: who asked to leave.
    late_tail
        A silence as rare as this for the person counts as silent.
    """
    status = text_of(ended, "status")
    renews_not = status.isin(NOT_RENEWED).to_numpy()
    if "auto_renew" in ended:
        renews_not = renews_not | (ended["auto_renew"] == False).fillna(value=False).to_numpy(bool)  # noqa: E712 (a masked column)
    holds = {
        "to_free": _to_free(rows, subscriptions),
        "not_paid": rows["kind"].eq("involuntary").to_numpy(),
        "silent": rows["own_tail"].to_numpy() <= late_tail,
        "cancelled": asked | (status.isin(CANCELLED).to_numpy() & ~renews_not),
        "not_renewed": renews_not,
        "unknown": np.ones(len(rows), bool),
    }
    found = np.select(list(holds.values()), list(holds), default="unknown")
    return pd.Categorical(found, categories=list(WAYS))


def _to_free(rows: pd.DataFrame, subscriptions: pd.DataFrame) -> np.ndarray:
    """Return who has a free plan on the day they stopped paying, bool; a trial is none."""
    free = (subscriptions["mrr_cents"] == 0).to_numpy()
    if "is_trial" in subscriptions:
        free = free & ~subscriptions["is_trial"].to_numpy(bool)
    plans = pd.DataFrame({
        "payer": subscriptions["user_id"].astype("str"), "start": days_of(subscriptions, "start_day"),
        "end": days_of(subscriptions, "end_day"),
    })[free]  # fmt: skip
    both = rows[["payer", "day"]].reset_index().merge(plans, on="payer")
    there = both[(both["start"] <= both["day"]) & ~(both["end"] <= both["day"])]
    return np.isin(np.arange(len(rows)), there["index"])
