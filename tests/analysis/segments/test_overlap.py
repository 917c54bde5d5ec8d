"""Combinations of labels: counted like a plain dictionary would, in any order of precedence."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import OffbeatError, UnknownNameError
from analysis.segments.overlap import by_precedence, carried, combinations, in_order, with_exactly
from analysis.study import study

NAMES = ("a", "b", "c")
users_with_labels = st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=40)


def as_labels(rows):
    table = np.array(rows, bool).reshape(-1, len(NAMES))
    return {name: table[:, place] for place, name in enumerate(NAMES)}


@given(users_with_labels, st.permutations(NAMES), st.integers(0, 3))
def test_counts_are_those_of_a_dictionary(rows, order, least):
    labels = as_labels(rows)
    sets = Counter(tuple(name for name in order if row[NAMES.index(name)]) for row in rows)
    expected = {" + ".join(names): count for names, count in sets.items() if len(names) >= least}
    table = combinations(labels, order=order, least_labels=least)
    assert dict(zip(table["labels"], table["users"], strict=True)) == expected
    assert table["users"].is_monotonic_decreasing
    assert all(row.labels.split(" + ")[0] == row.first for row in table.itertuples())
    assert table["share"].tolist() == [users / len(rows) for users in table["users"]]


@given(users_with_labels, st.permutations(NAMES))
def test_the_first_label_of_the_order_wins(rows, order):
    first = by_precedence(as_labels(rows), order=order)
    plain = [next((place for place, name in enumerate(order) if row[NAMES.index(name)]), -1) for row in rows]
    assert first.tolist() == plain


def test_part_of_the_order_is_enough():
    labels = as_labels([(True, True, False)])
    assert in_order(labels, ["c"]) == ["c", "a", "b"]
    assert combinations(labels, order=["b"])["labels"].tolist() == ["b + a"]


def test_sample(saas):
    studied = study(saas)
    labels = carried(studied.segmentation)
    table = combinations(labels)
    assert (np.sum(list(labels.values()), axis=0) >= 2).sum() == table["users"].sum() > 0
    top = table.iloc[0]
    assert with_exactly(labels, top["labels"].split(" + ")).sum() == top["users"]
    among = studied.members("plan=Pro")
    assert 0 < combinations(labels, among=among)["users"].sum() < table["users"].sum()


def test_wrong_calls_are_told():
    labels = as_labels([(True, True, False)])
    with pytest.raises(UnknownNameError, match='"d"'):
        combinations(labels, order=["d"])
    many = {str(number): np.ones(2, bool) for number in range(63)}
    with pytest.raises(OffbeatError, match="62"):
        combinations(many)


def test_nobody():
    assert combinations(as_labels([])).empty
    assert by_precedence({}).tolist() == []
