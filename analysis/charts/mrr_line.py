"""Monthly revenue at the end of each month, one line."""

import altair as alt
import pandas as pd

from analysis import wording
from analysis.charts.month_axis import money_axis, month_axis
from analysis.charts.picture import Picture
from analysis.charts.theme import HIGHLIGHT

LINE_PX = 120


def mrr_line(months: pd.DataFrame) -> Picture:
    """Draw the line, from zero.

    Parameters
    ----------
    months
        month (date, its first day), mrr_end (currency units), customers (paying at the end); oldest first.
    """
    rows = months[["month", "mrr_end", "customers"]].assign(month=pd.to_datetime(months["month"]))
    chart = (
        alt.Chart(rows)
        .mark_area(color=HIGHLIGHT, opacity=0.18, line={"color": HIGHLIGHT, "opacity": 1})
        .encode(
            x=month_axis(list(months["month"])),
            y=alt.Y("mrr_end:Q", title=None, axis=money_axis(float(rows["mrr_end"].max()), zero=False)),
            tooltip=[
                alt.Tooltip("month:T", title="End of", format="%b %Y"),
                alt.Tooltip("mrr_end:Q", title="A month", format=",.2f"),
                alt.Tooltip("customers:Q", title="Customers", format=","),
            ],
        )
        .properties(height=LINE_PX)
    )
    return Picture(chart, _words(months), _table(months))


def _table(months: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({
        "Month": [f"{day:%b %Y}" for day in months["month"]],
        "Monthly revenue at its end": [wording.decimal(each, 2) for each in months["mrr_end"]],
        "Customers": months["customers"].to_numpy(),
    })  # fmt: skip


def _words(months: pd.DataFrame) -> str:
    first, last = months.iloc[0], months.iloc[-1]
    return (
        f"Line of monthly revenue: {wording.count(first['mrr_end'])} at the end of {first['month']:%b %Y}, "
        f"{wording.count(last['mrr_end'])} at the end of {last['month']:%b %Y}."
    )
