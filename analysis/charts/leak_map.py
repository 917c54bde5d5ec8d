"""Where revenue is lost: a row a plan, a column a kind of leaving; the stronger the cell, the more money."""

import altair as alt
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.theme import HIGHLIGHT, INK

ROW_PX, HEAD_PX, MOST_SAID = 36, 40, 3
FAINTEST, STRONGEST = 0.07, 0.5  # stronger cells would take the contrast from the number on them, in light or dark
NAME_PX = 180
# Names of kinds are two or three words: on a narrow screen they stand in two lines.
_TWO_LINES = "length(datum.label) > 9 ? split(replace(datum.label, ' ', '\\n'), '\\n') : datum.label"


def leak_map(cells: pd.DataFrame, plans: list[str], kinds: list[str]) -> Picture:
    """Draw a cell for every plan and kind in which somebody left, the money of it on it.

    Parameters
    ----------
    cells
        plan, kind (as a person reads them), amount (currency units a month), customers; a row a cell.
    plans, kinds
        Names in the order of rows and of columns; those nobody is in are left out.
    """
    rows, columns = ([each for each in order if each in set(cells[side])] for order, side in _sides(plans, kinds))
    drawn = cells.assign(
        told=[wording.count(each) for each in cells["amount"]],
        people=[wording.plural(int(each), "customer") for each in cells["customers"]],
    )
    axis = alt.Axis(
        orient="top", labelAngle=0, labelOverlap=False, labelLimit=130, labelPadding=20, labelExpr=_TWO_LINES
    )
    x = alt.X("kind:N", sort=columns, title=None, axis=axis)
    y = alt.Y("plan:N", sort=rows, title=None, axis=alt.Axis(labelLimit=NAME_PX, labelOverlap=False, grid=False))
    tip = [
        alt.Tooltip("plan:N", title="Plan"), alt.Tooltip("kind:N", title="Why"),
        alt.Tooltip("told:N", title="Lost a month"), alt.Tooltip("people:N", title="Of"),
    ]  # fmt: skip
    base = alt.Chart(drawn).encode(x=x, y=y, tooltip=tip)
    strength = alt.Scale(domain=[0, float(cells["amount"].max() or 1)], range=[FAINTEST, STRONGEST])
    rect = base.mark_rect(color=HIGHLIGHT).encode(opacity=alt.Opacity("amount:Q", scale=strength, legend=None))
    chart = alt.layer(rect, base.mark_text(color=INK).encode(text="told:N"))
    chart = chart.properties(height=HEAD_PX + ROW_PX * len(rows))
    return Picture(chart, _words(cells), _table(cells, rows, columns))


def _sides(plans: list[str], kinds: list[str]) -> tuple[tuple[list[str], str], tuple[list[str], str]]:
    return (plans, "plan"), (kinds, "kind")


def _table(cells: pd.DataFrame, rows: list[str], columns: list[str]) -> pd.DataFrame:
    wide = cells.pivot(index="plan", columns="kind", values="amount").reindex(index=rows, columns=columns)
    told = wide.map(lambda amount: wording.decimal(amount, 2))
    return told.rename_axis(columns=None).rename_axis("Plan").reset_index()


def _words(cells: pd.DataFrame) -> str:
    top = cells.sort_values("amount", ascending=False, kind="stable").head(MOST_SAID)
    rows = top[["plan", "kind", "amount"]].itertuples(index=False)
    parts = [f"{plan}, {wording.small(kind)} {wording.count(amount)}" for plan, kind, amount in rows]
    return f"Map of revenue lost a month by plan and why; most: {'; '.join(parts) or 'none'}."
