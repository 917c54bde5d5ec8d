"""How many days lie between two visits, with the line beyond which a gap is long."""

import altair as alt
import pandas as pd

from analysis import wording
from analysis.charts.histogram import cut_bars
from analysis.charts.picture import Picture

LONGEST_SHOWN_DAYS = 90  # longer gaps share the last bar: the beats of weeks and months stay readable
_BEATS = [1, 7, 10, 14, 21, 30, 45, 60, 90]
_BAR_WIDTH = 0.7


def gap_histogram(gaps: pd.DataFrame, *, cut_days: float | None = None, label: str = "") -> Picture:
    """Draw one bar a gap length; gaps beyond the cut line are blue, the others grey.

    Parameters
    ----------
    gaps
        gap_days (whole, >= 1), gaps (how many); one row a length. Beyond `LONGEST_SHOWN_DAYS` they share the last bar.
    cut_days
        The setting whose line is drawn, in days; None draws no line and no grey.
    label
        What the line says, such as "long gap: over 21 days".
    """
    length = gaps["gap_days"].clip(upper=LONGEST_SHOWN_DAYS)
    counts = gaps.groupby(length)["gaps"].sum()
    longest = int(min(LONGEST_SHOWN_DAYS, max(counts.index.max() if len(counts) else 1, (cut_days or 0) + 2, 14)))
    counts = counts.reindex(range(1, longest + 1), fill_value=0)
    day = counts.index.to_numpy(float)
    bars = pd.DataFrame(
        {
            "from": day - _BAR_WIDTH / 2,
            "to": day + _BAR_WIDTH / 2,
            "count": counts.to_numpy(),
            "kept": day > cut_days if cut_days is not None else True,
            "shown": [_shown(int(each)) for each in day],
        }
    )
    axis = alt.Axis(values=[each for each in _BEATS if each <= longest])
    cut = None if cut_days is None else min(float(cut_days), longest)
    chart = cut_bars(bars, cut=cut, label=label, axis=axis, title="Days since the active day before")
    table = pd.DataFrame({"Gap, days": bars["shown"], "Gaps": bars["count"]})
    return Picture(chart, _words(counts, label), table[table["Gaps"] > 0].reset_index(drop=True))


def _shown(days: int) -> str:
    return f"{days} or more" if days == LONGEST_SHOWN_DAYS else str(days)


def _words(counts: pd.Series, label: str) -> str:
    total = counts.sum()
    if not total:
        return "Histogram of gaps between active days: no gap to show."
    line = f" The line: {label}." if label else ""
    top = wording.plural(int(counts.idxmax()), "day")
    return (
        f"Histogram of {wording.plural(int(total), 'gap')} between active days. Most frequent: {top}, "
        f"{wording.share(counts.max() / total)} of all.{line}"
    )
