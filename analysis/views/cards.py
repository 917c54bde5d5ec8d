"""The five numbers at the top of Patterns, At a glance."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import markup, wording
from analysis.activity import WEEKDAYS, Activity, weekday_of
from analysis.findings.patterns import NOT_A_FINDING
from analysis.lifecycle import WINDOW_DAYS, daily_actives
from analysis.study import Study

TREND_WEEKS = 26


@dataclass(frozen=True)
class Card:
    """One number with its change against the 28 days before and its weekly trend.

    Attributes
    ----------
    delta
        ASCII minus (the metric's arrow needs it), or None where there is nothing to compare with.
    trend
        Weekly values, oldest first, whole weeks only; empty where there is none.
    share
        The value as a share of all, beside the label; empty where there is none.
    """

    label: str
    value: str
    help: str
    delta: str | None = None
    trend: tuple[float, ...] = ()
    share: str = ""


@dataclass(frozen=True)
class Headline:
    """The answer of a view in a plain sentence and the numbers beside it, which are pinned together."""

    sentence: str
    cards: tuple[Card, ...]

    @property
    def table(self) -> pd.DataFrame:
        """The numbers, a row each; share and change where there are any."""
        columns = {
            "Number": [each.label for each in self.cards],
            "Value": [each.value for each in self.cards],
            "Share": [each.share for each in self.cards],
            "Change": [each.delta or "" for each in self.cards],
        }
        return pd.DataFrame({name: cells for name, cells in columns.items() if name == "Value" or any(cells)})

    def _repr_html_(self) -> str:
        """What Jupyter shows."""
        return f"<p>{markup.escaped(self.sentence)}</p>{markup.table(self.table)}"


def hour_counts(activity: Activity) -> pd.DataFrame:
    """Return user-days with activity in each hour: weekday (Mon to Sun), hour (0 to 23), user_days; 168 rows."""
    weekday = weekday_of(activity.day)
    counts = np.stack(
        [np.bincount(weekday[(activity.hours >> np.uint32(hour)) & 1 == 1], minlength=7) for hour in range(24)], axis=1
    )
    return pd.DataFrame(
        {"weekday": np.repeat(WEEKDAYS, 24), "hour": np.tile(np.arange(24), 7), "user_days": counts.ravel()}
    )


def weekday_counts(activity: Activity) -> pd.DataFrame:
    """Return user-days by weekday in calendar order: weekday, user_days."""
    return pd.DataFrame({"weekday": WEEKDAYS, "user_days": np.bincount(weekday_of(activity.day), minlength=7)})


def with_rhythm(study: Study) -> tuple[int, int]:
    """Return how many of the chosen users keep a rhythm proven beyond chance, and how many could be tested."""
    codes = study.segmentation.rhythm[study.chosen]
    slugs = study.segmentation.rhythm_slugs
    none = [slugs.index(slug) for slug in NOT_A_FINDING]
    return int((~np.isin(codes, none)).sum()), int((codes != slugs.index("too_few")).sum())


def cards(study: Study) -> tuple[Card, ...]:
    """Return the five numbers at the top of At a glance, for the chosen users at the end of the data."""
    daily = daily_actives(study.chosen_activity)
    keep, tested = with_rhythm(study)
    gaps = study.prepared.features["gap_median_days"].to_numpy(float)[study.chosen]
    usual = float(np.nanmedian(gaps)) if np.isfinite(gaps).any() else math.nan
    return (
        _count_card("Active, 28 days", daily["mau"], "Active on at least one of the last 28 days (MAU)."),
        _count_card("Active a day", _mean_of_window(daily["dau"]), "Mean of the last 28 days (DAU)."),
        _stickiness_card(daily),
        Card(
            "With a pattern",
            wording.share(keep / tested if tested else math.nan),
            f"{wording.count(keep)} of the {wording.count(tested)} with enough active days; beyond chance.",
        ),
        Card(
            "Usual gap",
            f"{wording.decimal(usual)} days",
            f"Half of the {study.unit_word} come back within this many days (median of their median gaps).",
        ),
    )


def change_text(change: float, unit: str) -> str:
    """0.012 -> "+1.2 pt"; what rounds to nothing has no sign."""
    text = f"{100 * change:+.1f} {unit}"
    return text[1:] if text[1:].startswith("0.0 ") else text


def _count_card(label: str, series: pd.Series, help: str) -> Card:
    now, before = _now_and_before(series)
    delta = None if not before > 0 else change_text(now / before - 1, "%")
    return Card(label, wording.count(now), help, delta, _weekly(series))


def _stickiness_card(daily: pd.DataFrame) -> Card:
    series = _mean_of_window(daily["dau"] / daily["mau"].where(daily["mau"] > 0))
    now, before = _now_and_before(series)
    delta = None if not math.isfinite(before) else change_text(now - before, "pt")
    help = "How much of a month's people come on a mean day: DAU / MAU, mean of the last 28 days, weekends included."
    return Card("Stickiness", wording.share(now, tenths=True), help, delta, _weekly(series))


def _mean_of_window(series: pd.Series) -> pd.Series:
    """Return the mean of the last 28 days without dates left out; nan until 28 days after the first known day."""
    whole = series.notna().cummax().shift(WINDOW_DAYS - 1, fill_value=False)
    return series.rolling(WINDOW_DAYS, min_periods=1).mean().where(whole)


def _now_and_before(series: pd.Series) -> tuple[float, float]:
    values = series.to_numpy(float)
    return (
        values[-1] if len(values) else math.nan,
        values[-1 - WINDOW_DAYS] if len(values) > WINDOW_DAYS else math.nan,
    )


def _weekly(series: pd.Series) -> tuple[float, ...]:
    values = series.to_numpy(float)[::-7][:TREND_WEEKS][::-1]
    return tuple(float(each) for each in values if math.isfinite(each))


def sentence(study: Study) -> str:
    """Return the one-sentence answer of At a glance, plain text."""
    keep, tested = with_rhythm(study)
    if not tested:
        return "Nobody has enough active days yet to tell a pattern."
    share = wording.share(keep / tested)
    of_all = f"{wording.count(keep)} of {wording.count(tested)} {study.unit_word} ({share})"
    return f"{of_all} keep a pattern beyond chance."
