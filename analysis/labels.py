"""One label a user: from scores and thresholds to a Segmentation, fast enough for a slider."""

from dataclasses import dataclass, make_dataclass, replace
from typing import Protocol

import numpy as np

from analysis.kernels.decide import NOTHING, SURE, decide
from analysis.kernels.parallel import over_slices
from analysis.knobs import Tunable
from analysis.rhythms import RHYTHMS, Scores
from analysis.rhythms.bursty import Bursty
from analysis.rhythms.cadence import Cadence
from analysis.rhythms.daily import Daily
from analysis.rhythms.evidence import Evidence
from analysis.rhythms.irregular import Irregular
from analysis.rhythms.scores import Looked
from analysis.rhythms.too_few import TooFew
from analysis.rhythms.weekday import Weekday
from analysis.segmentation import CODE, KIND, MIXED, RHYTHM_SLUGS, RHYTHM_TITLES, Segmentation, detail_text

__all__ = [
    "CODE", "KIND", "LABEL_SLUGS", "MIXED", "RHYTHM_SLUGS", "RHYTHM_TITLES", "DefaultSettings", "RhythmSettings",
    "Segmentation",
    "detail_text", "label", "label_thresholds",
]  # fmt: skip
CALENDAR = tuple(each for each in RHYTHMS if each.calendar_patience is not None)
JUDGED = (*CALENDAR, Cadence, Bursty)  # whose verdicts decide a label
LABEL_SLUGS = (Evidence.slug, *(each.slug for each in RHYTHMS if each.knobs()))  # what labels read of settings


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


def label_thresholds(settings: RhythmSettings) -> tuple[Tunable, ...]:
    """Return all that `label` reads of settings, as a key."""
    return tuple(getattr(settings, slug) for slug in LABEL_SLUGS)


@dataclass(frozen=True, eq=False)
class _Decision:
    """What was decided under some thresholds, so that under the next ones only who has another verdict is decided anew.

    Attributes
    ----------
    looked
        Whom thresholds can give a verdict; the arrays below have one entry for each of its rows.
    untimed
        int8 codes of everybody without a calendar rhythm, a cadence and bursts, shape (users,).
    verdicts
        One uint8 array for each of `JUDGED`.
    unproven
        Whether the cadence's own p-value fails, bool.
    labels
        Label int8, detail int16, leaning int8, leaning detail int16, shape (users,); daily users not yet marked.
    """

    looked: Looked
    untimed: np.ndarray
    verdicts: tuple[np.ndarray, ...]
    unproven: np.ndarray
    labels: tuple[np.ndarray, ...]


def label(scores: Scores, settings: RhythmSettings = DefaultSettings()) -> Segmentation:  # noqa: B008 - frozen
    """Label every user once: the rhythm that explains their days best among those proven.

    The order and the comparison of rhythms by BIC are those of the labelling study, section 1: daily first; then the
    calendar rhythm with the smallest BIC, unless an even beat explains the days much better; a draw is "mixed".
    """
    evidence = settings.evidence
    labels = _decided(scores, settings).labels
    described = settings.daily.verdicts(scores, evidence)
    daily = scores.keep("daily_rows", (settings.daily, evidence.min_active_days), lambda: np.flatnonzero(described))
    if len(daily):
        labels = tuple(each.copy() for each in labels)
        for array, value in zip(labels, (CODE[Daily.slug], NOTHING, NOTHING, NOTHING), strict=True):
            array[daily] = value
            array.setflags(write=False)
    return Segmentation(*labels, settings=settings, scores=scores)


def _decided(scores: Scores, settings: RhythmSettings) -> _Decision:
    """Decide everybody's label but "daily", beginning from what was decided last on these scores."""
    evidence = settings.evidence
    looked = scores.looked_at(evidence)
    verdicts = tuple(getattr(settings, each.slug).verdicts_of(scores, evidence, looked) for each in JUDGED)
    cutoff = scores.cutoff("cadence", evidence)
    cadence_p = scores.side_by_side("cadence p", scores.pvalues("cadence", evidence), looked)
    least = evidence.min_active_days
    untimed = scores.keep("untimed", least, lambda: _irregular_or_too_few(scores, evidence))
    now = _Decision(looked, untimed, verdicts, cadence_p > cutoff, ())
    last = scores.kept.last("decision")
    if last is None or last.looked.rows is not looked.rows or last.untimed is not untimed:
        last = _nothing_decided(now)
    changed = _changed(last, now)
    labels = tuple(each.copy() for each in last.labels)
    _decide(changed, now, labels, scores)
    for each in labels:
        each.setflags(write=False)
    now = replace(now, labels=labels)
    scores.kept.put("decision", now)
    return now


def _nothing_decided(now: _Decision) -> _Decision:
    """Return what holds where nobody has a verdict."""
    users = len(now.untimed)
    none = np.zeros(len(now.looked.rows), np.uint8)
    labels = now.untimed, *(np.full(users, NOTHING, kind) for kind in (np.int16, np.int8, np.int16))
    return replace(now, verdicts=(none,) * len(JUDGED), labels=labels)


def _changed(last: _Decision, now: _Decision) -> np.ndarray:
    """Return the places in `looked.rows` of the users with another verdict."""
    differs = last.unproven != now.unproven
    for before, after in zip(last.verdicts, now.verdicts, strict=True):
        if before is not after:  # kept arrays are the same ones while their thresholds are
            differs |= before != after
    return np.flatnonzero(differs)


def _decide(places: np.ndarray, now: _Decision, labels: tuple[np.ndarray, ...], scores: Scores) -> None:
    """Write the labels of the users at some places of `looked.rows`."""
    looked = now.looked
    rows = looked.rows[places]
    *calendar, cadence, bursty = (each[places] for each in now.verdicts)
    own = np.stack(calendar, axis=1)
    remains = np.where(bursty == SURE, np.int8(CODE[Bursty.slug]), now.untimed[rows])
    fits = scores.keep("fits", looked.name, lambda: _fits(scores, looked.rows))
    details = scores.keep("details", looked.name, lambda: _details(scores, looked.rows))
    unproven = now.unproven[places]

    def work(start: int, stop: int) -> None:
        part = slice(start, stop)
        given = (rows[part], places[part], remains[part])
        decide(given, (own[part], cadence[part], unproven[part]), (fits, details), PLAN, labels)

    over_slices(work, len(rows))


def _irregular_or_too_few(scores: Scores, evidence: Evidence) -> np.ndarray:
    # Codes by a sum of int8 instead of a choice: ten times faster.
    step = np.int8(CODE[Irregular.slug] - CODE[TooFew.slug])
    return scores.tested(evidence) * step + np.int8(CODE[TooFew.slug])


def _fits(scores: Scores, rows: np.ndarray) -> np.ndarray:
    """Return what `decide` compares, one row a user, float32: padded to whole cache lines of 64 bytes."""
    names = [f"{each.slug}_{column}" for column in ("bic", "choice") for each in CALENDAR]
    names += ["weekday_bonus", "cadence_bic", "hazard_bic"]
    fits = np.zeros((len(rows), -(-len(names) // 16) * 16), np.float32)
    for place, name in enumerate(names):
        fits[:, place] = scores[name][rows]
    return fits


def _details(scores: Scores, rows: np.ndarray) -> np.ndarray:
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
