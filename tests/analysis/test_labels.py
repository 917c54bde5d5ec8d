"""Labels: false-discovery control, the decision between rhythms, leaning, and what a Segmentation answers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from analysis.errors import UnknownNameError
from analysis.labels import CODE, DefaultSettings, label
from analysis.rhythms import Evidence, Scores, score, score_days
from analysis.rhythms.bursty import Bursty
from analysis.rhythms.cadence import Cadence
from analysis.rhythms.daily import Daily
from analysis.rhythms.evidence import FAMILY_WEIGHTS, adjusted, cutoff_of
from analysis.rhythms.weekday import Weekday
from analysis.settings import Settings
from analysis.synthetic.planted import activity_of, mixed_activity

PVALUES = st.lists(st.floats(1e-12, 1.0), min_size=1, max_size=60)
MONDAY = 19905


@pytest.fixture(scope="module")
def scores() -> Scores:
    """Scores of Tuesday people, weekend people, month people and random ones."""
    kinds = {"tuesday": 30, "weekend": 30, "day_5": 30, "every_10_days": 30, "daily": 10, "random": 300}
    return score(mixed_activity(kinds, 9, window_days=600)[0])


@given(PVALUES, st.sampled_from([1.0, 0.5, 0.1]))
def test_q_is_bh_over_the_weight(pvalues, weight):
    expected = np.minimum(false_discovery_control(pvalues) / weight, 1)
    assert adjusted(np.array(pvalues), weight) == pytest.approx(expected, rel=1e-12)


@given(PVALUES, st.floats(0.01, 0.3))
def test_the_cutoff_keeps_those_with_q_at_most_the_level(pvalues, level):
    ascending = np.sort(pvalues)
    cutoff = cutoff_of(ascending[ascending <= level], len(ascending), level)
    assert (ascending <= cutoff).tolist() == (false_discovery_control(ascending) <= level * (1 + 1e-12)).tolist()


def test_published_bh_example():
    """Benjamini and Hochberg 1995: four of fifteen at .05."""
    pvalues = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
    assert cutoff_of(np.array(pvalues[:9]), 15, 0.05) == 0.0095
    assert adjusted(np.array(pvalues), 1.0)[:4] == pytest.approx([0.0015, 0.003, 0.0095, 0.035625])


@pytest.mark.parametrize("family", FAMILY_WEIGHTS)
def test_cutoff_and_q_agree_on_users(scores, family):
    evidence = Evidence(min_active_days=9)
    q = scores.qvalues(family, evidence)
    kept = (scores["n"] >= 9) & (scores[f"{family}_p"] <= scores.cutoff(family, evidence))
    assert kept.tolist() == (q <= evidence.q_max).tolist()
    assert np.isnan(q[scores["n"] < 9]).all()


def test_sure_labels_are_those_planted(scores):
    names = label(scores).groups().set_index(["rhythm", "detail"])["users"]
    assert names["weekday", "Tue"] == 30
    assert names["weekend", ""] == 30
    assert names["month_day", "5"] == 30
    assert names["cadence", "10"] >= 29
    assert names["daily", ""] == 10


def test_sizes_add_up_and_follow_the_filter(scores):
    found = label(scores)
    assert found.groups()["users"].sum() == len(scores)
    among = np.arange(len(scores)) < 60
    groups = found.groups(among=among)
    assert groups["users"].sum() == 60
    assert groups["users"].is_monotonic_decreasing


def test_everybody_has_exactly_one_label(scores):
    found = label(scores)
    total = sum(found.is_in(slug).astype(int) for slug in found.rhythm_slugs)
    assert (total == 1).all()


def test_names_and_membership(scores):
    found = label(scores)
    assert found.name_of(CODE["weekday"], 1) == "weekday:Tue"
    assert found.name_of(CODE["weekend"], -1) == "weekend"
    assert found.is_in("weekday:Tue")[:30].all()
    assert not found.is_in("weekday:Mon")[:30].any()
    assert not found.is_in("month_day:last±1").any()
    assert found.memberships["weekday"][:30].all()
    assert set(found.memberships) == set(found.rhythm_slugs)


@pytest.mark.parametrize("name", ["wekday", "weekday:Tus", "month_day:40", "leaning:nothing"])
def test_a_wrong_name_is_said(scores, name):
    with pytest.raises(UnknownNameError):
        label(scores).is_in(name)


def all_codes(found):
    return [each.tolist() for each in (found.rhythm, found.detail, found.leaning, found.leaning_detail)]


MOVES = {
    "weekday": st.builds(Weekday, min_share=st.sampled_from([0.3, 0.6, 0.99])),
    "cadence": st.builds(Cadence, min_share=st.sampled_from([0.3, 0.7, 0.95])),
    "bursty": st.builds(Bursty, min_gap_cv=st.sampled_from([0.2, 1.0, 3.0])),
    "daily": st.builds(Daily, min_share=st.sampled_from([0.2, 0.8, 1.0])),
    "evidence": st.builds(
        Evidence, q_max=st.sampled_from([0.0001, 0.05, 0.5]), leaning_p=st.sampled_from([0.001, 0.01, 0.3]),
        min_active_days=st.sampled_from([4, 6, 30]), distinctive=st.integers(0, 1),
    ),
}  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moves=st.lists(
        st.sampled_from(sorted(MOVES)).flatmap(lambda slug: st.tuples(st.just(slug), MOVES[slug])), max_size=6
    )
)
def test_moved_knobs_are_the_same_as_a_fresh_start(scores, moves):
    """Only users with another verdict are decided anew; from whatever was decided before."""
    now = DefaultSettings()
    for slug, moved in moves:
        now = replace(now, **{slug: moved})
        assert all_codes(label(scores, now)) == all_codes(label(Scores(scores.frame, scores.days), now))


def test_labels_given_out_do_not_change_under_a_later_threshold(scores):
    before = label(scores)
    codes = all_codes(before)
    label(scores, DefaultSettings(weekday=Weekday(min_share=0.99)))
    assert all_codes(before) == codes
    with pytest.raises(ValueError, match="read-only"):
        before.rhythm[0] = 0


def test_the_settings_of_the_app_start_where_labels_start(scores):
    assert label(scores, Settings()).rhythm.tolist() == label(scores).rhythm.tolist()


def test_fewer_days_than_asked_is_too_few(scores):
    found = label(scores, replace(DefaultSettings(), evidence=Evidence(min_active_days=40)))
    assert (found.is_in("too_few") == (scores["n"] < 40)).all()


def test_strong_but_unproven_leans():
    rng = np.random.default_rng(2)
    crowd = [np.sort(rng.choice(200, 30, replace=False)) + MONDAY for _ in range(400)]
    weekends = MONDAY + np.array([5, 41, 82, 131, 138, 201, 251, 305, 348])  # eight of nine on a weekend
    found = label(score(activity_of([weekends, *crowd])))
    assert found.is_in("irregular")[0]
    assert found.is_in("leaning:weekend")[0]
    assert found.groups().set_index("rhythm").loc["weekend", "leaning"] >= 1


def test_a_strong_day_does_not_drag_weak_ones_into_a_set():
    """Half on Tuesday, the rest anywhere: neither one weekday nor a set."""
    rng = np.random.default_rng(6)
    users = []
    for _ in range(60):
        days = MONDAY + np.arange(500)
        chance = np.where((days + 3) % 7 == 1, 0.55, 0.09)
        users.append(days[rng.random(500) < chance])
    assert not label(score(activity_of(users))).is_in("weekday_set").any()


def test_a_user_on_few_days_and_an_empty_crowd():
    assert label(score_days(np.array([0, 1]), np.array([MONDAY], np.int32))).is_in("too_few").all()
    empty = label(score_days(np.array([0]), np.zeros(0, np.int32)))
    assert len(empty) == 0
    assert empty.groups().empty
