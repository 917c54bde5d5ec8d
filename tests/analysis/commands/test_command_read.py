"""`python -m analysis read`: the contract's keys, the tables of --out, exit 2 with a hint on bad input."""

import csv
import json

import pytest

from analysis.__main__ import main

KEYS = {
    "rows", "rejects", "users", "known_users", "accounts", "user_days", "events", "amount", "event_names", "first_day",
    "last_day", "columns", "timestamp_format", "timezone", "matches", "can_answer", "notes", "fingerprint",
}  # fmt: skip


@pytest.fixture
def events(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("who,when_at,what\nu1,2026-01-01,a\nu2,never,b\nu2,2026-01-02,b\n,2026-01-02,b\n")
    return path


def test_one_json_object_with_the_keys_of_the_contract(events, capsys, tmp_path):
    options = [
        "--map",
        "user_id=who",
        "--map",
        "timestamp=when_at",
        "--map",
        "event=what",
        "--out",
        str(tmp_path / "out"),
    ]
    assert main(["read", str(events), *options]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) >= KEYS
    assert answer["rows"] == {"in_file": 4, "loaded": 2, "rejected": 2, "blank": 0}
    assert answer["rejects"][0].keys() >= {"reason", "rows", "line", "example"}
    assert (answer["users"], answer["user_days"], answer["events"], answer["amount"]) == (2, 2, 2, None)
    assert (answer["first_day"], answer["last_day"], answer["event_names"]) == ("2026-01-01", "2026-01-02", ["a", "b"])
    columns = {"user_id": "who", "timestamp": "when_at", "event": "what", "amount": None, "account_id": None}
    assert answer["columns"].items() >= columns.items()
    with (tmp_path / "out" / "rejects.csv").open(newline="") as file:
        rejects = list(csv.DictReader(file))
    assert [(row["line"], row["reason"]) for row in rejects] == [("3", "unreadable time"), ("5", "missing user id")]
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"user_days.parquet", "uses.parquet", "report.json"}


def test_bad_input_is_one_sentence_with_a_hint_and_exit_2(tmp_path, capsys):
    path = tmp_path / "bad.csv"
    path.write_text("a,b\n1,2\n")
    assert main(["read", str(path)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Hint:" in printed.err
    assert "Traceback" not in printed.err


def test_the_as_of_day_is_the_last_one_read(events, capsys):
    given = ["--map", "user_id=who", "--map", "timestamp=when_at", "--as-of", "2026-01-01"]
    assert main(["read", str(events), *given]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["last_day"], answer["rows"]["loaded"]) == ("2026-01-01", 1)
    assert "after as of" in [each["reason"] for each in answer["rejects"]]
