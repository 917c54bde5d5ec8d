"""Data that lack a thing: At risk answers on the command line, says what is missing and what it would give."""

import csv
import json
from dataclasses import replace

import numpy as np
import pytest

from analysis.__main__ import main
from analysis.at_risk.missing import NO_ACCOUNTS, NO_MONEY, NO_SUBSCRIPTIONS, missing
from analysis.study import study

SUBCOMMANDS = ("inactive", "movement", "passive")
# The keys of the contract each answer must have, whatever the data lack.
KEYS = {
    "inactive": "as_of cutoff piles rules",
    "movement": "periods transitions slowdowns",
    "passive": "users passive signs",
}
RULE_KEYS = "rule threshold unit flagged precision recall false_alarm_share amount_at_risk"
FILES = {
    "inactive": ("overdue.csv", "user_id last_day gap_days expected_next_day missed_beats p_gap chance_back p_alive "
                 "pile value reason"),
    "movement": ("slowdowns.csv", "user_id from to since gap_before_days gap_now_days qvalue value"),
    "passive": ("passive.csv", "user_id"),
}  # fmt: skip


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """Forty days of people who come, without events, amounts, accounts or subscriptions."""
    path = tmp_path_factory.mktemp("bare") / "visits.csv"
    days = np.datetime64("2025-01-01") + np.arange(40)
    rows = [f"u{user},{day}" for user in range(30) for day in days[user % 5 :: 2 + user % 6][: 4 + user]]
    path.write_text("user_id,timestamp\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return str(path)


def answer(capsys, *call: str) -> dict:
    assert main(list(call)) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("subcommand", SUBCOMMANDS)
def test_every_key_and_file_is_there(bare, capsys, tmp_path, subcommand):
    found = answer(capsys, subcommand, bare, "--out", str(tmp_path), "--set", "inactive.days=7")
    assert set(KEYS[subcommand].split()) <= set(found)
    name, columns = FILES[subcommand]
    with (tmp_path / name).open(newline="", encoding="utf-8") as file:
        assert set(columns.split()) <= set(next(csv.reader(file)))


def test_inactive_says_what_is_missing_and_what_it_would_give(bare, capsys):
    found = answer(capsys, "inactive", bare, "--set", "inactive.days=7")
    assert found["missing"][:3] == [NO_MONEY, NO_SUBSCRIPTIONS, NO_ACCOUNTS]
    assert "found 40 days. Hint: with 42 days" in found["missing"][3]
    assert found["held_out"] == {"refused": found["missing"][3].partition("after. ")[2]}
    assert found["money"] is None
    assert [pile["pile"] for pile in found["piles"]] == ["between_beats", "late", "gone", "cannot_tell"]
    for rule in found["rules"]:
        assert set(RULE_KEYS.split()) <= set(rule)
        assert rule["precision"] is rule["amount_at_risk"] is None


def test_movement_and_digest_say_of_how_many_nothing_can_be_told(bare, capsys):
    found = answer(capsys, "movement", bare)
    assert found["unseen"]["few_gaps"] + found["unseen"]["long_silent"] + found["unseen"]["asked_users"] == 30
    assert main(["digest", bare, "--since", "2025-01-20"]) == 0
    assert "the data begin too late to compare" in capsys.readouterr().out


def test_passive_says_which_signs_it_cannot_ask_and_what_each_needs(bare, capsys):
    found = answer(capsys, "passive", bare)
    assert found["signs"] == []
    assert all(each["needs"] for each in found["not_asked"])
    assert "too short to look" in found["later"]["refused"]


def test_accounts_cannot_be_counted_without_their_column(bare, capsys):
    assert main(["inactive", bare, "--accounts"]) == 2
    assert "Hint: name the account column" in capsys.readouterr().err


def test_nothing_is_missing_of_data_that_hold_it_all(saas_study):
    assert missing(saas_study) == ()
    alone = study(replace(saas_study.dataset, subscriptions=None))
    assert missing(alone) == (NO_SUBSCRIPTIONS,)
