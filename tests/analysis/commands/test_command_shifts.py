"""`rhythms --shifts`: one entry a shift, only when asked for, with the reason where there are no hours."""

import csv
import json
from datetime import date, timedelta

import pytest

from analysis.__main__ import main


@pytest.fixture
def events(tmp_path):
    """Thirty people on Tuesdays late in the evening."""
    days = [date(2025, 1, 7) + timedelta(weeks=week) for week in range(30)]
    path = tmp_path / "events.csv"
    path.write_text("user_id,time\n" + "".join(f"u{who},{day}T23:15:00Z\n" for who in range(30) for day in days))
    return path


def answer(capsys, *arguments):
    assert main(["rhythms", *map(str, arguments)]) == 0
    return json.loads(capsys.readouterr().out)


def test_shifts_are_counted_and_written_when_asked_for(events, tmp_path, capsys):
    plain = answer(capsys, events)
    assert "timezone_shifts" not in plain
    asked = answer(capsys, events, "--shifts", "--out", tmp_path / "out")
    assert {name: asked[name] for name in plain} == plain
    assert asked["timezone_shifts_why_not"] == ""
    users = {each["shift_hours"]: each["changed"] for each in asked["timezone_shifts"]}
    assert users == {hours: 30 if hours > 0 else 0 for hours in range(-12, 13)}
    with (tmp_path / "out" / "timezone_shifts.csv").open(newline="") as file:
        rows = [{name: int(cell) for name, cell in row.items()} for row in csv.DictReader(file)]
    assert rows == asked["timezone_shifts"]


def test_where_narrows_whose_labels_are_counted(events, capsys):
    none = answer(capsys, events, "--shifts", "--where", "irregular")["timezone_shifts"]
    assert {each["users"] for each in none} == {0}


def test_dates_say_why_there_is_nothing(tmp_path, capsys):
    path = tmp_path / "dates.csv"
    path.write_text("user_id,day\n" + "".join(f"u,2026-01-{day:02d}\n" for day in range(1, 20)))
    found = answer(capsys, path, "--shifts", "--out", tmp_path / "out")
    assert found["timezone_shifts"] == []
    assert "dates only" in found["timezone_shifts_why_not"]
    assert not (tmp_path / "out" / "timezone_shifts.csv").exists()
