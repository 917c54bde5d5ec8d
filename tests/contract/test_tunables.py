"""Every threshold is sound, refuses what is out of range by name, and survives repr, link and command line."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import InvalidSettingError, UnknownNameError
from analysis.knobs import Knob
from analysis.settings import Settings, from_assignments, from_query, to_query

DEFAULTS = Settings()
KNOBS = dict(DEFAULTS.knobs())
every_knob = pytest.mark.parametrize("address", KNOBS)


def valid_values(knob: Knob) -> st.SearchStrategy[float]:
    low, high = knob.bounds
    if knob.is_whole:
        return st.integers(int(low), int(high))
    return st.floats(low, high, allow_nan=False)


@st.composite
def changed_settings(draw: st.DrawFn) -> Settings:
    settings = DEFAULTS
    for address in draw(st.lists(st.sampled_from(sorted(KNOBS)), max_size=5, unique=True)):
        settings = settings.replace_knob(address, draw(valid_values(KNOBS[address])))
    return settings


def rebuilt(node: ast.expr) -> object:
    """Read `Class(name=value, ...)` without running it."""
    if not isinstance(node, ast.Call):
        return ast.literal_eval(node)
    classes = {type(each).__name__: type(each) for _, each in DEFAULTS.tunables()} | {"Settings": Settings}
    return classes[node.func.id](**{each.arg: rebuilt(each.value) for each in node.keywords})


@every_knob
def test_knob_is_sound(address):
    knob = KNOBS[address]
    (low, high), (start, end) = knob.bounds, knob.span
    assert low <= start <= knob.default <= end <= high
    assert start < end
    assert 0 < knob.step <= end - start
    assert knob.label
    assert knob.help.endswith(".")


@every_knob
def test_slider_reaches_its_default_and_its_end(address):
    knob = KNOBS[address]
    for value in (knob.default, knob.span[1]):
        steps = (value - knob.span[0]) / knob.step
        assert steps == pytest.approx(round(steps), abs=1e-6)


@every_knob
def test_out_of_range_is_refused_by_name(address):
    name, knob = address.split(".")[1], KNOBS[address]
    for wrong in (knob.bounds[0] - 1, knob.bounds[1] + 1, float("nan"), float("inf"), True):
        with pytest.raises(InvalidSettingError, match=rf"Expected .*\.{name} to be a .*between .*, found "):
            DEFAULTS.replace_knob(address, wrong)


@every_knob
def test_text_that_is_no_number_is_refused_by_name(address):
    with pytest.raises(InvalidSettingError, match=address):
        from_query({address: "often"})


def test_slugs_are_the_names_of_the_fields():
    assert [slug for slug, _ in DEFAULTS.tunables()] == [tunable.slug for _, tunable in DEFAULTS.tunables()]


def test_defaults_leave_the_link():
    assert to_query(DEFAULTS) == {}
    assert from_query({}) == DEFAULTS


def test_unknown_threshold_names_the_nearest():
    with pytest.raises(UnknownNameError, match=r"weekday\.min_share"):
        from_query({"weekday.minshare": "0.5"})


@given(changed_settings())
def test_repr_is_python(settings):
    assert rebuilt(ast.parse(repr(settings), mode="eval").body) == settings


@given(changed_settings())
def test_link_round_trip(settings):
    query = to_query(settings)
    assert from_query(query) == settings
    assert all(settings.value(address) != KNOBS[address].default for address in query)


@given(changed_settings())
def test_command_line_round_trip(settings):
    assert from_assignments([f"{address}={text}" for address, text in to_query(settings).items()]) == settings
