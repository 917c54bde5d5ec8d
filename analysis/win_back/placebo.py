"""Would have come anyway: the same kind of silent people on earlier dates, and how far such forecasts miss.

The method and its measured coverage: docs/win-back.md, "Without a hold-out".
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from analysis.compare.results import Interval
from analysis.win_back.disturbed import Disturbed
from analysis.win_back.moments import Moments
from analysis.win_back.outcomes import Outcome

SILENCE_CUTS_DAYS = (22, 31, 46, 61, 91, 136, 181)
# The study has the first three; a hundred of the heaviest CDNOW customers need the last (docs/win-back.md).
ACTIVE_DAY_CUTS = (3, 5, 8, 13)
STRATA = (len(SILENCE_CUTS_DAYS) + 1) * (len(ACTIVE_DAY_CUTS) + 1)
MOST_DATES, LEAST_DATES = 12, 6
LEAST_BEFORE_A_FORECAST = 2  # the third date is the first to be forecast from its own past
PRIOR_PEOPLE = 3.0
LEAST_COVERED = 0.8  # of the list stands in strata that hold somebody on that date, or the date says nothing of it
# Below these no number is given (at-risk study, section 4).
LEAST_RETURNS, WIDEST = 10.0, 0.8


@dataclass(frozen=True, eq=False)
class Replays:
    """What people did from each placebo date on, by stratum; dates newest first.

    Attributes
    ----------
    days
        The dates, days since 1970, int64, shape (dates,).
    people, total, squares
        People of each stratum, the sum of their outcome and of its square; float64, shape (dates, STRATA).
    """

    days: np.ndarray
    people: np.ndarray
    total: np.ndarray
    squares: np.ndarray

    def on(self, keep: np.ndarray | slice) -> "Replays":
        """Return those of some dates; `keep` is bool or a slice."""
        return Replays(self.days[keep], self.people[keep], self.total[keep], self.squares[keep])


@dataclass(frozen=True)
class Expected:
    """What would have come of a list anyway.

    Attributes
    ----------
    value, interval
        Sum of the outcome over the list, and its interval by the errors of honest forecasts; nan where there are too
        few dates.
    dates, forecasts
        Earlier dates used, and how many of them could be forecast from their own past.
    people
        People of the list that were there before the contact: only of them something can be expected.
    reason
        Why it is too small to tell, "" where it is not.
    disturbed
        Own dates that fall into the earlier ones.
    """

    value: float
    interval: Interval
    dates: int
    forecasts: int
    people: int
    reason: str = ""
    disturbed: Disturbed = Disturbed()

    @property
    def half_width(self) -> float:
        """Half the width of the interval: a change below it would not have been noticed."""
        return (self.interval.high - self.interval.low) / 2

    @property
    def can_tell(self) -> bool:
        """Whether a number may be given."""
        return not self.reason


def strata_of(moments: Moments, rows: np.ndarray, day: int) -> np.ndarray:
    """Return the stratum of each user before `day` by silence and active days, int64; -1 for who was not there."""
    silence = np.searchsorted(SILENCE_CUTS_DAYS, moments.silence_days(rows, day), side="right")
    active_days = moments.active_days(rows, day)
    often = np.searchsorted(ACTIVE_DAY_CUTS, active_days, side="right")
    return np.where(active_days > 0, silence * (len(ACTIVE_DAY_CUTS) + 1) + often, -1)


def placebo_days(moments: Moments, sent_day: int, window_days: int) -> np.ndarray:
    """Return earlier dates, newest first: windows that neither overlap nor reach past the contact, whole weeks apart.

    Whole weeks keep the weekday, so a date is like the day of the contact.
    """
    step = 7 * math.ceil(window_days / 7)
    days = sent_day - step * np.arange(1, MOST_DATES + 1)
    return days[days > moments.activity.observed_from]


def replay(
    moments: Moments, outcome: Outcome, *, sent_day: int, window_days: int, among: np.ndarray | None = None
) -> Replays:
    """Return what everyone (or `among`, row numbers) did from each placebo date on, by stratum."""
    rows = moments.everyone if among is None else among
    days = placebo_days(moments, sent_day, window_days)
    tables = np.zeros((3, len(days), STRATA))
    for place, day in enumerate(days.tolist()):
        stratum = strata_of(moments, rows, day)
        values = outcome.values(rows, day, day + window_days - 1)
        known = (stratum >= 0) & np.isfinite(values)
        stratum, values = stratum[known], values[known]
        for table, weights in zip(tables, (np.ones(len(values)), values, values**2), strict=True):
            table[place] = np.bincount(stratum, weights=weights, minlength=STRATA)
    return Replays(days, *tables)


def counts_of(moments: Moments, rows: np.ndarray, sent_day: int) -> np.ndarray:
    """Return how many people of a list stand in each stratum before the contact, float64, shape (STRATA,)."""
    stratum = strata_of(moments, np.sort(rows), sent_day)  # in order a million are looked up ten times faster
    return np.bincount(stratum[stratum >= 0], minlength=STRATA).astype(float)


def expected(replays: Replays, counts: np.ndarray, *, is_share: bool, level: float = 0.95) -> Expected:
    """Return what a list with `counts` people in each stratum would have done anyway.

    Rates are pooled over the dates and drawn towards the overall one by three people. Each date from the third on is
    forecast from the dates before it; what its error exceeds sampling by is variation between dates, which the interval
    carries forward: t(forecasts) x sqrt(sampling of the list + sampling of the rates + E^2 rel2 (1 + 1/n)).
    """
    people = int(counts.sum())
    used = _covered(replays, counts)
    if len(used.days) < LEAST_DATES:
        reason = f"only {len(used.days)} earlier dates, and {LEAST_DATES} are needed"
        nothing = Interval(math.nan, math.nan, level)
        return Expected(math.nan, nothing, len(used.days), 0, people, reason)
    rate, variance, seen = _pooled(used, counts, is_share=is_share)
    value = float(counts @ rate)
    rel2, forecasts = _between_dates(used, counts, is_share=is_share)
    spread = counts @ variance + counts**2 @ (variance / np.maximum(seen, 1))
    spread += value**2 * rel2 * (1 + 1 / forecasts)
    half = float(special.stdtrit(forecasts, (1 + level) / 2) * math.sqrt(spread))
    interval = Interval(value - half, value + half, level)
    squares = float(counts @ (variance + rate**2))
    # For shares the returns expected; of amounts the people whose sum would vary as much if all spent alike.
    carried_by = value**2 / squares if squares > 0 else 0.0
    reason = _too_small(value, half, carried_by, is_share=is_share)
    return Expected(value, interval, len(used.days), forecasts, people, reason)


def _too_small(value: float, half: float, carried_by: float, *, is_share: bool) -> str:
    if is_share and value < LEAST_RETURNS:
        return f"only {value:.1f} of them were expected anyway, and {LEAST_RETURNS:.0f} are needed"
    if carried_by < LEAST_RETURNS:
        return f"what was expected hangs on as little as {carried_by:.1f} people, and {LEAST_RETURNS:.0f} are needed"
    if half > WIDEST * value:
        return f"earlier dates differ so much that the interval is wider than {100 * WIDEST:.0f} % either way"
    return ""


def _covered(replays: Replays, counts: np.ndarray) -> Replays:
    """Return the dates on which most of the list has somebody of the same kind."""
    covered = (replays.people > 0) @ counts
    keep = (covered >= LEAST_COVERED * counts.sum()) & (covered > 0)
    return replays.on(keep)


def _pooled(replays: Replays, counts: np.ndarray, *, is_share: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the mean outcome of each stratum over all dates, its variance between people, and the people seen."""
    seen, total = replays.people.sum(axis=0), replays.total.sum(axis=0)
    asked = counts > 0
    overall = total[asked].sum() / max(seen[asked].sum(), 1)
    rate = (total + PRIOR_PEOPLE * overall) / (seen + PRIOR_PEOPLE)
    if is_share:
        return rate, rate * (1 - rate), seen
    apart = np.maximum(replays.squares.sum(axis=0) - total**2 / np.maximum(seen, 1), 0)
    typical = apart[asked].sum() / max(seen[asked].sum() - asked.sum(), 1)
    return rate, (apart + PRIOR_PEOPLE * typical) / (seen + PRIOR_PEOPLE), seen


def _between_dates(replays: Replays, counts: np.ndarray, *, is_share: bool) -> tuple[float, int]:
    """Return the relative variance of forecasts beyond sampling, and how many dates were forecast."""
    beyond, scale = 0.0, 0.0
    forecasts = range(len(replays.days) - LEAST_BEFORE_A_FORECAST)
    for place in forecasts:
        past = replays.on(slice(place + 1, None))
        rate, variance, seen = _pooled(past, counts, is_share=is_share)
        now = replays.people[place]
        there = now > 0
        actual = np.where(there, replays.total[place] / np.maximum(now, 1), rate)
        error = counts @ (actual - rate)
        sampling = (counts**2 * variance)[there] @ (1 / now[there] + 1 / np.maximum(seen[there], 1))
        beyond += error**2 - sampling
        scale += (counts @ rate) ** 2
    return max(0.0, beyond / scale) if scale > 0 else 0.0, len(forecasts)
