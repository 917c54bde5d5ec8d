"""What moved monthly revenue: what came in above zero, what went below, the net as a dot; one bar a month."""

import altair as alt
import pandas as pd

from analysis import wording
from analysis.charts.month_axis import money_axis, month_axis
from analysis.charts.picture import Picture
from analysis.charts.theme import HALF_PX, INK

MOST_MONTHS = 120
_LOSSES = ("contraction", "churn")
# The place in the palette: what went gets its warm colours.
_COLOUR_ORDER = ("new", "expansion", "churn", "contraction", "reactivation")


def mrr_movements(months: pd.DataFrame) -> Picture:
    """Draw stacked bars by month, the last `MOST_MONTHS`.

    Parameters
    ----------
    months
        month (date, its first day), new, expansion, reactivation, contraction, churn (currency units, positive),
        mrr_start, mrr_end; oldest first.
    """
    months = months.iloc[-MOST_MONTHS:]
    days = list(months["month"])
    titles = [wording.MOVEMENTS[kind] for kind in _COLOUR_ORDER]  # all of them: each keeps its colour in any data
    named = [title for kind, title in wording.MOVEMENTS.items() if months[kind].any()]
    legend = alt.Legend(columns=4 if len(named) <= 4 else 3, values=named)  # more do not fit on a phone
    x, y = month_axis(days), alt.Y("amount:Q", title=None, axis=money_axis(_tallest(months), zero=True))
    tip = [
        alt.Tooltip("month:T", title="Month", format="%b %Y"), alt.Tooltip("kind:N", title="What"),
        alt.Tooltip("size:Q", title="A month", format=",.2f"),
    ]  # fmt: skip
    bars = alt.Chart(_bars(months)).mark_bar(cornerRadiusEnd=0).encode(
        x=x, y=y, order=alt.Order("order:Q"), tooltip=tip,
        color=alt.Color("kind:N", sort=titles, scale=alt.Scale(domain=titles), legend=legend),
    )  # fmt: skip
    net = alt.Chart(_net(months)).mark_point(color=INK, fill=INK, size=28, opacity=1)
    chart = alt.layer(bars, net.encode(x=x, y=y, tooltip=tip)).properties(height=HALF_PX)
    return Picture(chart, _words(months), _table(months))


def _bars(months: pd.DataFrame) -> pd.DataFrame:
    long = months.melt("month", list(wording.MOVEMENTS), var_name="slug", value_name="size")
    sign = long["slug"].isin(_LOSSES).map({True: -1.0, False: 1.0})
    drawn = long.assign(
        amount=sign * long["size"], kind=long["slug"].map(wording.MOVEMENTS),
        order=long["slug"].map(list(wording.MOVEMENTS).index), month=pd.to_datetime(long["month"]),
    )  # fmt: skip
    return drawn[drawn["size"] > 0].drop(columns="slug")


def _tallest(months: pd.DataFrame) -> float:
    """Return the height of the tallest bar, above zero or below it."""
    lost = months[list(_LOSSES)].sum(axis=1)
    won = months[[kind for kind in wording.MOVEMENTS if kind not in _LOSSES]].sum(axis=1)
    return float(max(lost.max(), won.max()))


def _net(months: pd.DataFrame) -> pd.DataFrame:
    net = (months["mrr_end"] - months["mrr_start"]).round(2)
    return pd.DataFrame({
        "month": pd.to_datetime(months["month"]), "amount": net, "size": net, "kind": "All together"
    })  # fmt: skip


def _table(months: pd.DataFrame) -> pd.DataFrame:
    names = {kind: title if kind == title.lower() else f"{title} ({kind})" for kind, title in wording.MOVEMENTS.items()}
    names = {"mrr_start": "Start", **names, "mrr_end": "End"}
    cells = {title: [wording.decimal(each, 2) for each in months[kind]] for kind, title in names.items()}
    return pd.DataFrame({"Month": [f"{day:%b %Y}" for day in months["month"]], **cells})


def _words(months: pd.DataFrame) -> str:
    last = months.iloc[-1]
    parts = [
        f"{wording.small(title)} {wording.count(last[kind])}" for kind, title in wording.MOVEMENTS.items() if last[kind]
    ]
    told = wording.listed(parts) if parts else "nothing moved"
    return f"Bars of what moved monthly revenue, by month; in {last['month']:%b %Y}: {told}."
