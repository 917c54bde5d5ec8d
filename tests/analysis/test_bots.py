"""Bots: clock-like hours and a sure rhythm together; people of a pattern are none."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.activity import Activity
from analysis.bots import Bots, bots
from analysis.hours import score_hours
from analysis.labels import label
from analysis.rhythms import score
from analysis.synthetic.planted import mixed_activity

PEOPLE = {"tuesday": 40, "daily": 20, "mon_wed_fri": 20, "random": 300, "bursty": 20}
REGULAR = 80  # the first three kinds


def at_hours(activity: Activity, hour: np.ndarray) -> Activity:
    """The same days, each with one active hour."""
    return replace(activity, hours=(np.uint32(1) << (hour % 24).astype(np.uint32)).astype(np.uint32))


def of_office_hours(seed: int = 1) -> tuple[Activity, np.ndarray]:
    """People who come around one o'clock, give or take three hours, and the hour of each of their days."""
    activity, _ = mixed_activity(PEOPLE, seed)
    return activity, np.rint(np.random.default_rng(seed).normal(13, 3, activity.user_days)).astype(int)


def called(activity: Activity, settings: Bots = Bots()) -> np.ndarray:  # noqa: B008 - frozen
    return np.flatnonzero(bots(activity, label(score(activity)), settings))


@pytest.fixture(scope="module")
def people() -> tuple[Activity, np.ndarray]:
    return of_office_hours()


def test_a_clock_and_a_rhythm_make_a_bot(people):
    activity, hour = people
    clockwork = [0, 5, 45, 65]  # two Tuesday people, a daily one, one of Monday, Wednesday and Friday
    hour = np.where(np.isin(activity.user, clockwork), 3 + activity.day % 2, hour)
    assert called(at_hours(activity, hour)).tolist() == clockwork


def test_a_clock_without_a_rhythm_is_a_person(people):
    activity, hour = people
    beatless = (activity.user >= REGULAR) & (activity.user < REGULAR + 40) | (activity.user >= activity.users - 20)
    assert called(at_hours(activity, np.where(beatless, 3, hour))).size == 0


def test_a_rhythm_without_a_clock_is_a_person(people):
    activity, hour = people
    assert called(at_hours(activity, hour)).size == 0
    three_hours = np.where(activity.user == 0, 3 + activity.day % 3, hour)
    assert called(at_hours(activity, three_hours)).size == 0


def test_where_everybody_comes_at_one_hour_nobody_is_told_apart(people):
    activity, _ = people
    assert called(at_hours(activity, np.full(activity.user_days, 9))).size == 0


def test_dates_without_times_name_no_bot(people):
    activity, _ = people
    assert called(replace(activity, hours=np.zeros(activity.user_days, np.uint32))).size == 0


def test_a_bot_needs_many_days(people):
    activity, hour = people
    clockwork = at_hours(activity, np.where(activity.user == 0, 3, hour))
    days = int(activity.active_days[0])
    assert called(clockwork, Bots(min_active_days=days)).tolist() == [0]
    assert called(clockwork, Bots(min_active_days=days + 1)).size == 0


@given(
    st.sampled_from([each.name for each in Bots.knobs()]),
    st.floats(0, 1),
    st.floats(0, 1),
    st.randoms(use_true_random=False),
)
def test_a_tighter_threshold_never_adds_a_bot(people, name, low, high, random):
    activity, hour = people
    drift = np.random.default_rng(random.randrange(99)).integers(0, 4, activity.user_days)
    activity = at_hours(activity, np.where(activity.user < 20, 3 + drift * (activity.user % 4), hour))
    segmentation, hours = label(score(activity)), score_hours(activity)
    knob = Bots.knob(name)
    values = sorted(knob.bounds[0] + share * (knob.bounds[1] - knob.bounds[0]) for share in (low, high))
    loose, tight = (values if knob.tightens == "up" else values[::-1]) if not knob.is_whole else map(int, values)
    base = Bots(min_hour_share=0.5, min_hour_concentration=0.5, min_active_days=10, max_everyone_share=1)
    found = [bots(activity, segmentation, base.replace(**{name: each}), hours=hours) for each in (loose, tight)]
    assert not (found[1] & ~found[0]).any()


def test_nobody_in_the_samples_is_called_a_bot(saas_study, shop_study):
    for study in (saas_study, shop_study):
        assert not bots(study.activity, study.segmentation).any()
    loose = Bots(min_hour_share=0.85, min_active_days=30)
    assert not bots(saas_study.activity, saas_study.segmentation, loose).any()


def test_bots_of_real_projects(real_data):
    from analysis.ingest import read

    # Of the four weekly bots known there one keeps a clock: the others' commits carry the hours of those who merge.
    activity = read([real_data / "pytest_commits.csv.gz"])[0].activity
    assert activity.user_ids.take(called(activity)).to_pylist() == ["99c1bfe7f8e1"]
    assert called(read([real_data / "numpy_commits.csv.gz"])[0].activity).size == 0
