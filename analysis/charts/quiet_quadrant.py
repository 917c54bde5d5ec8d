"""How often people come against what they get there: one cell a place, with the two lines that part four corners."""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.theme import HEAT_PX, HIGHLIGHT, INK, MUTE

LABEL_PX = 22  # room for a corner's name between the plot and what stands beside it
_CORNERS = {
    (True, True): ("right", "top"), (True, False): ("right", "bottom"),
    (False, True): ("left", "top"), (False, False): ("left", "bottom"),
}  # fmt: skip


def quiet_quadrant(
    cells: pd.DataFrame, corners: pd.DataFrame, *, cuts: Mapping[str, float], titles: Mapping[str, str]
) -> Picture:
    """Draw cells, the stronger the colour the more people, and the number of people in each corner.

    Parameters
    ----------
    cells
        days_from, days_to, value_from, value_to, people; at most 400.
    corners
        often, much (bool), name, people; four rows.
    cuts
        "days" and "value": where the lines run, in the units of the axes.
    titles
        "days" and "value": of the axes; "unit": people or accounts.
    """
    unit = wording.UNIT_TITLES[titles["unit"]]
    share = "share" if titles["value"].lower().startswith("share") else "amount"
    value_axis = alt.Axis(format=".0%" if share == "share" else ",.0f")
    places = alt.Chart(cells).mark_rect(color=HIGHLIGHT)
    chart = places.encode(
        x=alt.X("days_from:Q", title=titles["days"], axis=alt.Axis(tickMinStep=1, labelPadding=LABEL_PX)),
        x2="days_to:Q",
        y=alt.Y("value_from:Q", title=titles["value"], axis=value_axis),
        y2="value_to:Q",
        opacity=alt.Opacity("people:Q", legend=None, scale=alt.Scale(type="sqrt", range=[0.15, 1])),
        tooltip=[alt.Tooltip("people:Q", title=unit, format=",")],
    )
    layers = alt.layer(chart, *_lines(cuts), *(_label(row) for _, row in corners.iterrows()))
    table = pd.DataFrame({"Corner": corners["name"], unit: corners["people"]})
    told = wording.listed(
        [f"{wording.small(row['name'])} {wording.count(row['people'])}" for _, row in corners.iterrows()]
    )
    words = f"Heat map of {wording.small(titles['days'])} against {wording.small(titles['value'])}. {unit}: {told}."
    return Picture(layers.properties(height=HEAT_PX + 50), words, table)


def _lines(cuts: Mapping[str, float]) -> tuple[alt.Chart, alt.Chart]:
    upright = alt.Chart(alt.InlineData(values=[{"at": cuts["days"]}])).mark_rule(color=MUTE, strokeDash=[4, 3])
    level = alt.Chart(alt.InlineData(values=[{"at": cuts["value"]}])).mark_rule(color=MUTE, strokeDash=[4, 3])
    return upright.encode(x="at:Q"), level.encode(y="at:Q")


def _label(corner: pd.Series) -> alt.Chart:
    """Return the name and number of a corner, outside the plot so that no cell lies behind it."""
    across, down = _CORNERS[bool(corner["often"]), bool(corner["much"])]
    text = f"{corner['name']}: {wording.count(corner['people'])}"
    mark = alt.Chart(alt.InlineData(values=[{"text": text}])).mark_text(
        align=across, baseline="bottom" if down == "top" else "top", dy=-4 if down == "top" else 4, fontWeight=600,
        color=INK,
    )  # fmt: skip
    x = alt.value("width") if across == "right" else alt.value(0)
    return mark.encode(x=x, y=alt.value(0) if down == "top" else alt.value("height"), text="text:N")
