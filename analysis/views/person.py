"""Person: one user's label, why it won, the evidence for and against every pattern, and every active day."""

import math
from dataclasses import dataclass

import pandas as pd

from analysis import wording
from analysis.activity import to_date
from analysis.rhythms.explain import Explained, explain_user
from analysis.rhythms.why import name_of, why_label
from analysis.segmentation import KIND
from analysis.study import Study
from analysis.views.baseline import evidence_caption
from analysis.views.cards import Card, Headline
from analysis.views.history import History, history_of
from analysis.views.how_often import how_often
from analysis.views.lately import lately_of

VERDICT_ORDER = ("sure", "leaning", "no", "untested")


@dataclass(frozen=True, eq=False)
class Person:
    """What the person page shows.

    Attributes
    ----------
    title, sentence
        Escaped for Markdown.
    headline
        The sentence as plain text, with the numbers.
    also
        What is known beside the label: how often they come, the last 90 days, since when, time of day; plain sentences.
    why
        Why this label and not another, plain sentences.
    untested
        Which patterns were not tested, and why, one plain sentence a reason.
    evidence
        One row a pattern, in words, the label first; its names are escaped for Markdown.
    numbers
        The same in numbers.
    """

    title: str
    sentence: str
    headline: Headline
    history: History
    also: tuple[str, ...]
    why: tuple[str, ...]
    evidence: pd.DataFrame
    evidence_caption: str
    untested: tuple[str, ...]
    numbers: pd.DataFrame
    attributes: pd.DataFrame


def person_of(study: Study, user_id: str) -> Person:
    """Return one user's page; raises UnknownNameError for an id that is not there."""
    row = study.activity.row_of(user_id)
    labels, scores = study.segmentation, study.prepared.scores
    title = wording.segment_title(labels.name_of(int(labels.rhythm[row]), int(labels.detail[row])))
    found = explain_user(study.activity, scores, labels, row)
    leaning = _leaning(study, row)
    return Person(
        title=wording.escaped(user_id),
        sentence=f"**{wording.escaped(title)}.** {wording.escaped(leaning)}",
        headline=Headline(f"{user_id}: {title}. {leaning}".rstrip(), _cards(study, row)),
        history=history_of(study, row),
        also=(how_often(study, row), *lately_of(study, row)),
        why=why_label(scores, labels, row, found),
        evidence=_evidence(found),
        untested=_untested(found),
        evidence_caption=evidence_caption(study),
        numbers=_numbers(found),
        attributes=_attributes(study, row),
    )


def _leaning(study: Study, row: int) -> str:
    labels = study.segmentation
    if labels.leaning[row] < 0:
        return ""
    name = labels.name_of(int(labels.leaning[row]), int(labels.leaning_detail[row]))
    return f"Leans to “{wording.segment_title(name)}”: strong, not proven."


def _cards(study: Study, row: int) -> tuple[Card, ...]:
    activity, features = study.activity, study.prepared.features
    gap = float(features["gap_median_days"].iloc[row])
    return (
        Card("Active days", wording.count(activity.active_days[row]), "Distinct local dates with activity."),
        Card("First day", wording.day(to_date(activity.first_day[row])), "First active day in these data."),
        Card("Last day", wording.day(to_date(activity.last_day[row])), "Last active day in these data."),
        Card("Usual gap", f"{wording.decimal(gap)} days", "Median of the days between two active days."),
        Card("Features used", wording.count(features["features_used"].iloc[row]), "Different event names."),
    )


def _attributes(study: Study, row: int) -> pd.DataFrame:
    known = study.dataset.attributes.iloc[row].drop("user_id").dropna()
    return pd.DataFrame({"What": [str(name) for name in known.index], "Value": [str(value) for value in known]})


def _evidence(found: list[Explained]) -> pd.DataFrame:
    tested = [each for each in found if each.verdict != "untested"]
    order = sorted(tested, key=lambda each: (not each.is_label, VERDICT_ORDER.index(each.verdict)))
    rows = [
        (wording.escaped(name_of(each)), wording.capital(each.decision), _for(each), _against(each)) for each in order
    ]
    return pd.DataFrame(rows, columns=["Pattern", "Decision", "What speaks for it", "What speaks against it"])


def _untested(found: list[Explained]) -> tuple[str, ...]:
    """Say which patterns were not tested, those of one reason together."""
    by_reason: dict[str, list[str]] = {}
    for each in found:
        if each.verdict == "untested":
            by_reason.setdefault(each.decision, []).append(name_of(each))
    return tuple(f"{wording.listed(names, most=20)}: {wording.small(why)}." for why, names in by_reason.items())


def _for(each: Explained) -> str:
    """Return what was found where it is more than chance alone would give."""
    return _found(each) or wording.UNDEFINED if _speaks_for(each) else wording.UNDEFINED


def _speaks_for(each: Explained) -> bool:
    if each.verdict != "no":
        return True
    return each.hits is not None and math.isfinite(each.expected) and each.hits > each.expected


def _found(each: Explained) -> str:
    """Say what was counted, with its interval, beside what chance would give, and how it holds in both halves."""
    if each.hits is None or not each.of:
        return _proof(each)
    between = wording.interval(wording.share(each.low), wording.share(each.high))
    told = f"{wording.count(each.hits)} of {wording.count(each.of)} {each.counted}: {wording.share(each.share)} "
    told += f"(95 % interval {between})."
    if math.isfinite(each.expected):
        told += f" By chance alone about {wording.decimal(each.expected, 0 if each.expected >= 10 else 1)}."
    if math.isfinite(each.half_share):
        told += f" At least {wording.share(each.half_share)} in each half."
    return f"{told} {_proof(each)}".strip()


def _proof(each: Explained) -> str:
    """Return q; the patterns of the week are tested together, so theirs is no proof of one of them."""
    if not math.isfinite(each.qvalue):
        return ""
    told = f"{wording.pvalue(each.qvalue).replace('p', 'q', 1)}."
    return (
        f"All days of the week tested together: {told}" if KIND[each.rhythm].family == "weekly" else f"Tested: {told}"
    )


def _against(each: Explained) -> str:
    """Return what is missing, and what was found where it is no more than chance alone would give."""
    return " ".join(part for part in (*each.reasons, "" if _speaks_for(each) else _found(each)) if part)


def _numbers(found: list[Explained]) -> pd.DataFrame:
    rows = [
        (
            name_of(each),
            wording.UNDEFINED if each.hits is None else f"{wording.count(each.hits)} of {wording.count(each.of)}",
            wording.decimal(each.expected),
            wording.share(each.share),
            wording.interval(wording.share(each.low), wording.share(each.high)),
            wording.share(each.half_share),
            wording.pvalue(each.qvalue).replace("p", "q", 1),
        )
        for each in found
    ]
    columns = ["Pattern", "Days that fit", "By chance", "Share", "95 % interval", "Weaker half", "q of the family"]
    return pd.DataFrame(rows, columns=columns)
