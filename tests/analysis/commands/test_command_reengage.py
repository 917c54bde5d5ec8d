"""`reengage-list` and `reengage-measure`: their keys, their file, and a list measured that was made."""

import csv
import json

import pytest

from analysis.__main__ import main


@pytest.fixture(scope="module")
def files(root):
    return [str(root / "sample_data/saas_events.csv.gz"), "--users", str(root / "sample_data/saas_users.csv")]


def test_a_list_is_made_and_measured(files, tmp_path, capsys):
    listing = ["reengage-list", *files, "--segment", "at_risk:late", "--holdout", "0.2", "--seed", "7"]
    assert main([*listing, "--as-of", "2026-05-15", "--out", str(tmp_path)]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["seed"] == 7
    assert made["holdout"]["share"] == 0.2
    assert made["contact"] + made["left_out"] + made["do_not_mail"] == made["users"] > 50
    with (tmp_path / "contact.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == made["users"]
    assert rows[0]["Made On"] == "2026-05-15"
    call = ["reengage-measure", *files, "--list", str(tmp_path / "contact.csv"), "--outcome", "retained_from:7"]
    assert main(call) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["sent"], found["outcome"]) == ("2026-05-16", "retained_from:7"), "the day after it was made"
    assert (found["method"], found["contacted"], found["left_out"]) == ("holdout", made["contact"], made["left_out"])
    assert {"value", "low", "high"} <= set(found["lift"]) & set(found["expected_anyway"])
    assert {"came_back", "recovered_amount", "number_needed_to_contact", "warnings"} <= set(found)
    assert found["lift"]["low"] < found["lift"]["value"] < found["lift"]["high"]


@pytest.mark.parametrize("more", [
    ["--segment", "no such"], ["--segment", "all", "--holdout", "much"], ["--segment", "all", "--holdout", "2"],
    ["--segment", "all", "--seed", "x"], ["--segment", "at_risk:x"],
])  # fmt: skip
def test_what_cannot_be_listed_is_a_sentence(tmp_path, capsys, more):
    path = tmp_path / "e.csv"
    path.write_text("user_id,timestamp\na,2025-01-01\na,2025-01-09\nb,2025-01-03\n", encoding="utf-8")
    assert main(["reengage-list", str(path), *more]) == 2
    assert "Hint:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "sent"),
    [("zz\n", "2025-01-05"), ("a\n", "2026-01-01"), ("a\n", "soon"), ("", "2025-01-05"), ("a\n", None)],
)
def test_what_cannot_be_measured_is_a_sentence(tmp_path, capsys, text, sent):
    path, listed = tmp_path / "e.csv", tmp_path / "l.csv"
    path.write_text("user_id,timestamp\na,2025-01-01\na,2025-01-09\nb,2025-01-03\n", encoding="utf-8")
    listed.write_text(text, encoding="utf-8")
    day = [] if sent is None else ["--sent", sent]
    assert main(["reengage-measure", str(path), "--list", str(listed), *day]) == 2
    assert "Hint:" in capsys.readouterr().err


def test_answers_come_back(files, tmp_path, capsys):
    asked, answers = tmp_path / "l.csv", tmp_path / "answers.csv"
    asked.write_text("u0001\nu0002\nu0003\n", encoding="utf-8")
    answers.write_text("id,reason\nu0001,price\nwho,time\n", encoding="utf-8")
    call = ["reengage-measure", *files, "--list", str(asked), "--answers", str(answers), "--sent", "2026-05-16",
            "--answers-by", "attr:plan"]  # fmt: skip
    assert main([*call, "--out", str(tmp_path)]) == 0
    said = json.loads(capsys.readouterr().out)["survey"]
    assert (said["asked"], said["answered"], said["unmatched"], said["column"]) == (3, 1, 1, "reason")
    assert said["reasons"] == [{"answer": "price", "people": 1, "of": 1, "share": 1.0}]
    assert [each["segment"].partition("=")[0] for each in said["by_segment"]] == ["plan"]
    assert (tmp_path / "unanswered.csv").read_text(encoding="utf-8").split() == ["user_id", "u0002", "u0003"]
