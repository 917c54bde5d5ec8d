"""How large the patterns or segments are: bars with their numbers at the end."""

import altair as alt
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture

BAR_PX = 30  # a row: bar and air
_LABEL_ROOM = 1.45  # the axis runs on beyond the longest bar so that its number has room


def pattern_sizes(sizes: pd.DataFrame, *, unit: str = "users") -> Picture:
    """Draw one bar a segment in the order of the rows.

    Parameters
    ----------
    sizes
        name (as a person reads it), users, share (of all, in [0, 1]); one row a segment, at most a few dozen.
    unit
        What is counted: "users" or "accounts".
    """
    bars = sizes[["name", "users", "share"]].assign(
        label=[f"{wording.count(n)} · {wording.share(s)}" for n, s in zip(sizes["users"], sizes["share"], strict=True)]
    )
    top = max(1.0, float(bars["users"].max()) if len(bars) else 1.0)
    y = alt.Y("name:N", title=None, sort=list(bars["name"]), axis=alt.Axis(grid=False, labelLimit=190))
    x = alt.X("users:Q", title=None, axis=None, scale=alt.Scale(domain=[0, top * _LABEL_ROOM], nice=False))
    base = alt.Chart(bars).encode(
        x=x, y=y, tooltip=[alt.Tooltip("name:N", title="Who"), alt.Tooltip("label:N", title="Size")]
    )
    chart = base.mark_bar(size=16) + base.mark_text(align="left", dx=6).encode(text="label:N")
    names = {"name": "Who", "users": unit.capitalize(), "share": "Share of all"}
    return Picture(
        chart.properties(height=alt.Step(BAR_PX)), _words(bars, unit), bars.drop(columns="label").rename(columns=names)
    )


def _words(bars: pd.DataFrame, unit: str) -> str:
    if not len(bars):
        return f"Bars of {unit} by pattern: nothing to show."
    parts = [f"{name} {label.replace(' · ', ', ')}" for name, label in zip(bars["name"], bars["label"], strict=True)]
    return f"Bars of {unit}: {'; '.join(parts[:6])}" + (f"; and {len(parts) - 6} more." if len(parts) > 6 else ".")
