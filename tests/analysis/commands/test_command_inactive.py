"""`inactive`: the piles add up, the list has its columns in its order, a short file says what it cannot check."""

import csv
import json

import pytest

from analysis.__main__ import main

NEEDED = (
    "user_id", "last_day", "gap_days", "expected_next_day", "missed_beats", "p_gap", "chance_back", "p_alive", "pile",
    "value", "reason",
)  # fmt: skip


@pytest.fixture(scope="module")
def answered(root, tmp_path_factory):
    """The answer for the SaaS sample as of a day, and the list it wrote."""
    out = tmp_path_factory.mktemp("inactive")
    return out, ["inactive", str(root / "sample_data/saas_events.csv.gz"), "--as-of", "2026-03-31", "--out", str(out)]


def test_piles_add_up_and_the_list_holds_them(answered, capsys):
    out, call = answered
    assert main(call) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["as_of"], found["cutoff"]) == ("2026-03-31", "2026-03-01")
    assert sum(pile["users"] for pile in found["piles"]) == found["inactive"] > 100
    assert {rule["rule"] for rule in found["rules"]} >= {"fixed", "own_beat", "replay"}
    assert all(each["day"] < found["as_of"] for each in found["replayed"])
    with (out / "overdue.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert set(NEEDED) <= set(rows[0])
    listed = {pile["pile"]: sum(row["pile"] == pile["pile"] for row in rows) for pile in found["piles"]}
    assert listed == {pile["pile"]: pile["users"] for pile in found["piles"]}
    assert max(row["last_day"] for row in rows if row["pile"] != "late_already") == found["cutoff"]
    values = [float(row["value"]) for row in rows if row["value"]]
    assert values == sorted(values, reverse=True)


def test_a_short_history_says_what_is_missing(tmp_path, capsys):
    path = tmp_path / "short.csv"
    rows = [f"u{user},2025-01-{1 + user + 3 * step:02d}" for user in range(5) for step in range(5)]
    path.write_text("user_id,timestamp\n" + "\n".join(rows) + "\n", encoding="utf-8")
    assert main(["inactive", str(path), "--set", "inactive.days=3"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert "could not be checked" in found["unchecked"]
    assert found["money"] is None
    assert all(pile["amount"] is None for pile in found["piles"])
    assert sum(pile["users"] for pile in found["piles"]) == found["inactive"]
