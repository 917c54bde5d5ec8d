"""Settings, presets: one address a threshold, exact round trips, errors that name what is wrong."""

import pytest

from analysis.errors import InvalidSettingError, UnknownNameError
from analysis.presets import PRESETS, preset, preset_of
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


def test_presets_order_by_care():
    careful, balanced, loose = (preset(name) for name in ("Careful", "Balanced", "Loose"))
    assert careful.evidence.q_max < balanced.evidence.q_max < loose.evidence.q_max
    assert preset_of(careful.replace_knob("inactive.days", 31)) is None
    with pytest.raises(UnknownNameError):
        preset("Reckless")
