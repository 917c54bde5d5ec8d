"""Why one user has the label they have: the evidence for and against every rhythm, in plain counts."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from analysis.activity import Activity
from analysis.daysets import month_sets
from analysis.kernels.decide import LEANING, SURE
from analysis.labels import KIND, Segmentation
from analysis.rhythms.intervals import wilson_interval
from analysis.rhythms.rhythm import Rhythm
from analysis.rhythms.scores import Scores
from analysis.rhythms.weekday import Weekday
from analysis.rhythms.weekday_set import WeekdaySet
from analysis.rhythms.weekend import Weekend
from analysis.rhythms.weekdays import Weekdays

Verdict = Literal["sure", "leaning", "no", "untested"]
WEEKEND_CODE, WORKDAYS_CODE = 0b1100000, 0b0011111
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
    return [_explain(activity, scores, segmentation, row, KIND[slug].slug) for slug in EXPLAINED]


def _explain(activity: Activity, scores: Scores, segmentation: Segmentation, row: int, slug: str) -> Explained:
    rhythm: Rhythm = getattr(segmentation.settings, slug)
    evidence = segmentation.settings.evidence
    code = int(rhythm.details(scores)[row])
    days = activity.days_of(row)
    trials = max(len(days) - 1, 0) if slug == "cadence" else int(days[-1] - days[0]) + 1 if slug == "daily" else len(days)
    share = float(scores[rhythm.share_column][row]) if rhythm.share_column else math.nan
    hits = round(share * trials) if math.isfinite(share) else None
    low, high = wilson_interval(np.array([hits or 0]), np.array([trials])) if hits is not None else ([math.nan],) * 2
    tested = bool(scores.tested(evidence)[row])
    pvalue, qvalue = math.nan, math.nan
    if rhythm.family is not None and tested:
        pvalue = float(scores[f"{rhythm.family}_p"][row])
        qvalue = float(segmentation.qvalues(rhythm.family)[row])
    state = int(rhythm.verdicts(scores, evidence)[row])
    verdict: Verdict = "untested" if not tested else "sure" if state == SURE else "leaning" if state == LEANING else "no"
    return Explained(
        rhythm=slug,
        detail=rhythm.detail_text(code) if code >= 0 else "",
        title=rhythm.title,
        hits=hits,
        of=trials,
        expected=_expected(days, slug, code),
        share=share,
        low=float(low[0]),
        high=float(high[0]),
        pvalue=pvalue,
        qvalue=qvalue,
        verdict=verdict,
        reasons=_missing(rhythm, scores, segmentation, row, qvalue),
        is_label=segmentation.rhythm_slugs[segmentation.rhythm[row]] == slug,
    )


def _expected(days: np.ndarray, slug: str, code: int) -> float:
    """Return how many of a user's days chance puts on the set: days times the set's share of the own window."""
    window = np.arange(days[0], days[-1] + 1)
    weekday = (window + 3) % 7
    if slug == "month_day" and code >= 0:
        inside = month_sets(int(days[0]), int(days[-1])).inside[:, code]
    elif slug in (Weekday.slug, WeekdaySet.slug, Weekend.slug, Weekdays.slug) and (code >= 0 or slug.startswith("week")):
        masks = {Weekday.slug: 1 << max(code, 0), Weekend.slug: WEEKEND_CODE, Weekdays.slug: WORKDAYS_CODE}
        mask = masks.get(slug, code)
        if mask <= 0:
            return math.nan
        inside = (mask >> weekday) & 1
    else:
        return math.nan
    return float(len(days) * inside.mean())


def _missing(
    rhythm: Rhythm, scores: Scores, segmentation: Segmentation, row: int, qvalue: float
) -> tuple[str, ...]:
    evidence = segmentation.settings.evidence
    if not scores.tested(evidence)[row]:
        return (f"Fewer than {evidence.min_active_days} active days: too early to say.",)
    reasons = []
    if rhythm.family is not None and not qvalue <= evidence.q_max:
        reasons.append("Chance could give this to somebody among so many users.")
    for condition in rhythm.conditions():
        if not condition.holds(scores)[row]:
            reasons.append(_broken(rhythm, condition, float(scores[condition.column][row])))
    return tuple(reasons)
