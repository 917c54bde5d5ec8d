"""A saved dataset comes back equal: arrays, tables, report, fingerprint; and the lock on what a load may touch."""

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis.errors import OffbeatError
from analysis.ingest import Limits, open_saved, read, save
from analysis.ingest.limits import connect


@pytest.fixture
def loaded(tmp_path):
    events = tmp_path / "events.csv"
    rows = [f"u{i % 17},2026-01-{i % 28 + 1:02d}T{i % 24:02d}:00:00+01:00,e{i % 5},{i}.25" for i in range(400)]
    events.write_text("user_id,timestamp,event,amount\n" + "\n".join([*rows, ",2026-01-01,,", "x,never,,"]) + "\n")
    users = tmp_path / "users.csv"
    users.write_text("user_id,account_id,plan,age\nu1,acme,Pro,30\nghost,acme,,\n")
    payments = tmp_path / "subs.csv"
    payments.write_text("user_id,start,end,mrr\nu1,2026-01-01,,9.99\n")
    return read(events, users=users, subscriptions=payments)


def test_everything_comes_back(loaded, tmp_path):
    dataset, report = loaded
    folder = tmp_path / "saved"
    folder.mkdir()
    save(dataset, report, folder)
    again, same_report = open_saved(folder)
    assert same_report == report
    assert again.fingerprint == dataset.fingerprint == report.fingerprint
    assert again.name == "events.csv"
    for name in ("offsets", "day", "events", "hours", "event_bits", "amount"):
        np.testing.assert_array_equal(getattr(again.activity, name), getattr(dataset.activity, name))
        assert getattr(again.activity, name).dtype == getattr(dataset.activity, name).dtype
    pd.testing.assert_frame_equal(again.activity.uses, dataset.activity.uses)
    pd.testing.assert_frame_equal(again.users, dataset.users)
    pd.testing.assert_frame_equal(again.subscriptions, dataset.subscriptions)


def test_the_tables_are_those_of_the_command_line(loaded, tmp_path):
    save(*loaded, tmp_path)
    days = pd.read_parquet(tmp_path / "user_days.parquet")
    assert days.columns.tolist() == ["user_id", "day", "events", "hours", "event_bits", "amount"]
    assert str(days["day"][0]) == "2026-01-01"
    uses = pd.read_parquet(tmp_path / "uses.parquet")
    assert uses["count"].sum() == days["events"].sum() == 400


def test_row_groups_that_begin_within_a_user_name_their_own_users(loaded, tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.ingest.store._GROUP_ROWS", 7)
    save(*loaded, tmp_path)
    activity = loaded[0].activity
    days, uses = (pd.read_parquet(tmp_path / f"{name}.parquet") for name in ("user_days", "uses"))
    ids = np.array(activity.user_ids.to_pylist())
    assert days["user_id"].tolist() == ids[activity.user].tolist()
    assert uses["user_id"].tolist() == ids[activity.uses["user"]].tolist()
    assert len(days) > 20
    assert open_saved(tmp_path)[0].activity.user_days == activity.user_days


def test_a_dataset_without_amount_users_or_subscriptions_comes_back(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("user_id,timestamp\nu,2026-01-01\n")
    dataset, report = read(path)
    save(dataset, report, tmp_path)
    again, same_report = open_saved(tmp_path)
    assert (again.activity.amount, again.subscriptions, again.fingerprint) == (None, None, dataset.fingerprint)
    assert same_report == report


def test_a_folder_without_a_dataset_is_refused(tmp_path):
    with pytest.raises(OffbeatError, match="saved dataset"):
        open_saved(tmp_path)
    (tmp_path / "report.json").write_text("{")
    with pytest.raises(OffbeatError, match="saved dataset"):
        open_saved(tmp_path)


def test_a_load_s_database_reads_its_files_and_nothing_else(tmp_path):
    inside, outside = tmp_path / "in", tmp_path / "out"
    for folder in (inside, outside):
        folder.mkdir()
        (folder / "a.csv").write_text("x\n1\n")
    allowed = tmp_path / "allowed.csv"
    allowed.write_text("x\n7\n")
    with connect(inside, [allowed], Limits(threads=1)) as connection:
        for path, value in ((allowed, 7), (inside / "a.csv", 1)):
            assert connection.execute("SELECT * FROM read_csv($path)", {"path": str(path)}).fetchall() == [(value,)]
        for path in (outside / "a.csv", inside / ".." / "out" / "a.csv"):
            with pytest.raises(duckdb.PermissionException):
                connection.execute("SELECT * FROM read_csv($path)", {"path": str(path)}).fetchall()
        for statement in ("SET threads = 4", "ATTACH 'x.db'", "SET enable_external_access = true", "INSTALL httpfs"):
            with pytest.raises(duckdb.Error):
                connection.execute(statement)
