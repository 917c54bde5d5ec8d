"""Comparing groups: pairs, overlap, caveats, sentences, adjusted p values."""

import math
import re
from dataclasses import replace

import numpy as np
import pytest

from analysis.compare import compare_segments, compare_with_omnibus, compare_with_rest, holm, known_metrics
from analysis.compare.metrics import metric_of
from analysis.compare.outcome import Outcome
from analysis.compare.results import Effect, Interval
from analysis.compare.run import left_out_of_rest
from analysis.compare.sentences import could_have_shown, sentence_of
from analysis.compare.standardised import standardised
from analysis.errors import OffbeatError, UnknownNameError
from analysis.settings import Settings


@pytest.fixture(scope="module")
def shop_like(dataset_of):
    """400 users; the first half spends twice as much, has longer been with us, and half of each is on plan Pro."""
    generator = np.random.default_rng(4)
    histories = [sorted(generator.choice(np.arange(0 if user < 200 else 150, 300), 8, replace=False).tolist())
                 for user in range(400)]  # fmt: skip
    amounts = generator.lognormal(3, 1, 400) * np.where(np.arange(400) < 200, 2.5, 1)
    plans = np.where(np.arange(400) % 2, "Pro", "Free")
    return dataset_of(histories, until=299, attributes={"plan": plans}, amounts=amounts)


@pytest.fixture(scope="module")
def halves():
    first = np.arange(400) < 200
    return {"plan=Big": first, "rest": ~first}


def slugs(comparison):
    return {caveat.slug for caveat in comparison.caveats}


def test_default_five_in_order(shop_like, halves):
    found = compare_segments(shop_like, halves)
    assert [each.metric for each in found] == [
        "amount",
        "active_days",
        "inactive_time",
        "features_used",
        "retained:28",
    ]
    assert [each.test for each in found][:3] == ["Mann-Whitney", "Mann-Whitney", "log-rank"]
    amount = found[0]
    assert amount.effect.interval.low > 0
    assert amount.pvalue_adjusted < 0.001
    assert "differ in amount" in amount.sentence
    assert all(each.sentence for each in found)


def test_pvalues_are_adjusted_over_everything(shop_like, halves):
    metrics = ["amount", "tenure_days", "attr:plan"]
    found = compare_segments(shop_like, halves, metrics)
    np.testing.assert_allclose(
        [each.pvalue_adjusted for each in found], holm(np.array([each.pvalue for each in found]))
    )


def test_groups_against_the_rest_are_adjusted_together(shop_like):
    rows = np.arange(400)
    groups = {"a": rows < 90, "b": rows % 7 == 0, "c": rows > 370}
    metrics = ["active_days", "amount_per_active_day"]
    found = compare_with_rest(shop_like, groups, metrics)
    assert [(each.group_a, each.group_b) for each in found] == [(name, "rest") for name in "abc" for _ in metrics]
    assert [each.n_a + each.n_b for each in found] == [400] * 6
    np.testing.assert_allclose(
        [each.pvalue_adjusted for each in found], holm(np.array([each.pvalue for each in found]))
    )
    alone = compare_segments(shop_like, {"b": groups["b"], "rest": ~groups["b"]}, metrics)
    assert [each.pvalue for each in alone] == [each.pvalue for each in found[2:4]]


def test_all_pairs_and_users_in_both_are_in_neither(shop_like):
    rows = np.arange(400)
    groups = {"a": rows < 150, "b": rows >= 100, "c": rows % 2 == 0}
    found = compare_segments(shop_like, groups, ["active_days", "amount"])
    assert [(each.group_a, each.group_b) for each in found] == [("a", "b"), ("a", "c"), ("b", "c")] * 2
    assert (found[0].n_a, found[0].n_b) == (100, 250)
    assert "overlap" in slugs(found[0])
    assert any("50 users are in both" in caveat.sentence for caveat in found[0].caveats)
    _, omnibus = compare_with_omnibus(shop_like, groups, ["amount", "inactive_time", "retained_from:28", "attr:plan"])
    assert [each.test for each in omnibus][:2] == ["omnibus", "omnibus"]  # nobody of b is in b alone and not in c
    alone = {"a": rows < 100, "b": (rows >= 100) & (rows < 300), "c": rows >= 300}
    pairs, at_once = compare_with_omnibus(shop_like, alone, ["amount", "inactive_time", "attr:plan"])
    assert [each.test for each in at_once] == ["Kruskal-Wallis", "log-rank", "chi-square"]
    assert at_once[0].degrees == 2
    assert at_once[0].pvalue < 0.001 < 0.05 < at_once[2].pvalue
    both = [*pairs, *at_once]
    np.testing.assert_allclose([each.pvalue_adjusted for each in both], holm(np.array([each.pvalue for each in both])))


def test_two_groups_have_no_omnibus(shop_like, halves):
    pairs, at_once = compare_with_omnibus(shop_like, halves, ["amount", "tenure_days"])
    assert at_once == []
    assert pairs == compare_segments(shop_like, halves, ["amount", "tenure_days"])


def test_a_table_and_its_commonest_value_are_told_apart(dataset_of):
    rows = np.arange(300)
    is_a = rows < 150
    # The commonest value is as common in both; the others tell the groups apart.
    country = np.where(rows % 2 == 0, "United States", np.where(is_a, "France", "Japan"))
    plan = np.where(rows % 3 == 0, "Pro", "Free")
    dataset = dataset_of([[0, 30]] * 300, until=60, attributes={"country": country, "plan": plan})
    differ, alike = compare_segments(dataset, {"a": is_a, "b": ~is_a}, ["attr:country", "attr:plan"])
    assert differ.pvalue < 0.001
    assert differ.effect.value == 0
    assert differ.sentence == (
        "A and b differ in country (whole table, p < 0.001 (adjusted)): the commonest value, United States: 50 % and "
        "50 %, difference 0.0 points (95 % interval −11.2 to 11.2)."
    )
    assert alike.sentence.startswith(
        "No clear difference in plan between a and b (whole table, p 1.00 (adjusted)): the commonest value, Free: 67 %"
    )
    same = compare_segments(dataset, {"a": rows % 4 == 0, "b": rows % 4 == 2}, ["attr:country"])[0]
    assert same.sentence.startswith("No test of country between a and b is possible: the commonest value, United ")


@pytest.mark.parametrize(
    ("group", "metric", "circular"),
    [
        ("weekday:Tue", "active_days", True), ("cadence:10", "gap_median_days", True), ("plan=Pro", "attr:plan", True),
        ("frequency:weekly", "gap_cv", True), ("plan=Pro", "amount", False), ("weekday:Tue", "amount", False),
        ("all", "active_days", False),
    ],
)  # fmt: skip
def test_selected_by_metric(shop_like, group, metric, circular):
    first = np.arange(400) < 200
    found = compare_segments(shop_like, {group: first, "rest": ~first}, [metric])[0]
    assert ("selected_by_metric" in slugs(found)) == circular


def test_everyone_else_is_chosen_by_every_group_it_leaves_out(shop_like):
    rows = np.arange(400)
    groups = {"plan=Pro": rows < 100, "frequency:daily": (rows >= 50) & (rows < 200), "rest": rows >= 200}
    assert left_out_of_rest(groups) == ("plan=Pro", "frequency:daily")
    found = {
        each.group_a: each for each in compare_segments(shop_like, groups, ["active_days"]) if each.group_b == "rest"
    }
    assert "selected_by_metric" in slugs(found["plan=Pro"])
    of_first = groups | {"rest": rows >= 100}  # as the command line has it
    assert left_out_of_rest(of_first) == ("plan=Pro",)
    found = compare_segments(shop_like, of_first, ["active_days"])
    assert ["selected_by_metric" in slugs(each) for each in found] == [True, False, True]


def test_unequal_time_with_us_is_told_where_it_matters(shop_like, halves):
    amount, per_day = compare_segments(shop_like, halves, ["amount", "amount_per_active_day"])
    assert "unequal_tenure" in slugs(amount)
    assert "unequal_tenure" not in slugs(per_day)


@pytest.mark.parametrize(
    ("group", "metric", "told"),
    [
        ("weekday:Tue", "amount", "at least 6 active days, which 75 % of everyone else lack"),
        ("cadence:10", "adopts:open", "at least 6"), ("leaning:weekend", "amount", "at least 6"),
        ("frequency:weekly", "amount", "at least 3 active days"),
        ("weekday:Tue", "amount_per_active_day", None), ("weekday:Tue", "active_days", None),
        ("plan=Pro", "amount", None), ("lifecycle:new", "amount", None),
        ("weekday:Tue and plan=Pro", "amount", "at least 6"),
        ("weekday:Tue or active_days >= 4", "amount", "at least 4"),
        ("active_days > 4 and uses.open >= 2", "amount", "at least 5 active days"),
        ("weekday:Tue or plan=Pro", "amount", None), ("not weekday:Tue", "amount", None),
        ("active_days < 9", "amount", None), ("too_few", "amount", None), ("frequency:too_few", "amount", None),
    ],
)  # fmt: skip
def test_days_a_pattern_needs_are_told_where_sums_grow(dataset_of, group, metric, told):
    rows = np.arange(80)
    histories = [list(range(0, 100, 10)) if row < 40 or row % 4 == 0 else [0, 90] for row in rows]
    dataset = dataset_of(histories, until=99, amounts=rows + 1.0)
    found = compare_segments(dataset, {group: rows < 40, "rest": rows >= 40}, [metric])[0]
    sentence = " ".join(each.sentence for each in found.caveats if each.slug == "unequal_tenure")
    assert (told in sentence) if told else not sentence
    lenient = Settings().replace_knob("compare.max_untested_share", 0.75)
    silent = compare_segments(dataset, {group: rows < 40, "rest": rows >= 40}, [metric], lenient)[0]
    assert "unequal_tenure" not in slugs(silent)


def test_both_reasons_of_unequal_time_stand_in_one_caveat(dataset_of):
    rows = np.arange(80)
    histories = [list(range(0, 100, 10)) if row < 40 else [80, 90] for row in rows]
    dataset = dataset_of(histories, until=99, amounts=rows + 1.0)
    found = compare_segments(dataset, {"weekday:Tue": rows < 40, "rest": rows >= 40}, ["amount"])[0]
    both = [each.sentence for each in found.caveats if each.slug == "unequal_tenure"]
    assert len(both) == 1
    assert "times as long" in both[0]
    assert "100 % of everyone else lack" in both[0]


def test_few_users_and_equal_values_are_told(shop_like):
    three = np.arange(400) < 3
    amount, features_used = compare_segments(shop_like, {"few": three, "rest": ~three}, ["amount", "features_used"])
    assert "too_few" in slugs(amount)
    assert "heavy_ties" in slugs(features_used)
    assert math.isnan(features_used.pvalue)
    assert math.isnan(features_used.pvalue_adjusted)
    assert features_used.effect.value == 0
    assert "No test" in features_used.sentence


def test_short_data_are_told(dataset_of):
    dataset = dataset_of([[0, 3]] * 20 + [[2, 9]] * 20, until=10)
    first = np.arange(40) < 20
    found = compare_segments(dataset, {"a": first, "b": ~first}, ["retained_from:28", "inactive_time"])
    assert all("short_window" in slugs(each) and math.isnan(each.effect.value) for each in found)
    assert all(each.n_a == 0 and "Cannot compare" in each.sentence for each in found)


def test_reversal_within_an_attribute_is_told(dataset_of):
    # Within each plan a spends less than b; a sits mostly on the dear plan.
    rows = np.arange(400)
    is_a, is_dear = rows < 200, (rows % 10 < 8) == (rows < 200)
    amounts = np.where(is_dear, 100.0, 10.0) - np.where(is_a, 5.0, 0.0) + rows % 7 / 10
    plans = np.where(is_dear, "dear", "cheap")
    dataset = dataset_of([[0, 30]] * 400, until=60, attributes={"plan": plans}, amounts=amounts)
    found = compare_segments(dataset, {"a": is_a, "b": ~is_a}, ["amount"])[0]
    assert found.effect.value > 0
    assert "simpson" in slugs(found)
    known = compare_segments(dataset, {"plan=dear": is_dear, "rest": ~is_dear}, ["amount"])[0]
    assert "simpson" not in slugs(known)


def test_settings_reach_the_result(shop_like, halves):
    settings = Settings().replace_knob("compare.level", 0.8)
    narrow = compare_segments(shop_like, halves, ["amount"], settings)[0].effect.interval
    wide = compare_segments(shop_like, halves, ["amount"])[0].effect.interval
    assert narrow.level == 0.8
    assert wide.low < narrow.low < narrow.high < wide.high


def test_a_wrong_question_is_told(shop_like, halves):
    with pytest.raises(UnknownNameError, match="metric"):
        compare_segments(shop_like, halves, ["amounts"])
    with pytest.raises(OffbeatError, match="two groups"):
        compare_segments(shop_like, {"a": np.ones(400, bool)})


def test_standardised_effects_keep_sign_and_clear_zero_alike(shop_like, halves):
    metrics = ["amount", "tenure_days", "inactive_time", "retained_from:28", "attr:plan"]
    for each in compare_segments(shop_like, halves, metrics):
        effect, low, high = standardised(each)
        if math.isfinite(effect) and each.effect.value != 0:
            assert effect * each.effect.value > 0
        if math.isfinite(low) and each.test != "Mann-Whitney":
            assert (low > 0 or high < 0) == (each.effect.interval.low > 0 or each.effect.interval.high < 0)


def test_standardised_shift_of_normal_groups_is_their_distance(dataset_of):
    generator = np.random.default_rng(0)
    rows = np.arange(8000)
    amounts = 20 + generator.normal(size=8000) + np.where(rows < 4000, 0.5, 0)
    dataset = dataset_of([[0]] * 8000, until=60, amounts=amounts)
    found = compare_segments(dataset, {"a": rows < 4000, "b": rows >= 4000}, ["amount"])[0]
    effect, low, high = standardised(found)
    assert low < 0.5 < high
    assert effect == pytest.approx(0.5, abs=0.05)


def test_dates_many_share_are_told_where_they_matter(dataset_of):
    # 60 of a and 3 of b all came on day 150, besides days of their own.
    generator = np.random.default_rng(6)
    rows = np.arange(200)
    histories = [
        sorted({*generator.choice(300, 12, replace=False).tolist(), *([150] if row < 60 or row > 196 else [])})
        for row in rows
    ]
    dataset = dataset_of(histories, until=299, amounts=rows + 1.0, attributes={"seats": rows * 1.0})
    groups = {"plan=Big": rows < 100, "rest": rows >= 100}
    amount, seats = compare_segments(dataset, groups, ["amount", "attr:seats"])
    told = [each.sentence for each in amount.caveats if each.slug == "batch_dates"]
    assert len(told) == 1
    assert "31 May 1970" in told[0]
    assert "batch_dates" not in slugs(seats)
    lenient = Settings().replace_knob("compare.max_batch_share", 1.0)
    assert "batch_dates" not in slugs(compare_segments(dataset, groups, ["amount"], lenient)[0])
    without = dataset.with_activity(dataset.activity.without_days(np.array([150])))
    assert "batch_dates" not in slugs(compare_segments(without, groups, ["amount"])[0])


def test_infinite_and_missing_values_are_told_and_not_counted(dataset_of):
    rows = np.arange(60)
    seats = np.where(rows % 10 == 0, np.inf, np.where(rows % 10 == 1, np.nan, rows * 1.0))
    dataset = dataset_of([[0, 30]] * 60, until=60, attributes={"seats": seats})
    found = compare_segments(dataset, {"a": rows < 30, "b": rows >= 30}, ["attr:seats"])[0]
    assert (found.n_a, found.n_b) == (24, 24)
    assert math.isfinite(found.effect.value)
    assert "6 users have an infinite value" in next(each.sentence for each in found.caveats if each.slug == "too_few")


def test_nothing_clear_says_what_could_have_been_seen(shop_like):
    odd = np.arange(400) % 2 == 1
    metrics = ["tenure_days", "retained_from:28", "inactive_time", "volume:amount", "features_used"]
    found = compare_segments(shop_like, {"a": odd, "b": ~odd}, metrics)
    tenure, retained, silent, volume, features = found
    for each, unit in ((tenure, "days"), (retained, "points"), (silent, "days")):
        assert each.sentence.startswith("No clear difference in ")
        assert re.search(rf"could have shown a difference of [\d.]+ {unit} or more with 80 % chance\.$", each.sentence)
        assert each.smallest.value > 0
    assert re.search(r"times as much \(95 % interval .*; they could have shown 1\.\d\d times as much", volume.sentence)
    assert math.isnan(features.smallest.value)  # all equal: no test


def test_a_ratio_is_told_as_times(dataset_of):
    rows = np.arange(200)
    histories = [list(range(0, 90, 5 if row < 100 else 10)) for row in rows]
    dataset = dataset_of(histories, until=89, amounts=rows + 50.0)
    found = compare_segments(dataset, {"a": rows < 100, "b": rows >= 100}, ["volume:active_days"])[0]
    assert found.sentence == (
        "A and b differ in active days per day with us, all together: 0.20 and 0.10, 2.00 times as much, "
        "p < 0.001 (adjusted)."
    )
    assert found.effect.name == "rate_ratio"
    assert math.isnan(standardised(found)[0])  # nobody differs within a group


def test_an_interval_that_holds_nothing_is_no_clear_difference(shop_like, halves):
    real = compare_segments(shop_like, halves, ["volume:amount"])[0]
    assert "differ in" in real.sentence
    effect = Effect("rate_ratio", 1.1, Interval(0.98, 1.3, 0.95))
    doubtful = replace(real, effect=effect, pvalue_adjusted=0.04)
    outcome = Outcome("permutation of a ratio", 2.0, 0.04, (1.1, 1.0), (effect,))
    assert sentence_of(doubtful, metric_of("volume:amount", shop_like), outcome).startswith("No clear difference")


@pytest.mark.parametrize(("value", "said"), [(0.98, "1 feature or"), (1.04, "1 feature or"), (1.1, "1.1 features or")])
def test_the_word_behind_a_number_goes_with_the_number_printed(shop_like, halves, value, said):
    found = compare_segments(shop_like, halves, ["features_used"])[0]
    smallest = replace(found.smallest, value=value, name="hodges_lehmann_shift")
    told = could_have_shown(replace(found, smallest=smallest), metric_of("features_used", shop_like))
    assert f"a difference of {said}" in told


@pytest.mark.parametrize("sizes", [(0, 400), (1, 399), (2, 398)])
def test_an_empty_segment_and_one_user_get_a_sentence(shop_like, sizes):
    chosen = np.arange(400) < sizes[0]
    metrics = [each for each in known_metrics(shop_like) if each not in ("active_hours", "mrr")]
    for each in compare_segments(shop_like, {"a": chosen, "b": ~chosen}, metrics):
        assert each.sentence.endswith(".")
        assert math.isfinite(each.pvalue) or each.caveats
        assert "nan" not in each.sentence
        assert "too_few" in slugs(each)
