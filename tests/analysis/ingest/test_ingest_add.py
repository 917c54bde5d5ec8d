"""Newer data added to a dataset: two overlapping cuts of one table are the table; added again, nothing changes."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.errors import OffbeatError
from analysis.ingest import read
from analysis.ingest.add import add, united_users

HEADER = "user_id,timestamp,event,amount"


def rows_of(seed, *, one_name_a_day):
    """Rows in the order of time; users do one thing a day, or any."""
    rng = np.random.default_rng(seed)
    rows = []
    for _ in range(int(rng.integers(60, 200))):
        user, day, hour = rng.integers(12), rng.integers(1, 41), rng.integers(24)
        name = (user + day) % 3 if one_name_a_day else rng.integers(3)
        when = pd.Timestamp("2026-01-01") + pd.Timedelta(days=int(day), hours=int(hour))
        rows.append((str(when), f"{user}", "abc"[name], str(rng.choice(["", "0.1", "2.25"]))))
    return sorted(rows)


def loaded(folder, name, rows):
    path = folder / f"{name}.csv"
    path.write_text("\n".join([HEADER, *(f"{who},{when},{event},{paid}" for when, who, event, paid in rows)]) + "\n")
    return read(path, as_of=None)[0]


def cuts(rows, rng):
    """Two parts that overlap by more than a day, cut anywhere within a day."""
    days = [pd.Timestamp(when) for when, *_ in rows]
    start = days[0] + (days[-1] - days[0]) * rng.uniform(0.2, 0.5)
    end = start + pd.Timedelta(days=rng.uniform(2.1, 12))
    return [row for row in rows if pd.Timestamp(row[0]) < end], [row for row in rows if pd.Timestamp(row[0]) >= start]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(seed=st.integers(0, 10_000), one_name_a_day=st.booleans())
def test_two_overlapping_cuts_are_the_whole(seed, one_name_a_day, tmp_path):
    rows = rows_of(seed, one_name_a_day=one_name_a_day)
    first, second = cuts(rows, np.random.default_rng(seed))
    whole, old, new = (loaded(tmp_path, name, part) for name, part in (("w", rows), ("a", first), ("b", second)))
    united, added = add(old, new)
    for name in ("offsets", "day", "events", "hours", "event_bits", "amount"):
        np.testing.assert_array_equal(getattr(united.activity, name), getattr(whole.activity, name), err_msg=name)
    exact = ["user", "event", "days", "first_day", "last_day"]
    pd.testing.assert_frame_equal(united.activity.uses[exact], whole.activity.uses[exact])
    gap = united.activity.uses["count"] - whole.activity.uses["count"]
    assert (gap != 0).sum() <= added.estimated_uses
    if one_name_a_day:
        assert added.estimated_uses == 0
        assert united.fingerprint == whole.fingerprint
    again, nothing = add(united, new)
    assert again.fingerprint == united.fingerprint
    assert (nothing.gained, nothing.new_users, nothing.estimated_uses) == (0, 0, 0)


def test_what_changed_is_counted_and_said(tmp_path):
    old = loaded(
        tmp_path, "old", [("2026-01-01", "a", "x", ""), ("2026-01-03", "a", "x", ""), ("2026-01-03", "b", "x", "")]
    )
    newer = [
        ("2026-01-02", "c", "y", "1"),
        ("2026-01-03", "a", "y", ""),
        ("2026-01-03", "a", "y", ""),
        ("2026-01-05", "b", "x", ""),
    ]
    united, added = add(old, loaded(tmp_path, "new", newer))
    assert (added.since, added.both, added.differing, added.only_older) == ("2026-01-03", 1, 1, 1)
    assert (added.new_users, added.returned_users, added.gained, added.gap_days) == (1, 1, 2, 0)
    assert united.activity.user_ids.to_pylist() == ["a", "b", "c"]
    uses = united.activity.uses.set_index(["user", "event"])["count"].to_dict()
    assert uses == {(0, "x"): 1, (0, "y"): 2, (1, "x"): 2, (2, "y"): 1}
    assert united.activity.event_names == ("x", "y")
    assert "1 active day of both files counted once." in added.sentences


def test_a_gap_between_two_files_is_said(tmp_path):
    first, second = (loaded(tmp_path, day, [(f"2026-01-{day}", "a", "x", "")]) for day in ("01", "20"))
    for old, new in ((first, second), (second, first)):
        _, added = add(old, new)
        assert added.gap_days == 18
        assert "Neither file covers 18 days" in added.sentences[-1]


def test_more_names_than_bits_keep_their_days_and_users(tmp_path):
    first = [(f"2026-01-{day:02d}", "a", f"n{day}-{number}", "") for day in (1, 2, 3) for number in range(30)]
    second = [(f"2026-01-{day:02d}", "a", f"n{day}-{number}", "") for day in (2, 3, 4) for number in range(30)]
    united, _ = add(loaded(tmp_path, "a", first), loaded(tmp_path, "b", second))
    assert united.activity.active_days.tolist() == [4]
    assert len(united.activity.event_names) == 63
    assert len(united.activity.uses) == 120


def test_the_newer_table_counts_where_it_says_something():
    old = pd.DataFrame({"user_id": ["a", "b"], "account_id": ["x", None], "plan": ["Free", "Pro"], "age": [30, 40]})
    new = pd.DataFrame(
        {"user_id": ["a", "c"], "account_id": [None, "z"], "plan": ["Pro", None], "city": ["Rome", "Oslo"]}
    )
    united = united_users(old.astype({"account_id": "str"}), new.astype({"account_id": "str"}))
    assert united["user_id"].tolist() == ["a", "b", "c"]
    assert united["plan"].fillna("").tolist() == ["Pro", "Pro", ""]
    assert united["account_id"].fillna("").tolist() == ["x", "", "z"]
    assert united["age"].fillna(0).tolist() == [30, 40, 0]
    assert united["city"].fillna("").tolist() == ["Rome", "", "Oslo"]


def test_subscriptions_alone_are_refused(tmp_path):
    path = tmp_path / "subs.csv"
    path.write_text("user_id,start,end,mrr\nu1,2026-01-01,,9.99\n")
    alone, _ = read([], subscriptions=path)
    with pytest.raises(OffbeatError, match="Expected events in both"):
        add(alone, loaded(tmp_path, "a", [("2026-01-01", "a", "x", "")]))
