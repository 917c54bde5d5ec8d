"""At which periods users repeat themselves, over the band that the site's weekdays alone would give."""

import altair as alt
import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.theme import HIGHLIGHT, INK, MUTE, STRIP_PX

PICK = "picked"  # the selection's name: a click gives the `fold_days` of the bar
_WHOLE_TICKS = [2, 3, 5, 7, 10, 14, 21, 28, 35]
_BAR_WIDTH = 0.7
_OUTSTANDING, _OVERTONE, _OTHER = "stands out", "overtone", "does not stand out"
_ROOM = 1.12  # above the tallest bar, for its name


def periodogram(frame: pd.DataFrame, peaks: pd.DataFrame, *, names: dict[float, str]) -> Picture:
    """Draw one bar a period, blue where it stands out, paler where it is an overtone; a click anywhere picks it.

    Parameters
    ----------
    frame
        period_days, tested_users, strong_users, share, expected_share, band_low_share, band_high_share, excess_users,
        excess_low_users, excess_high_users; one row a whole period, nan where it is undefined.
    peaks
        period_days, fold_days, overtone_of_days (0: stands for itself).
    names
        fold_days -> what the period is called, for the peaks.
    """
    bars = _bars(frame, peaks, names)
    top = float(bars[["share", "band_high_share"]].max(axis=None)) * _ROOM
    band = alt.Chart(bars).mark_bar(color=INK, opacity=0.2, cornerRadiusEnd=0)
    text = alt.Chart(bars[bars["name"] != ""]).mark_text(baseline="bottom", dy=-4, fontWeight=600, color=INK)
    chart = alt.layer(
        _columns(bars, top),
        band.encode(x="from:Q", x2="to", y="band_low_share:Q", y2="band_high_share"),
        text.encode(x="fold_days:Q", y="share:Q", text="name:N"),
        _targets(bars, top),
    )
    return Picture(chart.properties(height=STRIP_PX), _words(bars), _table(bars))


def _bars(frame: pd.DataFrame, peaks: pd.DataFrame, names: dict[float, str]) -> pd.DataFrame:
    bars = frame.dropna().reset_index(drop=True)
    period = bars["period_days"].to_numpy(float)
    fold_days, kind, name = period.copy(), np.full(len(bars), _OTHER, object), np.full(len(bars), "", object)
    for peak in peaks.itertuples():
        here = np.abs(period - peak.fold_days) < 1  # a month is both its whole days
        fold_days[here] = peak.fold_days
        kind[here] = _OVERTONE if peak.overtone_of_days else _OUTSTANDING
        name[period == peak.period_days] = "" if peak.overtone_of_days else names[peak.fold_days]
    edges = {
        "left": period - _BAR_WIDTH / 2,
        "right": period + _BAR_WIDTH / 2,
        "from": period - 0.5,
        "to": period + 0.5,
    }
    return bars.assign(kind=kind, name=name, fold_days=fold_days, **edges)


def _columns(bars: pd.DataFrame, top: float) -> alt.Chart:
    colour = alt.Scale(domain=[_OUTSTANDING, _OVERTONE, _OTHER], range=[HIGHLIGHT, HIGHLIGHT, MUTE])
    scale = alt.Scale(domain=[float(bars["from"].min()), float(bars["to"].max())], nice=False)
    return (
        alt.Chart(bars)
        .mark_bar(cornerRadiusEnd=1)
        .encode(
            x=alt.X("left:Q", title="Period, days", axis=alt.Axis(values=_WHOLE_TICKS), scale=scale),
            x2="right",
            y=alt.Y("share:Q", title=None, axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, top], nice=False)),
            y2=alt.datum(0),
            color=alt.Color("kind:N", legend=None, scale=colour),
            opacity=alt.when(alt.datum.kind == _OVERTONE).then(alt.value(0.5)).otherwise(alt.value(1)),
        )
    )


def _targets(bars: pd.DataFrame, top: float) -> alt.Chart:
    """Return a column as high as the chart over each bar: low bars can be pointed at, and a finger hits them."""
    shown = bars.assign(
        seen=[wording.share(each) for each in bars["share"]],
        band=_intervals(bars["band_low_share"], bars["band_high_share"], wording.share),
        more=[wording.count(each) for each in bars["excess_users"]],
        top=top,
    )
    return (
        alt.Chart(shown)
        .mark_bar(opacity=0, cursor="pointer")
        .encode(
            x="from:Q",
            x2="to",
            y="top:Q",
            y2=alt.datum(0),
            tooltip=[
                alt.Tooltip("period_days:Q", title="Period, days"),
                alt.Tooltip("seen:N", title="Repeat it"),
                alt.Tooltip("band:N", title="By weekdays alone"),
                alt.Tooltip("more:N", title="Users more than that"),
            ],
        )
        .add_params(alt.selection_point(name=PICK, fields=["fold_days"]))
    )


def _intervals(low: pd.Series, high: pd.Series, text: object) -> list[str]:
    return [wording.interval(text(a), text(b)) for a, b in zip(low, high, strict=True)]


def _table(bars: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Period, days": bars["period_days"],
            "Asked": bars["tested_users"],
            "Repeat it": bars["strong_users"],
            "Share": [wording.share(each) for each in bars["share"]],
            "By weekdays alone": _intervals(bars["band_low_share"], bars["band_high_share"], wording.share),
            "More than that": bars["excess_users"].round().astype(int),
            "Interval": _intervals(bars["excess_low_users"], bars["excess_high_users"], wording.count),
            "Reading": bars["kind"],
        }
    )


def _words(bars: pd.DataFrame) -> str:
    found = bars[bars["name"] != ""]
    reach = wording.interval(wording.count(bars["period_days"].min()), wording.count(bars["period_days"].max()))
    start = f"Bars of the share of users who repeat themselves every {reach} days, over what weekdays alone would give."
    if not len(found):
        return f"{start} None stands out."
    named = [f"{name} ({wording.share(share)})" for name, share in zip(found["name"], found["share"], strict=True)]
    return f"{start} Standing out: {wording.listed(named)}."
