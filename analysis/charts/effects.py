"""How far two segments lie apart on each metric: effects with their intervals around zero."""

import altair as alt
import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.theme import HIGHLIGHT, INK, MUTE

ROW_PX, TWO_LINES_PX, AXIS_PX = 34, 44, 44
CLEAR, BY_CONSTRUCTION = "clears 0", "by construction"
_SIGNED = "datum.value === 0 ? '0' : format(datum.value, '+~g')"


def effects(found: pd.DataFrame, *, axis_title: str, group_a: str = "a", group_b: str = "b") -> Picture:
    """Draw one line a metric from `low` to `high` with a point at the effect: blue where it clears zero, else grey.

    Parameters
    ----------
    found
        metric (as a person reads it), effect, low, high, all in one unit and group a minus group b; nan rows keep their
        place and show no line; a name may have a second line. Optional `shown`: the effect in words, for the tooltip;
        `chosen_by` (bool): the group was chosen by the metric, so the line is grey whatever it clears.
    axis_title
        The common unit.
    group_a, group_b
        Names of the groups, for the words.
    """
    rows = found.assign(
        clears=_clears(found),
        shown=found["shown"] if "shown" in found else [_shown(*each) for each in _numbers(found)],
    )
    rows = rows.assign(one_line=rows["metric"].str.replace("\n", ", "))
    row_px = TWO_LINES_PX if rows["metric"].str.contains("\n").any() else ROW_PX
    chart = _drawn(rows, axis_title).properties(height=max(2, len(rows)) * row_px + AXIS_PX)
    table = rows[["one_line", "effect", "low", "high", "clears"]].rename(
        columns={"one_line": "Metric", "effect": "Difference", "low": "From", "high": "To", "clears": "Interval"}
    )
    return Picture(chart, _words(rows, group_a, group_b), table)


def _clears(found: pd.DataFrame) -> np.ndarray:
    clear = np.where((found["low"] > 0) | (found["high"] < 0), CLEAR, "does not")
    return np.where(found["chosen_by"], BY_CONSTRUCTION, clear) if "chosen_by" in found else clear


def _drawn(rows: pd.DataFrame, axis_title: str) -> alt.LayerChart:
    known = rows[np.isfinite(rows["effect"]) & np.isfinite(rows["low"]) & np.isfinite(rows["high"])]
    reach = 1.05 * max([1e-9, *known["low"].abs(), *known["high"].abs()])
    scale = alt.Scale(domain=[-reach, reach], nice=False)
    x = alt.X("low:Q", title=axis_title, scale=scale, axis=alt.Axis(labelExpr=_SIGNED, tickCount=5))
    base = _by_metric(known, order=list(rows["metric"]))
    lines = base.mark_rule(strokeWidth=3).encode(x=x, x2="high:Q")
    points = base.mark_point(size=80).encode(x=alt.X("effect:Q", scale=scale))
    zero = alt.Chart(alt.InlineData(values=[{"low": 0}])).mark_rule(color=INK, opacity=0.5)
    return zero.encode(x=alt.X("low:Q", scale=scale)) + lines + points


def _by_metric(known: pd.DataFrame, order: list[str]) -> alt.Chart:
    """Return the chart that lines and points share: a row a metric, in this order, whether it has numbers or not."""
    lines = alt.Axis(grid=False, labelLimit=200, labelExpr="split(datum.label, '\\n')", labelOverlap=False)
    y = alt.Y("metric:N", title=None, sort=order, scale=alt.Scale(domain=order), axis=lines)
    kinds = alt.Scale(domain=[CLEAR, "does not", BY_CONSTRUCTION], range=[HIGHLIGHT, MUTE, MUTE])
    color = alt.Color("clears:N", legend=None, scale=kinds)
    tip = [alt.Tooltip("one_line:N", title="Metric"), alt.Tooltip("shown:N", title="Difference")]
    return alt.Chart(known).encode(y=y, color=color, tooltip=tip)


def _numbers(found: pd.DataFrame) -> zip:
    return zip(found["effect"], found["low"], found["high"], strict=True)


def _shown(effect: float, low: float, high: float) -> str:
    return f"{wording.decimal(effect, 2)} ({wording.interval(wording.decimal(low, 2), wording.decimal(high, 2))})"


def _words(rows: pd.DataFrame, group_a: str, group_b: str) -> str:
    clear = rows[rows["clears"] == CLEAR]
    parts = [f"{metric} {shown}" for metric, shown in zip(clear["one_line"], clear["shown"], strict=True)]
    told = f"clear of zero: {'; '.join(parts)}" if parts else "no interval is clear of zero"
    return (
        f"Differences of {group_a} against {group_b} on {wording.plural(len(rows), 'metric')} with intervals; {told}."
    )
