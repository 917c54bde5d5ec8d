"""Errors say what was expected, what was found, and the next step."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import InvalidSettingError, OffbeatError, UnknownNameError, UnreadableFileError, shortened


def test_error_prints_its_hint():
    error = OffbeatError("Expected a table, found a picture.", hint="save it as CSV.")
    assert str(error) == "Expected a table, found a picture. Hint: save it as CSV."
    assert (error.sentence, error.hint) == ("Expected a table, found a picture.", "save it as CSV.")


@pytest.mark.parametrize("kind", [UnreadableFileError, UnknownNameError, InvalidSettingError])
def test_every_kind_is_an_offbeat_error(kind):
    assert issubclass(kind, OffbeatError)


def test_unknown_name_offers_the_nearest():
    error = UnknownNameError.of("metric", "amuont", ["events", "amount"])
    assert error.sentence == 'Expected a known metric, found "amuont".'
    assert error.hint == 'did you mean "amount"?'


def test_long_names_are_shortened_in_the_middle_and_stay_on_one_line():
    near = "plan=" + "x" * 5000 + "end"
    error = UnknownNameError.of("segment", near + "\n2", [near, *("y" * 999 for _ in range(9))])
    assert error.sentence.startswith('Expected a known segment, found "plan=xxx')
    assert error.sentence.endswith('xxend 2".')
    for text in (error.sentence, error.hint, UnknownNameError.of("segment", "z", ["y" * 999]).hint):
        assert max(map(len, text.split('"'))) < 99
        assert "\n" not in text


@given(st.text(max_size=200))
def test_shortened_names_keep_short_ones_and_both_ends_of_long_ones(name):
    shown = shortened(name)
    line = " ".join(name.splitlines())
    assert len(shown) <= 80
    assert shown == line if len(line) <= 80 else (shown[:40], shown[-39:]) == (line[:40], line[-39:])


def test_unknown_name_lists_what_there_is():
    assert UnknownNameError.of("metric", "zzz", ["events", "amount"]).hint == "there are: events, amount."


def test_unknown_name_lists_at_most_eight():
    hint = UnknownNameError.of("event", "zzz", [f"event {number}" for number in range(20)]).hint
    assert hint.endswith("event 7 and 12 more.")


def test_unknown_name_among_none():
    assert UnknownNameError.of("event", "zzz", []).hint == "there are: none."
