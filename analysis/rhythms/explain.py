"""Why one user has the label they have: the evidence for and against every rhythm, in plain counts."""

import math
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from analysis import wording
from analysis.activity import Activity
from analysis.kernels.decide import LEANING, NO, SURE
from analysis.labels import Segmentation
from analysis.rhythms.intervals import wilson_interval
from analysis.rhythms.rhythm import Condition, Rhythm
from analysis.rhythms.scores import Scores

Verdict = Literal["sure", "leaning", "no", "untested"]
VERDICTS: dict[int, Verdict] = {NO: "no", LEANING: "leaning", SURE: "sure"}
EXPLAINED = ("daily", "weekdays", "weekend", "weekday", "weekday_set", "month_day", "cadence", "bursty")


@dataclass(frozen=True)
class Explained:
    """The evidence on one rhythm for one user.

    Attributes
    ----------
    rhythm, detail, title
        The rhythm tried, its best detail for this user ("Tue"), and what the screen calls it.
    hits, of
        `hits` of `of` active days (cadence: gaps) lie in it; None where nothing is counted (bursty).
    expected
        How many of them would by chance alone: `of` times the set's share of the user's own calendar; nan where the
        rhythm has no set of days.
    share, low, high
        hits / of with its 95 % Wilson interval.
    pvalue, qvalue
        Of the rhythm's family of tests; q adjusted over all tested users. nan where there is no test.
    verdict
        "sure", "leaning", "no", or "untested" (too few active days).
    reasons
        What is missing for "sure", one plain sentence each.
    is_label
        Whether this is the label the user carries.
    """

    rhythm: str
    detail: str
    title: str
    hits: int | None
    of: int
    expected: float
    share: float
    low: float
    high: float
    pvalue: float
    qvalue: float
    verdict: Verdict
    reasons: tuple[str, ...]
    is_label: bool


def explain_user(activity: Activity, scores: Scores, segmentation: Segmentation, row: int) -> list[Explained]:
    """Return the evidence on every rhythm for user `row`, in display order."""
    days = activity.days_of(row)
    return [_explain(days, scores, segmentation, row, slug) for slug in EXPLAINED]


def _explain(days: np.ndarray, scores: Scores, segmentation: Segmentation, row: int, slug: str) -> Explained:
    rhythm: Rhythm = getattr(segmentation.settings, slug)
    code = int(rhythm.details(scores)[row])
    share = float(scores[rhythm.share_column][row]) if rhythm.share_column else math.nan
    trials = _trials(days, slug)
    hits = round(share * trials) if math.isfinite(share) else None
    low, high = wilson_interval(math.nan if hits is None else hits, trials)
    pvalue, qvalue = _proof(rhythm, scores, segmentation, row)
    return Explained(
        rhythm=slug,
        detail=rhythm.detail_text(code),
        title=rhythm.title,
        hits=hits,
        of=trials,
        expected=_expected(days, rhythm, code),
        share=share,
        low=float(low),
        high=float(high),
        pvalue=pvalue,
        qvalue=qvalue,
        verdict=_verdict(rhythm, scores, segmentation, row),
        reasons=_missing(rhythm, scores, segmentation, row),
        is_label=segmentation.rhythm_slugs[segmentation.rhythm[row]] == slug,
    )


def _trials(days: np.ndarray, slug: str) -> int:
    """Return what a share is counted of: gaps, days of the window, or active days."""
    if slug == "cadence":
        return len(days) - 1
    return int(days[-1] - days[0]) + 1 if slug == "daily" else len(days)


def _proof(rhythm: Rhythm, scores: Scores, segmentation: Segmentation, row: int) -> tuple[float, float]:
    """Return p and q of the rhythm's family; nan where there is no test."""
    if rhythm.family is None or not scores.tested(segmentation.settings.evidence)[row]:
        return math.nan, math.nan
    return float(scores[f"{rhythm.family}_p"][row]), float(segmentation.qvalues(rhythm.family)[row])


def _verdict(rhythm: Rhythm, scores: Scores, segmentation: Segmentation, row: int) -> Verdict:
    evidence = segmentation.settings.evidence
    if not scores.tested(evidence)[row]:
        return "untested"
    return VERDICTS[int(rhythm.verdicts(scores, evidence)[row])]


def _expected(days: np.ndarray, rhythm: Rhythm, code: int) -> float:
    """Return how many of a user's days chance puts on the set: days times the set's share of the own window."""
    inside = rhythm.belongs(code, np.arange(days[0], days[-1] + 1))
    return math.nan if inside is None else float(len(days) * inside.mean())


def _missing(rhythm: Rhythm, scores: Scores, segmentation: Segmentation, row: int) -> tuple[str, ...]:
    evidence = segmentation.settings.evidence
    if not scores.tested(evidence)[row]:
        return (f"Fewer than {evidence.min_active_days} active days: too early to say.",)
    reasons = []
    if rhythm.family is not None and scores[f"{rhythm.family}_p"][row] > scores.cutoff(rhythm.family, evidence):
        reasons.append("Among so many users, chance alone could give this to one.")
    reasons += [
        _broken(rhythm, condition, float(scores[condition.column][row]))
        for condition in rhythm.conditions()
        if not condition.holds(scores)[row]
    ]
    return tuple(reasons)


def _broken(rhythm: Rhythm, condition: Condition, value: float) -> str:
    """Say which threshold is missed: "Share on one weekday: 55 %, asked for 60 % or more."."""
    knob = rhythm.knob(condition.knob)
    asked = "or more" if condition.sign > 0 else "or less"
    number = wording.share if knob.unit == "share" else partial(wording.decimal, digits=1)
    return f"{knob.label}: {number(value)}, asked for {number(condition.limit)} {asked}."
