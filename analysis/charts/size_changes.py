"""Who gains what another loses: how much each segment's size differs from now at every value of a threshold."""

from collections.abc import Collection

import altair as alt
import pandas as pd

from analysis import wording
from analysis.charts.picture import MOST_MARKS, Picture
from analysis.charts.size_curve import shown_value, threshold_axis
from analysis.charts.theme import HEAT_PX, cut_line
from analysis.knobs import Knob


def size_changes(
    rows: pd.DataFrame, knob: Knob, *, value: float, drawn: Collection[str], unit: str = "people"
) -> Picture:
    """Draw the change of each size against the threshold; all lines meet at the cut line.

    Parameters
    ----------
    rows
        name (as a person reads it), threshold (ascending within a name), users, change (users more or fewer than at
        `value`).
    knob
        The threshold: names the axis and its unit.
    value
        The threshold in use.
    drawn
        Names that get a line, at most as many as marks allow; the table holds all.
    unit
        What is counted: "people" or "accounts".
    """
    names = [name for name in dict.fromkeys(rows["name"]) if name in drawn]
    lines = rows[rows["name"].isin(names)].iloc[:MOST_MARKS]
    x = threshold_axis(rows["threshold"], knob)
    y = alt.Y("change:Q", title=f"More or fewer {unit} than now", axis=alt.Axis(format="+,d"))
    # Two columns: a row of names would be cut off on a phone.
    color = alt.Color("name:N", sort=names, scale=alt.Scale(domain=names), legend=alt.Legend(columns=2))
    tip = [
        alt.Tooltip("name:N", title="Who"),
        alt.Tooltip("threshold:Q", title=knob.label, format="~%" if knob.unit == "share" else "~g"),
        alt.Tooltip("users:Q", title="Size", format=","),
        alt.Tooltip("change:Q", title="Against now", format="+,"),
    ]
    line = alt.Chart(lines).mark_line(interpolate="step-after", clip=True).encode(x=x, y=y, color=color, tooltip=tip)
    chart = alt.layer(line, *cut_line("threshold", float(value), shown_value(value, knob)), height=HEAT_PX)
    table = rows.rename(
        columns={"name": "Who", "threshold": knob.label, "users": unit.capitalize(), "change": "Against now"}
    )
    return Picture(chart, _words(lines, knob), table)


def _words(lines: pd.DataFrame, knob: Knob) -> str:
    first, last = (shown_value(float(lines["threshold"].iloc[place]), knob) for place in (0, -1))
    parts = [
        f"{name} {wording.signed(int(own['change'].iloc[0]))} to {wording.signed(int(own['change'].iloc[-1]))}"
        for name, own in lines.groupby("name", sort=False)
    ]
    return f"Change of each size against now, from {first} to {last} of {knob.label.lower()}: {'; '.join(parts)}."
