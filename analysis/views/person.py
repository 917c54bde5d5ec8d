"""Person: one user's label, the evidence for and against every pattern, and every active day."""

from dataclasses import dataclass

import pandas as pd

from analysis import wording
from analysis.activity import to_date
from analysis.charts.day_strip import year_strip
from analysis.charts.picture import Picture
from analysis.rhythms.explain import explain_user
from analysis.study import Study
from analysis.views.cards import Card

VERDICT_WORDS = {"sure": "sure", "leaning": "strong, not proven", "no": "no", "untested": "too early to say"}


@dataclass(frozen=True, eq=False)
class Person:
    """What the person page shows."""

    title: str
    sentence: str
    cards: tuple[Card, ...]
    days: Picture
    evidence: pd.DataFrame
    attributes: pd.DataFrame


def person_of(study: Study, user_id: str) -> Person:
    """Return one user's page; raises UnknownNameError for an id that is not there."""
    row = study.activity.row_of(user_id)
    labels = study.segmentation
    title = wording.segment_title(labels.name_of(int(labels.rhythm[row]), int(labels.detail[row])))
    return Person(
        title=wording.escaped(user_id),
        sentence=f"**{wording.escaped(title)}.** {_leaning(study, row)}",
        cards=_cards(study, row),
        days=year_strip(pd.Series([to_date(day) for day in study.activity.days_of(row).tolist()])),
        evidence=_evidence(study, row),
        attributes=_attributes(study, row),
    )


def _leaning(study: Study, row: int) -> str:
    labels = study.segmentation
    if labels.leaning[row] < 0:
        return ""
    name = labels.name_of(int(labels.leaning[row]), int(labels.leaning_detail[row]))
    return f"Leans to {wording.escaped(wording.segment_title(name)).lower()}: strong, not proven."


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


def _evidence(study: Study, row: int) -> pd.DataFrame:
    found = explain_user(study.activity, study.prepared.scores, study.segmentation, row)
    rows = [
        (
            wording.segment_title(f"{each.rhythm}:{each.detail}" if each.detail else each.rhythm),
            VERDICT_WORDS[each.verdict] + (", the label" if each.is_label else ""),
            wording.UNDEFINED if each.hits is None else f"{wording.count(each.hits)} of {wording.count(each.of)}",
            wording.decimal(each.expected),
            wording.UNDEFINED
            if each.hits is None
            else wording.interval(wording.share(each.low), wording.share(each.high)),
            wording.pvalue(each.qvalue).replace("p", "q", 1),
            " ".join(each.reasons),
        )
        for each in found
    ]
    columns = ["Pattern", "Verdict", "Days that fit", "By chance", "95 % interval", "q", "What speaks against it"]
    return pd.DataFrame(rows, columns=columns)
