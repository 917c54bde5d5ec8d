"""Uploads on disk have names of our own; what is said of them uses the names their owners know."""

import io

import pytest

from analysis.errors import OffbeatError
from pages._ui import loading

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
HOSTILE = "--out=x\n\0../my=events (1).csv"


def uploaded(name, content):
    file = io.BytesIO(content)
    file.name, file.file_id = name, "7"
    return file


@pytest.fixture
def spool():
    made = []

    def write(*files):
        made.append(loading.spool(list(files)))
        return made[-1]

    yield write
    for each in made:
        each.drop()


def said_by_the_child(spooled):
    load = loading.Load(spooled, None)
    try:
        list(load.stages())
        with pytest.raises(OffbeatError) as error:
            load.result()
    finally:
        load.cancel()
    return error.value


def test_a_picture_is_refused_by_its_owner_s_name_before_and_in_the_load(spool):
    spooled = spool(uploaded("holiday.csv", PICTURE))
    with pytest.raises(OffbeatError) as error:
        loading.seen(spooled.events, "events")
    assert error.value.sentence == "Expected a table, found a PNG picture, holiday.csv."
    assert said_by_the_child(spooled).sentence == error.value.sentence


def test_tables_beside_the_events_are_told_by_their_names(spool):
    events = uploaded("mine.csv", b"user_id,timestamp\nu,2026-01-01\n")
    people = uploaded("people of 2026.csv", PICTURE)
    spooled = spool(events).with_tables(people, None)
    assert said_by_the_child(spooled).sentence == "Expected a table, found a PNG picture, people of 2026.csv."
    again = spooled.with_tables(people, None)
    assert (again.users, again.name) == (spooled.users, "mine.csv")


def test_a_hostile_name_is_no_option_and_no_path(spool):
    spooled = spool(uploaded(HOSTILE, b"user_id,timestamp\nu,never\n"))
    assert [each.name for each in spooled.folder.iterdir()] == ["events-0.csv"]
    assert spooled.name == "--out=x  ../my=events (1).csv"
    assert "never" in said_by_the_child(spooled).sentence
    assert not (loading.PROJECT / "x").exists()


def test_long_names_are_shortened_and_empty_ones_named(spool):
    long, empty = spool(uploaded("a" * 300 + ".csv", b"x")), spool(uploaded("\n", b"x"))
    assert (len(long.name), long.name[-5:], empty.name) == (80, "a.csv", "your file")
