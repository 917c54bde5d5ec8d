"""Beats ahead: when each user is expected next, and how many of their own occasions they let pass since they came."""

from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import special

from analysis.at_risk.occasions import Occasions, occasions
from analysis.kernels.even_beats import own_beats
from analysis.kernels.parallel import over_slices
from analysis.kernels.renewal import TOLERANCE
from analysis.kernels.spacing import median_gaps
from analysis.kernels.tails import log_factorials
from analysis.rhythms.cadence import Cadence
from analysis.rhythms.user_days import UserDays
from analysis.segmentation import RHYTHM_SLUGS, Segmentation
from analysis.study import Study

COLUMNS = (
    "expected_next_day", "due_day", "missed_beats", "usual_gap_days", "beats_kept", "beats_missed_before", "p_missed",
)  # fmt: skip
NOT_KNOWN = -1
LEAST_GAPS = 3  # a median of fewer gaps says nothing about the next one
AHEAD_DAYS = 200  # two quarters and their ends lie within
# A beat counts as kept more easily than as missed: "Beta(4, 1)" before anything was seen of the user.
KEPT_BEFORE, MISSED_BEFORE = 4.0, 1.0


def beats_ahead(study: Study) -> pd.DataFrame:
    """Return when each user is expected next under their sure label; row i is user i.

    Returns
    -------
    pandas.DataFrame
        expected_next_day: the first day after the as-of day on which the user is expected, days since 1970. Without a
        beat the last day and the user's median gap; -1 where that day has passed, where there are fewer than three
        gaps, and where a list of dates holds no later date. due_day: when they were to come next after their last
        active day; -1 where not known. missed_beats: occasions that were over before the as-of day, since the last
        active day; -1 where the label has no beat. usual_gap_days: median gap, nan without one. beats_kept,
        beats_missed_before: of the occasions from the first to the last active day; -1 without a beat. p_missed: chance
        of missing at least so many in a row (`chance_of_missing`); nan without a beat.

    Notes
    -----
    The as-of day itself is never missed: the data may end before the day does. So a Tuesday user is late on Wednesday.
    A visit up to three days before a date of the month, of the quarter or of a list belongs to that date, as in the
    scores; every N days has the tolerance of the label, a quarter of N and at least a day.
    """
    return beats_of(study.segmentation, study.activity.observed_to)


def beats_of(segmentation: Segmentation, as_of_day: int) -> pd.DataFrame:
    """Return `beats_ahead` of labelled days; none of the days that were scored may be later than `as_of_day`."""
    days = segmentation.scores.days
    usual_gap_days = segmentation.scores.keep("usual_gap_days", None, lambda: median_gaps(days.offsets, days.day))
    found = _expected_after(days, usual_gap_days, as_of_day)
    label = segmentation.rhythm.astype(np.int64) << 16 | (segmentation.detail.astype(np.int64) + 1)
    order = np.argsort(label, kind="stable")
    edges = np.flatnonzero(np.diff(label[order], prepend=-1, append=-1))
    for start, stop in pairwise(edges):
        rows = order[start:stop]
        slug, detail = RHYTHM_SLUGS[segmentation.rhythm[rows[0]]], int(segmentation.detail[rows[0]])
        if slug == Cadence.slug:
            _write_even(found, rows, days, as_of_day)
        else:
            _write_dated(found, rows, (slug, detail), days, as_of_day)
    return _table(found, usual_gap_days)


def _table(found: np.ndarray, usual_gap_days: np.ndarray) -> pd.DataFrame:
    next_day, due_day, missed, kept, missed_before = found
    with_beat = missed >= 0
    chance = np.full(len(missed), np.nan)
    chance[with_beat] = chance_of_missing(missed[with_beat], kept[with_beat], missed_before[with_beat])
    columns = (next_day, due_day, missed, usual_gap_days, kept, missed_before, chance)
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))


def chance_of_missing(beats: np.ndarray, kept: np.ndarray, missed_before: np.ndarray) -> np.ndarray:
    """Return the chance that somebody misses at least `beats` in a row and comes again, float64; 1 for no beat.

    Product over i < beats of (b + i) / (a + b + i), a = 4 + kept, b = 1 + missed_before: the survivor function of
    the beta-geometric law (Fader and Hardie 2007, "How to project customer retention"), with a prior that expects four
    of five beats kept.
    """
    a, b = KEPT_BEFORE + np.asarray(kept, float), MISSED_BEFORE + np.asarray(missed_before, float)
    return np.exp(special.betaln(a, b + beats) - special.betaln(a, b))


def _expected_after(days: UserDays, usual_gap_days: np.ndarray, as_of_day: int) -> np.ndarray:
    """Return the five columns of people without a beat: what is known is their median gap alone."""
    found = np.full((5, days.users), NOT_KNOWN, np.int64)
    known = np.diff(days.offsets) > LEAST_GAPS
    last = days.day[days.offsets[1:] - 1]
    found[1, known] = last[known] + _rounded(usual_gap_days[known])
    found[0] = np.where(found[1] > as_of_day, found[1], NOT_KNOWN)
    return found


def _write_dated(found: np.ndarray, rows: np.ndarray, label: tuple[str, int], days: UserDays, as_of_day: int) -> None:
    """Write the columns of the users of one label whose occasions are dates; others keep what they have."""
    first, last = days.day[days.offsets[rows]], days.day[days.offsets[rows + 1] - 1]
    latest = max([as_of_day + AHEAD_DAYS, *(each.days[-1] + each.tolerance_days for each in days.lists)])
    ours = occasions(label, (int(first.min()) - AHEAD_DAYS, latest), lists=days.lists, ignored=days.ignored)
    if ours is None:
        return
    passed = ours.begun(last)
    kept = _kept(ours, days, rows)
    start = np.append(ours.start, NOT_KNOWN)  # past the last occasion none is known
    upcoming = start[np.maximum(passed, ours.over(as_of_day + 1))]
    found[0, rows] = np.where(upcoming == NOT_KNOWN, NOT_KNOWN, np.maximum(upcoming, as_of_day + 1))
    found[1, rows] = start[passed]
    found[2, rows] = np.maximum(0, ours.over(as_of_day) - passed)
    found[3, rows] = kept
    found[4, rows] = np.maximum(0, passed - ours.over(first) - kept)


def _kept(ours: Occasions, days: UserDays, rows: np.ndarray) -> np.ndarray:
    """Return to how many occasions each user came, int64."""
    count = days.offsets[rows + 1] - days.offsets[rows]
    place = np.repeat(np.arange(len(rows)), count)
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    occasion = ours.came_to(days.day[days.offsets[rows][place] + within])
    anew = (np.diff(occasion, prepend=NOT_KNOWN) != 0) | (within == 0)
    return np.bincount(place[anew & (occasion >= 0)], minlength=len(rows))


def _write_even(found: np.ndarray, rows: np.ndarray, days: UserDays, as_of_day: int) -> None:
    """Write the columns of the users who come every N days, by the beat that explains each one's days best."""
    first, last = days.day[days.offsets[rows]], days.day[days.offsets[rows + 1] - 1]
    beats = np.zeros((len(rows), 2))
    logs = log_factorials(int((last - first).max()) + 2)

    def work(start: int, stop: int) -> None:
        own_beats(rows[start:stop], days.offsets, days.day, logs, beats[start:stop])

    over_slices(work, len(rows))
    period_days, last_tick = beats.T
    # In beats after the last tick: how far the as-of day is past the latest day a visit would still be on the beat.
    past = (as_of_day - np.maximum(1.0, TOLERANCE * period_days) - last_tick) / period_days
    upcoming = last_tick + np.maximum(1, np.floor(past) + 1) * period_days
    kept = days.offsets[rows + 1] - days.offsets[rows] - 1
    found[0, rows] = np.maximum(as_of_day + 1, _rounded(upcoming))
    found[1, rows] = np.maximum(last + 1, _rounded(last_tick + period_days))
    found[2, rows] = np.maximum(0, np.ceil(past) - 1)
    found[3, rows] = kept
    found[4, rows] = np.maximum(0, _rounded((last - first) / period_days) - kept)


def _rounded(values: np.ndarray) -> np.ndarray:
    return np.floor(values + 0.5).astype(np.int64)
