"""Who went from which label to which: a row a label before, a column a label after, blue where somebody changed."""

import altair as alt
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.theme import HIGHLIGHT, INK, MUTE

ROW_PX, HEAD_PX, MOST_SAID = 34, 40, 3
LEANING_PX = 44  # the name of the last column leans over its end, past a narrow plot
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
    x = alt.X(
        "to:N",
        sort=columns,
        title=None,
        axis=alt.Axis(orient="top", labelAngle=-60, labelOverlap=False, labelLimit=160),
    )
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
    chart = alt.layer(rect, text).properties(height=HEAD_PX + ROW_PX * len(rows), padding={"right": LEANING_PX})
    return Picture(chart, _words(moves), _table(moves, unit))


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
