"""What a browser keeps of a visit, and what is said at the next one; anything else kept there is no visit."""

from dataclasses import replace

import pytest

from analysis.settings import Settings
from analysis.study import Filters, with_settings
from analysis.views.today import today_of
from analysis.views.visit import MOST_COUNTS, Visit, place_of, visit_of, visit_told


@pytest.fixture(scope="module")
def visit(saas_study):
    return visit_of(saas_study, today_of(saas_study, "quick"))


def test_a_visit_holds_counts_and_a_day_alone(visit, saas_study):
    assert visit.day == saas_study.activity.observed_to
    assert visit.counts["rhythm weekday:Tue"] == saas_study.members("weekday:Tue").sum()
    assert all(type(each) is int for each in visit.counts.values())
    ids = set(saas_study.activity.user_ids.to_pylist())
    assert not ids & {word for name in visit.counts for word in name.split()}


def test_what_moved_is_said_most_first(visit):
    now = Visit(visit.day + 28, {"late": 31, "rhythm weekday:Tue": 67, "strip gone": 9, "quiet": 4})
    before = Visit(visit.day, {"late": 19, "rhythm weekday:Tue": 70, "strip gone": 9, "slowing": 3})
    told = visit_told(before, now)
    assert told.endswith("12 more late and 3 fewer with the pattern “Tuesdays”.")


@pytest.mark.parametrize("days", [0, -3])
def test_the_same_or_later_data_say_nothing(visit, days):
    assert visit_told(Visit(visit.day - days, {"late": 0}), Visit(visit.day, {"late": 9})) == ""


def test_what_did_not_move_is_not_said(visit):
    assert visit_told(Visit(0, dict(visit.counts)), visit) == ""


@pytest.mark.parametrize(
    "kept",
    [
        None, "x", [], {}, {"day": "1", "counts": {}}, {"day": -1, "counts": {}}, {"day": True, "counts": {}},
        {"day": 1, "counts": {"late": -1}}, {"day": 1, "counts": {"late": "<b>"}}, {"day": 1, "counts": [1]},
        {"day": 1, "counts": {str(number): 1 for number in range(MOST_COUNTS + 1)}},
    ],
)  # fmt: skip
def test_nonsense_is_no_visit(kept):
    assert Visit.read(kept) is None


def test_a_kept_visit_is_read_again(visit):
    assert Visit.read({"day": visit.day, "counts": dict(visit.counts)}) == visit


def test_other_thresholds_filters_or_data_are_kept_apart(saas_study):
    moved = with_settings(saas_study, Settings().replace_knob("weekday.min_share", 0.7))
    other = replace(saas_study, filters=Filters(who="plan=Pro"))
    places = [place_of(saas_study, "a"), place_of(saas_study, "b"), place_of(moved, "a"), place_of(other, "a")]
    assert len(set(places)) == 4
    assert place_of(saas_study, "a") == places[0]
