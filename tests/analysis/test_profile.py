"""A profile against hand counts and SciPy: shares, intervals, adjusted p, hours by user, who is left out."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.contrasts import hour_shares
from analysis.profile import PEOPLE_SHOWN, profile
from analysis.study import tune


def profile_of(study, name, *, members=None, among=None):
    members = study.members(name) if members is None else members
    return profile(study.dataset, name, members, study.settings, features=study.prepared.features, among=among)


@pytest.fixture(scope="module")
def tuesdays(saas_study):
    return profile_of(saas_study, "weekday:Tue")


def test_shares_of_attributes_are_those_of_a_table_of_counts(saas_study, tuesdays):
    members = saas_study.members("weekday:Tue")
    seen = 0
    for column in ("plan", "role"):
        table = pd.crosstab(members, saas_study.dataset.attributes[column])
        own_all, rest_all = table.loc[True].sum(), table.loc[False].sum()
        for row in (each for each in tuesdays.of_kind("attribute") if each.column == column):
            own, rest = table.loc[True, row.value], table.loc[False, row.value]
            assert (row.share, row.share_rest) == (own / own_all, rest / rest_all)
            two = np.array([[own, own_all - own], [rest, rest_all - rest]])
            if stats.contingency.expected_freq(two).min() >= 5:
                assert row.pvalue == pytest.approx(stats.chi2_contingency(two, correction=False).pvalue)
            seen += 1
    assert seen >= 6


def test_events_count_users_not_events(saas_study, tuesdays):
    activity, members = saas_study.activity, saas_study.members("weekday:Tue")
    assert len(tuesdays.of_kind("event")) == len(activity.event_names)
    for row in tuesdays.of_kind("event"):
        users = set(activity.uses.loc[activity.uses["event"] == row.value, "user"])
        own = sum(user in users for user in np.flatnonzero(members))
        assert row.share == own / members.sum()
        assert row.share_rest == (len(users) - own) / (~members).sum()
        assert row.interval.low <= row.difference <= row.interval.high
        assert row.ratio == pytest.approx(row.share / row.share_rest)


def test_p_is_adjusted_over_every_row(tuesdays):
    pvalues = np.array([each.pvalue for each in tuesdays.rows])
    known = np.isfinite(pvalues)
    expected = stats.false_discovery_control(pvalues[known])
    assert [each.pvalue_adjusted for each in np.array(tuesdays.rows, object)[known]] == pytest.approx(expected)
    assert {each.kind for each in tuesdays.rows} == {"attribute", "hour", "event"}


def test_hours_are_averaged_over_users(saas_study, tuesdays):
    activity, members = saas_study.activity, saas_study.members("weekday:Tue")
    shares = hour_shares(activity)
    for user in (0, 7, 100):
        own = activity.hours[activity.offsets[user] : activity.offsets[user + 1]]
        counts = np.array([sum(int(hours) >> hour & 1 for hours in own) for hour in range(24)])
        assert shares[user] == pytest.approx(counts / counts.sum())
    for row in tuesdays.of_kind("hour"):
        assert row.share == pytest.approx(shares[members, int(row.value)].mean())
        assert row.share_rest == pytest.approx(shares[~members, int(row.value)].mean())


def test_money_is_that_of_the_features(saas_study, tuesdays):
    amount, members = saas_study.prepared.features["amount"], saas_study.members("weekday:Tue")
    money = tuesdays.money[0]
    assert (money.name, money.median) == ("amount", amount[members].median())
    assert money.total == pytest.approx(amount[members].sum())
    assert money.share_of_total == pytest.approx(amount[members].sum() / amount.sum())


def test_what_a_segment_was_chosen_by_is_left_out(saas_study):
    pro = profile_of(saas_study, "plan=Pro")
    assert "plan" not in {each.column for each in pro.rows}
    assert any(said.startswith("plan:") for said in pro.left_out)
    users = profile_of(saas_study, "uses:report_export")
    assert "report_export" not in {each.value for each in users.of_kind("event")}
    assert users.of_kind("event")
    assert "report_export: the segment was chosen by it." in users.left_out


def test_events_of_a_rule_are_left_out_too(saas_study):
    found = profile_of(saas_study, "uses:report_export and weekday")
    assert "report_export" not in {each.value for each in found.of_kind("event")}
    assert "report_export: the segment was chosen by it." in found.left_out


@pytest.mark.parametrize(("size", "said"), [(0, "Nobody"), (1, "Only 1 is in it"), (9, "Only 9 are in it")])
def test_few_are_said_to_be_few(saas_study, size, said):
    members = np.arange(saas_study.activity.users) < size
    found = profile_of(saas_study, "weekday:Tue", members=members)
    assert found.rows == found.money == ()
    assert found.left_out[0].startswith(said)
    assert len(found.people) == min(size, PEOPLE_SHOWN)


def test_everyone_has_nobody_to_be_compared_with(saas_study):
    found = profile_of(saas_study, "all")
    assert found.rows == ()
    assert "nobody to compare with" in found.left_out[0]


def test_people_stay_while_they_are_in(saas_study):
    members = saas_study.members("weekday:Tue")
    first = profile_of(saas_study, "weekday:Tue", members=members).people
    assert first == profile_of(saas_study, "weekday:Tue", members=members).people
    assert all(members[row] for row in first)
    without_one = members & (np.arange(len(members)) != first[0])
    assert set(first[1:]) < set(profile_of(saas_study, "weekday:Tue", members=without_one).people)


def test_a_filter_narrows_both_sides(saas_study):
    among = saas_study.members("plan=Pro")
    found = profile_of(saas_study, "weekday:Tue", among=among)
    assert found.users + found.rest == among.sum()
    assert {each.n + each.n_rest for each in found.of_kind("event")} == {int(among.sum())}
    assert {each.share for each in found.rows if (each.column, each.value) == ("plan", "Pro")} == set()


def test_unlike_chances_to_use_an_event_are_said_once(tuesdays):
    assert [each.slug for each in tuesdays.caveats] == ["unequal_tenure"]


def test_without_hours_or_events_it_says_so(shop_study):
    members = np.arange(shop_study.activity.users) < 100
    found = profile_of(shop_study, "cadence", members=members)
    assert found.of_kind("event") == ()
    assert any(said.startswith("Events") for said in found.left_out)
    assert all(math.isfinite(each.pvalue) for each in found.of_kind("hour"))


def test_a_random_choice_of_people_stands_out_in_nothing(saas_study):
    """Ten draws of fifty people: hardly ever a row at an adjusted p of 0.05; unadjusted one in twenty."""
    generator, adjusted, raw = np.random.default_rng(4), 0, []
    for _ in range(10):
        members = np.zeros(saas_study.activity.users, bool)
        members[generator.choice(len(members), 50, replace=False)] = True
        rows = profile_of(saas_study, "weekday:Tue", members=members).rows
        adjusted += any(each.pvalue_adjusted <= 0.05 for each in rows)
        raw += [each.pvalue for each in rows if math.isfinite(each.pvalue)]
    assert adjusted <= 2
    assert 0.02 < np.mean(np.array(raw) <= 0.05) < 0.08


def test_thresholds_of_comparisons_apply(saas_study):
    loose = tune(saas_study.prepared, settings=saas_study.settings.replace_knob("compare.min_users", 2))
    members = np.arange(saas_study.activity.users) < 3
    assert profile_of(loose, "weekday:Tue", members=members).rows
