"""`segments` and `compare` on the SaaS sample: the keys, the tables, the filters, what is told of a wrong call."""

import json

import pandas as pd
import pytest

from analysis.__main__ import main


@pytest.fixture
def call(root, capsys):
    """Return a function: arguments of a subcommand to (exit code, what it printed, what it complained of)."""
    events, users = root / "sample_data" / "saas_events.csv.gz", root / "sample_data" / "saas_users.csv"

    def run(subcommand, *arguments):
        code = main([subcommand, str(events), "--users", str(users), *map(str, arguments)])
        said = capsys.readouterr()
        return code, json.loads(said.out) if code == 0 else None, said.err

    return run


def test_segments_add_up_and_are_listed(call, tmp_path):
    code, answer, _ = call("segments", "--out", tmp_path)
    assert code == 0
    size = {each["name"]: each["users"] for each in answer["segments"]}
    classes = [name for name in size if name.startswith("frequency:")]
    assert sum(size[name] for name in classes) == answer["users"]
    assert sum(size[name] for name in size if ":" not in name) == answer["users"]
    assert all(each["share"] == each["users"] / answer["users"] for each in answer["segments"])
    rows = pd.read_csv(tmp_path / "members.csv", dtype="str")
    assert list(rows.columns) == ["user_id", "segment"]
    assert rows["segment"].value_counts().to_dict() == {name: users for name, users in size.items() if users}
    assert rows["user_id"].is_monotonic_increasing
    curve = answer["sensitivity"]["frequency.weekly_max_days"]["frequency:weekly"]
    assert [9.0, size["frequency:weekly"]] in curve


def test_named_segments_under_a_filter(call):
    _, answer, _ = call("segments", "--segment", "weekday:Tue", "--segment", "plan=Pro", "--where", "plan=Pro")
    tuesday, pro = answer["segments"]
    assert (pro["name"], pro["users"], pro["share"]) == ("plan=Pro", answer["users"], 1)
    assert 0 < tuesday["users"] < answer["users"]


def test_rules_are_taken_wherever_a_segment_is(call):
    rule = "weekday:Tue and not plan=Pro"
    _, answer, _ = call("segments", "--segment", rule, "--segment", "weekday:Tue", "--where", "active_days >= 10")
    both, tuesday = answer["segments"]
    assert (both["name"], tuesday["name"]) == (rule, "weekday:Tue")
    assert 0 < both["users"] < tuesday["users"] < answer["users"]
    assert answer["sensitivity"]["weekday.min_share"].keys() == {rule, "weekday:Tue"}
    _, compared, _ = call("compare", "--group", rule, "--group", "rest", "--metric", "active_days")
    assert compared["comparisons"][0]["group_a"] == rule
    code, _, complaint = call("segments", "--where", "active_dys >= 10")
    assert code == 2
    assert 'found "active_dys" at character 1 of the rule. Hint: did you mean "active_days"?' in complaint


def test_segments_say_who_keeps_them_and_what_overlaps(call):
    _, answer, _ = call("segments", "--segment", "weekday:Tue", "--segment", "all", "--first", "cadence")
    tuesday, everyone = answer["keep"]
    assert 0 < tuesday["kept"] <= tuesday["tested"] <= tuesday["members"]
    assert tuesday["low"] <= tuesday["share"] <= tuesday["high"]
    assert everyone["share"] is None
    assert everyone["reason"]
    assert any(each["labels"].startswith("cadence + ") for each in answer["overlaps"])
    assert answer["near"]["weekday.min_share"].keys() == answer["flat"]["weekday.min_share"].keys() == {"weekday:Tue"}
    assert all(low < high for low, high in answer["flat"]["weekday.min_share"]["weekday:Tue"])


def test_compare_has_the_keys_of_the_contract(call, tmp_path):
    code, answer, _ = call(
        "compare", "--group", "weekday:Tue", "--group", "rest", "--metric", "active_days", "--metric", "inactive_time",
        "--out", tmp_path,
    )  # fmt: skip
    assert code == 0
    first = answer["comparisons"][0]
    keys = "metric group_a group_b n_a n_b estimate_a estimate_b effect test statistic pvalue pvalue_adjusted caveats"
    assert list(first) == [*keys.split(), "sentence", "smallest", "looked_at"]
    assert list(first["effect"]) == ["name", "value", "low", "high", "level"]
    assert "omnibus" not in answer
    rows = pd.read_csv(tmp_path / "comparisons.csv")
    assert list(rows["metric"]) == ["active_days", "inactive_time"]
    assert answer["looked_at"] == first["looked_at"] == 2
    assert list(first["smallest"]) == ["name", "value", "power"]
    assert list(rows["smallest_value"]) == [each["smallest"]["value"] for each in answer["comparisons"]]
    assert list(rows["effect_value"]) == [each["effect"]["value"] for each in answer["comparisons"]]


def test_one_group_alone_meets_the_rest_and_three_get_an_omnibus(call):
    _, alone, _ = call("compare", "--group", "plan=Pro", "--metric", "active_days")
    assert alone["comparisons"][0]["group_b"] == "rest"
    _, three, _ = call(
        "compare", "--group", "frequency:weekly", "--group", "frequency:monthly", "--group", "frequency:rarer",
        "--metric", "features_used",
    )  # fmt: skip
    assert len(three["comparisons"]) == 3
    assert three["omnibus"][0]["test"] == "Kruskal-Wallis"


@pytest.mark.parametrize(
    "arguments",
    [("--group", "weekday:Tuesday"), ("--group", "rest"), ("--group", "plan=Pro", "--metric", "nope")],
)
def test_wrong_calls_are_told_in_one_sentence(call, arguments):
    code, _, complaint = call("compare", *arguments)
    assert code == 2
    assert "Hint:" in complaint
    assert "Traceback" not in complaint
