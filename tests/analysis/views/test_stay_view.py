"""The Stay tab's numbers: weighted means, who is counted, what is left out, and what too little data is told."""

import numpy as np
import pytest

from analysis import wording
from analysis.retention import AGE_DAYS
from analysis.segments import OwnSegment
from analysis.study import Filters, study, tune
from analysis.views.stay import default_age, stay_names, stay_of


def plain(text: str) -> str:
    return text.replace("\\", "")


@pytest.fixture(scope="module")
def two_starts(dataset_of):
    """Ten users of January of whom two come in their fourth week, a hundred of March of whom none does."""
    january = [[0, 30] if user < 2 else [0] for user in range(10)]
    march = [[63] for _ in range(100)]
    return study(dataset_of([*january, *march], until=140))


def test_the_number_on_top_is_weighted_by_users(two_starts):
    found = stay_of(two_starts, "all", "week")
    assert "Of all users, 1.8 % came in week 4" in plain(found.sentence)
    assert "110 were followed that long" in plain(found.sentence)


def test_segment_and_everyone_else_are_counted_alike(saas_study):
    found = stay_of(saas_study, "weekday:Tue", "week")
    activity, first = saas_study.activity, saas_study.activity.first_day
    members = saas_study.members("weekday:Tue")
    table = found.lines.table
    week = table[(table["Who"] == "Tuesdays") & (table["Week"] == 4)].iloc[0]
    low = first + 4 * AGE_DAYS["week"]
    came = np.unique(activity.user[(activity.day >= low[activity.user]) & (activity.day < low[activity.user] + 7)])
    known = members & (first + 5 * AGE_DAYS["week"] + 6 <= activity.observed_to)
    assert week["People"] >= known.sum()
    counted = members & (first < first[members].max() + 1)
    assert week["Came"] <= members[came].sum() <= counted.sum()
    assert list(dict.fromkeys(table["Who"])) == ["Tuesdays", "Everyone else"]
    assert "of everyone else" in found.sentence
    assert "by construction" in found.care[0]
    assert len(found.silence.at_risk) == 2
    at_risk = found.silence.at_risk.drop(columns="Still followed").to_numpy()
    assert (np.diff(at_risk, axis=1) <= 0).all()


def test_everyone_is_drawn_by_the_largest_patterns(saas_study):
    found = stay_of(saas_study, "all", "month")
    assert 2 <= found.lines.table["Who"].nunique() <= 5
    assert "No fixed pattern" in set(found.lines.table["Who"])
    assert not any("by construction" in each for each in found.care)


def test_who_and_period_narrow_both_sides(saas_study):
    narrowed = tune(saas_study.prepared, Filters(who="plan=Pro", period_days=200))
    found = stay_of(narrowed, "weekday:Tue", "week")
    started = narrowed.chosen & (narrowed.activity.first_day >= narrowed.shown_from)
    table = found.lines.table
    for title, side in (
        ("Tuesdays", narrowed.members("weekday:Tue")),
        ("Everyone else", ~narrowed.members("weekday:Tue")),
    ):
        assert 0 < table.loc[table["Who"] == title, "People"].max() <= (started & side).sum()
    assert any("the period chosen" in each for each in found.care)
    whole = stay_of(saas_study, "weekday:Tue", "week")
    assert whole.lines.table["People"].max() > table["People"].max()


def test_accounts_are_counted_where_asked(saas):
    found = stay_of(study(saas, Filters(unit="accounts")), "all", "month")
    assert "Accounts" in found.lines.table


def test_too_short_a_history_is_a_sentence(dataset_of):
    short = study(dataset_of([[0, 3], [1, 4]], until=8))
    found = stay_of(short, "all", "week")
    assert "Too early to say" in found.sentence
    assert "9 days" in plain(found.sentence)
    assert found.triangle is None
    assert found.lines is None
    assert found.silence.picture is None


def test_a_segment_nobody_started_in_is_a_sentence(two_starts):
    found = stay_of(two_starts, "daily", "week")
    assert "Nobody is in this segment" in found.sentence
    assert found.silence.picture is None
    assert found.is_empty


def test_a_period_nobody_started_in_is_named_with_what_to_do(two_starts):
    found = stay_of(tune(two_starts.prepared, Filters(period_days=28)), "all", "week")
    assert plain(found.sentence).endswith("the period chosen, so nobody can have stayed. Choose a longer period.")
    assert found.is_empty
    assert not stay_of(two_starts, "all", "week").is_empty


def test_a_rest_without_a_complete_week_is_not_compared(dataset_of):
    early, late = [[0, 8, 30]] * 30, [[60]] * 5
    both = study(dataset_of([*early, *late], until=62, attributes={"plan": ["A"] * 30 + ["B"] * 5}))
    found = plain(stay_of(both, "plan=A", "week").sentence)
    assert "of everyone else" not in found
    assert "100 %" in found


def test_weeks_for_a_short_history_months_for_a_long_one(saas_study, two_starts):
    assert default_age(saas_study) == "month"
    assert default_age(two_starts) == "week"
    assert default_age(tune(saas_study.prepared, Filters(period_days=90))) == "week"
    assert stay_names(saas_study)[0] == "all"


def test_care_and_sentence_know_what_an_own_segment_was_chosen_by(saas_study):
    own = OwnSegment.of("Team: mine", "weekday:Tue")
    found = stay_of(tune(saas_study.prepared, Filters(segments=(own,))), "Team: mine", "week")
    assert "users in “Team: mine” were chosen by how or when they came" in wording.small(found.care[0])
    assert "Of users in “Team: mine”" in plain(found.sentence)
