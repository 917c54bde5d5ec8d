"""One label a user: from scores and thresholds to a Segmentation, fast enough for a slider."""

from dataclasses import make_dataclass
from functools import reduce
from typing import Protocol

import numpy as np

from analysis.kernels.decide import NOTHING, SURE, decide
from analysis.kernels.parallel import over_slices
from analysis.rhythms import RHYTHMS, Scores
from analysis.rhythms.bursty import Bursty
from analysis.rhythms.cadence import Cadence
from analysis.rhythms.daily import Daily
from analysis.rhythms.evidence import Evidence
from analysis.rhythms.irregular import Irregular
from analysis.rhythms.too_few import TooFew
from analysis.rhythms.weekday import Weekday
from analysis.segmentation import CODE, KIND, MIXED, RHYTHM_SLUGS, RHYTHM_TITLES, Segmentation, detail_text

__all__ = [
    "CODE", "KIND", "MIXED", "RHYTHM_SLUGS", "RHYTHM_TITLES", "DefaultSettings", "RhythmSettings", "Segmentation",
    "detail_text", "label",
]  # fmt: skip
CALENDAR = tuple(each for each in RHYTHMS if each.calendar_patience is not None)


class RhythmSettings(Protocol):
    """What `label` reads: `evidence`, and every rhythm under its slug; `analysis.settings.Settings`, for example."""

    evidence: Evidence


# The thresholds labels start from: every rhythm of the registry under its slug.
DefaultSettings = make_dataclass(
    "DefaultSettings",
    [("evidence", Evidence, Evidence()), *((each.slug, each, each()) for each in RHYTHMS)],
    frozen=True,
    kw_only=True,
)


def label(scores: Scores, settings: RhythmSettings = DefaultSettings()) -> Segmentation:  # noqa: B008 - frozen
    """Label every user once: the rhythm that explains their days best among those proven.

    The order and the comparison of rhythms by BIC are those of the labelling study, section 1: daily first; then the
    calendar rhythm with the smallest BIC, unless an even beat explains the days much better; a draw is "mixed".
    """
    evidence = settings.evidence
    verdicts = [getattr(settings, each.slug).verdicts(scores, evidence) for each in CALENDAR]
    cadence = settings.cadence.verdicts(scores, evidence)
    renewal = (cadence, scores["cadence_p"], scores.cutoff("cadence", evidence))
    out = _without_beat(scores, settings)
    # Most users have no verdict: only those who have one are compared.
    rows = np.flatnonzero(reduce(np.bitwise_or, verdicts, cadence) != 0)  # of bool: five times as fast as of uint8
    own = np.stack([each[rows] for each in verdicts], axis=1)
    places, fits, details = _compared(scores, evidence, rows)

    def work(start: int, stop: int) -> None:
        decide(rows[start:stop], (own[start:stop], places[start:stop], fits, details), PLAN, renewal, out)

    over_slices(work, len(rows))
    described = settings.daily.verdicts(scores, evidence)
    daily = scores.keep("daily_rows", (settings.daily, evidence.min_active_days), lambda: np.flatnonzero(described))
    for array, value in zip(out, (CODE[Daily.slug], NOTHING, NOTHING, NOTHING), strict=True):
        array[daily] = value
        array.setflags(write=False)
    return Segmentation(*out, settings=settings, scores=scores)


def _without_beat(scores: Scores, settings: RhythmSettings) -> tuple[np.ndarray, ...]:
    """Return label, detail, leaning and leaning detail of users with neither a calendar rhythm nor a cadence."""
    bursty = settings.bursty.verdicts(scores, settings.evidence) == SURE
    least = settings.evidence.min_active_days
    # Codes by sums of int8 instead of choices: ten times faster, and bursty users are tested ones.
    label = scores.keep("untimed", least, lambda: _irregular_or_too_few(scores, settings.evidence)).copy()
    label += bursty * np.int8(CODE[Bursty.slug] - CODE[Irregular.slug])
    return label, *(np.full(len(scores), NOTHING, kind) for kind in (np.int16, np.int8, np.int16))


def _irregular_or_too_few(scores: Scores, evidence: Evidence) -> np.ndarray:
    step = np.int8(CODE[Irregular.slug] - CODE[TooFew.slug])
    return scores.tested(evidence) * step + np.int8(CODE[TooFew.slug])


def _compared(scores: Scores, evidence: Evidence, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return fits and details, and in which of their rows these users stand; those near a proof side by side."""
    key, near = evidence.distinctive, scores.near(evidence)
    place = scores.keep("near_place", key, lambda: _places(near, len(scores)))[rows]
    if len(place) and place.min() == NOTHING:  # thresholds looser than almost anybody sets them
        everybody = slice(None)
        fits = scores.keep("fits", None, lambda: _fits(scores, everybody))
        return rows, fits, scores.keep("details", None, lambda: _details(scores, everybody))
    fits = scores.keep("near_fits", key, lambda: _fits(scores, near))
    return place, fits, scores.keep("near_details", key, lambda: _details(scores, near))


def _places(near: np.ndarray, users: int) -> np.ndarray:
    place = np.full(users, NOTHING, np.int64)
    place[near] = np.arange(len(near))
    return place


def _fits(scores: Scores, rows: np.ndarray | slice) -> np.ndarray:
    """Return what `decide` compares, one row a user, float32: padded to whole cache lines of 64 bytes."""
    names = [f"{each.slug}_{column}" for column in ("bic", "choice") for each in CALENDAR]
    names += ["weekday_bonus", "cadence_bic", "hazard_bic"]
    users = len(scores["n"][rows])
    fits = np.zeros((users, -(-len(names) // 16) * 16), np.float32)
    for place, name in enumerate(names):
        fits[:, place] = scores[name][rows]
    return fits


def _details(scores: Scores, rows: np.ndarray | slice) -> np.ndarray:
    """Return detail codes of the calendar kinds, then of the cadence, one row a user, int16."""
    return np.stack([each().details(scores)[rows] for each in (*CALENDAR, Cadence)], axis=1)


def _plan() -> tuple:
    """Return what `decide` must know of the registry: contests, patience and codes."""
    return (
        # Weekday sets are one contest, sets of dates the other: inside one the better explanation wins, between the two
        # a near tie is a mixture.
        np.array([each.family == Weekday.family for each in CALENDAR], np.int64),
        np.array([each.calendar_patience for each in CALENDAR], np.float64),
        np.array([CODE[each.slug] for each in CALENDAR]),
        CALENDAR.index(Weekday),
        np.array([CODE[slug] for slug in (Cadence.slug, MIXED)]),
    )


PLAN = _plan()
