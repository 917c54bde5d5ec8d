"""Everyone a rule calls inactive, in four piles that add up: one strip of people, one of money where it is known."""

import altair as alt
import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.theme import INK

ROW_PX = 54
LEAST_LABELLED_SHARE = 0.07  # a narrower part has no room for its number


def silence_piles(piles: pd.DataFrame, *, unit: str = "people") -> Picture:
    """Draw one strip a measure, each pile as long as its share; numbers stand above the parts that have room.

    Parameters
    ----------
    piles
        name (as a person reads it), users, amount (nan: no money is known); in display order.
    unit
        What is counted: "people" or "accounts".
    """
    strips = [_strip(piles, "users", unit.capitalize())]
    if piles["amount"].notna().any() and piles["amount"].sum() > 0:
        strips.append(_strip(piles, "amount", "Money"))
    parts = pd.concat(strips, ignore_index=True)
    names = list(piles["name"])
    x = alt.X("start:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False))
    y = alt.Y("measure:N", title=None, sort=list(parts["measure"].unique()), axis=alt.Axis(grid=False))
    tip = [alt.Tooltip("name:N", title="Pile"), alt.Tooltip("label:N", title="Size")]
    color = alt.Color("name:N", sort=names, scale=alt.Scale(domain=names))
    base = alt.Chart(parts)
    bars = base.mark_bar(size=18, cornerRadiusEnd=0).encode(x=x, x2="end:Q", y=y, color=color, tooltip=tip)
    text = base.transform_filter(f"datum.end - datum.start >= {LEAST_LABELLED_SHARE}").mark_text(
        align="left", dy=-18, color=INK
    )
    chart = alt.layer(bars, text.encode(x=x, y=y, text="number:N"), height=alt.Step(ROW_PX))
    return Picture(chart, _words(piles, unit), _table(piles, unit))


def _strip(piles: pd.DataFrame, column: str, measure: str) -> pd.DataFrame:
    size = piles[column].to_numpy(float)
    share = size / size.sum() if size.sum() else np.zeros(len(size))
    end = np.minimum(np.cumsum(share), 1.0)
    number = [wording.count(each) for each in size]
    return pd.DataFrame({
        "measure": measure, "name": piles["name"], "start": np.append(0.0, end[:-1]), "end": end, "number": number,
        "label": [f"{count} · {wording.share(part)}" for count, part in zip(number, share, strict=True)],
    })  # fmt: skip


def _words(piles: pd.DataFrame, unit: str) -> str:
    parts = [f"{name} {wording.count(users)}" for name, users in zip(piles["name"], piles["users"], strict=True)]
    return f"Strip of {wording.count(piles['users'].sum())} inactive {unit}: {wording.listed(parts)}."


def _table(piles: pd.DataFrame, unit: str) -> pd.DataFrame:
    table = piles[["name", "users", "amount"]].rename(columns={"name": "Pile", "users": unit.capitalize()})
    table = table.rename(columns={"amount": "Money"})
    return table if piles["amount"].notna().any() else table.drop(columns="Money")
