"""Patterns, At a glance: when people come, how often, every day, and by lifecycle state."""

from dataclasses import dataclass

import pandas as pd

from analysis.activity import to_date
from analysis.charts.daily_actives import daily_actives as draw_daily_actives
from analysis.charts.hour_map import hour_map
from analysis.charts.lifecycle_bars import lifecycle_bars
from analysis.charts.pattern_sizes import pattern_sizes
from analysis.charts.picture import Picture
from analysis.charts.power_curve import power_curve as draw_power_curve
from analysis.lifecycle import daily_actives, lifecycle, power_curve
from analysis.study import Study
from analysis.views.cards import Headline, cards, hour_counts, sentence, weekday_counts


@dataclass(frozen=True, eq=False)
class Glance:
    """What the tab shows."""

    headline: Headline
    when: Picture
    when_caption: str
    often: Picture
    daily: Picture
    daily_caption: str
    states: Picture


def glance_of(study: Study) -> Glance:
    """Return the tab of the chosen users; charts over time and the week by hour show the chosen period."""
    whole = study.chosen_activity  # series need what came before the period: nobody is new because a chart starts
    when, when_caption = _when(study)
    shared = [to_date(day) for day in study.batch_dates["day"]]
    return Glance(
        headline=Headline(sentence(study), cards(study)),
        when=when,
        when_caption=when_caption,
        often=draw_power_curve(power_curve(whole)),
        daily=draw_daily_actives(_since(daily_actives(whole), "day", study), shared=shared),
        daily_caption=_daily_caption(study),
        states=lifecycle_bars(_since(lifecycle(whole, "week"), "period", study)),
    )


def _daily_caption(study: Study) -> str:
    said = "Active each day, and the mean of 29 days. Ringed days stand out against their own weekday."
    filled = f" Filled ones are dates many {study.unit_word} share." if len(study.batch_dates) else ""
    return f"{said}{filled}{' Dates left out are gaps in the line.' if len(study.activity.ignored_days) else ''}"


def _since(series: pd.DataFrame, column: str, study: Study) -> pd.DataFrame:
    """Return the rows on or after the first day charts show."""
    return series[series[column] >= to_date(study.shown_from)].reset_index(drop=True)


def _when(study: Study) -> tuple[Picture, str]:
    """Draw the week by hour; by weekday only where the source has no times of day."""
    if study.shown.has_hours:
        counts = hour_counts(study.shown)
        most = int(counts["user_days"].max())
        return hour_map(counts), f"Active days by weekday and hour; 0 to {most:,}; the stronger the colour, the more."
    counts = weekday_counts(study.shown)
    bars = counts.rename(columns={"weekday": "name", "user_days": "users"})
    bars["share"] = bars["users"] / max(bars["users"].sum(), 1)
    return pattern_sizes(bars, unit="active days"), "Active days by weekday; the file has dates without times of day."
