"""Where users come from and go to: new, returning and resurrected above zero, dormant below."""

import altair as alt
import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.theme import HALF_PX

MOST_PERIODS = 104  # two years of weeks; narrower bars could not be told apart
_STATES = {"returning": "returning", "new": "new", "resurrected": "back again", "dormant": "gone quiet"}
_PLACES = {"new": 0, "returning": 1, "resurrected": 2, "dormant": 3}


def lifecycle_bars(states: pd.DataFrame) -> Picture:
    """Draw stacked bars by period, the last `MOST_PERIODS` of them; unfinished periods are left out.

    Parameters
    ----------
    states
        period (date), state (new, returning, resurrected, dormant), users, complete; from `lifecycle.lifecycle`.
    """
    whole = states[states["complete"]] if "complete" in states else states
    kept = sorted(whole["period"].unique())[-MOST_PERIODS:]
    whole = whole[whole["period"].isin(kept)]
    sign = np.where(whole["state"] == "dormant", -1, 1)
    bars = pd.DataFrame(
        {
            "period": pd.to_datetime(whole["period"]),
            "state": whole["state"].map(_STATES).astype("str"),
            "users": whole["users"].to_numpy() * sign,
            "size": whole["users"].to_numpy(),
            "order": whole["state"].map({"returning": 0, "resurrected": 1, "new": 2, "dormant": 3}).to_numpy(),
        }
    )
    by_place = [_STATES[state] for state in sorted(_PLACES, key=_PLACES.get)]
    chart = (
        alt.Chart(bars)
        .mark_bar(cornerRadiusEnd=0)
        .encode(
            x=alt.X("yearmonthdate(period):O", title=None, axis=_period_axis(kept)),
            y=alt.Y("users:Q", title=None, axis=alt.Axis(format="~s")),
            color=alt.Color("state:N", sort=by_place, scale=alt.Scale(domain=by_place)),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("period:T", title="From", format="%d %b %Y"),
                alt.Tooltip("state:N", title="Who"),
                alt.Tooltip("size:Q", title="Users", format=","),
            ],
        )
        .properties(height=HALF_PX)
    )
    table = whole.pivot(index="period", columns="state", values="users").reindex(columns=list(_PLACES))
    table = table.rename(columns=_STATES).rename_axis(columns=None).rename_axis("From").reset_index()
    return Picture(chart, _words(table), table)


def _period_axis(periods: list) -> alt.Axis:
    """Label about six periods."""
    every = max(1, len(periods) // 6)
    shown = [alt.DateTime(year=day.year, month=day.month, date=day.day) for day in periods[::every]]
    return alt.Axis(format="%b %Y", labelAngle=0, values=shown)


def _words(table: pd.DataFrame) -> str:
    if not len(table):
        return "Bars of users by state: no whole period in the data."
    last = table.iloc[-1]
    parts = [f"{wording.count(last[state])} {state}" for state in _STATES.values()]
    return (
        f"Bars of users by state; in the last whole period, from {wording.day(last['From'])}: {wording.listed(parts)}."
    )
