"""The daily series wrapped at a period: one row a turn, days that fall together below each other."""

import altair as alt
import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.picture import MOST_MARKS, Picture
from analysis.charts.theme import HEAT_PX


def fold_cells(days: pd.DataFrame, averages: pd.DataFrame, *, period: str, unit: str) -> Picture:
    """Draw one cell a day of each turn, the latest turns on top; the stronger the colour, the more.

    Parameters
    ----------
    days
        day (date), turn (whole, from 0), place (whole, from 0: the day of the period), value, shade (value against the
        weeks around it). Beyond `MOST_MARKS` the last turns are drawn.
    averages
        phase, mean, times_average, as `analysis.fold.profile`: the numbers behind it.
    period
        As a person reads it, such as "7 days"; `unit` what is counted, such as "people active".
    """
    width = len(averages)
    turns = max(1, MOST_MARKS // max(1, width))
    shown = days[days["turn"] > days["turn"].max() - turns]
    cells = shown.groupby(["turn", "place"], as_index=False).agg({"day": "first", "value": "mean", "shade": "mean"})
    cells["phase"] = averages["phase"].to_numpy()[cells["place"]]
    shade = alt.Scale(domain=_ends(cells["shade"].to_numpy(np.float64)), clamp=True)
    said = unit.capitalize()
    chart = (
        alt.Chart(cells[["turn", "phase", "day", "value", "shade"]])
        .mark_rect()
        .encode(
            x=alt.X("phase:O", title=f"Period of {period}", sort=list(averages["phase"]), axis=_AXIS),
            y=alt.Y("turn:O", title=None, axis=None, sort="descending"),
            color=alt.Color("shade:Q", legend=None, scale=shade),
            tooltip=[
                alt.Tooltip("day:T", title="Day", format="%a %d %b %Y"), alt.Tooltip("value:Q", title=said, format=","),
            ],
        )
        .properties(height=HEAT_PX)
    )  # fmt: skip
    names = {"phase": "Day of the period", "mean": f"{said}, mean", "times_average": "Times the average"}
    return Picture(chart, _words(averages, period, unit), averages.rename(columns=names))


_AXIS = alt.Axis(labelAngle=0, labelOverlap="greedy", grid=False)


def _ends(shades: np.ndarray) -> list[float]:
    """Return where the palest and the strongest colour stand: one day off the scale must not make all others pale."""
    low, high = np.percentile(shades, (2, 98.5)) if len(shades) else (0.0, 1.0)
    return [float(low), float(max(high, low + 1e-9))]


def _words(averages: pd.DataFrame, period: str, unit: str) -> str:
    known = averages["times_average"].to_numpy(np.float64)
    if not np.isfinite(known).any():
        return f"Days wrapped at {period}: nobody came."
    top = averages.iloc[int(np.nanargmax(known))]
    mean, times = wording.decimal(top["mean"]), wording.decimal(top["times_average"], 2)
    return f"Days wrapped at {period}. Most {unit} on {top['phase']}: {mean} on average, {times} times the usual."
