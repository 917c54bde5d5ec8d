"""How many carry each label at the end of every week or month."""

import altair as alt
import pandas as pd

from analysis import wording
from analysis.charts.picture import MOST_MARKS, Picture
from analysis.charts.theme import HALF_PX

MOST_LINES = 6  # as many colours as can be told apart


def label_sizes(sizes: pd.DataFrame, *, quiet: frozenset[str] = frozenset(), unit: str = "people") -> Picture:
    """Draw a line a label, the largest `MOST_LINES` of now; the table holds all.

    Parameters
    ----------
    sizes
        day (date), name (as a person reads it), users; ascending by day, the labels in the same order on each.
    quiet
        Names that get no line: what cannot be told yet would flatten all others.
    unit
        What is counted: "people" or "accounts".
    """
    names = list(dict.fromkeys(sizes["name"]))
    last = sizes[sizes["day"] == sizes["day"].iloc[-1]].set_index("name")["users"]
    ranked = sorted((name for name in names if name not in quiet and last[name]), key=lambda name: -last[name])
    drawn = [name for name in names if name in ranked[:MOST_LINES]]
    lines = sizes[sizes["name"].isin(drawn)].tail(MOST_MARKS).assign(day=lambda frame: pd.to_datetime(frame["day"]))
    tip = [
        alt.Tooltip("day:T", title="End of", format="%d %b %Y"), alt.Tooltip("name:N", title="Who"),
        alt.Tooltip("users:Q", title=unit.capitalize(), format=","),
    ]  # fmt: skip
    chart = (
        alt.Chart(lines)
        .mark_line(point=alt.OverlayMarkDef(size=28))
        .encode(
            x=alt.X("day:T", title=None, axis=alt.Axis(format="%b %Y", tickCount=6)),
            y=alt.Y("users:Q", title=None, axis=alt.Axis(format=",.0f", tickMinStep=1)),
            color=alt.Color(
                "name:N", sort=drawn, scale=alt.Scale(domain=drawn), legend=alt.Legend(columns=2, labelLimit=220)
            ),
            tooltip=tip,
        )
        .properties(height=HALF_PX)
    )
    wide = sizes.pivot(index="day", columns="name", values="users")[names]
    wide = wide.loc[:, wide.any()].rename_axis(columns=None).rename_axis("End of").reset_index()
    return Picture(chart, _words(sizes, ranked[:MOST_LINES]), wide)


def _words(sizes: pd.DataFrame, names: list[str]) -> str:
    first, last = (sizes["day"].iloc[place] for place in (0, -1))
    users = sizes.set_index(["day", "name"])["users"]
    parts = [f"{name} {wording.count(users[first, name])} to {wording.count(users[last, name])}" for name in names]
    said = "; ".join(parts) or "nobody carries one that can be named"
    return f"Sizes at the end of each day drawn, from {wording.day(first)} to {wording.day(last)}: {said}."
