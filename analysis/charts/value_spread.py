"""How people spread over a figure, with the line where a rule cuts: who is kept blue, who is not grey."""

import altair as alt
import pandas as pd

from analysis import wording
from analysis.charts.histogram import cut_bars
from analysis.charts.picture import Picture

SMALL_PX = 120  # it stands between two fields of a form
LABEL_ROOM = 1.4  # so low, the label of the cut would lie on the bars


def value_spread(
    bars: pd.DataFrame, *, cut: float | None, label: str, title: str, unit_word: str, as_share: bool = False
) -> Picture:
    """Draw one bar a bin.

    Parameters
    ----------
    bars
        from, to (unit of the figure), count (people), kept (bool), shown (text): as `charts.histogram.cut_bars`.
    cut
        Where the rule cuts, in the figure's unit; None draws no line.
    label
        What the line says.
    title
        Name of the figure, below the axis.
    as_share
        Whether the figure is a share: its axis reads in percent.
    """
    axis = alt.Axis(tickCount=6, format="~%") if as_share else alt.Axis(tickCount=6)
    drawn = cut_bars(bars, cut=cut, label=label, axis=axis, title=title, headroom=LABEL_ROOM)
    chart = drawn.properties(height=SMALL_PX)
    kept, everyone = int(bars.loc[bars["kept"], "count"].sum()), int(bars["count"].sum())
    table = pd.DataFrame({title: bars["shown"], wording.UNIT_TITLES[unit_word]: bars["count"]})
    words = f"Histogram of {title} among {wording.units(everyone, unit_word)}; {wording.count(kept)} of them {label}."
    return Picture(chart, words, table)
