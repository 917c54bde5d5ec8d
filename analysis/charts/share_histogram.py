"""How a share spreads over users, with the line from which a user is kept."""

from typing import Literal

import altair as alt
import pandas as pd

from analysis import wording
from analysis.charts.histogram import cut_bars
from analysis.charts.picture import Picture

_WHOLE_BINS = [0, 0.25, 0.5, 0.75, 1]


def share_histogram(
    shares: pd.DataFrame, *, title: str, cut: float | None = None, keeps: Literal["least", "most"] = "least"
) -> Picture:
    """Draw one bar a bin; users on the kept side of the cut line are blue, the others grey.

    Parameters
    ----------
    shares
        share_from, share_to (bin edges in [0, 1], ascending, no holes), users; one row a bin.
    title
        What the share is of, such as "Share on one weekday"; names the axis.
    cut
        The setting whose line is drawn, in [0, 1]; None draws no line and no grey.
    keeps
        Whether users at least, or at most, at the cut are kept.
    """
    low, high = shares["share_from"].to_numpy(float), shares["share_to"].to_numpy(float)
    middle = (low + high) / 2
    inset = (high - low) * 0.08
    kept = True if cut is None else (middle >= cut if keeps == "least" else middle <= cut)
    bars = pd.DataFrame(
        {
            "from": low + inset,
            "to": high - inset,
            "count": shares["users"].to_numpy(),
            "kept": kept,
            "shown": [wording.interval(wording.share(a), wording.share(b)) for a, b in zip(low, high, strict=True)],
        }
    )
    label = "" if cut is None else wording.share(cut)
    chart = cut_bars(bars, cut=cut, label=label, axis=alt.Axis(values=_WHOLE_BINS, format="%"), title=title)
    table = pd.DataFrame({title: bars["shown"], "Users": bars["count"]})
    return Picture(chart, _words(bars, title, label), table)


def _words(bars: pd.DataFrame, title: str, label: str) -> str:
    total = int(bars["count"].sum())
    if not label:
        return f"Histogram: {title.lower()} of {wording.plural(total, 'user')}."
    inside = int(bars.loc[bars["kept"], "count"].sum())
    return (
        f"Histogram: {title.lower()} of {wording.plural(total, 'user')}; the line at {label} keeps "
        f"about {wording.count(inside)}."
    )
