"""How large the patterns or segments are: bars with their numbers at the end."""

import math

import altair as alt
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture

BAR_PX = 30  # a row: bar and air
# The axis runs on beyond the longest bar so that its number has room, and its change where there is one.
_LABEL_ROOM, _CHANGE_ROOM = 1.9, 2.4


def pattern_sizes(sizes: pd.DataFrame, *, unit: str = "users") -> Picture:
    """Draw one bar a segment in the order of the rows.

    Parameters
    ----------
    sizes
        name (as a person reads it), users, share (of all, in [0, 1]); one row a segment, at most a few dozen. Where it
        has `change` (users more or fewer than at another time), the number stands behind the size unless it is 0, or
        nan: not known then.
    unit
        What is counted: "users" or "accounts".
    """
    bars = sizes.assign(label=_labels(sizes))
    top = max(1.0, float(bars["users"].max()) if len(bars) else 1.0)
    y = alt.Y("name:N", title=None, sort=list(bars["name"]), axis=alt.Axis(grid=False, labelLimit=190))
    room = _LABEL_ROOM if "change" not in sizes else _CHANGE_ROOM
    x = alt.X("users:Q", title=None, axis=None, scale=alt.Scale(domain=[0, top * room], nice=False))
    tip = [alt.Tooltip("name:N", title="Who"), alt.Tooltip("label:N", title="Size")]
    base = alt.Chart(bars)
    chart = alt.layer(
        base.mark_bar(size=16).encode(x=x, y=y, tooltip=tip),
        base.mark_text(align="left", dx=6).encode(x=x, y=y, text=alt.Text("label:N"), tooltip=tip),
        height=alt.Step(BAR_PX),
    )
    names = {"name": "Who", "users": unit.capitalize(), "share": "Share of all", "change": "Change"}
    columns = [column for column in ("name", "users", "share", "change") if column in sizes]
    return Picture(chart, _words(bars, unit), sizes[columns].rename(columns=names))


def _labels(sizes: pd.DataFrame) -> list[str]:
    labels = [f"{wording.count(n)} · {wording.share(s)}" for n, s in zip(sizes["users"], sizes["share"], strict=True)]
    if "change" not in sizes:
        return labels
    return [
        f"{label} · {wording.signed(int(by))}" if by and not math.isnan(by) else label
        for label, by in zip(labels, sizes["change"], strict=True)
    ]


def _words(bars: pd.DataFrame, unit: str) -> str:
    if not len(bars):
        return f"Bars of {unit} by pattern: nothing to show."
    parts = [f"{name} {label.replace(' · ', ', ')}" for name, label in zip(bars["name"], bars["label"], strict=True)]
    return f"Bars of {unit}: {'; '.join(parts[:6])}" + (f"; and {len(parts) - 6} more." if len(parts) > 6 else ".")
