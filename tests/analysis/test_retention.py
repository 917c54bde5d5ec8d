"""The triangle on histories short enough to count by hand; weighted means; cells whose time has not come."""

from datetime import date

import numpy as np
import pytest

from analysis.compare import wilson
from analysis.retention import overall, retention_by_segment, triangle

# Day 4 (5 Jan 1970) is a Monday. Cohort of day 4: three users; cohort of day 11: one; of day 18: two.
HISTORIES = [[4, 11, 25], [5, 6], [10, 17], [11, 18, 19], [18, 25], [24]]


@pytest.fixture(scope="module")
def weeks(dataset_of):
    return dataset_of(HISTORIES, until=31).activity


def cell(cells, cohort, age):
    return cells[(cells["cohort"] == cohort) & (cells["age"] == age)].iloc[0]


def test_by_hand(weeks):
    cells = triangle(weeks)
    assert list(cells["cohort"].unique()) == [date(1970, 1, 5), date(1970, 1, 12), date(1970, 1, 19)]
    first = cells[cells["cohort"] == date(1970, 1, 5)]
    assert list(first["users"]) == [3, 3, 3, 3]
    assert list(first["retained"]) == [3, 2, 0, 1]  # weeks are the user's own: day 10 to 17 is a week later
    # The youngest of the first cohort came on day 10: their week 3 runs to day 37, beyond the data.
    assert list(first["complete"]) == [True, True, True, False]
    assert first["share"].iloc[:3].tolist() == pytest.approx([1, 2 / 3, 0])
    assert np.isnan(first["share"].iloc[3])
    assert cell(cells, date(1970, 1, 19), 0)["complete"]
    assert not cell(cells, date(1970, 1, 19), 1)["complete"]


def test_from_counts_whoever_comes_later_too(weeks):
    cells = triangle(weeks, how="from")
    first = cells[cells["cohort"] == date(1970, 1, 5)]
    assert list(first["retained"]) == [3, 2, 1, 1]
    assert list(first["complete"]) == [True, True, True, True]  # the first day of their week 3 is day 31


def test_the_mean_is_weighted_and_only_of_complete_cells(weeks):
    means = overall(triangle(weeks)).set_index("age")
    assert list(means.index) == [0, 1, 2]
    assert (means.loc[1, "retained"], means.loc[1, "users"]) == (3, 4)
    assert means.loc[1, "share"] == pytest.approx(3 / 4)
    assert (means.loc[1, "low"], means.loc[1, "high"]) == pytest.approx((wilson(3, 4).low, wilson(3, 4).high))


def test_segments_are_counted_apart_and_empty_ones_left_out(weeks):
    first = np.arange(6) < 3
    found = retention_by_segment(weeks, {"a": first, "none": np.zeros(6, bool), "b": ~first})
    assert list(found["group"].unique()) == ["a", "b"]
    a = found[(found["group"] == "a") & (found["age"] == 1)].iloc[0]
    assert (a["retained"], a["users"]) == (2, 3)
    assert retention_by_segment(weeks, {"none": np.zeros(6, bool)}).empty
    assert triangle(weeks, among=np.zeros(6, bool)).empty


@pytest.mark.parametrize("period", ["week", "month"])
@pytest.mark.parametrize("how", ["in", "from"])
def test_as_user_by_user(dataset_of, period, how):
    generator = np.random.default_rng(8)
    histories = [sorted(generator.choice(200, size, replace=False).tolist()) for size in generator.integers(1, 20, 80)]
    cells = triangle(dataset_of(histories, until=199).activity, period, how=how)
    length = 7 if period == "week" else 30
    for age in (0, 1, 3):
        came = [
            any((day - own[0]) // length == age or (how == "from" and (day - own[0]) // length > age) for day in own)
            for own in histories
        ]
        assert cells.loc[cells["age"] == age, "retained"].sum() == sum(came)
    assert cells.loc[cells["age"] == 0, "users"].sum() == 80
    assert (cells.loc[cells["age"] == 0, "retained"] == cells.loc[cells["age"] == 0, "users"]).all()
