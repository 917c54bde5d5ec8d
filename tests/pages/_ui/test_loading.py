"""Uploads on disk have names of our own; what is said of them uses the names their owners know."""

import io
import os
import time

import pytest

from analysis.errors import OffbeatError
from analysis.ingest import preview
from pages._ui import loading, streamed
from pages._ui.load_child import Load

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
OLD_S = 2 * streamed.LONGEST_WAIT_S
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
    load = Load(spooled, None)
    try:
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


def test_a_file_that_cannot_be_read_is_looked_at_once(spool, monkeypatch):
    spooled, asked = spool(uploaded("holiday.csv", PICTURE)), []
    loading.forget_seen()
    monkeypatch.setattr(loading, "preview", lambda *given, **options: asked.append(given) or preview(*given, **options))
    for _ in range(3):  # as reruns of the page do
        with pytest.raises(OffbeatError, match="found a PNG picture"):
            loading.seen(spooled.events, "events")
    assert len(asked) == 1


def test_tables_beside_the_events_are_told_by_their_names(spool):
    events = uploaded("mine.csv", b"user_id,timestamp\nu,2026-01-01\n")
    people = uploaded("people of 2026.csv", PICTURE)
    spooled = spool(events).with_tables(users=people)
    assert said_by_the_child(spooled).sentence == "Expected a table, found a PNG picture, people of 2026.csv."
    again = spooled.with_tables(users=people)
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


STRIPE = b"id,Customer ID,Plan,Currency,Interval,Amount,Status,Created (UTC),Canceled At (UTC),Ended At (UTC)\n"


def test_a_stripe_export_is_read_as_subscriptions_alone_and_may_be_read_as_events(spool):
    rows = b"s1,cus_a,Pro,usd,month,10.00,canceled,2026-01-01,2026-02-01,2026-02-01\n"
    spooled = spool(uploaded("stripe.csv", STRIPE + rows))
    assert (spooled.table, spooled.name, spooled.events) == ("subscriptions", "stripe.csv", ())
    assert spooled.with_tables(users=None, payments=None).subscriptions == spooled.subscriptions
    found = Load(spooled, None).result()
    assert (found.dataset.name, found.dataset.activity.users, len(found.dataset.subscriptions)) == ("stripe.csv", 0, 1)
    as_events = spooled.read_as("events")
    assert (as_events.table, as_events.name, as_events.subscriptions) == ("events", "stripe.csv", None)
    assert as_events.read_as("subscriptions") == spooled


def test_events_with_amounts_are_no_subscriptions(spool):
    assert spool(uploaded("mine.csv", b"customer,created_at,event,mrr\na,2026-01-01,x,5\n")).table == "events"
    assert spool(uploaded("mine.csv", b"customer,created_at,amount\na,2026-01-01,5\n")).table == "events"


def test_stripe_s_subscriptions_and_payments_dropped_together_find_their_places(spool):
    header = b"id,Created date (UTC),Amount,Amount Refunded,Status,Decline Reason,Customer ID\n"

    def dropped(*names):
        kinds = {"subs": STRIPE + b"s1,cus_a,Pro,usd,month,10.00,active,2026-01-01,,\n",
                 "pay": header + b"p1,2026-02-01 10:00,10.00,0,Paid,,cus_a\n"}  # fmt: skip
        return [uploaded(f"{name}.csv", kinds[name]) for name in names]

    spooled = spool(*dropped("pay", "subs"))
    assert (spooled.events, spooled.name, spooled.payments.name) == ((), "subs.csv", "pay.csv")
    before = set(spooled.folder.parent.glob(f"{loading.PREFIX}*"))
    with pytest.raises(OffbeatError, match="one file of payments"):
        loading.spool(dropped("pay", "subs", "pay"))
    assert set(spooled.folder.parent.glob(f"{loading.PREFIX}*")) <= before


def test_what_a_stopped_server_left_goes_and_what_is_still_written_stays(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for name, last in (("offbeat-old", OLD_S), ("streamed-offbeat-old", OLD_S), ("offbeat-busy", 0), ("other", OLD_S)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("x")
        for path in (tmp_path / name / "file", tmp_path / name):
            os.utime(path, (time.time() - last, time.time() - (last if path.name == "file" else OLD_S)))
    loading.spool([uploaded("a.csv", b"x")]).drop()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["offbeat-busy", "other"]
