"""Person: one user's label, the evidence for and against every pattern, and every active day."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis import wording
from analysis.activity import to_date
from analysis.charts.day_strip import day_strip
from analysis.charts.picture import Picture
from analysis.rhythms.explain import explain_user
from analysis.study import Study
from analysis.views.cards import Card

LEAP_YEAR = 2024  # every year is drawn over the same days, the 29th of February included


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
        days=_days(study, row),
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


def _days(study: Study, row: int) -> Picture:
    dates = [to_date(day) for day in study.activity.days_of(row).tolist()]
    frame = pd.DataFrame(
        {"row": [str(each.year) for each in dates], "day": [date(LEAP_YEAR, each.month, each.day) for each in dates]}
    )
    return day_strip(frame, row_title="Year")


def _attributes(study: Study, row: int) -> pd.DataFrame:
    known = study.dataset.attributes.iloc[row].drop("user_id").dropna()
    return pd.DataFrame({"What": [str(name) for name in known.index], "Value": [str(value) for value in known]})
