"""`profile` and `person` on the SaaS sample: the documented keys, the same numbers as the library."""

import json

import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.rhythms.explain import EXPLAINED, explain_user


@pytest.fixture
def call(root, capsys):
    """Return a function: arguments of a subcommand to (exit code, what it printed, what it complained of)."""
    events, users = root / "sample_data" / "saas_events.csv.gz", root / "sample_data" / "saas_users.csv"

    def run(subcommand, *arguments):
        code = main([subcommand, str(events), "--users", str(users), *map(str, arguments)])
        said = capsys.readouterr()
        return code, json.loads(said.out) if code == 0 else None, said.err

    return run


def test_a_profile_has_its_documented_keys(call):
    code, answer, _ = call("profile", "--segment", "weekday:Tue")
    assert code == 0
    lists = ("attributes", "hours", "events")
    assert list(answer) == ["segment", "users", "rest", *lists, "money", "people", "left_out", "caveats"]
    keys = "column value n n_rest share share_rest ratio difference low high level pvalue pvalue_adjusted"
    for row in [row for name in lists for row in answer[name]]:
        assert set(row) == set(keys.split())
        assert row["n"] <= answer["users"]
    assert answer["money"][0]["name"] == "amount"
    assert len(answer["people"]) == 5


def test_a_profile_under_a_filter(call):
    _, answer, _ = call("profile", "--segment", "weekday:Tue", "--where", "plan=Pro")
    _, whole, _ = call("profile", "--segment", "weekday:Tue")
    assert answer["users"] + answer["rest"] < whole["users"] + whole["rest"]


def test_a_person_is_the_evidence_of_the_library(call, saas_study, tmp_path):
    code, answer, _ = call("person", "--user", "u0008", "--out", tmp_path)
    assert code == 0
    row = saas_study.activity.row_of("u0008")
    found = explain_user(saas_study.activity, saas_study.prepared.scores, saas_study.segmentation, row)
    assert [each["rhythm"] for each in answer["evidence"]] == list(EXPLAINED)
    for said, each in zip(answer["evidence"], found, strict=True):
        assert (said["hits"], said["verdict"], said["decision"]) == (each.hits, each.verdict, each.decision)
    assert answer["label"] == "weekday:Tue"
    assert answer["why"]
    assert len(pd.read_csv(tmp_path / "days.csv")) == answer["active_days"]


@pytest.mark.parametrize("arguments", [("profile", "--segment", "weekday:Tuesday"), ("person", "--user", "nobody")])
def test_wrong_names_are_told_in_one_sentence(call, arguments):
    code, _, complaint = call(*arguments)
    assert code == 2
    assert "Hint:" in complaint
