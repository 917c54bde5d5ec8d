"""`inactive --visit`: each rule may have visits of its own; the rules stand in the answer."""

import json

import pytest

from analysis.__main__ import main
from analysis.at_risk.rules import RULE_NAMES

EVENTS = ["sample_data/saas_events.csv.gz"]


def answer(capsys, *options: str) -> dict:
    assert main(["inactive", *EVENTS, *options]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture(autouse=True)
def _at_root(root, monkeypatch):
    monkeypatch.chdir(root)


def test_rules_are_listed_and_a_visit_of_its_own_counts_for_one_only(capsys):
    plain = answer(capsys)
    own = answer(capsys, "--visit", "fixed=buy_credits", "--visit", "fixed=report_export")
    assert [row["rule"] for row in plain["rules"]] == list(RULE_NAMES)
    assert plain["held_out"]["cutoff"] == "2026-01-01"
    rows, rows_own = ({row["rule"]: row for row in found["rules"]} for found in (plain, own))
    assert rows_own["fixed"]["flagged_then"] != rows["fixed"]["flagged_then"]
    assert rows_own["billing"]["flagged_then"] == rows["billing"]["flagged_then"]
    assert 0 < rows["p_alive"]["precision"] < 1


@pytest.mark.parametrize(
    ("text", "said"),
    [("fixed", "RULE=EVENT"), ("fixd=login", 'did you mean "fixed"'), ("fixed=logn", 'found "logn"')],
)
def test_what_names_nothing_is_refused(capsys, text, said):
    assert main(["inactive", *EVENTS, "--visit", text]) == 2
    assert said in capsys.readouterr().err
