"""The ledger of what was looked at: one family however the questions are put."""

import math

import numpy as np
import pytest

from analysis.compare import Looked, compare_segments, compare_with_omnibus, holm
from analysis.settings import Settings


@pytest.fixture(scope="module")
def some(dataset_of):
    generator = np.random.default_rng(3)
    histories = [sorted(generator.choice(200, 6, replace=False).tolist()) for _ in range(120)]
    return dataset_of(histories, until=199, amounts=generator.lognormal(2, 1, 120))


@pytest.fixture(scope="module")
def halves():
    first = np.arange(120) < 60
    return {"a": first, "b": ~first}


METRICS = ("amount", "active_days", "tenure_days", "gap_cv", "amount_per_active_day")


def test_one_metric_after_another_ends_where_all_at_once_does(some, halves):
    looked = Looked()
    for count, metric in enumerate(METRICS, start=1):
        last = compare_segments(some, halves, [metric], looked=looked)
        looked = looked.with_found(last)
        assert (
            last[0].looked_at == looked.count == (count if count < 2 else count - 1)
        )  # all have 6 active days: no test
    together = compare_segments(some, halves, METRICS)
    assert together[-1].pvalue_adjusted == last[0].pvalue_adjusted
    assert together[-1].looked_at == 4
    assert last[0].pvalue_adjusted >= last[0].pvalue


def test_asking_the_same_again_adds_nothing(some, halves):
    first = compare_segments(some, halves, ["amount"])
    looked = Looked().with_found(first)
    again = compare_segments(some, dict(reversed(halves.items())), ["amount"], looked=looked)
    assert again[0].looked_at == 1
    assert again[0].pvalue_adjusted == first[0].pvalue_adjusted
    assert compare_segments(some, halves, ["amount"], looked=looked) == first


def test_other_members_under_the_same_names_are_another_question(some, halves):
    looked = Looked().with_found(compare_segments(some, halves, ["amount"]))
    moved = {"a": np.arange(120) < 50, "b": np.arange(120) >= 50}
    assert compare_segments(some, moved, ["amount"], looked=looked)[0].looked_at == 2


def test_a_comparison_without_a_test_does_not_count(some, halves):
    found = compare_segments(some, halves, ["active_days", "amount"])
    assert math.isnan(found[0].pvalue_adjusted)
    assert [each.looked_at for each in found] == [1, 1]
    assert Looked().with_found(found).count == 1


def test_omnibus_tests_are_in_the_family(some):
    rows = np.arange(120)
    groups = {"a": rows < 40, "b": (rows >= 40) & (rows < 80), "c": rows >= 80}
    looked = Looked().with_found(compare_segments(some, groups, ["tenure_days"]))
    pairs, omnibus = compare_with_omnibus(some, groups, ["amount"], looked=looked)
    assert {each.looked_at for each in (*pairs, *omnibus)} == {7}
    before = [question.pvalue for question in looked.seen]
    pvalues = np.array([*(each.pvalue for each in (*pairs, *omnibus)), *before])
    assert [each.pvalue_adjusted for each in (*pairs, *omnibus)] == pytest.approx(list(holm(pvalues)[:4]))


def test_the_smallest_effect_grows_with_what_was_looked_at(some, halves):
    alone = compare_segments(some, halves, ["amount"])[0]
    looked = Looked().with_found(compare_segments(some, halves, METRICS))
    late = compare_segments(some, halves, ["amount"], Settings(), looked=looked)[0]
    assert late.smallest.value > alone.smallest.value > 0
    assert alone.smallest.power == 0.8
