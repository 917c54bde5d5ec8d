"""The axis of calendar months that charts of money share, so that one stands exactly over the other."""

from datetime import date

import altair as alt

LABELS = 6
SHORT_FROM = 10_000  # from here thousands read as "10k"
GUTTER_PX = 52  # room for the numbers beside both charts: the months of two charts stand in line


def month_axis(months: list[date]) -> alt.X:
    """Return the x encoding of a column `month` (first days of months), about six of them labelled."""
    every = max(1, len(months) // LABELS)
    shown = [alt.DateTime(year=day.year, month=day.month, date=1) for day in months[::every]]
    return alt.X("yearmonthdate(month):O", title=None, axis=alt.Axis(format="%b %Y", labelAngle=0, values=shown))


def money_axis(most: float, *, zero: bool) -> alt.Axis:
    """Return the y axis of money up to `most`; `zero` draws the line between what came and what went.

    Each number is written by itself: by the format of the axis zero would read "0k".
    """
    width = alt.condition("datum.value === 0", alt.value(1.5), alt.value(1)) if zero else 1
    written = "~s" if most >= SHORT_FROM else ",~f"
    return alt.Axis(
        labelExpr=f"format(datum.value, '{written}')", minExtent=GUTTER_PX, maxExtent=GUTTER_PX, gridWidth=width
    )
