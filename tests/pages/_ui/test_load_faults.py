"""A load that something breaks off: what a person reads, what they still have, and that no file stays behind."""

import errno
import io
import os
import resource
import shutil
import signal
import tempfile
import time
from functools import partial

import pytest

from analysis.errors import OffbeatError
from pages._ui import load_child, loading, streamed
from pages._ui.load_child import Load

ROWS = b"user_id,timestamp\n" + b"".join(b"person-%d,2026-01-%02d\n" % (n % 900, 1 + n % 28) for n in range(20_000))
STARTS_WITHIN_S = 30
pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")


def dropped(name, content=ROWS):
    file = io.BytesIO(content)
    file.name, file.file_id = name, "7"
    return file


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """A folder of temporary files of its own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def full_after(monkeypatch):
    """Let the disk be full after so many bytes of a file."""

    def fill(most_bytes):
        def copied(source, target):
            target.write(source.read(most_bytes))
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(loading.shutil, "copyfileobj", copied)

    return fill


def started(load):
    """Wait until the child runs, and return it."""
    until = time.monotonic() + STARTS_WITHIN_S
    while load._child is None or not load._lines():
        assert time.monotonic() < until
        assert not load.is_over
        time.sleep(0.01)
    return load._child


def left_in(files):
    return sorted(path.name for path in files.folder.iterdir() if path.name != "log")


def test_a_full_disk_at_the_drop_leaves_nothing_and_says_so(temporary, full_after):
    full_after(1000)
    with pytest.raises(OSError, match="No space left") as problem:
        loading.spool([dropped("mine.csv")])
    said = loading.problem_of(problem.value)
    assert said.sentence == "Expected room for a temporary copy, found: No space left on device."
    assert list(temporary.iterdir()) == []


def test_a_table_cut_off_by_a_full_disk_is_not_taken_for_the_whole_one(drop, full_after, monkeypatch):
    files, users = drop(ROWS), b"user_id,plan\n" + b"person-1,Pro\n" * 500
    full_after(1000)
    with pytest.raises(OSError, match="No space left"):
        files.with_tables(users=dropped("people.csv", users))
    assert left_in(files) == ["events-0.csv"]
    monkeypatch.undo()
    again = files.with_tables(users=dropped("people.csv", users))
    assert again.users.path.read_bytes() == users


def test_no_folder_for_temporary_files_is_said_and_found_again(temporary, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(temporary / "gone"))
    for begin in (lambda: loading.spool([dropped("mine.csv")]), streamed.place):
        with pytest.raises(FileNotFoundError):
            begin()
    (temporary / "gone").mkdir()
    files = loading.spool([dropped("mine.csv")])
    assert left_in(files) == ["events-0.csv"]
    files.drop()


def test_a_full_disk_during_the_load_ends_in_a_sentence_and_leaves_what_was_dropped(drop, monkeypatch):
    files = drop(ROWS)
    small = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (2000, 2000))
    monkeypatch.setattr(load_child.subprocess, "Popen", partial(load_child.subprocess.Popen, preexec_fn=small))
    with pytest.raises(OffbeatError) as problem:
        Load(files, None).result()
    assert problem.value.hint == "free some disk space."
    assert left_in(files) == ["events-0.csv"]
    monkeypatch.undo()
    assert Load(files, None).result().dataset.activity.users == 900


def test_a_child_that_is_killed_leaves_what_was_dropped(drop):
    files = drop(ROWS * 40)
    load = Load(files, None)
    os.kill(started(load).pid, signal.SIGKILL)
    with pytest.raises(OffbeatError, match="found that the system stopped the reading"):
        load.result()
    assert left_in(files) == ["events-0.csv"]


def test_a_folder_that_goes_away_during_the_load_or_before_it_is_said(drop, monkeypatch):
    files = drop(ROWS * 40)
    load = Load(files, None)
    child = started(load)
    child.send_signal(signal.SIGSTOP)  # else it may put a file where others are just being deleted
    shutil.rmtree(files.folder)
    child.send_signal(signal.SIGCONT)
    with pytest.raises(OffbeatError, match="found that it is gone"):
        load.result()
    with pytest.raises(FileNotFoundError):
        Load(files, None)


def test_a_folder_that_goes_away_while_it_waits_in_line_is_said(drop, monkeypatch):
    turns = load_child.threading.BoundedSemaphore(1)
    monkeypatch.setattr(load_child, "_TURNS", turns)
    files = drop(ROWS)
    with turns:
        load = Load(files, None)
        shutil.rmtree(files.folder)
    with pytest.raises(OffbeatError, match="found that it is gone"):
        load.result()


def test_what_a_closed_tab_left_is_swept_though_nobody_drops_another_file(temporary, monkeypatch):
    monkeypatch.setattr(loading, "LONGEST_SPOOL_S", -0.9)  # due at once; somebody looks a tenth of a second later
    files = loading.spool([dropped("mine.csv")])
    until = time.monotonic() + STARTS_WITHIN_S
    while files.folder.exists():
        assert time.monotonic() < until
        time.sleep(0.02)
    assert list(temporary.iterdir()) == []
