"""Knob and Tunable: one declaration, checked values."""

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import InvalidSettingError, UnknownNameError
from analysis.knobs import Tunable, knob


class Sketch(Tunable):
    """A tunable with one knob of each kind."""

    slug = "sketch"
    title = "A sketch"
    min_share: float = knob(
        0.6, "Share", "How much.", bounds=(0, 1), span=(0.3, 1), step=0.05, unit="share", tightens="up"
    )
    least_days: int = knob(6, "Days", "How many.", bounds=(2, 40), step=1, unit="days")


def test_knobs_come_in_order_with_their_declaration():
    share, days = Sketch.knobs()
    assert (share.name, share.default, share.bounds, share.span) == ("min_share", 0.6, (0, 1), (0.3, 1))
    assert (share.step, share.unit, share.tightens, share.label) == (0.05, "share", "up", "Share")
    assert (days.span, days.tightens, days.is_whole, share.is_whole) == ((2, 40), None, True, False)


def test_subclass_is_frozen_and_keyword_only():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Sketch().min_share = 0.7
    with pytest.raises(TypeError):
        Sketch(0.7)


def test_equal_values_are_equal_and_hash_alike():
    assert Sketch(min_share=0.6) == Sketch()
    assert hash(Sketch(min_share=0.6)) == hash(Sketch())
    assert Sketch(least_days=7) != Sketch()


@pytest.mark.parametrize("wrong", [-0.01, 1.01, float("nan"), float("inf"), True, "0.5", None])
def test_wrong_value_is_refused_by_name(wrong):
    with pytest.raises(InvalidSettingError, match=r"Sketch\.min_share to be a number between 0 and 1, found"):
        Sketch(min_share=wrong)


@pytest.mark.parametrize("wrong", [1, 41, 2.5])
def test_whole_knob_takes_whole_numbers_only(wrong):
    with pytest.raises(InvalidSettingError, match=r"Sketch\.least_days to be a whole number between 2 and 40"):
        Sketch(least_days=wrong)


def test_whole_float_becomes_whole_number():
    assert repr(Sketch(least_days=7.0).least_days) == "7"


@pytest.mark.parametrize(
    "refused", [lambda: Sketch(min_share=3), lambda: Sketch.knob("min_share").parse("a\nlot", owner="x")]
)
def test_errors_say_what_was_expected_and_found_and_the_next_step(refused):
    with pytest.raises(InvalidSettingError) as error:
        refused()
    assert re.fullmatch(r"Expected [^\n]*\.min_share[^\n]*, found [^\n]+\.", error.value.sentence)
    assert error.value.hint == "choose one between 0.3 and 1, where its slider runs; the default is 0.6."


def test_replace_checks():
    assert Sketch().replace(min_share=0.7) == Sketch(min_share=0.7)
    with pytest.raises(InvalidSettingError):
        Sketch().replace(min_share=7)


@given(st.floats(0, 1))
def test_text_of_a_value_reads_back(value):
    assert Sketch.knob("min_share").parse(repr(value), owner="sketch") == value


@given(st.integers(2, 40))
def test_text_of_a_whole_value_reads_back(value):
    assert Sketch.knob("least_days").parse(str(value), owner="sketch") == value


@pytest.mark.parametrize("text", ["", "many", "0,5", "1e999", "nan"])
def test_wrong_text_is_refused(text):
    with pytest.raises(InvalidSettingError, match=r"sketch\.min_share"):
        Sketch.knob("min_share").parse(text, owner="sketch")


class Switched(Tunable):
    """A tunable that is only off or on."""

    slug = "switched"
    on: int = knob(0, "On", "Whether.", bounds=(0, 1), step=1)


@pytest.mark.parametrize(("text", "value"), [("true", 1), ("False", 0), ("1", 1), ("0", 0), ("1.0", 1)])
def test_a_switch_reads_a_link_s_words_and_numbers(text, value):
    assert Switched.knob("on").is_switch
    assert repr(Switched.knob("on").parse(text, owner="switched")) == str(value)


@pytest.mark.parametrize("text", ["yes", "2", "0.5", ""])
def test_a_switch_refuses_everything_else_and_says_what_it_takes(text):
    with pytest.raises(InvalidSettingError, match=r"switched\.on") as error:
        Switched.knob("on").parse(text, owner="switched")
    assert error.value.hint == "choose 0 for off or 1 for on; the default is 0."


def test_only_switches_take_words():
    assert not Sketch.knob("least_days").is_switch
    assert not Sketch.knob("min_share").is_switch
    with pytest.raises(InvalidSettingError):
        Sketch.knob("min_share").parse("true", owner="sketch")


def test_unknown_knob_names_the_nearest():
    with pytest.raises(UnknownNameError, match="min_share"):
        Sketch.knob("minshare")
