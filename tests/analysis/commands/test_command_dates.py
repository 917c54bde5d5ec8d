"""Own dates on the command line: lists become labels, dates left out do not count, wrong ones are refused."""

import json
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from analysis.__main__ import main

# Eleven dates without any beat of their own.
RELEASES = [
    date(2025, 1, 1) + timedelta(days=int(day)) for day in np.cumsum([9, 26, 41, 17, 33, 23, 38, 13, 29, 44, 19])
]
OUTAGE = date(2025, 6, 11)


@pytest.fixture
def events(tmp_path):
    """Twelve people who come the day after a release, sixty of any days; on the outage's date everybody comes."""
    rng = np.random.default_rng(3)
    rows = [(f"r{who:02d}", day + timedelta(days=1)) for who in range(12) for day in RELEASES]
    for who in range(60):
        days = rng.choice(365, 14, replace=False)
        rows += [(f"x{who:02d}", date(2025, 1, 1) + timedelta(days=int(day))) for day in days]
    rows += [(name, OUTAGE) for name in sorted({row[0] for row in rows})]
    path = tmp_path / "events.csv"
    path.write_text("user_id,timestamp\n" + "".join(f"{name},{day}T09:30:00Z\n" for name, day in rows))
    return path


@pytest.fixture
def releases(tmp_path):
    path = tmp_path / "releases.csv"
    path.write_text("date\n" + "\n".join(map(str, RELEASES)) + "\n")
    return path


@pytest.fixture
def call(capsys):
    """Return a function: arguments to (exit code, what was printed, the last line of what was complained of)."""

    def run(*arguments):
        code = main(list(map(str, arguments)))
        said = capsys.readouterr()
        return code, json.loads(said.out) if code == 0 else said.out, (said.err.splitlines() or [""])[-1]

    return run


def sizes(answer):
    return {(each["rhythm"], each["detail"]): each["users"] for each in answer["rhythms"]}


def test_a_list_is_a_label_named_after_its_file(call, events, releases, tmp_path):
    given = ("--dates", releases, "--dates-tolerance", "1", "--out", tmp_path / "out")
    _, answer, _ = call("rhythms", events, *given)
    assert sizes(answer)["dates", "releases"] == 12
    users = pd.read_csv(tmp_path / "out" / "users.csv", dtype="str").set_index("user_id")
    assert (users["rhythm"] == "dates").sum() == 12
    assert users.loc["r05", ["rhythm", "detail"]].tolist() == ["dates", "releases"]
    _, segments, _ = call("segments", events, *given[:4], "--segment", "dates:releases")
    assert segments["segments"][0]["users"] == 12


def test_the_day_after_does_not_count_unless_it_is_said(call, events, releases):
    _, answer, _ = call("rhythms", events, "--dates", releases)
    assert "dates" not in {each["rhythm"] for each in answer["rhythms"] if each["users"]}


def test_lists_may_be_given_names_and_there_may_be_several(call, events, releases, tmp_path):
    other = tmp_path / "a=b.txt"
    other.write_text("2025-03-01\n2025-04-17\n")
    _, answer, _ = call(
        "rhythms", events, "--dates", f"My news={releases}", "--dates", other, "--dates-tolerance", "2", "--shifts"
    )
    assert sizes(answer)["dates", "My news"] == 12
    assert {each["users"] for each in answer["timezone_shifts"] if each["shift_hours"] == 0} == {0}
    _, segments, _ = call("segments", events, "--dates", other, "--segment", "dates:a=b")
    assert segments["segments"][0]["users"] == 0


def test_a_name_is_kept_as_everywhere_else(call, events, releases):
    _, answer, _ = call("rhythms", events, "--dates", f"My|news={releases}", "--dates-tolerance", "1")
    assert sizes(answer)["dates", "My news"] == 12


def test_shifted_clocks_are_tried_on_the_list_too(call, events, releases):
    """Ten hours behind, the morning after a release is the evening of the release."""
    _, answer, _ = call("rhythms", events, "--dates", releases, "--shifts")
    gained = {each["shift_hours"]: each["gained"] for each in answer["timezone_shifts"]}
    assert (gained[-10], gained[0], gained[-9]) == (12, 0, 0)


def test_a_date_many_share_is_listed_and_can_be_left_out(call, events):
    _, answer, _ = call("rhythms", events)
    listed = {each["day"]: each for each in answer["batch_dates"]}
    assert list(listed) == sorted(listed)
    outage = listed[str(OUTAGE)]
    assert outage.keys() == {"day", "users", "expected", "share_of_alive"}
    assert outage["users"] == 72
    assert outage["expected"] < 5
    _, whole, _ = call("read", events)
    _, left, _ = call("read", events, "--ignore-date", OUTAGE)
    assert whole["user_days"] - left["user_days"] == outage["users"]
    assert left["rows"] == whole["rows"]
    again = call("rhythms", events, "--ignore-date", OUTAGE)[1]["batch_dates"]
    assert str(OUTAGE) not in [each["day"] for each in again]


def test_the_same_day_twice_is_left_out_once(call, events):
    once = call("rhythms", events, "--ignore-date", OUTAGE)
    assert call("rhythms", events, "--ignore-date", OUTAGE, "--ignore-date", OUTAGE) == once


@pytest.mark.parametrize("subcommand", ["read", "rhythms", "segments", "find"])
def test_nobody_may_be_left(call, tmp_path, subcommand):
    path = tmp_path / "two.csv"
    path.write_text("user_id,timestamp\nu,2026-01-01\nu,2026-01-02\n")
    for days in (["2026-01-01"], ["2026-01-01", "2026-01-02"]):
        code, _, complaint = call(subcommand, path, *(f"--ignore-date={day}" for day in days), "--without-bots")
        assert code == 0, complaint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "found 0 in list.txt"),
        ("date\n", "found 0 in list.txt"),
        ("2025-01-10\nsoon\n", 'found "soon" in list.txt'),
        (b"\x1f\x8b\x00\xff", "no text in UTF-8"),
    ],
)
def test_files_that_hold_no_list_are_named(call, events, tmp_path, text, said):
    path = tmp_path / "list.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    code, out, complaint = call("rhythms", events, "--dates", path)
    assert (code, out) == (2, "")
    assert said in complaint
    assert "Hint:" in complaint


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--dates", "nope.csv"], "nope.csv"),
        (["--dates", "=releases.csv"], "NAME=FILE"),
        (["--dates", "{list}", "--dates", "releases={list}"], 'found "releases" twice'),
        (["--dates", "{list}", "--dates-tolerance", "4"], "0 to 3 days after a date, found 4"),
        (["--dates", "{list}", "--dates-tolerance", "-1"], "found -1"),
        (["--dates", "{list}", "--dates-tolerance", "1.5"], "whole days"),
        (["--dates-tolerance", "1"], "Expected a list of dates"),
        (["--ignore-date", "yesterday"], "Expected a date"),
        (["--ignore-date", "2024-12-31"], "the data cover 2025-01-"),
        (["--ignore-date", "2025-06-11", "--as-of", "2025-03-01"], "to 2025-03-01"),
    ],
)
def test_wrong_dates_are_one_sentence_with_a_hint(call, events, releases, arguments, said):
    code, out, complaint = call("read", events, *(each.replace("{list}", str(releases)) for each in arguments))
    assert (code, out) == (2, "")
    assert said in complaint
    assert "Hint:" in complaint
    assert "Traceback" not in complaint
