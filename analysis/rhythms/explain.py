"""Why one user has the label they have: the evidence for and against every rhythm, in plain counts."""

import math
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from analysis import wording
from analysis.activity import Activity
from analysis.kernels.anchors import LEAST_STARTS
from analysis.kernels.decide import LEANING, NO, SURE
from analysis.kernels.gaps import LEAST_MEAN_GAP
from analysis.labels import Segmentation
from analysis.rhythms import RHYTHMS
from analysis.rhythms.distinctive import DISTINCTIVE_FAMILIES
from analysis.rhythms.evidence import ANCHOR_FAMILIES, LEAST_MONTHS
from analysis.rhythms.intervals import wilson_interval
from analysis.rhythms.on_pattern import Kept, days_of, kept_days
from analysis.rhythms.rhythm import Condition, Rhythm
from analysis.rhythms.scores import Scores

Verdict = Literal["sure", "leaning", "no", "untested"]
VERDICTS: dict[int, Verdict] = {NO: "no", LEANING: "leaning", SURE: "sure"}
# Every rhythm that asks something of the days; the labels that remain without one have no evidence of their own.
EXPLAINED = tuple(each.slug for each in RHYTHMS if each().conditions())
BY_CHANCE = "Among so many users, chance alone could give this to one."
AS_OTHERS = "Not far enough from when your other users come: among so many, chance could give this to one."
NO_SET = {
    "weekly": "No two to five weekdays are kept about equally.",
    "dates": "No such set of dates holds half of the visits.",
}


@dataclass(frozen=True)
class Explained:
    """The evidence on one rhythm for one user.

    Attributes
    ----------
    rhythm, detail, title
        The rhythm tried, its best detail for this user ("Tue"), and what the screen calls it.
    hits, of, counted
        `hits` of `of` `counted` keep to it: "active days", "gaps", "visits after the first", "days of the window";
        None where nothing is counted.
    expected
        How many of them would by chance alone: the same number of days at random in the user's own window; nan where
        the rhythm names neither dates nor a beat.
    share, low, high
        hits / of with its 95 % Wilson interval.
    half_share
        The smaller share of the two halves of the history, as the threshold counts it (dates: of visits); nan if none.
    pvalue, qvalue
        Of the rhythm's family of tests; q adjusted over all tested users. nan where there is no test.
    verdict
        "sure", "leaning", "no", or "untested".
    decision
        The verdict in words: "proven, and the label", "not tested, because ...".
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
    counted: str
    expected: float
    share: float
    low: float
    high: float
    half_share: float
    pvalue: float
    qvalue: float
    verdict: Verdict
    decision: str
    reasons: tuple[str, ...]
    is_label: bool


def explain_user(activity: Activity, scores: Scores, segmentation: Segmentation, row: int) -> list[Explained]:
    """Return the evidence on every rhythm for user `row`, in display order."""
    return [_explain(scores, segmentation, row, slug) for slug in EXPLAINED]


def _explain(scores: Scores, segmentation: Segmentation, row: int, slug: str) -> Explained:
    rhythm: Rhythm = getattr(segmentation.settings, slug)
    code = int(rhythm.details(scores)[row])
    kept = kept_days(type(rhythm), code, scores.days, row)
    hits, of, counted = _counted(rhythm, scores, row, kept)
    low, high = wilson_interval(math.nan if hits is None else hits, of)
    why_not = _why_untested(rhythm, scores, segmentation, row)
    pvalue, qvalue = (math.nan, math.nan) if why_not else _proof(rhythm, scores, segmentation, row)
    verdict = "untested" if why_not else VERDICTS[int(rhythm.verdicts(scores, segmentation.settings.evidence)[row])]
    is_label = segmentation.rhythm_slugs[segmentation.rhythm[row]] == slug
    return Explained(
        rhythm=slug,
        detail=segmentation.detail_text(slug, code),
        title=rhythm.title,
        hits=hits,
        of=of,
        counted=counted,
        expected=math.nan if kept is None else kept.expected,
        share=math.nan if hits is None or not of else hits / of,
        low=float(low),
        high=float(high),
        half_share=_half_share(rhythm, scores, row),
        pvalue=pvalue,
        qvalue=qvalue,
        verdict=verdict,
        decision=_decision(rhythm, verdict, why_not, is_label),
        reasons=(f"Not tested: {why_not}.",) if why_not else _missing(rhythm, scores, segmentation, row),
        is_label=is_label,
    )


def _counted(rhythm: Rhythm, scores: Scores, row: int, kept: Kept | None) -> tuple[int | None, int, str]:
    """Return hits, trials and what they are; days of the window where a rhythm names neither dates nor a beat."""
    if kept is not None:
        return kept.hits, kept.of, kept.counted
    own = days_of(scores.days, row)
    share = float(scores[rhythm.share_column][row]) if rhythm.share_column else math.nan
    if rhythm.family is not None or not math.isfinite(share):
        return None, len(own), "active days"
    window = int(own[-1] - own[0]) + 1
    return round(share * window), window, "days of the window"


def _half_share(rhythm: Rhythm, scores: Scores, row: int) -> float:
    column = f"{rhythm.slug}_half_share"
    return float(scores[column][row]) if column in scores.frame else math.nan


def _proof(rhythm: Rhythm, scores: Scores, segmentation: Segmentation, row: int) -> tuple[float, float]:
    """Return p and q of the rhythm's family; nan where there is no test."""
    if rhythm.family is None:
        return math.nan, math.nan
    pvalues = scores.pvalues(rhythm.family, segmentation.settings.evidence)
    return float(pvalues[row]), float(segmentation.qvalues(rhythm.family)[row])


def _why_untested(rhythm: Rhythm, scores: Scores, segmentation: Segmentation, row: int) -> str:
    """Say why this rhythm could not be tested on this user, "" where it was."""
    evidence = segmentation.settings.evidence
    if not scores.tested(evidence)[row]:
        return f"fewer than {evidence.min_active_days} active days: too early to say"
    own = days_of(scores.days, row)
    if rhythm.slug == "cadence" and np.diff(own).mean() < LEAST_MEAN_GAP:
        return "visits lie so close together that no beat could be told"
    if rhythm.family not in ANCHOR_FAMILIES.values():
        return ""
    if rhythm.slug == "dates" and not scores.days.lists:
        return "no dates of mine were given"
    months = LEAST_MONTHS[rhythm.slug]
    if scores["visit_starts"][row] < LEAST_STARTS or scores["visit_months"][row] < months:
        in_months = f" in at least {months} months" if months > 1 else ""
        return f"it needs {LEAST_STARTS} visits or more{in_months}"
    return ""


def _decision(rhythm: Rhythm, verdict: Verdict, why_not: str, is_label: bool) -> str:  # noqa: FBT001 - one caller
    if verdict == "untested":
        return f"not tested, because {why_not}"
    if verdict == "leaning":
        return "strong, not proven"
    if verdict == "no":
        return "no"
    proven = "proven" if rhythm.family else "yes (it describes, nothing is tested)"
    return f"{proven}, and the label" if is_label else f"{proven}, but another pattern explains the days better"


def _missing(rhythm: Rhythm, scores: Scores, segmentation: Segmentation, row: int) -> tuple[str, ...]:
    evidence = segmentation.settings.evidence
    if rhythm.share_column and math.isnan(scores[rhythm.share_column][row]):
        return (NO_SET["weekly" if rhythm.family == "weekly" else "dates"],)
    reasons = []
    family = rhythm.family
    if family is not None and scores.pvalues(family, evidence)[row] > scores.cutoff(family, evidence):
        reasons.append(AS_OTHERS if evidence.distinctive and family in DISTINCTIVE_FAMILIES else BY_CHANCE)
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
