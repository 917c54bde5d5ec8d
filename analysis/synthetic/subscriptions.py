"""Subscriptions of the made-up SaaS, in Offbeat's own template."""

from typing import Any

import numpy as np
import pandas as pd

from analysis.activity import to_date, to_day
from analysis.synthetic.people import LAST_DAY, PLANS

COLUMNS = ["account_id", "start", "end", "cancelled_at", "mrr", "plan", "status", "reason", "renews_at"]
FAILURES = ("payment_failed", "payment_disputed")
REASONS = {
    "payment_failed": 0.2, "payment_disputed": 0.03, "too_expensive": 0.24, "unused": 0.2, "missing_features": 0.13,
    "switched_service": 0.1, "too_complex": 0.05, "customer_service": 0.03, "low_quality": 0.02,
}  # fmt: skip
CHANGED_SHARE = 0.3
NOTICE_DAYS = 28
LEAVING_SHARE = 0.05


def draw_subscriptions(rng: np.random.Generator, accounts: pd.DataFrame) -> pd.DataFrame:
    """Return the subscriptions of paying accounts, with the columns `COLUMNS`; the first begins on `paid_from`."""
    rows: list[tuple[str, ...]] = []
    for account in accounts[accounts["plan"] != "Free"].itertuples():
        rows += _subscriptions_of(rng, account)
    return pd.DataFrame(rows, columns=COLUMNS)


def _subscriptions_of(rng: np.random.Generator, account: Any) -> list[tuple[str, ...]]:
    """Return one row, or two where seats or price changed: the earlier one ends the day the later one starts."""
    price = PLANS["price"][account.plan] * (account.more_users + 1)
    begin, since, rows = account.start, account.paid_from, []
    last = min(account.end, LAST_DAY)
    if rng.random() < CHANGED_SHARE and last - begin > 120:
        change = int(rng.integers(begin + 60, last - 30))
        before = price * (0.7 if rng.random() < 0.7 else 1.25)
        rows.append(
            (account.account_id, _iso(since), _iso(change), "", f"{before:.2f}", account.plan, "replaced", "", "")
        )
        since = change
    end, cancelled, status, reason = _ending(rng, account.end)
    renews = "" if end or _pays_monthly(account.account_id) else _iso(_next_year_of(since))
    return [
        *rows, (account.account_id, _iso(since), end, cancelled, f"{price:.2f}", account.plan, status, reason, renews)
    ]  # fmt: skip


def _pays_monthly(account_id: str) -> bool:
    """Two accounts of three pay by the month; by number, so that no draw of anything else changes."""
    return int(account_id.removeprefix("acc")) % 3 > 0


def _next_year_of(begin: int) -> int:
    """Return the first day after the data that is whole years after a start."""
    start = pd.Timestamp(to_date(begin))
    years = next(each for each in range(1, 9) if start + pd.DateOffset(years=each) > pd.Timestamp(to_date(LAST_DAY)))
    return to_day((start + pd.DateOffset(years=years)).date())


def _ending(rng: np.random.Generator, end: int) -> tuple[str, str, str, str]:
    """Return end, cancelled_at, status and reason; a cancellation known today may end up to four weeks later."""
    reason = str(rng.choice(list(REASONS), p=list(REASONS.values())))
    cancelled = end if reason in FAILURES else end - int(rng.integers(0, NOTICE_DAYS))
    if end > LAST_DAY and rng.random() < LEAVING_SHARE:
        cancelled, end = LAST_DAY - int(rng.integers(0, 20)), LAST_DAY + int(rng.integers(1, NOTICE_DAYS))
    if cancelled > LAST_DAY:
        return "", "", "active", ""
    return _iso(end), _iso(cancelled), "cancelled" if end <= LAST_DAY else "active", reason


def _iso(day: int) -> str:
    return to_date(day).isoformat()
