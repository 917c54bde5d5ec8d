"""Who went from which label to which: a row a label before, a column a label after, blue where somebody changed."""

import altair as alt
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.theme import HIGHLIGHT, INK, MUTE

ROW_PX, HEAD_PX, MOST_SAID = 34, 40, 3
LEANING_PX = 44  # the name of the last column leans over its end, past a narrow plot
MOST_UPRIGHT, LONGEST_WORD, LINE_PX = 6, 9, 12  # so many columns have room for names word below word, also on a phone
FAINTEST, STRONGEST = 0.07, 0.5  # stronger cells would take the contrast from the number on them, in light or dark


def transition_map(moves: pd.DataFrame, order: list[str], *, unit: str = "people") -> Picture:
    """Draw a cell for every pair somebody makes, its number on it; the stronger, the larger the share of its row.

    Parameters
    ----------
    moves
        from, to (names as a person reads them), users, share (of all with that first label).
    order
        Names in the order of rows and columns; those nobody has are left out.
    unit
        What is counted: "people" or "accounts".
    """
    cells = moves.assign(
        changed=moves["from"] != moves["to"],
        told=[wording.count(each) for each in moves["users"]],
        percent=[wording.share(each) for each in moves["share"]],
    )
    rows, columns = ([name for name in order if name in set(moves[side])] for side in ("from", "to"))
    words = [word for name in columns for word in name.split()]
    leans = len(columns) > MOST_UPRIGHT or any(len(word) > LONGEST_WORD for word in words)
    x = alt.X("to:N", sort=columns, title=None, axis=_names_above(columns, leans=leans))
    y = alt.Y("from:N", sort=rows, title=None, axis=alt.Axis(labelLimit=180, labelOverlap=False, grid=False))
    tip = [
        alt.Tooltip("from:N", title="Before"), alt.Tooltip("to:N", title="After"),
        alt.Tooltip("told:N", title=unit.capitalize()), alt.Tooltip("percent:N", title="Of those before"),
    ]  # fmt: skip
    base = alt.Chart(cells[["from", "to", "changed", "told", "percent", "share"]]).encode(x=x, y=y, tooltip=tip)
    rect = base.mark_rect().encode(
        color=alt.Color(
            "changed:N", scale=alt.Scale(domain=[True, False], range=[HIGHLIGHT, MUTE]), legend=None
        ),
        opacity=alt.Opacity(
            "share:Q", scale=alt.Scale(domain=[0, 1], range=[FAINTEST, STRONGEST]), legend=None
        ),
    )  # fmt: skip
    text = base.mark_text(color=INK).encode(text="told:N")
    chart = alt.layer(rect, text).properties(height=HEAD_PX + ROW_PX * len(rows))
    if leans:
        chart = chart.properties(padding={"right": LEANING_PX})
    return Picture(chart, _words(moves), _table(moves, unit))


def _names_above(columns: list[str], *, leans: bool) -> alt.Axis:
    if leans:
        return alt.Axis(orient="top", labelAngle=-60, labelOverlap=False, labelLimit=160)
    below = LINE_PX * max((len(name.split()) - 1 for name in columns), default=0)  # the first word stands at the top
    return alt.Axis(
        orient="top", labelAngle=0, labelOverlap=False, labelPadding=6 + below, labelLineHeight=LINE_PX,
        labelExpr="split(datum.label, ' ')",
    )  # fmt: skip


def _table(moves: pd.DataFrame, unit: str) -> pd.DataFrame:
    told = [wording.share(each) for each in moves["share"]]
    table = moves[["from", "to", "users"]].assign(share=told)
    return table.rename(
        columns={"from": "Before", "to": "After", "users": unit.capitalize(), "share": "Of those before"}
    )


def _words(moves: pd.DataFrame) -> str:
    changed = moves[moves["from"] != moves["to"]].sort_values("users", ascending=False, kind="stable")
    rows = changed.head(MOST_SAID)[["from", "to", "users"]].itertuples(index=False)
    parts = [f"{wording.count(users)} from {start} to {end}" for start, end, users in rows]
    return f"Map of labels before and after; most changed: {wording.listed(parts) or 'nobody'}."
