"""`movement` and `digest` on the SaaS sample: documented keys, sums, only what is new, the same bytes again."""

import json

import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.at_risk.slowdowns import COLUMNS


@pytest.fixture
def call(root, capsys):
    """Return a function: arguments of a subcommand to (exit code, what it printed, what it complained of)."""
    events, users = root / "sample_data" / "saas_events.csv.gz", root / "sample_data" / "saas_users.csv"

    def run(subcommand, *arguments):
        code = main([subcommand, str(events), "--users", str(users), *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_movement_has_its_documented_keys_and_adds_up(call, tmp_path):
    code, text, _ = call("movement", "--define", "Heavy=active_days >= 40", "--out", tmp_path)
    answer = json.loads(text)
    assert code == 0
    assert (answer["from_day"], answer["to_day"]) == ("2026-05-31", "2026-06-30")
    assert len(answer["periods"]) == 24
    for period in answer["periods"]:
        assert list(period) == ["start", "end", "whole", "sizes"]
        of = {kind: sum(n for name, n in period["sizes"].items() if name.startswith(kind)) for kind in ("freq", "life")}
        assert of["freq"] == of["life"]
    last = answer["periods"][-1]
    rows = pd.DataFrame(answer["transitions"])
    assert list(rows.columns) == ["kind", "from", "to", "users", "share"]
    for kind in ("frequency", "rhythm", "lifecycle", "Heavy"):
        sizes = rows[rows["kind"] == kind].groupby("to")["users"].sum().drop("rest", errors="ignore")
        assert {name: last["sizes"][name] for name in sizes.index} == sizes.to_dict()
    assert [each["state"] for each in answer["daily_states"]][:2] == ["new", "current"]
    assert sum(answer["daily_states"][1]["next_day"].values()) == pytest.approx(1)
    assert len(answer["pulse"]) == 23  # the data begin on 3 Jul 2024
    warned = pd.read_csv(tmp_path / "slowdowns.csv")
    assert tuple(warned.columns) == COLUMNS
    assert len(warned) == answer["slowdowns"] > 0


def test_since_lists_only_what_is_new(call):
    _, text, _ = call("movement", "--period", "week", "--since", "2026-06-07")
    _, whole, _ = call("movement")
    answer = json.loads(text)
    assert [each["start"] for each in answer["periods"]] == ["2026-06-08", "2026-06-15", "2026-06-22", "2026-06-29"]
    assert [each["whole"] for each in answer["periods"]] == [True, True, True, False]
    assert all(row["from"] != row["to"] for row in answer["transitions"])
    assert answer["slowdowns"] < json.loads(whole)["slowdowns"]


def test_the_past_is_what_a_file_that_ends_there_gives(call):
    """The same file read as of an earlier day: every size at the end of every month before it."""
    then, now = (json.loads(call("movement", *extra)[1])["periods"] for extra in (["--as-of", "2026-03-31"], []))
    assert [each["end"] for each in then][-1] == "2026-03-31"
    assert then == now[: len(then)]


@pytest.mark.parametrize("subcommand", ["movement", "digest"])
def test_a_wrong_day_is_one_sentence(call, subcommand):
    code, _, error = call(subcommand, "--since", "June")
    assert code == 2
    assert "Expected a date" in error
    assert "Hint:" in error


def test_digest_is_markdown_and_the_same_bytes(call):
    code, text, _ = call("digest", "--since", "2026-05-31")
    assert code == 0
    assert text.startswith("# What changed from 31 May 2026 to 30 Jun 2026\n")
    assert "people went silent for 30 days or longer" in text
    assert text == call("digest", "--since", "2026-05-31")[1]
    assert "the data end there" in call("digest", "--since", "2027-01-01")[1]
