"""What a wrong clock would do: labels that change, by hours that everybody's clock is off."""

import altair as alt
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.theme import STRIP_PX


def shift_bars(shifts: pd.DataFrame, *, unit: str = "people") -> Picture:
    """Draw one bar a shift, the number of labels that change.

    Parameters
    ----------
    shifts
        shift_hours, users, changed, gained, lost; from `timezones.flips`.
    unit
        Whose labels: "people" or "accounts".
    """
    names = {
        "shift_hours": "Shift, hours", "users": "Labels that change", "changed": "To another pattern",
        "gained": "To a pattern", "lost": "To no pattern",
    }  # fmt: skip
    hours = alt.Axis(format="+d", labelAngle=0, labelExpr="datum.value == 0 ? 'as it is' : datum.label + ' h'")
    tip = [
        alt.Tooltip(f"{field}:Q", title=title, format="+d" if field == "shift_hours" else ",")
        for field, title in names.items()
    ]
    bars = alt.Chart(shifts).encode(
        x=alt.X("shift_hours:O", title=None, axis=hours),
        y=alt.Y("users:Q", title=None, axis=alt.Axis(format="~s", tickMinStep=1), scale=alt.Scale(domainMin=0)),
        tooltip=tip,
    )
    chart = bars.mark_bar().properties(height=STRIP_PX)
    return Picture(chart, _words(shifts, unit), shifts[list(names)].rename(columns=names))


def _words(shifts: pd.DataFrame, unit: str) -> str:
    worst = shifts.loc[shifts["users"].idxmax()]
    if not worst["users"]:
        return f"Bars of {unit} whose label changes by shift of the clock in hours: none at any shift."
    return (
        f"Bars of {unit} whose label changes by shift of the clock in hours: most with "
        f"every clock {wording.shift(int(worst['shift_hours']))}, {wording.count(worst['users'])}."
    )
