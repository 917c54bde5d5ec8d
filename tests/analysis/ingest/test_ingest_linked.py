"""People under two ids: the second is used row by row, counted, and one person where the events say whose it is."""

import numpy as np
import pytest

from analysis.ingest import preview, read

# a1 is u1's; a2 is seen with two people; a3 with nobody; a4 is somebody's own user id as well.
ROWS = """u1,a1,2026-03-01
,a1,2026-03-02
u1,a2,2026-03-03
u2,a2,2026-03-03
,a2,2026-03-04
,a3,2026-03-05
u4,a4,2026-03-05
a4,,2026-03-05
 ,a4,2026-03-06
,,2026-03-07
"""
EXPORTS = {
    "segment_tracks": "anonymous_id", "amplitude_export": "amplitude_id", "ga4_bigquery_flat": "user_pseudo_id",
    "snowplow_events": "domain_userid",
}  # fmt: skip


@pytest.fixture
def put(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


def days_of(dataset):
    activity = dataset.activity
    first = activity.observed_from - 1
    return {name: (activity.days_of(row) - first).tolist() for row, name in enumerate(activity.user_ids.to_pylist())}


@pytest.mark.parametrize("second", sorted(EXPORTS.values()))
def test_a_second_id_beside_one_user_is_that_user(put, second):
    dataset, report = read(put("events.csv", f"user_id,{second},timestamp\n{ROWS}"), link_ids=True)
    assert days_of(dataset) == {
        "a2": [4], "a3": [5], "a4": [5, 6], "u1": [1, 2, 3], "u2": [3], "u4": [5],
    }  # fmt: skip
    assert (report.rejected, report.matches) == (1, ())
    said = [note for note in report.notes if second in note]
    assert said == [
        f"4 rows have no user_id: {second} was used.",
        f"1 of these {second} stands beside exactly one user_id in other rows and is counted as that person.",
        f"1 of these {second} stands beside several user_id: kept apart.",
    ]


def test_nobody_is_linked_unasked(put):
    dataset, report = read(put("events.csv", f"user_id,anonymous_id,timestamp\n{ROWS}"))
    assert days_of(dataset) == {
        "a1": [2], "a2": [4], "a3": [5], "a4": [5, 6], "u1": [1, 3], "u2": [3], "u4": [5],
    }  # fmt: skip
    assert (
        "1 of these anonymous_id stands beside exactly one user_id in other rows; counted as a person of its own, "
        "as that person with --link."
    ) in report.notes


def test_links_hold_over_files_and_for_the_other_tables(put):
    first = put("one.csv", "user_id,anonymous_id,timestamp\nu1,a1,2026-03-01\n")
    second = put("two.csv", "anonymous_id,user_id,timestamp\na1,,2026-03-02\n")
    users = put("users.csv", "user_id,plan\na1,Pro\n")
    dataset, _ = read([first, second], users=users, link_ids=True)
    assert days_of(dataset) == {"u1": [1, 2]}
    assert dataset.users[["user_id", "plan"]].to_numpy().tolist() == [["u1", "Pro"]]
    swapped, _ = read([second, first], link_ids=True)
    assert swapped.activity.fingerprint == dataset.activity.fingerprint


def test_a_mapping_file_goes_before_a_link_and_on_from_it(put):
    events = put("events.csv", "user_id,anonymous_id,timestamp\nu1,a1,2026-03-01\n,a1,2026-03-02\nu2,b,2026-03-03\n")
    onward, report = read(events, mapping=put("on.csv", "old,new\nu1,person\n"), link_ids=True)
    assert days_of(onward) == {"person": [1, 2], "u2": [3]}
    assert [each.matched for each in report.matches] == [1]
    other, _ = read(events, mapping=put("other.csv", "old,new\na1,u2\n"), link_ids=True)
    assert days_of(other) == {"u1": [1], "u2": [2, 3]}


def test_a_user_id_that_is_always_there_needs_no_scan_and_no_word(put):
    path = put("events.csv", "user_id,anonymous_id,timestamp\nu1,a1,2026-03-01\nu2,a2,2026-03-02\n")
    dataset, report = read(path)
    assert days_of(dataset) == {"u1": [1], "u2": [2]}
    assert not [note for note in report.notes if "anonymous_id" in note]


@pytest.mark.parametrize("user", ["distinct_id", "customer_id"])
def test_ids_that_are_always_filled_have_a_second_one_only_where_the_file_leaves_them_empty(put, user):
    full = put("full.csv", f"{user},device_id,time\np1,d1,2026-03-01\n")
    assert preview(full).columns.column("user_fallback") is None
    gaps = put("gaps.csv", f"{user},device_id,time\np1,d1,2026-03-01\n,d1,2026-03-02\n,d2,2026-03-02\n")
    dataset, _ = read(gaps)
    assert days_of(dataset) == {"p1": [1], "d1": [2], "d2": [2]}
    assert np.all(dataset.activity.active_days > 0)


def test_mixed_line_ends_are_linked_too(put):
    path = put("mixed.csv", "")
    path.write_bytes(b"user_id,anonymous_id,timestamp\r\nu1,a1,2026-03-01\n,a1,2026-03-02\r\n")
    assert days_of(read(path, link_ids=True)[0]) == {"u1": [1, 2]}
