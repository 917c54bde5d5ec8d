"""Users by daily state, the mean of each week or month; who has been away for a month or longer is left out."""

import altair as alt
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.theme import STRIP_PX


def state_strip(states: pd.DataFrame, *, left_out: str) -> Picture:
    """Draw stacked bars by period, the states in their order from the bottom.

    Parameters
    ----------
    states
        period (date), state (as a person reads it), users (mean of its days).
    left_out
        The state that gets no bar: it only ever grows and would flatten the others; the table holds it.
    """
    names = [name for name in dict.fromkeys(states["state"]) if name != left_out]
    bars = states[states["state"] != left_out].assign(
        order=lambda frame: frame["state"].map(names.index), period=lambda frame: pd.to_datetime(frame["period"])
    )
    days = sorted(set(states["period"]))
    shown = [alt.DateTime(year=d.year, month=d.month, date=d.day) for d in days[:: max(1, len(days) // 6)]]
    chart = (
        alt.Chart(bars)
        .mark_bar(cornerRadiusEnd=0)
        .encode(
            x=alt.X("yearmonthdate(period):O", title=None, axis=alt.Axis(format="%b %Y", labelAngle=0, values=shown)),
            y=alt.Y("users:Q", title=None, axis=alt.Axis(format=",.0f", tickMinStep=1)),
            color=alt.Color("state:N", sort=names, scale=alt.Scale(domain=names), legend=alt.Legend(columns=2)),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("period:T", title="From", format="%d %b %Y"), alt.Tooltip("state:N", title="Who"),
                alt.Tooltip("users:Q", title="A day", format=",.1f"),
            ],
        )
        .properties(height=STRIP_PX + 40)
    )  # fmt: skip
    columns = [*names, *([left_out] if left_out in set(states["state"]) else [])]
    table = states.pivot(index="period", columns="state", values="users")[columns].round(1)
    table = table.rename_axis(columns=None).rename_axis("From").reset_index()
    last = table.iloc[-1]
    parts = [f"{wording.count(last[name])} {wording.small(name)}" for name in names]
    said = f"Bars of users by daily state; on a day of the last period: {'; '.join(parts)}."
    return Picture(chart, said, table)
