"""`python -m analysis read`: the contract's keys, the tables of --out, exit 2 with a hint on bad input."""

import csv
import json

import pytest

from analysis.__main__ import main
from analysis.ingest import open_saved

KEYS = {
    "rows", "rejects", "users", "known_users", "accounts", "user_days", "events", "amount", "event_names", "first_day",
    "last_day", "columns", "timestamp_format", "timezone", "matches", "can_answer", "notes", "fingerprint",
    "near_midnight",
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


def test_messages_call_a_file_by_the_name_given_to_it(tmp_path, capsys):
    path = tmp_path / "0=1.csv"
    path.write_text("a,b\n1,2\n")
    assert main(["read", str(path), "--name", f"{path}=my=file.csv", "--map", "user_id=a", "--map", "timestamp=b"]) == 2
    assert "in the column b" in capsys.readouterr().err
    path.write_bytes(b"\x89PNG")
    assert main(["read", str(path), "--name", f"{path}=my=file.csv"]) == 2
    assert "found a PNG picture, my=file.csv. Hint:" in capsys.readouterr().err


def test_the_as_of_day_is_the_last_one_read(events, capsys):
    given = ["--map", "user_id=who", "--map", "timestamp=when_at", "--as-of", "2026-01-01"]
    assert main(["read", str(events), *given]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["last_day"], answer["rows"]["loaded"]) == ("2026-01-01", 1)
    assert "after as of" in [each["reason"] for each in answer["rejects"]]


@pytest.fixture
def accounts(tmp_path):
    path = tmp_path / "accounts.csv"
    rows = ["u1,2026-01-01,open,acme", "u1,2026-01-02,buy,acme", "u2,2026-01-02,open,acme", "u3,2026-01-03,buy,beta"]
    path.write_text("user_id,timestamp,event,account_id\n" + "\n".join(rows) + "\n")
    return path


@pytest.mark.parametrize(
    ("options", "users", "user_days"),
    [
        ([], 3, 4),
        (["--active", "buy"], 2, 2),
        (["--accounts"], 2, 3),
        (["--active", "buy", "--accounts"], 2, 2),
        (["--where", "all"], 3, 4),
        (["--where", "uses:open"], 2, 3),
    ],
)
def test_options_narrow_users_and_what_is_written_never_rows(accounts, capsys, tmp_path, options, users, user_days):
    assert main(["read", str(accounts)]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert main(["read", str(accounts), *options, "--out", str(tmp_path / "out")]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["users"], answer["user_days"]) == (users, user_days)
    assert answer["rows"] == whole["rows"]
    is_whole = user_days == whole["user_days"]
    assert (answer["fingerprint"] == whole["fingerprint"]) is is_whole
    assert (answer["notes"] == whole["notes"]) is is_whole
    saved, report = open_saved(tmp_path / "out")
    assert (saved.activity.users, saved.fingerprint) == (users, report.fingerprint)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--active", "nope"], "nope"),
        (["--accounts"], "accounts"),
        (["--where", "nonsense"], "nonsense"),
        (["--timezone", ""], "Expected the name of a time zone, found an empty one."),
        (["--map", "users.plan=tier"], "Expected a users table that holds the column of users.plan, found none."),
        (["--map", "subscriptions.mrr=price"], "add the table with --subscriptions FILE, or leave subscriptions.mrr"),
        (["--name", "other.csv=mine.csv"], 'with a file of this call, found "other.csv=mine.csv"'),
    ],
)
def test_options_that_name_nothing_are_refused(events, capsys, options, said):
    given = ["--map", "user_id=who", "--map", "timestamp=when_at", "--map", "event=what"]
    assert main(["read", str(events), *given, *options]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err.splitlines()[-1]
    assert "Hint:" in printed.err.splitlines()[-1]


def test_each_stage_is_a_line_on_stderr(accounts, capsys):
    assert main(["read", str(accounts)]) == 0
    lines = capsys.readouterr().err.splitlines()
    assert lines == [
        "reading", "opened the files", "expecting about 5 rows", "4 rows so far", "read 4 rows",
        "reduced to 4 user-days", "joined 3 users",
    ]  # fmt: skip


def test_rejects_are_no_formulas_and_lines_stay_whole_numbers(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("user_id,timestamp\nu,=1+1\n" + "u,2026-01-01\n" * 9)
    assert main(["read", str(path), "--out", str(tmp_path / "out")]) == 0
    with (tmp_path / "out" / "rejects.csv").open(newline="") as file:
        assert [(row["line"], row["example"]) for row in csv.DictReader(file)] == [("2", "'=1+1")]


@pytest.mark.parametrize(
    ("command", "table"), [(["rhythms"], "users.csv"), (["segments", "--segment", "all"], "members.csv")]
)
def test_tables_for_programs_keep_ids_as_they_are(tmp_path, command, table):
    path = tmp_path / "events.csv"
    path.write_text("user_id,timestamp\n" + "".join(f"=u{day % 2},2026-01-0{day}\n" for day in range(1, 9)))
    assert main([command[0], str(path), *command[1:], "--out", str(tmp_path / "out")]) == 0
    with (tmp_path / "out" / table).open(newline="") as file:
        assert {row["user_id"] for row in csv.DictReader(file)} == {"=u0", "=u1"}
