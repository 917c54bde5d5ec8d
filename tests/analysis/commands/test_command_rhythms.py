"""`rhythms`: who may be a bot, what stands beside each label in users.csv, and counts that add up."""

import csv
import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from analysis.__main__ import main
from analysis.rhythms import beside, table

START = datetime(2024, 1, 1, tzinfo=UTC)  # a Monday


@pytest.fixture
def events(tmp_path):
    """A job on Mondays at three at night, ten who took up Mondays after a year, ninety of any days."""
    rng = np.random.default_rng(5)
    mondays = 7 * np.arange(104)
    rows = [("job", day, 3) for day in mondays]
    for who in range(10):
        days = [*rng.choice(360, 40, replace=False), *mondays[53:]]
        rows += [(f"new{who}", day, rng.integers(9, 19)) for day in days]
    for who in range(90):
        rows += [(f"p{who:02d}", day, rng.integers(9, 19)) for day in rng.choice(720, 50, replace=False)]
    path = tmp_path / "events.csv"
    stamps = (
        f"{name},{START + timedelta(days=int(day), hours=int(hour)):%Y-%m-%dT%H:10:00Z}\n" for name, day, hour in rows
    )
    path.write_text("user_id,timestamp\n" + "".join(stamps))
    return path


@pytest.fixture
def call(capsys, tmp_path):
    """Return a function: arguments to (the JSON, the rows of users.csv by id)."""

    def run(path, *arguments):
        assert main(["rhythms", str(path), "--out", str(tmp_path / "out"), *map(str, arguments)]) == 0
        with (tmp_path / "out" / "users.csv").open(newline="") as file:
            rows = {row["user_id"]: row for row in csv.DictReader(file)}
        return json.loads(capsys.readouterr().out), rows

    return run


def test_the_job_may_be_a_bot_and_nobody_else(events, call):
    answer, rows = call(events)
    assert answer["bots"] == {"users": 1, "ids": ["job"], "why_not": ""}
    assert [name for name, row in rows.items() if row["bot"] == "true"] == ["job"]
    assert {row["bot"] for row in rows.values()} == {"true", "false"}
    assert (rows["job"]["hour_start"], rows["job"]["hour_stop"], rows["job"]["hour_share"]) == ("3", "4", "1.0")


def test_without_bots_labels_stay_and_the_job_is_not_counted(events, call):
    (everybody, rows), (people, left) = call(events), call(events, "--without-bots")
    assert people["users"] == everybody["users"] - 1
    assert people["bots"] == everybody["bots"]
    assert left == {name: row for name, row in rows.items() if name != "job"}
    assert sum(each["users"] for each in people["rhythms"]) == people["users"]


def test_where_narrows_whose_bots_are_named(events, call):
    answer, rows = call(events, "--where", "irregular")
    assert answer["bots"]["users"] == 0
    assert "job" not in rows


def test_who_took_a_pattern_up_is_named_with_the_day(events, call):
    answer, rows = call(events)
    new = [row for name, row in rows.items() if name.startswith("new") and row["since_day"]]
    assert len(new) >= 8
    assert {(row["since_rhythm"], row["since_detail"]) for row in new} == {("weekday", "Mon")}
    assert all("2024-11-15" < row["since_day"] < "2025-02-15" for row in new)
    monday = next(each for each in answer["rhythms"] if (each["rhythm"], each["detail"]) == ("weekday", "Mon"))
    assert monday["since_users"] == sum(
        (row["since_rhythm"], row["since_detail"]) == ("weekday", "Mon") for row in rows.values()
    )
    assert {row["recent_detail"] for row in new} == {"Mon"}


def test_counts_are_those_of_the_table(events, call):
    answer, rows = call(events)
    for kind, total in (("", "users"), ("recent_", "recent_users"), ("since_", "since_users")):
        for each in answer["rhythms"]:
            label = (each["rhythm"], each["detail"])
            counted = sum((row[f"{kind}rhythm"], row[f"{kind}detail"]) == label for row in rows.values())
            assert each[total] == counted, (total, label)
    assert sum(each["recent_users"] for each in answer["rhythms"]) == answer["users"]
    order = [each["users"] for each in answer["rhythms"]]
    assert order == sorted(order, reverse=True)


def test_new_columns_stand_at_the_end(events, call):
    _, rows = call(events)
    assert tuple(rows["job"]) == (*table.COLUMNS, *beside.COLUMNS, "frequency", "frequency_confidence")


def test_distinctive_says_which_question_was_asked(events, call):
    assert call(events)[0]["distinctive"] is False
    assert call(events, "--set", "evidence.distinctive=1")[0]["distinctive"] is True


def test_dates_alone_cannot_tell_bots(tmp_path, call):
    path = tmp_path / "dates.csv"
    path.write_text("user_id,day\n" + "".join(f"u,2026-01-{day:02d}\n" for day in range(1, 20)))
    answer, rows = call(path)
    assert answer["bots"]["users"] is None
    assert answer["bots"]["ids"] == []
    assert "dates only" in answer["bots"]["why_not"]
    assert (rows["u"]["bot"], rows["u"]["hour_start"], rows["u"]["hour_share"]) == ("", "", "")
    assert call(path, "--without-bots")[0]["users"] == 1


def test_a_real_clock_is_found(real_data, call):
    """A job that commits on Sundays at midnight UTC; the others of known bots come with a person's hours."""
    answer, rows = call(real_data / "pytest_commits.csv.gz")
    assert answer["bots"]["ids"] == ["99c1bfe7f8e1"]
    assert (rows["99c1bfe7f8e1"]["detail"], rows["99c1bfe7f8e1"]["hour_start"]) == ("Sun", "0")
