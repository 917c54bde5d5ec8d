"""What one process takes on: settings, how many datasets and how large, and that everything goes on after a refusal."""

import gc
from dataclasses import replace

import pytest

from analysis.errors import OffbeatError
from analysis.ingest import save
from analysis.ingest.opened_size import opened_bytes
from analysis.sample import load_sample
from pages._ui import load_child, load_line
from pages._ui.hosting.room import DATASETS, Held, Room, room_from
from pages._ui.load_child import Load
from tests.pages.session import opened_data
from tests.pages.test_data_loading import loaded_elsewhere

pytestmark = pytest.mark.usefixtures("fresh_caches")
ROWS = b"user_id,timestamp\n" + b"".join(b"u%d,2026-03-%02d\n" % (n % 9, 1 + n % 28) for n in range(200))
SMALL = Room(loads=1, datasets=3, datasets_each=2, dataset_mb=1)


class Thing:
    """Something held."""


def test_settings_are_whole_numbers_from_one_on():
    found = room_from({"OFFBEAT_LOADS_AT_ONCE": "3", DATASETS: " 7 ", "OFFBEAT_DATASET_MB": "90"})
    assert (found.loads, found.datasets, found.datasets_each, found.dataset_mb) == (3, 7, 5, 90)
    assert room_from({}).loads == 2
    assert room_from({}).dataset_mb > 1000
    for text in ("0", "-1", "two", "1.5", "9" * 30, "²"):
        with pytest.raises(OffbeatError, match=f"Expected {DATASETS} to be a whole number"):
            room_from({DATASETS: text})


def test_what_nobody_refers_to_any_more_is_not_counted():
    held, things = Held(), [Thing(), Thing(), Thing()]
    for place, each in enumerate(things):
        held.add(each, "ann" if place < 2 else "bo")
    held.add(things[0], "ann")
    assert (held.count(), held.count("ann"), held.count("bo"), held.count("cy")) == (3, 2, 1, 0)
    for owner, said in (("ann", "at most 2 datasets of yours"), ("cy", "at most 3 datasets at once on this server")):
        with pytest.raises(OffbeatError, match=said):
            held.require_place(owner, SMALL)
    del each, things[:2]
    gc.collect()
    assert (held.count(), held.count("ann")) == (1, 0)
    held.require_place("ann", SMALL)
    held.require_place("bo", SMALL)


@pytest.fixture
def one_at_once(monkeypatch):
    monkeypatch.setattr(load_line, "HELD", Held())
    monkeypatch.setattr(load_line, "room", lambda: replace(SMALL, datasets=1))


def test_a_full_server_says_so_until_somebody_lets_go(one_at_once, drop):
    first = opened_data("Load a file", _spool=drop(ROWS))
    first.button(key="load").click().run()
    loaded_elsewhere(first)
    second = opened_data("Load a file", _spool=drop(ROWS))
    second.button(key="load").click().run()
    assert second.session_state["_running"] is None
    assert any("at most 1 dataset at once on this server" in each.value for each in second.text)
    first.query_params["data_tab"] = "How it was read"
    first.switch_page("pages/data.py").run()
    first.button(key="forget_file").click().run()
    gc.collect()
    second.button(key="load").click().run()
    loaded_elsewhere(second)
    assert second.session_state["_upload"].dataset.activity.users == 9


def test_a_dataset_too_large_for_one_is_told_and_leaves_nothing(monkeypatch, drop):
    monkeypatch.setattr(load_child, "room", lambda: replace(SMALL, dataset_mb=0))
    spooled = drop(ROWS)
    with pytest.raises(OffbeatError, match=r"at most 0 MB of memory here, found about \d+ MB in mine.csv"):
        Load(spooled, None).result()
    assert sorted(path.name for path in spooled.folder.iterdir()) == ["events-0.csv", "log"]


@pytest.mark.parametrize("name", ["saas", "shop"])
def test_the_size_is_told_without_opening(name, tmp_path):
    dataset, report = load_sample(name)
    save(dataset, report, tmp_path)
    activity = dataset.activity
    tables = [activity.uses, dataset.users, dataset.subscriptions, dataset.payments]
    arrays = [activity.offsets, activity.day, activity.events, activity.hours, activity.event_bits, activity.amount]
    actual = activity.user_ids.nbytes + sum(each.nbytes for each in arrays if each is not None)
    actual += sum(int(each.memory_usage(deep=True).sum()) for each in tables if each is not None)
    assert 0.5 < opened_bytes(tmp_path) / actual < 2
