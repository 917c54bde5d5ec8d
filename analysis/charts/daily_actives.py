"""How many users came each day, smoothed; days that break their own weekday are ringed, shared dates filled."""

from collections.abc import Collection
from datetime import date

import altair as alt
import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.picture import MOST_MARKS, Picture
from analysis.charts.theme import CUT, HIGHLIGHT, MUTE, STRIP_PX

MEAN_DAYS = 29  # a month in whole days, odd so that the mean sits on its day
NEIGHBOURS = 4  # a day is held against the same weekday of four weeks before and four after
RING_SPREADS = 5.0  # robust spreads from that median: about one day in a million under normal noise
_MAD_TO_SD = 1.4826  # makes the median absolute deviation a standard deviation under normal noise


def daily_actives(daily: pd.DataFrame, *, shared: Collection[date] = ()) -> Picture:
    """Draw the daily series thin and grey, its 29-day mean in blue, a ring on each day that breaks its weekday.

    Parameters
    ----------
    daily
        day (date), dau; one row a day without holes, from `lifecycle.daily_actives`. Beyond `MOST_MARKS` days the
        grey line shows weekly means.
    shared
        Dates many users share (`analysis.batches`): a filled point each; those outside `daily` are left out.
    """
    series = pd.DataFrame({"day": pd.to_datetime(daily["day"]), "users": daily["dau"].to_numpy(np.float64)})
    series["mean"] = series["users"].rolling(MEAN_DAYS, center=True, min_periods=MEAN_DAYS // 2 + 1).mean()
    series["ring"] = breaks_weekday(series["users"].to_numpy())
    series["shared"] = series["day"].dt.date.isin(list(shared))
    rings = series[series["ring"]]
    lines = series if len(series) <= MOST_MARKS else series.resample("7D", on="day").mean().reset_index()
    x = alt.X("day:T", title=None, axis=alt.Axis(format="%b %Y", tickCount=8))
    tip = [alt.Tooltip("day:T", title="Day", format="%a %d %b %Y"), alt.Tooltip("users:Q", title="Active", format=",")]
    thin = (
        alt.Chart(lines).mark_line(color=MUTE, strokeWidth=1).encode(x=x, y=alt.Y("users:Q", title=None), tooltip=tip)
    )
    smooth = alt.Chart(lines).mark_line(color=HIGHLIGHT, strokeWidth=2.2).encode(x=x, y="mean:Q")
    ring = alt.Chart(rings[["day", "users"]]).mark_point(filled=False, color=CUT, size=90, strokeWidth=2)
    layers = thin + smooth + ring.encode(x=x, y="users:Q", tooltip=tip)
    if series["shared"].any():
        filled = alt.Chart(series.loc[series["shared"], ["day", "users"]]).mark_point(filled=True, color=CUT, size=60)
        layers += filled.encode(x=x, y="users:Q", tooltip=tip)
    return Picture(layers.properties(height=STRIP_PX), _words(series, rings), _table(series))


def _table(series: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers of the chart under names a person reads."""
    names = {
        "day": "Day", "users": "Active", "mean": f"Mean of {MEAN_DAYS} days", "ring": "Breaks its weekday",
        "shared": "Many people share it",
    }  # fmt: skip
    table = series[list(names)].assign(day=series["day"].dt.date, mean=series["mean"].round(1))
    return table.rename(columns=names)


def breaks_weekday(users: np.ndarray) -> np.ndarray:
    """Return which days stand out against the same weekday of the weeks around them, bool, shape (days,).

    A day stands out where it is `RING_SPREADS` robust spreads (and more than 3 square roots of the usual count, so that
    small counts stay quiet) from the median of its neighbours. Days with fewer than four neighbours never do.
    """
    weeks = [k for k in range(-NEIGHBOURS, NEIGHBOURS + 1) if k]
    around = np.full((len(weeks), len(users)), np.nan)
    for row, k in enumerate(weeks):
        if 7 * abs(k) >= len(users):
            continue
        here, there = (slice(7 * k, None), slice(None, -7 * k)) if k > 0 else (slice(None, 7 * k), slice(-7 * k, None))
        around[row, here] = users[there]
    out = np.zeros(len(users), bool)
    enough = np.isfinite(around).sum(axis=0) >= NEIGHBOURS
    if not enough.any():
        return out
    middle = np.nanmedian(around[:, enough], axis=0)
    spread = _MAD_TO_SD * np.nanmedian(np.abs(around[:, enough] - middle), axis=0)
    away = np.abs(users[enough] - middle)
    out[enough] = (away > RING_SPREADS * spread) & (away > 3 * np.sqrt(np.maximum(middle, 1)))
    return out


def _words(series: pd.DataFrame, rings: pd.DataFrame) -> str:
    if not len(series):
        return "Line of daily active users: no days."
    known = series["mean"].dropna()
    days = _dates(rings["day"])
    standing = f" Days that break their weekday: {wording.listed(days)}." if days else " No day breaks its weekday."
    if shared := _dates(series.loc[series["shared"], "day"]):
        standing += f" Dates many people share: {wording.listed(shared)}."
    if not len(known):
        return f"Line of users active each day, {wording.plural(len(series), 'day')}.{standing}"
    ends = f"{wording.count(known.iloc[0])} to {wording.count(known.iloc[-1])}"
    return f"Line of users active each day: the {MEAN_DAYS}-day mean goes from {ends}.{standing}"


def _dates(days: pd.Series) -> list[str]:
    return [wording.day(each.date()) for each in days]
