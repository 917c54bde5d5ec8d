"""How many users come on how many of the last days: the power-user curve."""

import altair as alt
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.theme import HEAT_PX


def power_curve(curve: pd.DataFrame) -> Picture:
    """Draw one bar for each number of active days in the window.

    Parameters
    ----------
    curve
        active_days (1 to the window's length), users; from `lifecycle.power_curve`.
    """
    bars = curve[["active_days", "users"]]
    window_days = int(bars["active_days"].max())
    shown = [1, *range(4, window_days + 1, 4)]
    chart = (
        alt.Chart(bars)
        .mark_bar()
        .encode(
            x=alt.X("active_days:O", title=f"Active days of {window_days}", axis=alt.Axis(values=shown, labelAngle=0)),
            y=alt.Y("users:Q", title=None, axis=alt.Axis(format="~s")),
            tooltip=[
                alt.Tooltip("active_days:O", title="Active days"),
                alt.Tooltip("users:Q", title="Users", format=","),
            ],
        )
        .properties(height=HEAT_PX)
    )
    total = int(bars["users"].sum())
    once = int(bars.loc[bars["active_days"] == 1, "users"].sum())
    often = int(bars.loc[bars["active_days"] > window_days / 2, "users"].sum())
    alt_text = (
        f"Bars of users by active days in the last {window_days}: {wording.plural(total, 'user')}, "
        f"{wording.count(once)} on one day only, {wording.count(often)} on more than half of the days."
    )
    return Picture(chart, alt_text, bars.rename(columns={"active_days": "Active days", "users": "Users"}))
