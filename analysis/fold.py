"""The fold: the daily series that is wrapped at any period, and how strong each period is.

Users who keep the same period start on different days, so their daily total cancels out. Power is therefore summed user
by user, which needs only how many pairs of active days lie k days apart; and the series is also counted on each user's
own clock.
"""

import hashlib
from collections.abc import Collection

import numpy as np
import pandas as pd
from scipy.ndimage import median_filter, percentile_filter

from analysis.activity import WEEKDAYS, Activity, to_date
from analysis.kernels.curves import pair_counts

SHORTEST_DAYS, LONGEST_DAYS = 2.0, 60.0
MONTH_DAYS = 30.44  # 365.2425 / 12
LOG_SPACED = 380  # with the whole numbers and the month, 438 periods
FEWEST_DAYS = 8  # active days a user needs to say anything about a period
MOST_PAIRS = 40_000_000  # pairs of days counted; above it every n-th user is taken
TOLERANCE = 0.012  # how far a peak may lie from the period it is named after, as a fraction
PEAK_POWER = 1.5  # times chance from which a peak is marked
MOST_PEAKS = 7
_FLOOR_WINDOW, _FLOOR_PERCENTILE = 61, 40  # chance level: 40th percentile of 30 periods on either side
_LEVEL_DAYS, _OWN_LEVEL_DAYS = 91, 41  # growth is no rhythm: a day is held against the median of the days around it
_SHADES = 63
_SHADE_RANGE = (2.0, 98.5)  # percentiles of day / level that get the palest and the strongest colour
_FALSE_ALARM = 0.05  # of the dotted line of one person, over all periods looked at
_OVERTONES = (2, 3, 4, 5)
_BASE_SHARE = 0.7  # an overtone is about as strong as its period at most: a weak 30.44 does not explain a strong 10
_SHORTEST_ODD_DAYS = 4.0  # shorter peaks off the whole days are mixtures of longer beats: no one comes every 2.8 days
_NAMES = {
    7.0: ("weekly", 0, False), 14.0: ("every 2 weeks", 0, False), 28.0: ("every 4 weeks", 0, False),
    MONTH_DAYS: ("monthly", 0, True),
}  # fmt: skip
HINT = "Colour: that day against the weeks around it. Point at a cell to read its day."


def periods() -> np.ndarray:
    """Return the periods looked at, days, ascending: log-spaced from 2 to 60, whole numbers and a month among them."""
    spaced = np.geomspace(SHORTEST_DAYS, LONGEST_DAYS, LOG_SPACED)
    whole = np.arange(SHORTEST_DAYS, LONGEST_DAYS + 1)
    return np.unique(np.round(np.concatenate((spaced, whole, [MONTH_DAYS])), 4))


def fold_table(activity: Activity, *, unit: str = "users active", sure: Collection[float] = ()) -> dict:
    """Return what the fold holds in the browser for all users.

    Parameters
    ----------
    unit
        What is counted, such as "people active".
    sure
        Periods, days, known to stand for themselves (`analysis.periodogram`): never called an overtone.

    Returns
    -------
    dict
        `table` (content id), `start` (a Monday, ISO), `unit`, `hint`, `periods`, `power` (times chance), `chance` (1),
        `peaks` [{i, name, of, view, bare}], `series` [{name, clock, values, shade, bare_values, bare_shade}]: by the
        calendar from `start`, and by each user's own clock. Powers and series are for the 2 to 60 day periods.
    """
    start, calendar = _calendar(activity)
    own = _own_clock(activity)
    chosen = periods()
    power = chosen_power(activity, chosen)
    power = power / _chance_level(power)
    return _table(
        start,
        unit,
        power,
        series=[_series("By the calendar", calendar), _series("Each user's own clock", own, clock=True)],
        sure=sure,
    )


def fold_table_of_user(activity: Activity, row: int, *, unit: str = "active day") -> dict:
    """Return the fold of one user: the calendar series of 0 and 1, and power against chance over all periods."""
    one = activity.of_users(np.arange(activity.users) == row)
    start, calendar = _calendar(one)
    chosen = periods()
    power = chosen_power(one, chosen, fewest_days=1) / -np.log(_FALSE_ALARM / len(chosen))
    return _table(start, unit, power, series=[_plain_series("By the calendar", calendar)])


def chosen_power(activity: Activity, chosen: np.ndarray, *, fewest_days: int = FEWEST_DAYS) -> np.ndarray:
    """Return the mean over users of the power at each period, float64, shape (periods,); 1 where days are random.

    With N(k) = sum over users of (pairs of active days k apart) / (active days), the mean of each user's
    |sum exp(2 pi i day / P)|^2 / days is 1 + 2 sum N(k) cos(2 pi k / P) / N(0): free phases do not cancel. nan where no
    user has `fewest_days`.
    """
    rows = np.flatnonzero(activity.active_days >= fewest_days)
    pairs = (activity.active_days[rows].astype(np.float64) ** 2).sum() / 2
    rows = rows[:: max(1, int(np.ceil(pairs / MOST_PAIRS)))]
    longest = activity.observed_to - activity.observed_from
    near = pair_counts(activity.offsets, activity.day, rows, longest)
    if not near[0]:
        return np.full(len(chosen), np.nan)
    apart = np.arange(1, longest + 1)
    return 1 + 2 * np.cos(2 * np.pi * apart / chosen[:, None]) @ near[1:] / near[0]


def wrapped(table: dict, period_days: float) -> pd.DataFrame:
    """Return the calendar series wrapped at a period: day, turn, place (whole, from 0), value, shade; a row a day."""
    own = table["series"][0]
    count = np.arange(len(own["values"]))
    return pd.DataFrame(
        {
            "day": pd.date_range(table["start"], periods=len(count)),
            "turn": (count // period_days).astype(int),
            "place": _place(count, period_days),
            "value": np.asarray(own["values"], np.float64),
            "shade": np.asarray(own["shade"], np.float64),
        }
    )


def profile(table: dict, period_days: float, *, series: int = 0) -> pd.DataFrame:
    """Return the table twin of the column averages: phase, mean, times_average; one row a day of the period."""
    values = np.asarray(table["series"][series]["values"], np.float64)
    bins = max(2, round(period_days))
    place = _place(np.arange(len(values)), period_days)
    days = np.bincount(place, minlength=bins)
    mean = np.divide(np.bincount(place, values, bins), days, out=np.full(bins, np.nan), where=days > 0)
    weekly = abs(period_days - 7) < 1e-9 and not table["series"][series]["clock"]
    phase = list(WEEKDAYS) if weekly else [f"day {k + 1}" for k in range(bins)]
    average = values.mean() if values.any() else np.nan
    return pd.DataFrame({"phase": phase, "mean": mean, "times_average": mean / average})


def _place(count: np.ndarray, period_days: float) -> np.ndarray:
    """Return the day of the period that each day falls on, whole, from 0."""
    bins = max(2, round(period_days))
    return np.minimum(bins - 1, ((count % period_days + 0.5) / period_days * bins).astype(int) % bins)


def _calendar(activity: Activity) -> tuple[int, np.ndarray]:
    """Return the Monday at or before the first day, and users active on each day since."""
    start = activity.observed_from - (activity.observed_from + 3) % 7
    size = activity.observed_to - start + 1
    return start, np.bincount(activity.day - start, minlength=size).astype(np.float64)


def _own_clock(activity: Activity) -> np.ndarray:
    """Return users active k days after their own first day, k from 1: the first day itself is everyone's."""
    since = activity.day - np.repeat(activity.first_day, activity.active_days)
    counts = np.bincount(since, minlength=2).astype(np.float64)
    counts[0] = counts[1]
    return counts


def _level(values: np.ndarray, window: int) -> np.ndarray:
    return np.maximum(median_filter(values, min(window, 2 * (len(values) // 2) + 1), mode="nearest"), 1.0)


def _series(name: str, values: np.ndarray, *, clock: bool = False) -> dict:
    """Return a series with its shades, with and without the week."""
    ratio = values / _level(values, _OWN_LEVEL_DAYS if clock else _LEVEL_DAYS)
    week = np.array([ratio[k::7].mean() if len(ratio) > k else 1.0 for k in range(7)])
    week = np.where(week > 0, week / (week.mean() or 1.0), 1.0)[np.arange(len(values)) % 7]
    return {
        "name": name, "clock": clock, "values": values.astype(int).tolist(), "shade": _shade(ratio),
        "bare_values": np.round(values / week, 1).tolist(), "bare_shade": _shade(ratio / week),
    }  # fmt: skip


def _plain_series(name: str, values: np.ndarray) -> dict:
    shade = np.where(values > 0, _SHADES, 0).tolist()
    return {"name": name, "clock": False, "values": values.astype(int).tolist(), "shade": shade}


def _shade(ratio: np.ndarray) -> list[int]:
    low, high = np.percentile(ratio, _SHADE_RANGE)
    return np.round(_SHADES * np.clip((ratio - low) / max(high - low, 1e-9), 0, 1)).astype(int).tolist()


def _chance_level(power: np.ndarray) -> np.ndarray:
    level = percentile_filter(power, _FLOOR_PERCENTILE, _FLOOR_WINDOW, mode="nearest")
    return np.where(level > 0, level, np.nan)


def _table(
    start: int, unit: str, power: np.ndarray, *, series: list[dict], sure: Collection[float] = ()
) -> dict:  # fmt: skip
    chosen = periods()
    power = np.round(np.nan_to_num(power, nan=1.0, posinf=1.0), 3)
    own_clock = len(series) > 1
    peaks = find_peaks(chosen, power, own_clock=own_clock, sure=sure)
    table = {
        "start": to_date(start).isoformat(), "unit": unit, "hint": HINT, "periods": chosen.tolist(),
        "power": power.tolist(), "chance": 1.0, "peaks": peaks, "series": series,
    }  # fmt: skip
    return {"table": hashlib.blake2b(repr(table).encode(), digest_size=8).hexdigest(), **table}


def find_peaks(
    chosen: np.ndarray, power: np.ndarray, *, own_clock: bool = True, sure: Collection[float] = ()
) -> list[dict]:
    """Return at most `MOST_PEAKS` peaks, strongest first: i (index), name, of ("" or the period it is an overtone of),
    view (0 calendar, 1 own clock), bare (without the week).

    A peak at a half, third, quarter or fifth of one about as strong is its overtone, unless it is a period in `sure`.
    """
    inner = np.flatnonzero((power[1:-1] >= power[:-2]) & (power[1:-1] > power[2:]) & (power[1:-1] >= PEAK_POWER)) + 1
    inner = inner[np.argsort(-power[inner], kind="stable")]
    apart: list[int] = []
    for i in inner:
        if all(abs(np.log(chosen[i] / chosen[j])) > 2 * TOLERANCE for j in apart):
            apart.append(int(i))
    found = []
    for i in apart:
        own = next((period for period in sure if abs(chosen[i] / period - 1) <= 2 * TOLERANCE), None)
        bases = [] if own else chosen[_bases(i, apart, power)].tolist()
        found.append(_peak(i, chosen, bases, at=own or float(chosen[i]), own_clock=own_clock))
    real = [peak for peak in found if peak and not peak["of"]][:MOST_PEAKS]
    return (real + [peak for peak in found if peak and peak["of"]])[:MOST_PEAKS]


def _bases(i: int, peaks: list[int], power: np.ndarray) -> list[int]:
    """Return the peaks that peak `i` may be an overtone of, longest first: 2.5 days belong to 10, not to their 5."""
    return sorted((j for j in peaks if power[j] >= _BASE_SHARE * power[i]), reverse=True)


def _peak(i: int, chosen: np.ndarray, bases: list[float], *, at: float, own_clock: bool) -> dict | None:
    for base in bases:
        if any(abs(at * part / base - 1) <= TOLERANCE for part in _OVERTONES):
            return {"i": i, "name": "", "of": _days(base), "view": 0, "bare": False}
    for period, (name, view, bare) in _NAMES.items():
        if abs(at / period - 1) <= TOLERANCE:
            home = int(np.argmin(np.abs(chosen - period)))  # the fold stands still only at the very period
            return {"i": home, "name": f"{name} · {_days(period)}", "of": "", "view": view, "bare": bare}
    is_whole = abs(at / round(at) - 1) <= TOLERANCE
    if at < _SHORTEST_ODD_DAYS and not is_whole:
        return None
    home = int(np.argmin(np.abs(chosen - round(at)))) if is_whole else i
    label = f"every {_days(chosen[home])} days · {_days(chosen[home])}"
    return {"i": home, "name": label, "of": "", "view": int(own_clock), "bare": own_clock}


def _days(period: float) -> str:
    """Return a period as text: population peaks are never known to two decimals, save the month's own name."""
    return f"{period:.2f}" if period == MONTH_DAYS else f"{period:.1f}".removesuffix(".0")
