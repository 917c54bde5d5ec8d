"""What people did on some days, one number a person: sums, first uses, what was used, metrics of those days alone."""

from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd

from analysis.activity import Activity
from analysis.compare.measured import Sources
from analysis.compare.metrics import Metric
from analysis.dataset import Dataset
from analysis.errors import OffbeatError
from analysis.features import features
from analysis.settings import Settings
from analysis.win_back.moments import Moments

# (rows, first day, last day) -> one number a row, float64, nan where not measured; both days included.
Values = Callable[[np.ndarray, int, int], np.ndarray]


def when_asked(prepare: Callable[[], Values]) -> Values:
    """Return what is prepared at its first call: a list of outcomes to choose from prepares none of them."""
    ready = cache(prepare)
    return lambda *asked: ready()(*asked)


def summed(moments: Moments, weights: np.ndarray) -> Values:
    """Return what adds up a number of each user-day over the days asked."""
    before = np.concatenate(([0.0], np.cumsum(weights)))

    def values(rows: np.ndarray, first_day: int, last_day: int) -> np.ndarray:
        return before[moments.places(rows, last_day + 1)] - before[moments.places(rows, first_day)]

    return values


def came_after(moments: Moments, after_days: int, *, exactly: bool) -> Values:
    """Return 1 for who came that many days after the first day asked (or, not exactly, later), else 0.

    Raises OffbeatError where so many days are not counted.
    """

    def values(rows: np.ndarray, first_day: int, last_day: int) -> np.ndarray:
        due = first_day + after_days
        if due > last_day:
            raise OffbeatError(
                f"Expected a day among the {last_day - first_day + 1} counted, found day {after_days} after the "
                "contact.",
                hint="choose an earlier day, or count more days (win_back.window_days) once they have passed.",
            )
        until = due if exactly else last_day
        return (moments.places(rows, until + 1) > moments.places(rows, due)).astype(float)

    return values


def first_uses(activity: Activity, event: str, *, is_share: bool) -> Values:
    """Return 1 for who used `event` for the first time, else 0; or the days until then, all of them where nobody did.

    nan for who had used it before the first day asked: they cannot find it anew.
    """
    own = activity.uses[activity.uses["event"] == event]
    first = np.full(activity.users, np.inf)
    first[own["user"].to_numpy()] = own["first_day"].to_numpy()

    def values(rows: np.ndarray, first_day: int, last_day: int) -> np.ndarray:
        day = first[rows]
        found = (day <= last_day).astype(float) if is_share else np.minimum(day, last_day + 1) - first_day
        return np.where(day < first_day, np.nan, found)

    return values


def different_events(moments: Moments) -> Values:
    """Return how many different events each used; those beyond the 63 with most users count as one."""
    bits = np.append(moments.activity.event_bits, np.uint64(0))

    def values(rows: np.ndarray, first_day: int, last_day: int) -> np.ndarray:
        start, stop = moments.places(rows, first_day), moments.places(rows, last_day + 1)
        if not len(rows):
            return np.zeros(0)
        used = np.bitwise_or.reduceat(bits, np.column_stack([start, stop]).ravel())[::2]
        return np.where(stop > start, np.bitwise_count(used), 0).astype(float)

    return values


def of_these_days(metric: Metric, dataset: Dataset) -> Values:
    """Return a metric of comparisons measured on the days asked alone; nan where nobody can say, as for who stayed out.

    Slow beside the others: the features of these days are computed anew.
    """

    def values(rows: np.ndarray, first_day: int, last_day: int) -> np.ndarray:
        asked = np.zeros(dataset.activity.users, bool)
        asked[rows] = True
        then = dataset.activity.of_users(asked).since(first_day).until(last_day)
        own = Dataset(then, pd.DataFrame())
        measured = metric.measure(Sources(own, features(own), Settings()))
        place = pd.Index(then.user_ids.to_pandas()).get_indexer(dataset.activity.user_ids.take(rows).to_pandas())
        return np.where(place >= 0, np.append(measured, np.nan)[place], np.nan)

    return values


def monthly(activity: Activity, paid: pd.DataFrame) -> Values:
    """Return what each pays a month on the last day asked, in currency; `paid` has row numbers as `payer`."""
    payer = paid["payer"].to_numpy()
    start = paid["start_day"].to_numpy(np.int64)
    end = paid["end_day"].astype("Float64").to_numpy(np.float64, na_value=np.inf)
    cents = paid["mrr_cents"].to_numpy(np.int64)

    def values(rows: np.ndarray, first_day: int, last_day: int) -> np.ndarray:
        runs = (start <= last_day) & (end > last_day)
        return np.bincount(payer[runs], weights=cents[runs], minlength=activity.users)[rows] / 100

    return values
