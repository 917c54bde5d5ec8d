"""What a rule calls gone: strips of active days, grey where the rule had given the person up."""

import altair as alt
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.theme import MUTE

ROW_PX = 34
_TICK_PX, _BAND_PX = 22, 12


def called_gone(days: pd.DataFrame, stretches: pd.DataFrame) -> Picture:
    """Draw a tick for each active day, and a grey band for each stretch a rule called the person gone.

    Parameters
    ----------
    days
        row (text: which person, never an id), day (date).
    stretches
        row, from, to (dates): the rule said gone.
    """
    rows = list(dict.fromkeys(days["row"]))
    labels = alt.Axis(grid=False, labelLimit=150, labelFontSize=11, labelOverlap=False)
    y = alt.Y("row:N", title=None, sort=rows, scale=alt.Scale(domain=rows), axis=labels)
    marks = pd.DataFrame({"row": days["row"].astype("str"), "day": pd.to_datetime(days["day"])})
    gone = pd.DataFrame({"row": stretches["row"].astype("str"), "day": pd.to_datetime(stretches["from"])})
    gone["to"] = pd.to_datetime(stretches["to"])
    x = alt.X("day:T", title=None, axis=alt.Axis(format="%b %Y", tickCount=6))
    band = alt.Chart(gone).mark_bar(color=MUTE, opacity=0.45, height=_BAND_PX, cornerRadius=2)
    tick = alt.Chart(marks).mark_tick(thickness=2, bandSize=_TICK_PX)
    from_tip = alt.Tooltip("day:T", title="Called gone from", format="%d %b %Y")
    to_tip = alt.Tooltip("to:T", title="Until the day before", format="%d %b %Y")
    day_tip = alt.Tooltip("day:T", title="Active on", format="%a %d %b %Y")
    chart = alt.layer(
        band.encode(x=x, x2=alt.X2("to"), y=y, tooltip=[from_tip, to_tip]),
        tick.encode(x=x, y=y, tooltip=[day_tip]),
        height=ROW_PX * max(2, len(rows)),
    )
    return Picture(chart, _words(rows, stretches), _table(days, stretches, rows))


def _table(days: pd.DataFrame, stretches: pd.DataFrame, rows: list[str]) -> pd.DataFrame:
    active, gone = days["row"].value_counts(), stretches["row"].value_counts()
    return pd.DataFrame(
        {
            "Who": rows,
            "Active days": [int(active[row]) for row in rows],
            "Times called gone": [int(gone.get(row, 0)) for row in rows],
        }
    )


def _words(rows: list[str], stretches: pd.DataFrame) -> str:
    who = wording.plural(len(rows), "person", "people")
    return f"Active days of {who}: called gone {wording.plural(len(stretches), 'time')} together, and back each time."
