"""Findings: ranked sentences with their numbers, each with what reproduces it; nothing found is said."""

import json
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from analysis.__main__ import main
from analysis.findings import KINDS, find
from analysis.findings.leak import leak_findings
from analysis.findings.only_on import only_on_findings
from analysis.segments.misread import skipped_a_week
from analysis.settings import Settings, from_query
from analysis.study import Filters, study, tune
from analysis.synthetic import activity_of, planted_activity
from analysis.verbs import measure_churn


@pytest.fixture(scope="module")
def found(saas_study):
    return find(saas_study)


def test_findings_are_ranked_by_money_then_users(found):
    keys = [(-(each.amount or 0), -each.users) for each in found]
    assert keys == sorted(keys)
    assert len({each.sentence for each in found}) == len(found)


def test_planted_patterns_are_found_with_their_number(found, saas_study):
    tuesday = next(each for each in found if each.arguments == {"name": "weekday:Tue"} and each.kind == "rhythm")
    assert tuesday.users == saas_study.members("weekday:Tue").sum()
    assert str(tuesday.users) in tuesday.sentence
    assert "by chance" in tuesday.sentence
    assert tuesday.fingerprint == saas_study.dataset.fingerprint


def test_the_tuesday_feature_is_found(saas_study):
    assert [each.sentence.partition(" ")[0] for each in only_on_findings(saas_study)] == ["report_export"]


def test_differences_are_never_circular(found):
    differences = [each for each in found if each.kind == "difference"]
    assert differences
    assert not any("as they must" in each.sentence for each in differences)


def _dataset(activity):
    import pandas as pd

    from analysis.dataset import Dataset

    ids = activity.user_ids.to_pandas()
    return Dataset(activity, pd.DataFrame({"user_id": ids, "account_id": pd.Series([None] * len(ids), dtype="str")}))


def test_nothing_found_is_a_result():
    kinds = {each.kind for each in find(study(_dataset(planted_activity("random", 60, seed=5))))}
    assert "none_found" in kinds


def test_one_user_is_no_crash():
    found = find(study(_dataset(activity_of([np.array([19905], np.int32)]))))
    assert [each.kind for each in found] == ["none_found"]
    assert "active days a test needs" in found[0].sentence


def test_skipping_a_week_needs_a_whole_monday_to_sunday():
    monday = 19905
    together = np.array([monday, monday + 13], np.int32)  # Monday, then Sunday of the next week: no week between
    apart = np.array([monday, monday + 14], np.int32)  # the week between has no day
    assert skipped_a_week(activity_of([together, apart])).tolist() == [False, True]


def test_filters_and_settings_of_a_finding_give_it_again(saas):
    filters = Filters(who="plan=Pro", as_of=date(2025, 12, 31), unit="accounts", period_days=90)
    settings = Settings().replace_knob("weekday.min_share", 0.7)
    found = next(each for each in find(study(saas, filters, settings)) if each.call == "segment")
    again = study(saas, found.filters, from_query(found.settings))
    assert again.dataset.fingerprint == found.fingerprint != saas.fingerprint
    assert (again.members(found.arguments["name"]) & again.chosen).sum() == found.users > 0
    assert any(each == found for each in find(again))


def test_the_command_line_says_the_filters(saas_study, capsys, monkeypatch):
    monkeypatch.setattr("analysis.commands.find.load", lambda options: SimpleNamespace(study=lambda: saas_study))
    assert main(["find", "events.csv"]) == 0
    filters = json.loads(capsys.readouterr().out)["findings"][0]["filters"]
    assert filters.items() >= {"who": "all", "as_of": None, "unit": "people", "active_events": []}.items()


def test_every_finding_ends_with_what_bounds_it(found):
    for each in found:
        assert each.bound
        assert each.sentence == f"{each.said} {each.bound}"
        assert "by chance" in each.sentence or each.kind == "between"
        assert each.kind in KINDS


def test_kind_call_and_arguments_tell_findings_apart(found):
    names = [(each.kind, each.call, json.dumps(each.arguments, sort_keys=True)) for each in found]
    assert len(set(names)) == len(names)


def test_a_quick_look_leaves_out_only_what_takes_long(found, saas_study):
    quick = find(saas_study, "quick")
    assert [
        each for each in found if each.kind not in ("late", "early", "between", "win_back", "slowing", "change")
    ] == (quick)
    assert {"late", "early", "between", "win_back", "slowing"} <= {each.kind for each in found}


def test_every_finding_about_people_names_a_segment_of_that_size(found, saas_study):
    for each in found:
        if each.kind in ("rhythm", "only_on", "calendar"):
            assert saas_study.members(each.arguments["name"]).sum() == each.users


def test_the_plan_that_leaks_is_found_and_only_among_all(found, saas, saas_study):
    leak = next(each for each in found if each.kind == "leak")
    assert leak.sentence.startswith("The plan Basic loses ")
    table = measure_churn(saas, leak.arguments["by"], filters=leak.filters).set_index("name")
    assert (leak.users, leak.amount) == (table.loc["Basic", "customers"], table.loc["Basic", "mrr"] / 100)
    assert not leak_findings(tune(saas_study.prepared, Filters(who="plan=Pro")))


def test_without_subscriptions_nothing_is_said_of_leaks(shop_study):
    assert leak_findings(shop_study) == []
