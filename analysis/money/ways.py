"""Ways of leaving: by a free plan, without paying, silently, by cancelling, by not renewing."""

import numpy as np
import pandas as pd

from analysis.money.kind_words import WAYS
from analysis.money.spans import days_of, text_of
from analysis.money.undated import does_not_renew

CANCELLED = ("canceled", "cancelled", "churned")
NOT_RENEWED = ("ended", "expired", "non_renewing", "not_renewing")


def ways(
    rows: pd.DataFrame, ended: pd.DataFrame, subscriptions: pd.DataFrame, *, asked: np.ndarray, late_tail: float,
    as_of_day: int,
) -> pd.Categorical:  # fmt: skip
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
    as_of_day
        Days since 1970: a plan that begins later is not known yet.
    """
    status = text_of(ended, "status")
    renews_not = status.isin(NOT_RENEWED).to_numpy() | does_not_renew(ended)
    holds = {
        "to_free": _to_free(rows, ended, subscriptions, as_of_day=as_of_day),
        "not_paid": rows["kind"].eq("involuntary").to_numpy(),
        "silent": rows["own_tail"].to_numpy() <= late_tail,
        "cancelled": asked | (status.isin(CANCELLED).to_numpy() & ~renews_not),
        "not_renewed": renews_not,
        "unknown": np.ones(len(rows), bool),
    }
    found = np.select(list(holds.values()), list(holds), default="unknown")
    return pd.Categorical(found, categories=list(WAYS))


def _to_free(rows: pd.DataFrame, ended: pd.DataFrame, subscriptions: pd.DataFrame, *, as_of_day: int) -> np.ndarray:
    """Return who has a free plan on the day the paid one ended, bool; a trial is none.

    That is the day of leaving, or later where leaving counts from the day it was asked for.
    """
    free = (subscriptions["mrr_cents"] == 0).to_numpy() & (days_of(subscriptions, "start_day") <= as_of_day)
    if "is_trial" in subscriptions:
        free = free & ~subscriptions["is_trial"].to_numpy(bool)
    plans = pd.DataFrame({
        "payer": subscriptions["user_id"].astype("str"), "start": days_of(subscriptions, "start_day"),
        "end": days_of(subscriptions, "end_day"),
    })[free]  # fmt: skip
    until = np.fmax(rows["day"].to_numpy(float), days_of(ended, "end_day"))
    both = rows[["payer"]].assign(until=until).reset_index().merge(plans, on="payer")
    there = both[(both["start"] <= both["until"]) & ~(both["end"] <= both["until"])]
    return np.isin(np.arange(len(rows)), there["index"])
