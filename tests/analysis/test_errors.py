"""Errors say what was expected, what was found, and the next step."""

import pytest

from analysis.errors import InvalidSettingError, OffbeatError, UnknownNameError, UnreadableFileError


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


def test_unknown_name_lists_what_there_is():
    assert UnknownNameError.of("metric", "zzz", ["events", "amount"]).hint == "there are: events, amount."


def test_unknown_name_lists_at_most_eight():
    hint = UnknownNameError.of("event", "zzz", [f"event {number}" for number in range(20)]).hint
    assert hint.endswith("event 7 and 12 more.")


def test_unknown_name_among_none():
    assert UnknownNameError.of("event", "zzz", []).hint == "there are: none."
