"""Win back, Did it work? and Campaigns: what became of contacted people; survey answers brought back."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import wording
from analysis.activity import to_date
from analysis.charts.came_anyway import came_anyway
from analysis.charts.picture import Picture
from analysis.compare.shares import wilson
from analysis.errors import OffbeatError
from analysis.export import csv_bytes
from analysis.segments.names import known_names
from analysis.study import Study
from analysis.win_back.campaigns import Campaign, side_by_side
from analysis.win_back.cautions import warnings
from analysis.win_back.measure import Measured, measure
from analysis.win_back.moments import Moments
from analysis.win_back.outcomes import CAME_BACK, outcome_names, outcome_of
from analysis.win_back.people_file import read_people
from analysis.win_back.survey import BY_FREQUENCY, REST, Survey, groupings, segments_by, survey
from analysis.win_back.told import money_sentence, needed_sentence, sentence

QUESTION = "Did it work?"
EXAMPLE_SILENT_DAYS = (30, 180)
WAYS = {BY_FREQUENCY: "How often they come", "rhythm": "Pattern", "lifecycle": "Lately", "own": "Your segments"}
ELSE = "Everyone else"
METHODS = {"holdout": "people left out on purpose", "placebo": "earlier dates"}


@dataclass(frozen=True, eq=False)
class ResultShown:
    """What the tab shows; sentences are plain text.

    Attributes
    ----------
    sentences
        Contacts a return took, money brought back, how the list matched.
    warnings
        What to be careful about, the gravest first.
    picture
        Contacted people beside who would have come anyway; None where that is too small to tell.
    """

    sentence: str
    sentences: tuple[str, ...]
    warnings: tuple[str, ...]
    picture: Picture | None


def outcome_titles(study: Study) -> dict[str, str]:
    """Return what a campaign can be judged by: name -> title."""
    moments = Moments(study.activity)
    return {
        name: wording.capital(outcome_of(name, study.dataset, moments).title) for name in outcome_names(study.dataset)
    }


def usual_sent_day(study: Study) -> int:
    """Return the latest day of contact all of whose days have passed, days since 1970."""
    last = study.activity.observed_to - study.settings.win_back.window_days + 1
    return max(last, min(study.activity.observed_from + 1, study.activity.observed_to))


def made_and_sent_day(study: Study, people: bytes) -> int | None:
    """Return the day after our own list was made, no later than the data go; None where the list says no day."""
    try:
        made = read_people(people, study).made_day
    except OffbeatError:  # the tab says what is wrong with the list
        return None
    return None if made is None else max(min(made + 1, study.activity.observed_to), study.activity.observed_from)


def example_list(study: Study, sent_day: int) -> bytes:
    """Return a list to try it with: who had been silent for one to six months before the day; nobody wrote to them."""
    moments = Moments(study.activity)
    silent = moments.silence_days(moments.everyone, sent_day)
    rows = np.flatnonzero((silent >= EXAMPLE_SILENT_DAYS[0]) & (silent <= EXAMPLE_SILENT_DAYS[1]) & study.chosen)
    return csv_bytes(pd.DataFrame({"User ID": study.activity.user_ids.take(rows).to_pandas().astype("str")}))


def result_of(study: Study, people: bytes, sent_day: int, outcome: str) -> ResultShown:
    """Return what a contact did; raises OffbeatError where the list or the day cannot be used."""
    found = measure(study, read_people(people, study), sent_day, outcome=outcome)
    told = warnings(found, least_left_out=study.settings.compare.min_users)
    return ResultShown(
        sentence(found),
        (needed_sentence(found), money_sentence(found), _matched(found)),
        tuple(each.sentence for each in told),
        _picture(study, found),
    )


def _matched(found: Measured) -> str:
    lines, by = wording.plural(len(found.people.cells), "line"), found.people.matched_by
    days = wording.interval(wording.day(to_date(found.sent_day)), wording.day(to_date(found.last_day)))
    return f"The list has {lines}, matched by {by}. Days counted: {days}."


def _picture(study: Study, found: Measured) -> Picture | None:
    expected = found.expected_anyway
    if found.outcome.name != CAME_BACK or not expected.is_known:
        return None
    n, level = len(found.groups.contacted), study.settings.compare.level
    own = wilson(found.came_back, n, level=level) if found.method == "holdout" else None
    anyway = "Left out on purpose" if found.method == "holdout" else "Would have come anyway"
    rows = pd.DataFrame({
        "group": ["Contacted", anyway], "share": [found.came_back / n, expected.value / n],
        "low": [own.low if own else np.nan, expected.low / n], "high": [own.high if own else np.nan, expected.high / n],
    })  # fmt: skip
    return came_anyway(rows, days=found.days)


def campaigns_of(study: Study, campaigns: Sequence[Campaign]) -> pd.DataFrame:
    """Return the campaigns side by side as a person reads them, one row each."""
    rows = side_by_side(study, campaigns, outcome=CAME_BACK)
    between = [_points_between(*each) for each in zip(rows["lift"], rows["lift_low"], rows["lift_high"], strict=True)]
    return pd.DataFrame({
        "Campaign": rows["name"],
        "Sent": [wording.day(each) for each in rows["sent"]],
        "Contacted": rows["contacted"].astype("Int64"),
        "Came back": rows["came_back"].astype("Int64"),
        "Added, points": between,
        "Judged by": rows["method"].map(METHODS).fillna("–"),
        "Money brought back": [_money(*each) for each in zip(
            rows["recovered"], rows["recovered_low"], rows["recovered_high"], strict=True)],
        "Cost a return": [wording.decimal(each, 2) for each in rows["cost_per_return"].astype(float)],
        "Note": rows["note"].fillna(""),
    })  # fmt: skip


def _points_between(value: float, low: float, high: float) -> str:
    if not np.isfinite(value):
        return "too small to tell"
    return (
        f"{wording.decimal(100 * value)} ({wording.interval(*(wording.decimal(100 * each) for each in (low, high)))})"
    )


def _money(value: float, low: float, high: float) -> str:
    if not np.isfinite(value):
        return wording.UNDEFINED
    return f"{wording.count(value)} ({wording.interval(wording.count(low), wording.count(high))})"


@dataclass(frozen=True, eq=False)
class SurveyShown:
    """What survey answers say; `silent` lists who did not answer, first column Person."""

    sentence: str
    reasons: pd.DataFrame
    by_segment: pd.DataFrame
    silent: pd.DataFrame


def answer_ways(study: Study) -> dict[str, str]:
    """Return what answers can be parted by, name -> title: ways to part everybody, then every segment by itself."""
    ways = {way: WAYS.get(way, way.removeprefix("attr:")) for way in groupings(study)}
    known = known_names(dataset=study.dataset, segmentation=study.segmentation)
    single = dict.fromkeys([*study.own_names, *(name for name in known if name != "all")])
    return ways | {name: wording.segment_title(name) for name in single}


def survey_of(study: Study, people: bytes, answers: bytes, way: str = BY_FREQUENCY) -> SurveyShown:
    """Return the answers of people contacted by one of `answer_ways`; raises OffbeatError where there are none."""
    segments = segments_by(study, way)
    found = survey(study, read_people(people, study), read_people(answers, study), segments=segments)
    unit = wording.capital(study.unit_word)
    titles = {"answer": "Answer", "people": unit, "share": "Share", "segment": "Segment", "of": "Of"}
    shares = {"share": [wording.share(each) for each in found.reasons["share"]]}
    by = found.by_segment.assign(
        share=[wording.share(each) for each in found.by_segment["share"].astype(float)],
        segment=[ELSE if each == REST else wording.segment_title(each) for each in found.by_segment["segment"]],
    )
    ids = study.activity.user_ids.take(found.silent).to_pandas().astype("str")
    return SurveyShown(
        _survey_sentence(found, study.unit_word),
        found.reasons.assign(**shares)[["answer", "people", "share"]].rename(columns=titles),
        by.rename(columns=titles),
        pd.DataFrame({wording.ONE_TITLES[study.unit_word]: ids}),
    )


def _survey_sentence(found: Survey, unit_word: str) -> str:
    rate = wording.interval(wording.share(found.rate.low), wording.share(found.rate.high))
    others = f" {wording.units(found.others, unit_word)} answered without being asked." if found.others else ""
    unknown = wording.plural(found.unknown, "line")
    others += f" {unknown} of the answers name nobody of these data and count nowhere." if found.unknown else ""
    return (
        f"{wording.count(found.answered)} of {wording.count(found.asked)} {unit_word} asked answered "
        f"({rate}), by the column “{found.column}”. Who answers may differ from who does not.{others}"
    )
