"""`--define`: segments of one's own on the command line, in other rules, as groups, as filters; wrong ones are told."""

import json

import pytest

from analysis.__main__ import main

HEAVY = "Heavy users=active_days >= 60"
BOTH = 'Both="Heavy users" and not weekday:Tue'


@pytest.fixture
def call(root, capsys):
    """Return a function: arguments of a subcommand to (exit code, what it printed, what it complained of)."""
    events, users = root / "sample_data" / "saas_events.csv.gz", root / "sample_data" / "saas_users.csv"

    def run(subcommand, *arguments):
        code = main([subcommand, str(events), "--users", str(users), *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def sizes(out):
    return {each["name"]: each["users"] for each in json.loads(out)["segments"]}


def test_own_names_are_segments_and_filters(call):
    rule = "active_days >= 60"
    named = sizes(call("segments", "--define", HEAVY, "--define", BOTH, "--segment", "Both", "--segment", rule)[1])
    written = sizes(call("segments", "--segment", "active_days >= 60 and not weekday:Tue")[1])
    assert named["Both"] == next(iter(written.values()))
    assert 0 < named["Both"] < named[rule]
    _, out, _ = call("segments", "--define", HEAVY, "--where", "Heavy users", "--segment", "all")
    assert json.loads(out)["users"] == named[rule]


def test_the_default_begins_with_them(call):
    assert next(iter(sizes(call("segments", "--define", HEAVY)[1]))) == "Heavy users"


def test_a_group_keeps_its_name_and_what_it_was_chosen_by(call):
    options = ("--define", HEAVY, "--define", BOTH, "--group", "Both", "--group", "rest", "--metric", "active_days")
    (row,) = json.loads(call("compare", *options)[1])["comparisons"]
    assert (row["group_a"], row["group_b"]) == ("Both", "rest")
    assert "selected_by_metric" in [each["slug"] for each in row["caveats"]]
    assert "Users in “Both”" in row["sentence"]
    profile = json.loads(call("profile", "--define", "Pros=plan=Pro", "--segment", "Pros")[1])
    assert profile["segment"] == "Pros"
    assert "plan" not in {each["column"] for each in profile["attributes"]}


def test_sql_writes_the_whole_rule(call):
    _, out, _ = call("segments", "--define", HEAVY, "--sql", '"Heavy users" and lifecycle:dormant')
    assert out.startswith("-- active_days >= 60 and lifecycle:dormant, as of ")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("Heavy", 'Expected NAME=RULE, found "Heavy".'),
        ("Heavy= ", "Expected NAME=RULE"),
        ("=all", "Expected a name for the segment"),
        ("Heavy=active_dys > 3", 'In your segment "Heavy": expected a field, found "active_dys" at character 1'),
        ("weekday:Tue=all", "which has a meaning already"),
        ("heavy USERS=all", "a name that is free"),
        ('Both="Both" or all', "does not rest on itself"),
    ],
)
def test_a_wrong_definition_is_told(call, wrong, said):
    code, _, complaint = call("segments", "--define", HEAVY, "--define", wrong)
    assert code == 2
    assert said in complaint
    assert "Hint: " in complaint


def test_a_rule_that_does_not_fit_is_told_with_its_name(call):
    code, _, complaint = call("segments", "--define", 'Team=attr.plam = "Pro"', "--where", "not Team")
    assert code == 2
    assert 'In your segment "Team": expected a column of the users table, found "plam"' in complaint
    assert 'did you mean "plan"?' in complaint
