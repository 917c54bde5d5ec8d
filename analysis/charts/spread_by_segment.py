"""How a figure is spread in each segment: the share of users with at most so much, one step line a segment."""

import altair as alt
import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.picture import MOST_MARKS, Picture
from analysis.charts.theme import HALF_PX


def spread_by_segment(values: pd.DataFrame, *, title: str) -> Picture:
    """Draw the empirical distribution function of each group; the line further right has the larger values.

    Parameters
    ----------
    values
        group (as a person reads it), value; one row a user, missing and infinite values are left out. Steps beyond what
        a chart can hold are thinned evenly by users.
    title
        What is measured, for the axis and the words.
    """
    known = values[np.isfinite(values["value"].to_numpy(np.float64))]
    groups = list(dict.fromkeys(known["group"]))
    most = MOST_MARKS // max(1, len(groups))
    steps = pd.concat([_steps(known.loc[known["group"] == name, "value"], name, most) for name in groups] or [_NONE])
    chart = (
        alt.Chart(steps)
        .mark_line(interpolate="step-after")
        .encode(
            x=alt.X("value:Q", title=title, scale=_scale(steps["value"].to_numpy())),
            y=alt.Y("share:Q", title=None, axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])),
            color=alt.Color("group:N", sort=groups, scale=alt.Scale(domain=groups)),
            tooltip=[
                alt.Tooltip("group:N", title="Who"),
                alt.Tooltip("value:Q", title=title, format=",.4~g"),
                alt.Tooltip("share:Q", title="Have at most this", format=".1%"),
            ],
        )
        .properties(height=HALF_PX)
    )
    return Picture(chart, _words(known, groups, title), _table(known, groups))


_NONE = pd.DataFrame({"group": [], "value": np.zeros(0), "share": np.zeros(0)})


def _steps(values: pd.Series, name: str, most: int) -> pd.DataFrame:
    """Return the steps of one group, from 0 at its smallest value up to 1, at most `most`."""
    ordered = np.sort(values.to_numpy(np.float64))
    ends = np.append(np.flatnonzero(np.diff(ordered)), len(ordered) - 1)
    if len(ends) >= most:
        ends = ends[np.unique(np.linspace(0, len(ends) - 1, most - 1).astype(int))]
    share = np.append(0.0, (ends + 1) / len(ordered))
    return pd.DataFrame({"group": name, "value": np.append(ordered[0], ordered[ends]), "share": share})


def _scale(values: np.ndarray) -> alt.Scale:
    """Return a logarithmic axis where the values span more than a hundredfold and none is 0 or less."""
    if len(values) and values.min() > 0 and values.max() > 100 * values.min():
        return alt.Scale(type="log", nice=False)
    return alt.Scale(nice=False, zero=False)


def _table(known: pd.DataFrame, groups: list[str]) -> pd.DataFrame:
    rows = []
    for name in groups:
        own = known.loc[known["group"] == name, "value"].to_numpy(np.float64)
        rows.append((name, len(own), *np.quantile(own, [0.1, 0.25, 0.5, 0.75, 0.9])))
    return pd.DataFrame(rows, columns=["Who", "Users", "10 % have at most", "25 %", "50 %", "75 %", "90 %"])


def _words(known: pd.DataFrame, groups: list[str], title: str) -> str:
    if not groups:
        return f"Spread of {title.lower()}: nobody has a known value."
    parts = (f"{name} {wording.decimal(float(known.loc[known['group'] == name, 'value'].median()))}" for name in groups)
    return f"Share of users with at most so much, {title.lower()}; half have at most: {wording.listed(list(parts))}."
