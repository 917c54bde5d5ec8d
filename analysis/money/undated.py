"""What subscriptions say without a date: who is set to end, who stopped paying; known on their last day only."""

import numpy as np
import pandas as pd

from analysis import wording
from analysis.money.spans import days_of, has_ended, knows_later, text_of
from analysis.subscription_status import ENDING, STOPPED_PAYING

_UNPAID = ("past_due", *STOPPED_PAYING)


def will_end(subscriptions: pd.DataFrame, as_of_day: int) -> np.ndarray:
    """Return which subscriptions are known on a day to end, or have ended and are paid for on: bool, shape (rows,).

    Cancelled by that day; or set to end without a date, where the table knows of nothing later.
    """
    dated = (days_of(subscriptions, "cancelled_day") <= as_of_day) | (days_of(subscriptions, "end_day") <= as_of_day)
    return dated if knows_later(subscriptions, as_of_day) else dated | is_set_to_end(subscriptions)


def is_set_to_end(subscriptions: pd.DataFrame) -> np.ndarray:
    """Return which rows are set to end and no day says since when: by their status, or by a renewal switched off."""
    ending = text_of(subscriptions, "status").str.strip().str.lower().isin(ENDING).to_numpy(bool)
    return (ending | does_not_renew(subscriptions)) & np.isnan(days_of(subscriptions, "cancelled_day"))


def is_undated_end(subscriptions: pd.DataFrame) -> np.ndarray:
    """Return the same without what has ended since: of an earlier day that was going to renew as far as is known."""
    return is_set_to_end(subscriptions) & ~has_ended(subscriptions)


def does_not_renew(subscriptions: pd.DataFrame) -> np.ndarray:
    """Return whose renewal is switched off, bool, shape (rows,); nobody's where the table does not say."""
    if "auto_renew" not in subscriptions:
        return np.zeros(len(subscriptions), bool)
    return ~subscriptions["auto_renew"].astype("boolean").fillna(value=True).to_numpy(bool)


def is_unpaid_undated(subscriptions: pd.DataFrame) -> np.ndarray:
    """Return which rows are unpaid, paused or past due and no day says since when: bool, shape (rows,)."""
    unpaid = text_of(subscriptions, "status").isin(_UNPAID).to_numpy(bool)
    return unpaid & np.isnan(days_of(subscriptions, "period_start_day"))


def undated_notes(subscriptions: pd.DataFrame) -> tuple[str, ...]:
    """Say of how many rows no date says since when they are to end, or are unpaid."""
    return _told(subscriptions, "counted on the last day", "counted on the last day")


def left_out(subscriptions: pd.DataFrame, as_of_day: int) -> tuple[str, ...]:
    """Say the same of an earlier day than the export's, of which none of that is known; nothing of the last day."""
    if not knows_later(subscriptions, as_of_day):
        return ()
    begun = subscriptions[days_of(subscriptions, "start_day") <= as_of_day]
    return _told(begun, "on this earlier day in no list", "on this earlier day counted as paid")


def _told(subscriptions: pd.DataFrame, ending: str, unpaid: str) -> tuple[str, ...]:
    told = (
        ("set to end", ending, is_undated_end(subscriptions)),
        ("unpaid, paused or past due", unpaid, is_unpaid_undated(subscriptions)),
    )
    return tuple(
        f"{wording.plural(number, 'subscription')} {'is' if number == 1 else 'are'} {what}, and no date says since "
        f"when: {counted}."
        for what, counted, which in told
        if (number := int(which.sum()))
    )
