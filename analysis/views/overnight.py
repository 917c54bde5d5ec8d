"""Patterns, Change: users by daily state, how many of each come the next day, and the pulse."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis import wording
from analysis.activity import to_date, to_day
from analysis.charts.picture import Picture
from analysis.charts.state_strip import state_strip
from analysis.lifecycle import Period
from analysis.movement import moments
from analysis.movement.daily_states import ACTIVE_STATES, DAILY_STATES, WARM_UP_DAYS, DailyStates, daily_states
from analysis.movement.pulse import pulse
from analysis.movement.sentences import pulse_told
from analysis.study import Study

STATE_TITLES = {
    "new": "First day", "current": "Here, and within a week before", "reactivated": "Here after 7 to 29 days",
    "resurrected": "Here after 30 days or longer", "at_risk_wau": "Away up to 6 days",
    "at_risk_mau": "Away 7 to 29 days", "dormant": "Away 30 days or longer",
}  # fmt: skip
MOST_PERIODS = 26
LEAST_NIGHTS = 30  # people times nights; a share of fewer says nothing


@dataclass(frozen=True, eq=False)
class Overnight:
    """The strip of states (None where the data are too short) and what becomes of each by the next day."""

    caption: str
    strip: Picture | None
    table: pd.DataFrame


def overnight_of(study: Study, period: Period, start: str, end: str) -> Overnight:
    """Return the daily states of the chosen users by week or month, and their rates between two days (ISO dates)."""
    activity = study.chosen_activity
    if not study.chosen.any():
        return Overnight("Nobody is shown.", None, pd.DataFrame())
    found = daily_states(activity)
    rows = _by_period(study, found, period)
    first, last = sorted((to_day(date.fromisoformat(start)), to_day(date.fromisoformat(end))))
    if rows.empty:
        return Overnight(
            f"Too early to say: states are told from day {WARM_UP_DAYS} of the data on, for whole weeks or months.",
            None, pd.DataFrame(),
        )  # fmt: skip
    caption = (
        f"Mean of the days of each {period}, by the last visit before; who is "
        f"“{wording.small(STATE_TITLES['dormant'])}” is in the numbers only. "
        f"{pulse_told(pulse(activity, period), period)}"
    )
    if period == "week":
        caption += " By weeks, who comes once a month goes quiet and is back again every time."
    return Overnight(
        caption.strip(), state_strip(rows, left_out=STATE_TITLES["dormant"]), _rates(study, found, first, last)
    )


def _by_period(study: Study, found: DailyStates, period: Period) -> pd.DataFrame:
    """Return the mean day of each whole period, the first days of the data left out: period, state, users."""
    told_from = study.activity.observed_from + WARM_UP_DAYS
    rows = []
    for each in moments(study.activity, period):
        means = found.mean_day(each.start, each.day)
        if each.is_whole and each.start >= told_from and np.isfinite(means).all():
            rows += [
                (to_date(each.start), STATE_TITLES[name], value)
                for name, value in zip(DAILY_STATES, means, strict=True)
            ]
    return pd.DataFrame(rows[-MOST_PERIODS * len(DAILY_STATES) :], columns=["period", "state", "users"])


def _rates(study: Study, found: DailyStates, first: int, last: int) -> pd.DataFrame:
    """Return a row a state: how many of it came the next day between the two days, and in as many days before."""
    length = max(last - first, 1)
    means = found.mean_day(first + 1, last)
    earlier = first - length >= study.activity.observed_from + WARM_UP_DAYS
    return pd.DataFrame({
        "On a day": [STATE_TITLES[name] for name in DAILY_STATES],
        f"{wording.UNIT_TITLES[study.unit_word]} a day": [wording.decimal(value) for value in means],
        "Come the next day": _came(found, first, last - 1),
        f"In the {wording.plural(length, 'day')} before": (
            _came(found, first - length, first - 1) if earlier else [wording.UNDEFINED] * len(DAILY_STATES)
        ),
    })  # fmt: skip


def _came(found: DailyStates, low: int, high: int) -> list[str]:
    """Return the share of each state that comes the next day; none where too few could have."""
    enough = found.nights(low, high).sum(axis=1) >= LEAST_NIGHTS
    shares = found.rates(low, high)[:, : len(ACTIVE_STATES)].sum(axis=1)
    return [wording.share(value) for value in np.where(enough, shares, np.nan)]
