"""Settings, presets: one address a threshold, exact round trips, errors that name what is wrong."""

import pytest

from analysis.errors import InvalidSettingError, UnknownNameError
from analysis.presets import PRESET_KINDS, PRESETS, preset, preset_of
from analysis.settings import Settings, from_assignments, from_query, to_query

ADDRESSES = [address for address, _ in Settings().knobs()]


def test_addresses_are_unique_and_defaults_leave_the_link():
    assert len(set(ADDRESSES)) == len(ADDRESSES)
    assert to_query(Settings()) == {}


def test_one_change_travels():
    changed = Settings().replace_knob("weekday.min_share", 0.8)
    assert to_query(changed) == {"weekday.min_share": "0.8"}
    assert from_query(to_query(changed)) == changed
    assert changed.weekday.min_share == 0.8
    assert Settings().weekday.min_share == 0.6


def test_assignments_are_read_like_links():
    assert from_assignments(["weekday.min_share=0.8"]) == Settings().replace_knob("weekday.min_share", 0.8)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("weekday.min_share=3", "between 0 and 1, found 3"),
        ("weekday.min_share=x", "Expected a number"),
        ("weekday.min_share", "TUNABLE.KNOB=VALUE"),
        ("inactive.days=30.5", "whole number"),
    ],
)
def test_bad_values_are_named(text, said):
    with pytest.raises(InvalidSettingError, match=said):
        from_assignments([text])


def test_unknown_threshold_names_the_nearest():
    with pytest.raises(UnknownNameError, match=r"weekday\.min_share"):
        from_query({"weekday.min_shar": "0.8"})


@pytest.mark.parametrize("address", [a for a, knob in Settings().knobs() if knob.tightens])
def test_loosened_is_the_loosest_bound(address):
    knob = Settings().knob(address)
    loosest = knob.bounds[0] if knob.tightens == "up" else knob.bounds[1]
    assert Settings().loosened(address).value(address) == loosest


def test_loosening_needs_a_direction():
    with pytest.raises(InvalidSettingError, match="tightens one way"):
        Settings().loosened("evidence.min_active_days")


@pytest.mark.parametrize("name", PRESETS)
def test_presets_know_their_name(name):
    assert preset_of(preset(name)) == name


def test_every_preset_is_of_one_kind():
    names = [name for kind in PRESET_KINDS.values() for name in kind]
    assert sorted(names) == sorted(PRESETS)


def test_only_b2b_compares_with_the_other_users():
    assert [name for name in PRESETS if preset(name).evidence.distinctive] == ["B2B"]


def test_presets_stay_on_their_sliders():
    for address, value in ((each, value) for moved in PRESETS.values() for each, value in moved.items()):
        knob = Settings.knob(address)
        steps = (value - knob.span[0]) / knob.step
        assert knob.span[0] <= value <= knob.span[1]
        assert steps == pytest.approx(round(steps), abs=1e-6)


def test_presets_order_by_care():
    careful, balanced, loose = (preset(name) for name in ("Careful", "Balanced", "Loose"))
    assert careful.evidence.q_max < balanced.evidence.q_max < loose.evidence.q_max
    assert preset_of(careful.replace_knob("inactive.days", 31)) is None
    with pytest.raises(UnknownNameError):
        preset("Reckless")
