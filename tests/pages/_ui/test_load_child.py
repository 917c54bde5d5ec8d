"""A load in its own process: killed it leaves only what was dropped, too slow it is stopped, newer data are added."""

import threading

import pytest

from analysis.errors import OffbeatError
from analysis.ingest import read
from pages._ui import load_child
from pages._ui.load_child import Load
from pages._ui.uploads import Upload

HEADER = b"user_id,timestamp\n"


@pytest.fixture
def spooled(drop):
    return lambda rows: drop(HEADER + rows)


def left_in(files):
    return sorted(path.name for path in files.folder.iterdir() if path.name != "log")


def test_cancel_kills_the_child_and_keeps_the_dropped_files(spooled):
    files = spooled(b"a,2026-01-01\n" * 200_000)
    load = Load(files, None)
    assert not load.is_over
    load.cancel()
    load.cancel()
    assert load.is_over
    assert left_in(files) == ["events-0.csv"]


def test_a_load_that_takes_too_long_is_stopped_and_says_so(spooled, monkeypatch):
    monkeypatch.setattr(load_child, "longest_load_s", lambda files: 0.2)
    with pytest.raises(OffbeatError, match="found it still being read"):
        Load(spooled(b"a,2026-01-01\n"), None).result()


def test_newer_data_are_added_and_leave_nothing_behind(spooled):
    before = spooled(b"a,2026-01-01\na,2026-01-08\n")
    older = Upload(*read(before.events))
    files = spooled(b"a,2026-01-08\na,2026-01-15\nb,2026-01-15\n")
    united = Load(files, None, base=older).result()
    assert left_in(files) == ["events-0.csv"]
    assert (united.dataset.activity.user_days, united.added.new_users, united.base) == (4, 1, older)
    assert united.dataset.name == older.dataset.name


def test_a_third_load_waits_for_its_turn_and_may_be_cancelled_in_line(spooled, monkeypatch):
    room = threading.BoundedSemaphore(1)
    monkeypatch.setattr(load_child, "_TURNS", room)
    room.acquire()  # as another load would
    waiting, cancelled = (Load(spooled(b"a,2026-01-01\n"), None) for _ in range(2))
    assert (waiting.step, waiting.left_said, waiting.is_over) == (load_child.WAITING, "", False)
    cancelled.cancel()
    assert cancelled.is_over
    room.release()
    assert waiting.result().dataset.activity.users == 1
    with room:  # the cancelled one took no place
        assert cancelled.step == load_child.WAITING
