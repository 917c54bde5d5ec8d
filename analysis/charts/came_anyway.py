"""Who came after a contact beside who would have anyway: two shares, the one that is estimated with its interval."""

import altair as alt
import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.theme import HIGHLIGHT, MUTE

ROW_PX, AXIS_PX = 44, 44
NAMES = alt.Axis(grid=False, labelLimit=220, labelPadding=14)  # nobody came: the point must not lie on the name


def came_anyway(rows: pd.DataFrame, *, days: int) -> Picture:
    """Draw a point a group at its share and a line over its interval; the first group is blue, the others grey.

    Parameters
    ----------
    rows
        group (as a person reads it), share, low, high, all in [0, 1]; low and high nan where the share is counted.
    days
        Within how many days after the contact they came.
    """
    shown = rows.assign(percent=100 * rows["share"], low=100 * rows["low"], high=100 * rows["high"])
    shown = shown.assign(
        text=[f"{wording.decimal(each)} of 100" for each in shown["percent"]], is_first=np.arange(len(rows)) == 0
    )
    most = float(np.nanmax(shown[["percent", "high"]].to_numpy()))
    scale = alt.Scale(domain=[0, min(100, 1.25 * most + 1)], nice=False)
    colours = alt.Scale(domain=[True, False], range=[HIGHLIGHT, MUTE])
    base = alt.Chart(shown).encode(
        y=alt.Y("group:N", title=None, sort=list(rows["group"]), axis=NAMES),
        tooltip=[alt.Tooltip("group:N", title="Group"), alt.Tooltip("text:N", title="Came")],
    )
    axis = {
        "scale": scale,
        "title": f"Of 100, came within {wording.plural(days, 'day')}",
        "axis": alt.Axis(tickCount=6),
    }
    color = alt.Color("is_first:N", legend=None, scale=colours)
    line = base.transform_filter("isValid(datum.low)").mark_rule(strokeWidth=3)
    line = line.encode(x=alt.X("low:Q", **axis), x2="high:Q", color=color)
    point = base.mark_point(size=110).encode(x=alt.X("percent:Q", **axis), color=color)
    label = base.mark_text(dy=-14).encode(x=alt.X("percent:Q", **axis), text="text:N")
    table = pd.DataFrame({
        "Group": rows["group"], "Came, of 100": shown["percent"].round(1), "From": shown["low"].round(1),
        "To": shown["high"].round(1),
    })  # fmt: skip
    said = "; ".join(f"{group} {text}" for group, text in zip(shown["group"], shown["text"], strict=True))
    chart = (line + point + label).properties(height=ROW_PX * len(rows) + AXIS_PX)
    return Picture(chart, f"Who came within {wording.plural(days, 'day')}: {said}.", table)
