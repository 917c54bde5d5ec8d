"""Segments by name: who is in, what is told of a wrong name, sizes and how they react."""

import numpy as np
import pytest

from analysis.dataset import Dataset
from analysis.errors import OffbeatError, UnknownNameError
from analysis.segments import FREQUENCY_CLASSES, Frequency, chosen_by, known_names, members, title_of
from analysis.segments.sensitivity import MOST_VALUES, slider_values
from analysis.segments.spacing import Spacing
from analysis.segments.titles import are_random_parts
from analysis.settings import Settings
from analysis.study import prepare, tune

GAPS = {"daily": [0, 1, 2, 4], "weekly": [0, 7, 14], "monthly": [0, 30, 60], "rarer": [0, 50, 99], "too_few": [0, 1]}


def classes(histories):
    days = list(histories)
    offsets = np.concatenate(([0], np.cumsum([len(own) for own in days])))
    code = Frequency().classify(Spacing(offsets, np.concatenate(days).astype(np.int32)))
    return [FREQUENCY_CLASSES[each] for each in code]


def test_frequency_classes_by_median_gap():
    assert classes(GAPS.values()) == list(GAPS)
    assert classes([[5]]) == ["too_few"]
    even = [[step * gap for step in range(9)] for gap in (1, 9, 40)]
    assert classes(even) == ["daily", "weekly", "monthly"]


@pytest.fixture(scope="module")
def study(saas):
    prepared = prepare(saas)
    return tune(prepared)


@pytest.fixture(scope="module")
def study_of_two(saas):
    """A study of the two users with fewest active days, of whom nothing can be told."""
    fewest = np.argsort(saas.activity.active_days, kind="stable")[:2]
    activity = saas.activity.of_users(np.isin(np.arange(saas.activity.users), fewest))
    return tune(prepare(Dataset(activity, saas.users)))


def test_attributes_of_any_name_and_value(study):
    users = study.dataset.users.assign(**{
        "a = b": np.where(np.arange(len(study.dataset.users)) % 2, "x=1", "y"),
        "Team size": np.arange(len(study.dataset.users)) % 5, "vip": np.arange(len(study.dataset.users)) % 3 == 0,
    })  # fmt: skip
    dataset = Dataset(study.dataset.activity, users)
    attributes = dataset.attributes

    def chosen(name):
        return members(name, dataset=dataset, segmentation=study.segmentation, features=study.prepared.features,
                       settings=study.settings)  # fmt: skip

    np.testing.assert_array_equal(chosen("a = b=x=1"), attributes["a = b"] == "x=1")
    np.testing.assert_array_equal(chosen("Team size=3"), attributes["Team size"] == 3)
    np.testing.assert_array_equal(chosen('attr."Team size" = 3'), attributes["Team size"] == 3)
    np.testing.assert_array_equal(chosen("vip=True"), attributes["vip"] == True)  # noqa: E712 (missing is not True)
    with pytest.raises(UnknownNameError, match="plan=Nope"):
        chosen("plan=Nope")


def test_every_known_name_has_members_of_the_right_shape(study):
    names = known_names(dataset=study.dataset, segmentation=study.segmentation)
    assert len(names) == len(set(names))
    for name in names:
        chosen = study.members(name)
        assert chosen.dtype == bool
        assert chosen.shape == (study.activity.users,)
    assert study.members("all").all()


def test_only_rhythms_with_users_are_offered(study, study_of_two):
    offered = known_names(dataset=study_of_two.dataset, segmentation=study_of_two.segmentation)
    assert "too_few" in offered
    assert not {"cadence", "weekday", "daily"} & set(offered)
    assert not study_of_two.members("cadence").any()
    with pytest.raises(UnknownNameError) as error:
        study_of_two.members("cadnce")
    assert '"cadence"' in error.value.hint
    full = known_names(dataset=study.dataset, segmentation=study.segmentation)
    rhythms = [name for name in full if name.partition(":")[0] in study.segmentation.rhythm_slugs]
    assert all(study.members(name).any() for name in rhythms)
    missing = set(study.segmentation.rhythm_slugs) - set(full)
    assert not any(study.members(slug).any() for slug in missing)


def test_rhythms_and_frequencies_add_up(study):
    slugs = study.segmentation.rhythm_slugs
    assert np.sum([study.members(slug) for slug in slugs], axis=0).tolist() == [1] * study.activity.users
    classes = [study.members(f"frequency:{each}") for each in FREQUENCY_CLASSES]
    assert np.sum(classes, axis=0).tolist() == [1] * study.activity.users


@pytest.mark.parametrize("name", ["nope", "weekday:Tues", "frequency:hourly", "lifecycle:old", "plan=", "leaning:nope"])
def test_wrong_names_are_told(study, name):
    with pytest.raises(UnknownNameError):
        study.members(name)


def test_rest_means_nothing_alone(study):
    with pytest.raises(OffbeatError, match="rest"):
        study.members("rest")


@pytest.mark.parametrize(("address", "knob"), Settings().knobs())
def test_slider_values_lie_on_the_slider(address, knob):
    values = slider_values(knob)
    assert len(values) <= MOST_VALUES
    assert (values[0], values[-1]) == pytest.approx(knob.span)
    assert (np.diff(values) > 0).all()
    steps = (values[:-1] - knob.span[0]) / knob.step
    np.testing.assert_allclose(steps, np.round(steps), atol=1e-6)
    for value in values:
        knob.check(float(value), owner=address)


@pytest.mark.parametrize(
    ("name", "title", "facts"),
    [
        ("weekday:Tue", "Tuesday users", {"active_days", "gaps", "recency", "weekday"}),
        ("cadence:10", "every-10-days users", {"active_days", "gaps", "recency"}),
        ("leaning:weekend", "weekend users (not proven)", {"active_days", "gaps", "recency", "weekday"}),
        ("frequency:weekly", "weekly users", {"active_days", "gaps"}),
        ("lifecycle:new", "new users", {"active_days", "recency"}), ("all", "all users", set()),
        ("a = b=x", None, {"attr:a", "attr:a = b"}), ("attr.plan = \"Pro\"", None, {"attr:plan"}),
        ("my own", "my own", set()),
    ],
)  # fmt: skip
def test_titles_and_facts(name, title, facts):
    assert title is None or title_of(name) == title
    assert chosen_by(name) == facts


@pytest.mark.parametrize(
    ("first", "second", "are"),
    [
        ("split:1/2:7", "split:2/2:7", True),
        ("split:1/2:7 of weekday:Tue", "split:2/2:7 of weekday:Tue", True),
        ('"A" := split:1/2:1 of active_days >= 3', '"B" := split:2/2:1 of active_days >= 3', True),
        ("split:1/2:7 of weekday:Tue", "split:2/2:7 of weekday:Wed", False),
        ("split:1/2:7 of weekday:Tue", "weekday:Tue", False),
        ("split:1/2:7", "rest", False),
        ("weekday:Tue", "weekday:Tue", False),
    ],
)
def test_only_chance_decides_between_random_parts_of_one_segment(first, second, are):
    assert are_random_parts(first, second) is are


@pytest.mark.parametrize(
    ("written", "meant"), [("Tuesdays", "weekday:Tue"), ("tuesday", "weekday:Tue"), ("weekends", "weekend")]
)
def test_who_writes_what_a_segment_is_called_on_screen_is_told_its_name(study, written, meant):
    with pytest.raises(UnknownNameError) as caught:
        study.members(written)
    assert caught.value.hint == f'did you mean "{meant}"?'
