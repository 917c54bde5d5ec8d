"""Retention: of those who started together, how many are still there week by week or month by month."""

from collections.abc import Mapping
from typing import Literal

import numpy as np
import pandas as pd

from analysis.activity import Activity
from analysis.lifecycle import Period, period_codes, period_start
from analysis.rhythms.intervals import wilson_interval

How = Literal["in", "from"]
# A user's own weeks and months: whole days since their first, so that nobody's first one is shorter than another's.
AGE_DAYS: Mapping[Period, int] = {"week": 7, "month": 30}
COLUMNS = ("cohort", "age", "users", "retained", "share", "complete")


def triangle(
    activity: Activity, period: Period = "week", *, how: How = "in", among: np.ndarray | None = None
) -> pd.DataFrame:
    """Return the retention triangle, one row a start cohort and age, with `COLUMNS`.

    - cohort: first day (date) of the calendar week or month in which the users' first active day lies. "Start" means
      the first day in these data: the oldest cohort may hold people who came long before.
    - age: k counts the user's own k-th week (7 days) or month (30 days) from their first active day on, 0 the first.
    - users: all of the cohort. retained: those active in that week or month (`how` "in"), or in it or later ("from").
    - share: retained / users, nan where not complete.
    - complete: the data cover that week or month (for "from": its first day) of everybody in the cohort. Whether the
      others come is not known yet, so a share of them would look like people leaving.

    `among` (bool, shape (users,)) leaves everyone else out. Cohorts nobody belongs to have no rows.
    """
    chosen = np.ones(activity.users, bool) if among is None else np.asarray(among, bool)
    if not chosen.any():
        return pd.DataFrame({name: [] for name in COLUMNS})
    code = period_codes(activity.first_day, period)
    cohorts, cohort = np.unique(code[chosen], return_inverse=True)
    length = AGE_DAYS[period]
    ages = (activity.observed_to - int(activity.first_day[chosen].min())) // length + 1
    users = np.bincount(cohort)
    retained = _retained(activity, chosen, (cohort, len(cohorts), ages), length)
    if how == "from":
        last_age = (activity.last_day - activity.first_day)[chosen] // length
        ends = np.bincount(cohort * ages + last_age, minlength=len(cohorts) * ages).reshape(len(cohorts), ages)
        retained = np.cumsum(ends[:, ::-1], axis=1)[:, ::-1]
    newest = np.zeros(len(cohorts), np.int64)
    np.maximum.at(newest, cohort, activity.first_day[chosen])
    needed_days = length * np.arange(ages) + (length - 1 if how == "in" else 0)
    complete = newest[:, None] + needed_days <= activity.observed_to
    share = np.where(complete, retained / users[:, None], np.nan)
    starts = np.array([period_start(each, period) for each in cohorts], object)
    columns = (np.repeat(starts, ages), np.tile(np.arange(ages), len(cohorts)), np.repeat(users, ages))
    flat = (each.ravel() for each in (retained, share, complete))
    return pd.DataFrame(dict(zip(COLUMNS, (*columns, *flat), strict=True)))


def overall(cells: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Return retention by age over all cohorts: age, users, retained, share, low, high.

    The weighted mean: retained users over users, of complete cells only, so that large cohorts count for more and no
    age is dragged down by users whose time has not come. Wilson's interval at `level`. Ages nobody has reached are
    left out.
    """
    whole = cells[cells["complete"].astype(bool)]
    sums = whole.groupby("age", sort=True)[["users", "retained"]].sum().reset_index()
    bounds = [wilson_interval(*pair, level=level) for pair in sums[["retained", "users"]].to_numpy(np.float64)]
    low, high = np.array(bounds, np.float64).reshape(-1, 2).T
    share = sums["retained"].to_numpy(np.float64) / sums["users"].to_numpy(np.float64)
    return sums.assign(share=share, low=low, high=high)


def retention_by_segment(
    activity: Activity,
    groups: Mapping[str, np.ndarray],
    period: Period = "week",
    *,
    how: How = "in",
    level: float = 0.95,
) -> pd.DataFrame:
    """Return `overall` of each group (name -> bool, shape (users,)), with the name in the column group, in order.

    A cell counts where it is complete for that group's own users. Groups without users have no rows.
    """
    parts = [
        overall(triangle(activity, period, how=how, among=members), level=level).assign(group=name)
        for name, members in groups.items()
        if np.any(members)
    ]
    columns = ["group", "age", "users", "retained", "share", "low", "high"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame({name: [] for name in columns})


def _retained(activity: Activity, chosen: np.ndarray, sizes: tuple[np.ndarray, int, int], length: int) -> np.ndarray:
    """Count users by cohort and age in which they were active at least once, int64, shape (cohorts, ages)."""
    cohort, cohorts, ages = sizes
    kept = chosen[activity.user]
    user = activity.user[kept]
    age = (activity.day[kept] - activity.first_day[user]) // length
    once = np.concatenate(([True], (np.diff(user) != 0) | (np.diff(age) != 0)))
    cohort_of = np.zeros(activity.users, np.int64)
    cohort_of[chosen] = cohort
    cell = cohort_of[user[once]] * ages + age[once]
    return np.bincount(cell, minlength=cohorts * ages).reshape(cohorts, ages)
