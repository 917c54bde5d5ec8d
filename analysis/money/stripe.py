"""Why this is not Stripe's number: its way of counting as a preset, and what each difference comes to here."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import wording
from analysis.money.ledger import Ledger, ledger
from analysis.money.months import last_day_of_month, month_of
from analysis.money.settings import DEFAULTS, ChurnCounts, Money
from analysis.money.spans import days_of, paid_spans, text_of
from analysis.subscription_status import TRIAL

# Stripe takes revenue out when a cancellation is asked for, and counts bills that are past due (Billing metrics).
LIKE_STRIPE: tuple[ChurnCounts, Money] = ("scheduled", Money(gap_days=0, past_due_counts=1))


@dataclass(frozen=True)
class Difference:
    """One reason why Stripe's dashboard shows another number.

    Attributes
    ----------
    slug
        "scheduled", "past_due", "pauses", "trials", "discounts" or "time_zone".
    sentence
        What differs, with its amount in these data where it is known.
    cents
        By how much monthly revenue on the last day is higher here than counted like Stripe; of "time_zone" and
        "pauses" the movements that may fall on another day or kind. None where these data cannot tell.
    """

    slug: str
    sentence: str
    cents: int | None


def differences(
    subscriptions: pd.DataFrame,
    *,
    as_of_day: int,
    churn_counts: ChurnCounts = "period_end",
    settings: Money = DEFAULTS,
    known: Ledger | None = None,
) -> tuple[Difference, ...]:
    """Return every known difference to Stripe's dashboard, in a fixed order, those of amount 0 too.

    `known` is the ledger of the same table and settings, where there is one already. `scheduled` and `past_due` add up
    to the difference of monthly revenue on the last day to a ledger with `LIKE_STRIPE`; the rest needs what
    subscriptions do not hold, or moves revenue between days.
    """

    mine = known or ledger(subscriptions, as_of_day=as_of_day, churn_counts=churn_counts, settings=settings)
    theirs, their_money = LIKE_STRIPE
    between, last = (
        _running(paid_spans(subscriptions, as_of_day=as_of_day, churn_counts=theirs, settings=each))
        for each in (settings, their_money)
    )
    pauses = 0
    if settings.gap_days:
        strict = settings.replace(gap_days=0)
        every = ledger(subscriptions, as_of_day=as_of_day, churn_counts=churn_counts, settings=strict)
        pauses = _churned(every.movements) - _churned(mine.movements)
    trials, ours = int(_is_trial(subscriptions, as_of_day).sum()), _running(mine.spans)
    return (
        Difference("scheduled", _scheduled(ours - between), ours - between),
        Difference("past_due", _past_due(between - last), between - last),
        Difference("pauses", _pauses(pauses, settings.gap_days), pauses),
        Difference("trials", _trials(trials), None if trials else 0),
        Difference("discounts", _DISCOUNTS, None),
        Difference("time_zone", _time_zone(edge := _at_month_edges(mine.movements)), edge),
    )


def money(cents: int) -> str:
    """123456 -> "1,234.56"."""
    return wording.decimal(cents / 100, 2)


def _running(spans: pd.DataFrame) -> int:
    """Return the monthly revenue of what runs on, in cents."""
    return int(spans["cents"][spans["end_day"].isna()].sum())


def _churned(movements: pd.DataFrame) -> int:
    return int(movements["cents"][movements["kind"].eq("churn")].sum())


def _is_trial(table: pd.DataFrame, as_of_day: int) -> np.ndarray:
    """Return which rows are trials on a day."""
    begun = days_of(table, "start_day") <= as_of_day
    trial = (days_of(table, "trial_end_day") > as_of_day) | text_of(table, "status").isin(TRIAL).to_numpy()
    if "is_trial" in table:
        trial |= table["is_trial"].to_numpy(bool)
    return begun & trial & ~(days_of(table, "end_day") <= as_of_day)


def _at_month_edges(movements: pd.DataFrame) -> int:
    """Return the cents that moved on the first or last day of a month."""
    day = movements["day"].to_numpy(np.int64)
    month = month_of(day)
    at_edge = (day == last_day_of_month(month)) | (day == last_day_of_month(month - 1) + 1)
    return int(movements["cents"].to_numpy()[at_edge].sum())


def _scheduled(cents: int) -> str:
    said = "Stripe takes revenue out on the day somebody asks to cancel"
    if not cents:
        return f"{said}; on the last day here that makes no difference."
    more = "still counts" if cents > 0 else "no longer counts"
    return f"{said}: {money(abs(cents))} a month of such subscriptions {more} here on the last day."


def _past_due(cents: int) -> str:
    said = "Stripe counts subscriptions whose bill is past due"
    return f"{said}, {money(-cents)} a month that is left out here." if cents else f"{said}; so does this page."


def _pauses(cents: int, gap_days: int) -> str:
    if not gap_days:
        return "Stripe counts every pause as leaving; so does this page."
    days = wording.plural(gap_days, "day")
    moved = f"{money(cents)} a month left and came back within {days}"
    return f"Stripe counts every pause as leaving: {moved}, here it stayed."


def _trials(trials: int) -> str:
    number = wording.plural(trials, "trial") if trials else "none"
    said = "Neither counts revenue of trials, unless Stripe is set to count them from their start"
    return f"{said}; there {'is' if trials == 1 else 'are'} {number} now."


def _time_zone(cents: int) -> str:
    said = "Stripe's dashboard cuts months in the account's time zone, its exports give times in UTC"
    return f"{said}: {money(cents)} moved on a first or last day of a month and may stand in the next one."


_DISCOUNTS = (
    "Stripe takes off coupons that last for ever, and taxes; its export of subscriptions names neither, so what they "
    "come to is not known here."
)
