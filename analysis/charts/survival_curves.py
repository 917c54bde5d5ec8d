"""Who is still there: Kaplan-Meier steps with their bands, labelled at their ends."""

import altair as alt
import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.picture import MOST_MARKS, Picture
from analysis.charts.theme import HEAT_PX, INK

_LABEL_ROOM = 1.28  # the time axis runs on so that the names at the line ends fit
_LABEL_GAP_SHARE = 0.06  # least distance between two end labels, of the axis


def survival_curves(curves: pd.DataFrame, *, level: float = 0.95) -> Picture:
    """Draw the share still there by days since the start, one step line a group, the interval as a band.

    Parameters
    ----------
    curves
        group (as a person reads it), days, share, low, high (in [0, 1]); ascending days within a group, at most five
        groups. A row at day 0 with share 1 is added where missing. More rows than marks allow are thinned evenly.
    level
        Confidence level of the band, for the words.
    """
    groups = list(dict.fromkeys(curves["group"]))
    each = MOST_MARKS // max(1, len(groups))
    steps = pd.concat([_thinned(curves[curves["group"] == name], each) for name in groups], ignore_index=True)
    last = float(steps["days"].max())
    lowest = float(np.nanmin(steps[["share", "low"]].to_numpy()))
    x = alt.X(
        "days:Q", title="Days since the start", axis=alt.Axis(values=_ticks(last), format="d"),
        scale=alt.Scale(domain=[0, last * _LABEL_ROOM], nice=False),
    )  # fmt: skip
    scale = alt.Scale(domain=[max(0.0, np.floor(10 * lowest) / 10), 1], nice=False)
    color = alt.Color("group:N", legend=None, sort=groups, scale=alt.Scale(domain=groups))
    tip = [
        alt.Tooltip("group:N", title="Who"),
        alt.Tooltip("days:Q", title="Day", format=".0f"),
        alt.Tooltip("share:Q", title="Still there", format=".1%"),
    ]
    base = alt.Chart(steps).encode(x=x, color=color)
    band = base.mark_area(interpolate="step-after", opacity=0.22).encode(
        y=alt.Y("low:Q", title=None, scale=scale, axis=alt.Axis(format="%")), y2="high:Q"
    )
    line = base.mark_line(interpolate="step-after").encode(y=alt.Y("share:Q", scale=scale), tooltip=tip)
    ends = _spread(steps.groupby("group", sort=False).last().reset_index(), float(1 - scale.to_dict()["domain"][0]))
    names = alt.Chart(ends).mark_text(align="left", dx=6, fontWeight=600, color=INK)
    chart = (band + line + names.encode(x="days:Q", y=alt.Y("place:Q", scale=scale), text="group:N")).properties(
        height=HEAT_PX
    )
    table = steps.rename(columns={"group": "Who", "days": "Days", "share": "Still there", "low": "From", "high": "To"})
    return Picture(chart, _words(ends, level), table)


def _thinned(curve: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return a curve that starts at (0, 1) with at most `most` rows, the last one kept."""
    columns = ["group", "days", "share", "low", "high"]
    curve = curve[columns]
    if not len(curve) or curve["days"].iloc[0] > 0:
        start = pd.DataFrame([[curve["group"].iloc[0], 0.0, 1.0, 1.0, 1.0]], columns=columns)
        curve = pd.concat([start, curve], ignore_index=True)
    if len(curve) <= most:
        return curve
    times = np.linspace(0, curve["days"].iloc[-1], most)
    rows = np.unique(np.searchsorted(curve["days"].to_numpy(), times, side="right") - 1)
    return curve.iloc[rows]


def _ticks(last: float) -> list[float]:
    every = next(step for step in (7, 14, 30, 60, 90, 180, 365, 730, 3650) if last / step <= 7 or step == 3650)
    return list(np.arange(0, last + 1e-9, every))


def _spread(ends: pd.DataFrame, height: float) -> pd.DataFrame:
    """Move end labels apart so that no two overlap; adds `place`."""
    ends = ends.sort_values("share").reset_index(drop=True)
    place = ends["share"].to_numpy(float).copy()
    for k in range(1, len(place)):
        place[k] = max(place[k], place[k - 1] + _LABEL_GAP_SHARE * height)
    return ends.assign(place=np.minimum(place, 1.0))[["group", "days", "share", "place"]]


def _words(ends: pd.DataFrame, level: float) -> str:
    parts = [f"{row.group} {wording.share(row.share)} at day {row.days:.0f}" for row in ends.iloc[::-1].itertuples()]
    return f"Share still there by days since the start, with {wording.share(level)} bands: {'; '.join(parts)}."
