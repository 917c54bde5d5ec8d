"""How sizes react: every curve equals labelling anew, for every threshold, from any starting point."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import OffbeatError
from analysis.segments.names import default_names
from analysis.segments.sensitivity import Curve, all_curves, curves, slider_values, thresholds
from analysis.settings import Settings
from analysis.study import prepare, tune

CHECKED_VALUES = 4
# Other thresholds than the defaults: outside the slider's span, and against the other users.
ELSEWHERE = Settings().replace_knob("weekday.min_share", 0.2).replace_knob("evidence.q_max", 0.4)
STARTS = {
    "defaults": Settings(),
    "elsewhere": ELSEWHERE,
    "distinctive": Settings().replace_knob("evidence.distinctive", 1),
}


@pytest.fixture(scope="module")
def prepared(saas):
    return prepare(saas)


@pytest.fixture(scope="module")
def names(prepared):
    return [
        *default_names(tune(prepared).segmentation), "leaning:weekend", "leaning:cadence:7", "misread:weekly",
        "plan=Pro", "weekday:Tue and active_days > 20", "not frequency:weekly or daily",
    ]  # fmt: skip


def relabelled(prepared, start, address, value):
    return tune(prepared, settings=start.replace_knob(address, float(value)))


@pytest.mark.parametrize("address", thresholds(Settings()))
@pytest.mark.parametrize("start", STARTS)
def test_curves_equal_labelling_anew(prepared, names, address, start):
    study = tune(prepared, settings=STARTS[start])
    among = np.arange(study.activity.users) % 3 > 0
    found = curves(address, names, study.people, among=among)
    values = slider_values(Settings.knob(address))
    chosen = np.random.default_rng(len(address)).choice(len(values), CHECKED_VALUES)
    for place in {0, len(values) - 1, *chosen.tolist()}:
        anew = relabelled(prepared, STARTS[start], address, values[place])
        expected = {name: int((anew.members(name) & among).sum()) for name in names}
        assert {each.segment: int(each.users[place]) for each in found} == expected


def test_something_reacts_to_most_thresholds(prepared, names):
    study = tune(prepared)
    assert sum(any(each.reacts for each in some) for some in all_curves(names, study.people).values()) > 20


@settings(max_examples=15)
@given(st.sampled_from(thresholds(Settings())), st.lists(st.floats(0, 1), min_size=1, max_size=6), st.floats(0, 1))
def test_any_values_from_any_start(prepared, address, places, now):
    knob = Settings.knob(address)

    def value_at(place):
        value = knob.bounds[0] + place * (min(knob.bounds[1], 3 * knob.span[1]) - knob.bounds[0])
        return float(round(value)) if knob.is_whole else value

    start = Settings().replace_knob(address, value_at(now))
    values = np.unique([value_at(place) for place in places])
    names = ["weekday", "irregular", "too_few", "mixed", "daily", "frequency:weekly", "leaning:weekend", "cadence"]
    for curve in curves(address, names, tune(prepared, settings=start).people, values=values):
        for value, users in zip(values, curve.users, strict=True):
            assert users == relabelled(prepared, start, address, value).members(curve.segment).sum()


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("weekday.min_share", "weekday"), ("evidence.min_active_days", "too_few"),
        ("frequency.weekly_max_days", "frequency:weekly"),
    ],
)  # fmt: skip
def test_users_near_the_cut_are_those_a_step_moves(prepared, address, name):
    knob, start = Settings.knob(address), Settings().replace_knob("weekday.min_share", 0.97)
    (curve,) = curves(address, [name], tune(prepared, settings=start).people)
    low, high = (relabelled(prepared, start, address, start.value(address) + side * knob.step) for side in (-1, 1))
    moved = int((low.members(name) != high.members(name)).sum())
    assert curve.near == moved > 0


def test_tightening_never_adds_to_a_frequency_or_takes_from_it_elsewhere(prepared):
    study = tune(prepared)
    names = default_names(study.segmentation)
    classes = {each.segment: each.users for each in curves("frequency.weekly_max_days", names, study.people)}
    assert (np.diff(classes["frequency:weekly"]) >= 0).all()
    assert (np.diff(classes["frequency:monthly"]) <= 0).all()
    assert (np.diff(classes["frequency:daily"]) == 0).all()


def test_study_keeps_its_labels(prepared):
    study = tune(prepared)
    before = study.segmentation.rhythm.copy()
    all_curves(default_names(study.segmentation), study.people)
    np.testing.assert_array_equal(study.segmentation.rhythm, before)
    np.testing.assert_array_equal(tune(prepared).segmentation.rhythm, before)


@pytest.mark.parametrize("address", ["compare.draws", "evidence.distinctive", "inactive.days"])
def test_thresholds_that_decide_no_label_are_told(prepared, address):
    with pytest.raises(OffbeatError, match=address):
        curves(address, ["weekday"], tune(prepared).people)


def curve_of(users):
    return Curve("weekday.min_share", "weekday", np.arange(len(users), dtype=float), np.array(users), 0)


@pytest.mark.parametrize(
    ("users", "tolerance", "stretches"),
    [
        ([5, 5, 5, 4, 3, 3, 3, 3], 0.0, [(0.0, 2.0), (4.0, 7.0)]),
        ([5, 5, 4, 4], 0.0, []),
        ([1000, 996, 991, 980, 970], 0.01, [(0.0, 2.0)]),
        ([0, 0, 0], 0.0, [(0.0, 2.0)]),
        ([], 0.0, []),
    ],
)
def test_flat_stretches(users, tolerance, stretches):
    assert curve_of(users).flat_stretches(tolerance=tolerance) == stretches


def test_empty_population(prepared, names):
    study = tune(prepared)
    nobody = np.zeros(study.activity.users, bool)
    found = curves("weekday.min_share", names, study.people, among=nobody)
    assert not any(each.users.any() or each.near for each in found)
