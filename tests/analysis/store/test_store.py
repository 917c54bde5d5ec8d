"""The store: whole or not at all, nobody guesses, what is over is gone, two at once lose nothing."""

import errno
import json
import os
import stat
import threading
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import OffbeatError
from analysis.ingest import read
from analysis.store import Store, StoreLimits, View, files, lasts, store_folder
from analysis.store.ids import digest_of_id, looks_like_id, new_id
from analysis.store.janitor import REMEMBERED_S
from analysis.store.records import DAY_S, Record

VIEW = View(page="patterns", query={"weekday.min_share": "0.7", "who": "plan=Pro"}, sees="counts", data_name="mine.csv")
OWNER = new_id()
HOUR_S = 3_600


class Clock:
    """A time that tests move."""

    def __init__(self) -> None:
        self.now_s = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path, clock) -> Store:
    return Store(tmp_path / "store", now_s=clock)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A dataset of two people, with a rejected row."""
    path = tmp_path_factory.mktemp("small") / "small.csv"
    path.write_text("user_id,timestamp\n" + "anna,2025-03-04 09:00\nbert,2025-03-05 10:00\nclara,zz-no-time\n" * 3)
    return read([path])


def refused(store: Store, asked: str) -> str:
    with pytest.raises(OffbeatError) as caught:
        store.open_view(asked)
    return str(caught.value)


def shared(store: Store, small, **view) -> tuple[str, str]:
    workspace = store.keep_data(*small)
    return store.keep_view(replace(VIEW, **view), owner=OWNER, days=30, workspace=workspace), workspace


def test_a_view_comes_back_with_its_data(store, small):
    pins = ({"title": "</script>", "kept": {"table": None}},)
    asked, workspace = shared(store, small, pins=pins, slider="weekday.min_share")
    opened = store.open_view(asked)
    assert opened.view == replace(VIEW, pins=pins, slider="weekday.min_share")
    assert opened.workspace == digest_of_id(workspace)
    dataset, report = store.open_data(opened.workspace)
    assert dataset.fingerprint == small[0].fingerprint
    assert (report.rows_in_file, report.rejected) == (9, 3)


def test_no_row_of_the_file_is_kept(store, small, tmp_path):
    shared(store, small)
    assert "zz-no-time" in json.dumps(small[1].to_dict(), default=str)
    written = [path for path in (tmp_path / "store").rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if b"zz-no-time" in path.read_bytes()]


def test_only_hashes_are_on_disk_and_only_the_owner_reads_them(store, small, tmp_path):
    asked, workspace = shared(store, small)
    paths = [tmp_path / "store", *(tmp_path / "store").rglob("*")]
    for secret in (asked, workspace, OWNER):
        assert not [path for path in paths if secret in path.name]
        assert not [path for path in paths if path.is_file() and secret.encode() in path.read_bytes()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths if path.is_dir()} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths if path.is_file()} == {0o600}


def test_ids_hold_128_random_bits():
    made = {new_id() for _ in range(2_000)}
    assert len(made) == 2_000
    assert all(map(looks_like_id, made))
    # base64 of 16 bytes: each of the first 21 letters is one of 64
    assert all(len({each[place] for each in made}) == 64 for place in range(21))


@pytest.fixture(scope="module")
def with_one(tmp_path_factory) -> Store:
    """A store that holds one view."""
    store = Store(tmp_path_factory.mktemp("one"))
    store.keep_view(VIEW, owner=OWNER, days=1)
    return store


@settings(max_examples=60)
@given(text=st.text(max_size=40) | st.from_regex("[A-Za-z0-9_-]{22}", fullmatch=True))
def test_no_text_opens_anything(with_one, text):
    assert "found none under this id" in refused(with_one, text)


def test_unknown_and_foreign_are_said_in_the_same_words(store, small):
    asked, workspace = shared(store, small)
    unknown = refused(store, new_id())
    assert refused(store, asked[:-1]) == refused(store, "../../etc/passwd") == unknown
    digest = digest_of_id(asked)
    for attempt in (
        lambda: store.revoke(new_id(), digest),
        lambda: store.revoke(OWNER, digest_of_id(new_id())),
        lambda: store.revoke(OWNER, "../" + digest),
        lambda: store.forget(new_id(), digest_of_id(workspace)),
        lambda: store.forget(OWNER, ""),
        lambda: store.forget(OWNER, digest_of_id(new_id())),
    ):
        with pytest.raises(OffbeatError) as caught:
            attempt()
        assert str(caught.value) == unknown
    assert store.open_view(asked).view == VIEW
    assert store.links_of(new_id()) == []


def test_a_link_expires_is_remembered_and_forgotten(store, small, clock, tmp_path):
    asked, _ = shared(store, small)
    clock.now_s += 30 * DAY_S - 1
    assert store.open_view(asked).view == VIEW
    clock.now_s += 2
    assert "whose time is over" in refused(store, asked)
    assert store.links_of(OWNER) == []
    store.sweep(is_due=True)
    left = [path for path in (tmp_path / "store").rglob("*") if path.is_file() and path.name != "swept"]
    assert len(left) == 1  # that it was there, and nothing it showed
    assert b"patterns" not in left[0].read_bytes()
    assert "whose time is over" in refused(store, asked)
    clock.now_s += REMEMBERED_S + 1
    store.sweep(is_due=True)
    assert "found none under this id" in refused(store, asked)


def test_taking_back_one_link_keeps_the_other(store, small):
    first, workspace = shared(store, small)
    second = store.keep_view(VIEW, owner=OWNER, days=1, workspace=workspace)
    store.revoke(OWNER, digest_of_id(first))
    assert "took back" in refused(store, first)
    assert store.open_data(store.open_view(second).workspace)[0].activity.users == 2
    store.revoke(OWNER, digest_of_id(second))
    assert not store.has_data(workspace)


def test_forget_deletes_data_and_every_view_while_in_use(store, small, tmp_path):
    asked, workspace = shared(store, small)
    other = store.keep_view(VIEW, owner=OWNER, days=7, workspace=workspace)
    opened = store.open_view(asked)
    assert store.forget(OWNER, opened.workspace) == 2
    assert "were deleted by their owner" in refused(store, asked)
    assert "were deleted by their owner" in refused(store, other)
    with pytest.raises(OffbeatError, match="were deleted by their owner"):
        store.open_data(opened.workspace)
    with pytest.raises(OffbeatError, match="deleted meanwhile"):
        store.keep_view(VIEW, owner=OWNER, days=7, workspace=workspace)
    assert list((tmp_path / "store" / "workspaces").iterdir()) == []


def test_a_damaged_dataset_is_a_sentence(store, small, tmp_path):
    asked, workspace = shared(store, small)
    (tmp_path / "store" / "workspaces" / digest_of_id(workspace) / "rows.parquet").write_bytes(b"PAR1")
    with pytest.raises(OffbeatError, match="were deleted by their owner"):
        store.open_data(store.open_view(asked).workspace)


def test_opens_are_counted_by_all_at_once(store, small):
    asked, _ = shared(store, small)
    together(lambda: store.open_view(asked, is_counted=True), 24)
    store.open_view(asked)
    assert [each.opens for each in store.links_of(OWNER)] == [24]


def test_sharers_at_once_lose_nothing(store, small):
    made = []
    together(lambda: made.append(shared(store, small)[0]), 12)
    assert len({store.open_view(each).workspace for each in made}) == 12
    assert len(store.links_of(OWNER)) == 12


def together(act, times: int) -> None:
    """Do something in as many threads; what one raises fails the test."""
    problems = []

    def run() -> None:
        try:
            act()
        except OffbeatError as problem:
            problems.append(problem)

    threads = [threading.Thread(target=run) for _ in range(times)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert problems == []


@pytest.mark.parametrize("fails", ["fsync", "replace", "rename"])
def test_a_full_disk_is_a_sentence_and_leaves_nothing(store, small, tmp_path, monkeypatch, fails):
    before = shared(store, small)[0]
    known = sorted((tmp_path / "store").rglob("*"))

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.os if fails == "fsync" else files.Path, fails, full)
    attempts = {
        "fsync": [lambda: store.keep_data(*small), lambda: store.keep_view(VIEW, owner=OWNER, days=1)],
        "replace": [lambda: store.keep_view(VIEW, owner=OWNER, days=1)],
        "rename": [lambda: store.keep_data(*small)],
    }[fails]
    for attempt in attempts:
        with pytest.raises(OffbeatError, match="No space left on device"):
            attempt()
    monkeypatch.undo()
    assert sorted((tmp_path / "store").rglob("*")) == known
    assert store.open_view(before).view == VIEW


def test_limits(tmp_path, clock, small):
    def limited(name: str, **limits: int) -> Store:
        return Store(tmp_path / name, StoreLimits(**limits), now_s=clock)

    with pytest.raises(OffbeatError, match="of user-days to share"):
        limited("large", most_workspace_bytes=100).keep_data(*small)
    with pytest.raises(OffbeatError, match="the store full"):
        limited("full", most_bytes=100).keep_data(*small)
    few = limited("few", most_views_each=1)
    few.keep_view(VIEW, owner=OWNER, days=1)
    with pytest.raises(OffbeatError, match="at most 1 open links"):
        few.keep_view(VIEW, owner=OWNER, days=1)
    few.keep_view(VIEW, owner=new_id(), days=1)
    with pytest.raises(OffbeatError, match="settings that fit a link"):
        limited("long", most_record_bytes=50).keep_view(VIEW, owner=OWNER, days=1)
    with pytest.raises(OffbeatError, match="found a longer one"):
        limited("story", most_pins_bytes=5).keep_view(replace(VIEW, pins=({"title": "x"},)), owner=OWNER, days=1)
    with pytest.raises(OffbeatError, match="days, found 400"):
        few.keep_view(VIEW, owner=OWNER, days=400)


def test_the_janitor_removes_what_nobody_shows_and_what_a_stopped_process_left(store, small, clock, tmp_path):
    kept = shared(store, small)[0]
    orphan = store.keep_data(*small)
    half = tmp_path / "store" / "workspaces" / f"{files.COMING}0123"
    half.mkdir()
    (half / "rows.parquet").write_bytes(b"x")
    torn = tmp_path / "store" / "views" / f"{files.COMING}4567"
    torn.write_bytes(b"{")
    for path in (half, torn, tmp_path / "store" / "workspaces" / digest_of_id(orphan)):
        os.utime(path, (clock.now_s, clock.now_s))
    store.sweep(is_due=True)
    assert half.exists()
    assert store.has_data(orphan)  # its view may be on its way
    clock.now_s += HOUR_S + 1
    store.open_view(kept)  # whoever opens anything sweeps, once an hour
    assert not half.exists()
    assert not torn.exists()
    assert not store.has_data(orphan)
    assert store.open_data(store.open_view(kept).workspace)


def test_an_unreadable_record_costs_no_data(store, small, clock, tmp_path):
    _, workspace = shared(store, small)
    (record,) = (tmp_path / "store" / "views").glob("*.json")
    record.write_text('{"version": 99}')  # of a newer Offbeat
    clock.now_s += 2 * HOUR_S
    store.sweep(is_due=True)
    assert store.has_data(workspace)


@settings(max_examples=40)
@given(
    st.dictionaries(st.text(max_size=20), st.text(max_size=200), max_size=5), st.text(max_size=30), st.text(max_size=30)
)
def test_records_come_back(query, name, slider):
    record = Record("a", "", 1.0, 2.0, View("patterns", query, "settings", name, slider))
    assert Record.from_bytes(record.to_bytes()) == record


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"version": 1}', b'{"version": 1, "view": 3}', b"\xff"])
def test_what_is_no_record_is_a_value_error(content):
    with pytest.raises(ValueError, match=r".*"):
        Record.from_bytes(content)


def test_where_it_is_kept_and_whether_that_lasts(tmp_path, monkeypatch):
    assert store_folder({"OFFBEAT_STORE": ""}) is None
    assert store_folder({"OFFBEAT_STORE": str(tmp_path)}) == tmp_path
    monkeypatch.setattr("sys.platform", "linux")
    assert store_folder({"XDG_DATA_HOME": str(tmp_path)}).is_relative_to(tmp_path)
    assert store_folder({}).is_relative_to(files.Path.home())
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    lasting = tmp_path / "kept"
    assert lasts(lasting, {}, community_cloud=tmp_path / "none")
    assert not lasts(lasting, {}, community_cloud=tmp_path)
    assert not lasts(tmp_path / "scratch" / "kept", {}, community_cloud=tmp_path / "none")
    assert not lasts(lasting, {"OFFBEAT_STORE_LASTS": "0"}, community_cloud=tmp_path / "none")
    assert lasts(lasting, {"OFFBEAT_STORE_LASTS": "1"}, community_cloud=tmp_path)
