"""What a contact added to an outcome: against people left out on purpose, or against earlier dates."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from analysis.study import Study
from analysis.win_back.disturbed import disturbed
from analysis.win_back.lift import Estimate, anyway, hold_out_lift, undefined
from analysis.win_back.moments import Moments
from analysis.win_back.outcomes import Outcome
from analysis.win_back.placebo import LEAST_DATES, Expected, counts_of, expected, replay

Span = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Groups:
    """Who is judged: row numbers of people who were there before the contact, int64; `newer` came after it."""

    contacted: np.ndarray
    left_out: np.ndarray
    newer: int


@dataclass(frozen=True, eq=False)
class Judged:
    """What a contact added to one outcome.

    Attributes
    ----------
    lift
        Of one person: a share of people for shares.
    expected_anyway
        What the contacted would have done without it, summed.
    forecast
        What earlier dates say; None with a hold-out.
    contacted, left_out
        People of both groups of whom the outcome can be measured.
    """

    lift: Estimate
    expected_anyway: Estimate
    forecast: Expected | None
    contacted: int
    left_out: int


Judge = Callable[[Study, Moments, Groups, Outcome, Span], Judged]


def judge_of(groups: Groups) -> Judge:
    """Return how these groups are judged: by people left out on purpose where there are some."""
    return by_hold_out if len(groups.left_out) else by_placebo


def by_hold_out(study: Study, moments: Moments, groups: Groups, asked: Outcome, span: Span) -> Judged:
    """Compare the contacted with those left out on purpose, over the days of `span` (both included)."""
    measured = (asked.values(rows, *span) for rows in (groups.contacted, groups.left_out))
    contacted, left_out = (values[np.isfinite(values)] for values in measured)
    how = study.settings.compare
    lift = hold_out_lift(contacted, left_out, is_share=asked.is_share, how=how)
    expected_anyway = undefined("a range is given for shares of people only")
    if asked.is_share and len(left_out):
        expected_anyway = anyway(left_out, len(contacted), level=how.level)
    return Judged(lift, expected_anyway, None, len(contacted), len(left_out))


def by_placebo(study: Study, moments: Moments, groups: Groups, asked: Outcome, span: Span) -> Judged:
    """Compare the contacted with people like them on earlier dates."""
    if asked.no_replay:
        nothing = undefined(asked.no_replay)
        return Judged(nothing, nothing, None, len(groups.contacted), 0)
    values = asked.values(groups.contacted, *span)
    known = np.isfinite(values)
    found = forecast(study, moments, groups.contacted[known], asked, span)
    people = int(known.sum())
    if not found.can_tell:
        return Judged(undefined(found.reason), undefined(found.reason), found, people, 0)
    low, high = found.interval.low, found.interval.high
    if asked.is_share:
        low, high = max(0.0, low), min(high, people)
    total = float(values[known].sum())
    lift = Estimate(total - found.value, total - high, total - low).times(1 / people)
    return Judged(lift, Estimate(found.value, max(0.0, low), high), found, people, 0)


def forecast(study: Study, moments: Moments, rows: np.ndarray, asked: Outcome, span: Span) -> Expected:
    """Return what earlier dates let expect of some people: those without an own date in them, where enough remain."""
    sent_day, last_day = span
    window_days = last_day - sent_day + 1
    replays = replay(moments, asked, sent_day=sent_day, window_days=window_days)
    counts = counts_of(moments, rows, sent_day)
    how = {"is_share": asked.is_share, "level": study.settings.compare.level}
    odd, told = disturbed(study.filters.dates, replays.days, window_days)
    apart = expected(replays.on(~odd), counts, **how)
    if not odd.any() or apart.dates >= LEAST_DATES:
        return replace(apart, disturbed=replace(told, left_out=bool(odd.any())))
    return replace(expected(replays, counts, **how), disturbed=told)
