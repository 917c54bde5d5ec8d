"""Which of one user's days keep to a pattern, and how many would by chance alone."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from analysis.kernels.clock import allowed_off, clock_line, off_clock
from analysis.kernels.even_beats import CLOCK, GAPS, MISSED, own_beat
from analysis.kernels.renewal import TOLERANCE
from analysis.kernels.tails import log_factorials
from analysis.rhythms.rhythm import Rhythm
from analysis.rhythms.user_days import UserDays

Way = Literal["gaps", "missed", "clock"]
COUNTED: dict[Way, str] = {"gaps": "gaps", "missed": "gaps", "clock": "visits after the first"}
WAYS: dict[int, Way] = {GAPS: "gaps", MISSED: "missed", CLOCK: "clock"}
REDRAWS = 400  # of one user's days: the mean share is then known to about a hundredth


@dataclass(frozen=True)
class Beat:
    """An even beat: its period, and what keeps to it: each gap, each gap with beats missed, or visits to a clock."""

    period_days: float
    way: Way

    def holds(self, own: np.ndarray) -> np.ndarray:
        """Return which days after the first are on the beat, bool: within a quarter of the period, at least a day."""
        return _near_clock(own) if self.way == "clock" else self.fits(np.diff(own))

    def fits(self, gaps: np.ndarray) -> np.ndarray:
        """Return which gaps (days) are on the beat, bool; of a clock gaps alone do not tell."""
        beats = np.maximum(1, np.floor(gaps / self.period_days + 0.5)) if self.way == "missed" else 1
        return np.abs(gaps - beats * self.period_days) <= max(1.0, TOLERANCE * self.period_days)


@dataclass(frozen=True, eq=False)
class Kept:
    """What of a user's history keeps to a pattern.

    Attributes
    ----------
    days
        bool, one entry an active day; the first day begins an even beat.
    hits, of, counted
        `hits` of `of` `counted`: "active days", of an even beat "gaps" or "visits after the first".
    expected
        How many of `of` would keep to it had the same number of days fallen at random into the user's own window.
    dates
        Dates (days since 1970) of the pattern within the window; empty for an even beat, which names none.
    """

    days: np.ndarray
    hits: int
    of: int
    counted: str
    expected: float
    dates: np.ndarray


def days_of(days: UserDays, row: int) -> np.ndarray:
    """Return the days of one user that were scored."""
    return days.day[days.offsets[row] : days.offsets[row + 1]]


def kept_days(rhythm: type[Rhythm], code: int, days: UserDays, row: int) -> Kept | None:
    """Return how user `row` keeps to one detail of a rhythm; None where it is neither dates nor an even beat."""
    own = days_of(days, row)
    if len(own) < 2 or not rhythm.share_column or (rhythm.detail_column and code < 0):
        return None
    if rhythm.slug == "cadence":
        return _kept_beat(own)
    window = np.setdiff1d(np.arange(own[0], own[-1] + 1), days.ignored)
    inside = rhythm.belongs(code, window, days.lists)
    if inside is None:
        return None
    dates = window[inside]
    on = np.isin(own, dates)
    return Kept(on, int(on.sum()), len(own), "active days", float(len(own) * inside.mean()), dates)


def _kept_beat(own: np.ndarray) -> Kept:
    beat = beat_of(own)
    on = beat.holds(own)
    days = np.concatenate(([True], on))
    return Kept(days, int(on.sum()), len(on), COUNTED[beat.way], _expected_on_beat(own, beat), np.zeros(0, np.int32))


def beat_of(own: np.ndarray) -> Beat:
    """Return the even beat that explains a user's days best, as the scores chose it (`kernels.even_beats`)."""
    period_days, way, _ = own_beat(own, log_factorials(int(own[-1] - own[0]) + 2))
    return Beat(period_days, WAYS[way])


def _near_clock(own: np.ndarray) -> np.ndarray:
    """Return which visits after the first lie near their line, in whole numbers as `kernels.clock` counts them."""
    line = clock_line(own)
    gaps = len(own) - 1
    after = own[1:].astype(np.int64) - int(own[0])
    return np.abs(off_clock(line, after, 2 * np.arange(1, gaps + 1) - gaps)) <= allowed_off(line)


def _expected_on_beat(own: np.ndarray, beat: Beat) -> float:
    """Return how many chance puts on the beat, given first and last day: exact for gaps, of a clock by redrawn days.

    A gap of random days is g with probability C(S - g - 1, m - 2) / C(S - 1, m - 1): the marginal of a uniform
    composition of the span S into m gaps.
    """
    span, gaps = int(own[-1] - own[0]), len(own) - 1
    if beat.way == "clock":
        generator = np.random.default_rng(1)
        return float(np.mean([_near_clock(_redrawn(span, gaps, generator)).sum() for _ in range(REDRAWS)]))
    length = np.arange(1, span - gaps + 2)
    chance = np.exp(_log_choose(span - length - 1, gaps - 2) - _log_choose(span - 1, gaps - 1))
    return float(gaps * chance[beat.fits(length)].sum())


def _redrawn(span: int, gaps: int, generator: np.random.Generator) -> np.ndarray:
    """Return days 0 and `span` with the others drawn between them."""
    inner = generator.choice(span - 1, gaps - 1, replace=False) + 1
    return np.sort(np.concatenate(([0, span], inner))).astype(np.int32)


def _log_choose(n: np.ndarray | int, k: int) -> np.ndarray:
    return special.gammaln(np.asarray(n) + 1.0) - special.gammaln(k + 1.0) - special.gammaln(np.asarray(n) - k + 1.0)
