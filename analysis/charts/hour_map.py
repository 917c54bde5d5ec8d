"""When in the week people come: weekday by hour, in calendar order."""

import altair as alt
import pandas as pd

from analysis import wording
from analysis.activity import WEEKDAYS
from analysis.charts.picture import Picture
from analysis.charts.theme import HEAT_PX

_SIX_HOURS = [0, 6, 12, 18, 23]


def hour_map(counts: pd.DataFrame, *, unit: str = "active days") -> Picture:
    """Draw 168 cells, Monday on top, 0:00 on the left; the stronger the colour, the more.

    Parameters
    ----------
    counts
        weekday ("Mon" to "Sun"), hour (0 to 23), user_days; one row a cell.
    unit
        What is counted, for tooltip and words.
    """
    cells = counts[["weekday", "hour", "user_days"]]
    chart = (
        alt.Chart(cells)
        .mark_rect()
        .encode(
            x=alt.X("hour:O", title="Hour of day", axis=alt.Axis(values=_SIX_HOURS, labelAngle=0)),
            y=alt.Y("weekday:N", title=None, sort=list(WEEKDAYS), axis=alt.Axis(grid=False)),
            color=alt.Color("user_days:Q", legend=None, scale=alt.Scale(domainMin=0, nice=False)),
            tooltip=[
                alt.Tooltip("weekday:N", title="Weekday"),
                alt.Tooltip("hour:O", title="Hour"),
                alt.Tooltip("user_days:Q", title=unit.capitalize(), format=","),
            ],
        )
        .properties(height=HEAT_PX)
    )
    table = cells.pivot(index="weekday", columns="hour", values="user_days").reindex(list(WEEKDAYS))
    table.columns = [f"{hour}:00" for hour in table.columns]
    return Picture(chart, _words(cells, unit), table.rename_axis("Weekday").reset_index())


def _words(cells: pd.DataFrame, unit: str) -> str:
    top = cells.loc[cells["user_days"].idxmax()] if cells["user_days"].sum() else None
    if top is None:
        return f"Heat map of {unit} by weekday and hour: nothing to show, the data hold no times of day."
    day = wording.WEEKDAY_NAMES[top["weekday"]]
    return (
        f"Heat map of {unit} by weekday and hour. Busiest: {day} from {top['hour']}:00 with "
        f"{wording.count(top['user_days'])}."
    )
