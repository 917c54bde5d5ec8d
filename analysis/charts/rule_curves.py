"""Rules side by side: how right each is, against how many of those who left it finds, over all its thresholds."""

import altair as alt
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture

CURVES_PX = 320  # the lines lie close together


def rule_curves(rows: pd.DataFrame) -> Picture:
    """Draw a line a rule, and a point at its threshold in use.

    Parameters
    ----------
    rows
        rule (as a person reads it), threshold, in_use (bool), recall, precision (in [0, 1], nan where undefined).
    """
    rules = list(dict.fromkeys(rows["rule"]))
    drawn = rows[rows["precision"].notna() & (rows["recall"] > 0)]
    shown = [rule for rule in rules if (drawn["rule"] == rule).any()]
    legend = alt.Legend(columns=2, labelLimit=320, values=shown)
    colour = alt.Color("rule:N", sort=rules, scale=alt.Scale(domain=rules), legend=legend)
    x = alt.X("recall:Q", title="Finds of those who really left", axis=alt.Axis(format="%", tickCount=5))
    x.scale = alt.Scale(domain=[0, 1])
    y = alt.Y("precision:Q", title=None, axis=alt.Axis(format="%", tickCount=5), scale=alt.Scale(domain=[0, 1]))
    tips = [
        alt.Tooltip("rule:N", title="Rule"),
        alt.Tooltip("precision:Q", title="Of those called gone, stayed away", format=".0%"),
        alt.Tooltip("recall:Q", title="Finds of those who left", format=".0%"),
    ]
    lines = alt.Chart(drawn[["rule", "threshold", "recall", "precision"]]).mark_line()
    points = alt.Chart(drawn.loc[drawn["in_use"], ["rule", "recall", "precision"]]).mark_point(size=80)
    chart = alt.layer(
        lines.encode(x=x, y=y, color=colour, order=alt.Order("recall:Q")),
        points.encode(x=x, y=y, color=colour, tooltip=tips),
        height=CURVES_PX,
    )
    return Picture(chart, _words(drawn), _table(rows))


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    table = pd.DataFrame({"Rule": rows["rule"], "Threshold": rows["threshold"]})
    table["Of those called gone, stayed away"] = [wording.share(each, tenths=True) for each in rows["precision"]]
    table["Finds of those who left"] = [wording.share(each, tenths=True) for each in rows["recall"]]
    return table


def _words(drawn: pd.DataFrame) -> str:
    used = drawn[drawn["in_use"]]
    parts = [
        f"{row.rule}: {wording.share(row.precision)} stayed away, {wording.share(row.recall)} found"
        for row in used.itertuples()
    ]
    return f"Rules side by side at their thresholds. {'; '.join(parts) or 'None of them calls anybody gone'}."
