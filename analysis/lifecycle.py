"""Lifecycle: who is new, returning, back or gone, period by period; and how often people come."""

from datetime import date, timedelta
from typing import Literal

import numpy as np
import pandas as pd

from analysis.activity import EPOCH, Activity, to_date, to_day
from analysis.counted_days import silence_days
from analysis.knobs import Tunable, knob

Period = Literal["week", "month"]
STATES = ("new", "returning", "resurrected", "dormant")
WINDOW_DAYS = 28  # L28 and the MAU of stickiness: four whole weeks, so no weekday counts twice (a16z 2018; Pendo).
_DAYS_TO_FIRST_MONDAY = 4  # 1970-01-01 was a Thursday, so day 4 was a Monday.


class Inactive(Tunable):
    """When silence counts as gone."""

    slug = "inactive"
    title = "Gone silent"

    days: int = knob(
        30, "Silent for", "Days without a visit after which a user counts as gone.",
        bounds=(2, 730), span=(7, 120), step=1, unit="days", tightens="up",
    )  # fmt: skip


def period_codes(day: np.ndarray, period: Period) -> np.ndarray:
    """Return the number of the week (Monday to Sunday) or calendar month of days since 1970, int64."""
    day = np.asarray(day, np.int64)
    if period == "week":
        return (day - _DAYS_TO_FIRST_MONDAY) // 7
    return day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def period_start(code: int, period: Period) -> date:
    """Return the first day of a period numbered by `period_codes`."""
    if period == "week":
        return EPOCH + timedelta(days=_DAYS_TO_FIRST_MONDAY + 7 * int(code))
    return date(1970 + int(code) // 12, int(code) % 12 + 1, 1)


def lifecycle(activity: Activity, period: Period = "week") -> pd.DataFrame:
    """Return users by state and period, tidy: period (first day), state, users, complete.

    new: first active ever in the period. returning: active in it and in the one before. resurrected: active in it,
    not in the one before, active earlier. dormant: active in the one before, not in it; counted once, in the first
    silent period. complete: the data cover the whole period. Every period of the data has one row a state, in the
    order of `STATES`, save that an unfinished last period has no dormant row: who will be is not known yet.
    "New" means the first day in these data, not a sign-up.
    """
    # Each calendar day is coded once and looked up by user-day: dates of millions of user-days are slow to break up.
    code_of_day = period_codes(np.arange(activity.observed_from, activity.observed_to + 1), period)
    codes = range(int(code_of_day[0]), int(code_of_day[-1]) + 1)
    code = (code_of_day - codes.start).astype(np.int32)[activity.day - activity.observed_from]
    counts = _state_counts(activity.user, code, size=len(codes) + 1)
    complete = _is_complete(activity, period, codes)
    table = pd.DataFrame(
        {
            "period": np.repeat([period_start(each, period) for each in codes], len(STATES)),
            "state": STATES * len(codes),
            "users": counts[:, :-1].T.ravel(),
            "complete": np.repeat(complete, len(STATES)),
        }
    )
    return table if complete[-1] else table.iloc[:-1]


def _state_counts(user: np.ndarray, code: np.ndarray, *, size: int) -> np.ndarray:
    """Count users by state (in the order of `STATES`) and period; `code` is the period of each user-day."""
    starts = np.concatenate(([True], (user[1:] != user[:-1]) | (code[1:] != code[:-1])))[: len(code)]
    user, code = user[starts], code[starts]
    is_first = np.concatenate(([True], user[1:] != user[:-1]))[: len(code)]
    follows = ~is_first & np.concatenate(([False], np.diff(code) == 1))[: len(code)]
    stops = ~np.append(follows[1:], False)[: len(code)]
    periods = (code[is_first], code[follows], code[~is_first & ~follows], code[stops] + 1)
    return np.array([np.bincount(each, minlength=size) for each in periods])


def _is_complete(activity: Activity, period: Period, codes: range) -> np.ndarray:
    """Return which periods lie wholly inside the data, bool, shape (len(codes),)."""
    starts = [to_day(period_start(code, period)) for code in (*codes, codes.stop)]
    low, high = np.array(starts[:-1]), np.array(starts[1:]) - 1
    return (low >= activity.observed_from) & (high <= activity.observed_to)


def state_of_users(activity: Activity) -> np.ndarray:
    """Return each user's place in `STATES` now, int8, shape (users,); -1 for those silent in both windows.

    The period is the `WINDOW_DAYS` days up to `observed_to`, against the `WINDOW_DAYS` days before them.
    """
    return states_on(activity, activity.observed_to)


def states_on(activity: Activity, day: int) -> np.ndarray:
    """Return what `state_of_users` was at the end of an earlier day; -1 also for those not seen by then."""
    in_now = _active_between(activity, day - WINDOW_DAYS + 1, day)
    in_before = _active_between(activity, day - 2 * WINDOW_DAYS + 1, day - WINDOW_DAYS)
    is_new = activity.first_day > day - WINDOW_DAYS
    state = np.full(activity.users, -1, np.int8)
    state[in_now & is_new] = STATES.index("new")
    state[in_now & in_before] = STATES.index("returning")
    state[in_now & ~in_before & ~is_new] = STATES.index("resurrected")
    state[~in_now & in_before] = STATES.index("dormant")
    return state


def _active_between(activity: Activity, low: int, high: int) -> np.ndarray:
    found = np.zeros(activity.users, bool)
    found[activity.user[(activity.day >= low) & (activity.day <= high)]] = True
    return found


def _active_days_between(activity: Activity, low: int, high: int) -> np.ndarray:
    inside = (activity.day >= low) & (activity.day <= high)
    return np.bincount(activity.user[inside], minlength=activity.users)


def power_curve(activity: Activity) -> pd.DataFrame:
    """Return the L28 power-user curve: active_days (1 to 28), users, share, at_least_share.

    Counts users by distinct active days in the 28 days up to `observed_to`; shares are of users active in them.
    """
    now = activity.observed_to
    days = _active_days_between(activity, now - WINDOW_DAYS + 1, now)
    users = np.bincount(days, minlength=WINDOW_DAYS + 1)[1:]
    total = users.sum()
    share = users / total if total else np.full(WINDOW_DAYS, np.nan)
    return pd.DataFrame(
        {
            "active_days": np.arange(1, WINDOW_DAYS + 1),
            "users": users,
            "share": share,
            "at_least_share": np.cumsum(share[::-1])[::-1],
        }
    )


def daily_actives(activity: Activity) -> pd.DataFrame:
    """Return one row a day of the data: day (date), dau, wau, mau: users active that day, in 7 and in 28 days up to it.

    wau and mau are nan on the first 6 and 27 days, where their window starts before the data; dau is nan on dates left
    out (`Activity.ignored_days`), which wau and mau go on without.
    """
    days = range(activity.observed_from, activity.observed_to + 1)
    columns = {"day": np.array([to_date(day) for day in days], object)}
    table = _days_by_next_visit(activity)
    for name, window_days in (("dau", 1), ("wau", 7), ("mau", WINDOW_DAYS)):
        columns[name] = _rolling_actives(table, window_days)
    columns["dau"][activity.ignored_days - activity.observed_from] = np.nan
    return pd.DataFrame(columns)


def _days_by_next_visit(activity: Activity) -> np.ndarray:
    """Count user-days by day and by days to the user's next active day, at most WINDOW_DAYS; shape (days, that + 1)."""
    size, columns = activity.observed_to - activity.observed_from + 1, WINDOW_DAYS + 1
    gap = np.diff(activity.day, append=np.int32(0))
    gap[activity.offsets[1:] - 1] = WINDOW_DAYS
    cell = (activity.day - activity.observed_from) * np.int64(columns) + np.minimum(gap, WINDOW_DAYS)
    return np.bincount(cell, minlength=size * columns).reshape(size, columns)


def _rolling_actives(table: np.ndarray, window_days: int) -> np.ndarray:
    """Count users active in the window up to each day.

    Each active day keeps its user counted for `window_days` days, or until the next active day takes over.
    """
    size = len(table)
    steps = table.sum(axis=1)
    for gap_days in range(1, table.shape[1]):
        kept_days = min(gap_days, window_days)
        if kept_days < size:
            steps[kept_days:] -= table[: size - kept_days, gap_days]
    actives = np.cumsum(steps).astype(np.float64)
    actives[: window_days - 1] = np.nan
    return actives


def stickiness(activity: Activity) -> float:
    """Return the mean over the last 28 days of DAU / MAU, in [0, 1]; nan where the data cover under 55 days.

    Weekends count like other days. Days whose MAU window starts before the data are left out, so none may be left.
    """
    tail = daily_actives(activity).tail(WINDOW_DAYS)
    whole = tail[(tail["mau"] > 0).to_numpy()]
    if len(whole) < WINDOW_DAYS:
        return float("nan")
    return float((whole["dau"] / whole["mau"]).mean())


def strip(activity: Activity, inactive: Inactive) -> pd.DataFrame:
    """Return four rows for Home's strip: name, users, share; the users add up to all.

    in: active in the last 28 days, and in the 28 before or new in them. back: active in the last 28 days, not in the
    28 before, active earlier. gone: neither, and silent for at least `inactive.days` days, dates left out not counted.
    silent: the others.
    """
    state = state_of_users(activity)
    is_in = np.isin(state, (STATES.index("new"), STATES.index("returning")))
    is_back = state == STATES.index("resurrected")
    is_gone = ~is_in & ~is_back & (silence_days(activity) >= inactive.days)
    users = np.array([is_in.sum(), is_back.sum(), (~is_in & ~is_back & ~is_gone).sum(), is_gone.sum()])
    share = users / activity.users if activity.users else np.full(4, np.nan)
    return pd.DataFrame({"name": ["in", "back", "silent", "gone"], "users": users, "share": share})
