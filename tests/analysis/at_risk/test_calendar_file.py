"""The calendar file: read back by the rules of RFC 5545."""

import re
from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.activity import to_day
from analysis.at_risk.calendar_file import _escaped, _folded, calendar_file, calendar_of
from analysis.dataset import Dataset
from analysis.study import study
from analysis.synthetic.planted import activity_of

TUESDAYS = to_day(date(2024, 1, 2)) + 7 * np.arange(20)
AS_OF = int(TUESDAYS[-1]) + 3


def _study(user_ids: list[str]):
    activity = activity_of([TUESDAYS] * len(user_ids), observed=(int(TUESDAYS[0]), AS_OF))
    object.__setattr__(activity, "user_ids", pa.array(user_ids))
    return study(Dataset(activity, None))


def _read(text: str) -> list[dict[str, str]]:
    """The events of a file: lines unfolded, then name and value."""
    assert text.endswith("\r\n")
    events: list[dict[str, str]] = []
    for line in re.sub("\r\n[ \t]", "", text).split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events:
            events[-1].setdefault(name, value)
    return events


def test_a_tuesday_user_has_an_event_on_the_next_tuesday():
    found = calendar_file(_study(["anna"]), np.ones(1, bool))
    assert (found.people, found.left_out) == (1, 0)
    (event,) = _read(found.text)
    assert event["DTSTART;VALUE=DATE"] == "20240521"
    assert event["DTEND;VALUE=DATE"] == "20240522"
    assert event["SUMMARY"] == "Expected: anna"
    assert found.text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")


def test_ids_are_escaped_and_lines_never_too_long():
    ids = ["a,b;c\\d", "line\nBEGIN:VEVENT", "ü" * 90]
    found = calendar_file(_study(ids), np.ones(3, bool))
    events = _read(found.text)
    assert [each["SUMMARY"].removeprefix("Expected: ") for each in events] == [
        "a\\,b\\;c\\\\d", "line\\nBEGIN:VEVENT", "ü" * 90,
    ]  # fmt: skip
    assert max(len(line.encode()) for line in found.text.split("\r\n")) == 75


def test_people_can_be_named_by_their_ids():
    now = _study(["anna", "berta"])
    assert calendar_of(now, ["berta", "nobody"]) == calendar_file(now, np.array([False, True]))


def test_the_event_of_a_person_keeps_its_uid():
    uids = {calendar_file(_study(["anna"]), np.ones(1, bool)).text for _ in range(2)}
    assert len(uids) == 1
    both = _read(calendar_file(_study(["anna", "berta"]), np.ones(2, bool)).text)
    assert both[0]["UID"] == _read(uids.pop())[0]["UID"] != both[1]["UID"]


def test_people_without_a_pattern_are_left_out_and_counted():
    random = np.random.default_rng(1)
    days = [TUESDAYS, np.sort(random.choice(140, 30, replace=False)) + TUESDAYS[0]]
    found = calendar_file(study(Dataset(activity_of(days, observed=(int(TUESDAYS[0]), AS_OF)), None)), np.ones(2, bool))
    assert (found.people, found.left_out) == (1, 1)
    nobody = calendar_file(_study(["anna"]), np.zeros(1, bool))
    assert (nobody.people, _read(nobody.text)) == (0, [])


@given(st.text(max_size=300))
def test_folding_and_escaping_can_be_undone(text):
    escaped = _escaped(text)
    parts = list(_folded(f"SUMMARY:{escaped}"))
    assert all(len(part.encode()) <= 75 for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == f"SUMMARY:{escaped}"
    assert not re.search(r"(?<!\\)(\\\\)*[;,]", escaped)
    assert "\n" not in escaped
    assert "\r" not in escaped


@pytest.mark.parametrize("mark", ["\x00", "\x1b", "\u2028"])
def test_control_characters_go(mark):
    assert _escaped(f"a{mark}b") == "ab"
