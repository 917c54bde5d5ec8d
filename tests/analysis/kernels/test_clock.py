"""The line through visits is that of least squares; T is blind to what should not matter and finds a clock."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.kernels.clock import clock_fit, clock_statistic
from analysis.kernels.gaps import CLOCK_LEVEL
from analysis.kernels.moran_tails import moran_tail
from analysis.labels import label
from analysis.rhythms import score_days
from analysis.rhythms.scoring import moran_table

LEAST_NOTICED = 0.9  # of people by a clock; the gaps alone notice about half of them
gap_lists = st.lists(st.integers(1, 60), min_size=3, max_size=40).map(np.array)


def days_of(gaps):
    return np.concatenate(([0], np.cumsum(gaps))).astype(np.int32)


def line_of(day):
    """Return slope, half the range of the residuals, share near the line and weaker half, by numpy."""
    visit = np.arange(len(day))
    slope, height = np.polyfit(visit, day, 1)
    off = day - height - slope * visit
    near = np.abs(off[1:]) <= max(1, slope / 4) + 1e-7
    half = len(near) // 2
    return slope, np.ptp(off) / 2, near.mean(), min(near[:half].mean(), near[half:].mean())


def statistic_of(day):
    """Return T by numpy."""
    gaps = np.diff(day)
    s = np.log(gaps.mean()) - np.log(gaps).mean()
    return s * (line_of(day)[1] / gaps.mean()) ** 2 / len(gaps)


def kernel_statistic(day):
    gaps = np.diff(day)
    s = max(0.0, np.log(gaps.mean()) - np.log(gaps).mean())
    return clock_statistic(s, clock_fit(day)[1], gaps.mean(), len(gaps))


def crowd(day):
    """Score one row of days a user."""
    users, visits = day.shape
    return score_days(np.arange(0, users * visits + 1, visits), day.ravel().astype(np.int32))


def by_a_clock(jitter, visits, users=300):
    rng = np.random.default_rng(8)
    return 20_000 + 10 * np.arange(visits) + rng.integers(-jitter, jitter + 1, (users, visits))


@given(gap_lists)
def test_the_line_is_that_of_numpy(gaps):
    day = days_of(gaps) + 19_000
    slope, spread, near, half = clock_fit(day)
    expected = line_of(days_of(gaps))
    assert (slope, near, half) == pytest.approx((expected[0], *expected[2:]))
    assert spread == pytest.approx(expected[1], abs=1e-9)


@given(gap_lists, st.integers(2, 9), st.integers(1, 30_000))
def test_shifted_stretched_and_reversed_days_are_the_same(gaps, stretch, shift):
    day = days_of(gaps)
    before = kernel_statistic(day)
    assert before == pytest.approx(statistic_of(day), abs=1e-12)
    assert kernel_statistic(day + np.int32(shift)) == pytest.approx(before, rel=1e-9, abs=1e-15)
    assert kernel_statistic(day * np.int32(stretch)) == pytest.approx(before, rel=1e-6, abs=1e-15)
    assert kernel_statistic(days_of(gaps[::-1])) == pytest.approx(before, rel=1e-6, abs=1e-15)


def test_equal_gaps_lie_on_the_line_and_a_century_of_days_still_fits():
    assert clock_fit(days_of([10, 10, 10])) == (10.0, 0.0, 1.0, 1.0)
    assert clock_fit(np.arange(0, 36_500, 2, dtype=np.int32)) == (2.0, 0.0, 1.0, 1.0)


def test_a_visit_exactly_a_quarter_of_the_period_off_is_on_the_beat():
    """Slope 32/5 and residuals of 4/5, 8/5, 0, 8/5, 4/5 days: floating point would count three visits of four."""
    assert clock_fit(days_of([4, 8, 8, 4])) == pytest.approx((6.4, 1.6, 1.0, 1.0))


def test_people_by_a_clock_are_told_from_those_whose_errors_add_up():
    """The order of the same gaps decides: early after late is a clock, all late ones first is none."""
    gaps = np.array([12, 8] * 6)
    alternating, sorted_gaps = kernel_statistic(days_of(gaps)), kernel_statistic(days_of(np.sort(gaps)))
    assert alternating < 0.05 * sorted_gaps


@pytest.mark.parametrize(("jitter", "visits"), [(1, 8), (2, 12)])
def test_people_by_a_clock_are_found(jitter, visits):
    scores = crowd(by_a_clock(jitter, visits))
    assert (scores["cadence_p"] <= 1e-3).mean() >= LEAST_NOTICED
    assert np.isin(scores["cadence_detail"], (9, 10, 11)).all()
    found = label(scores)
    assert found.is_in("cadence").mean() >= LEAST_NOTICED


def test_visits_count_where_gaps_vary_twice_as_much():
    """Two days early or late by a clock: gaps differ by up to four days, and many people would miss the share."""
    day = by_a_clock(2, 8)
    scores = crowd(day)
    gaps = np.diff(day, axis=1)
    by_gaps = (np.abs(gaps - gaps.mean(axis=1, keepdims=True)) <= 2.5).mean(axis=1)
    slope, _, by_visits, half = np.array([line_of(each) for each in day]).T
    share, detail = scores["cadence_share"], scores["cadence_detail"]
    on_clock = (by_visits > by_gaps) & (half >= 0.5) & (np.abs(share - by_visits) < 1e-6)
    assert on_clock.mean() > 0.5
    assert (detail[on_clock] == np.rint(slope[on_clock])).mean() > 0.95  # the rest: beats missed fit as many
    assert (share >= 0.6).mean() > 0.95 > 0.8 > (by_gaps >= 0.6).mean()


def test_random_days_are_not_found():
    rng = np.random.default_rng(11)
    day = np.sort(np.argsort(rng.random((4000, 80)), axis=1)[:, :9], axis=1) + 20_000
    scores = crowd(day)
    pvalues = scores["cadence_p"]
    assert 0.005 < (pvalues <= 0.01).mean() < 0.014
    assert (pvalues <= 1e-4).sum() <= 4
    assert not label(scores).is_in("cadence").any()


def test_pvalues_are_those_of_the_table_of_t():
    (clock, _), grids = moran_table()
    rng = np.random.default_rng(5)
    for visits in (7, 15, 30):
        day = np.sort(rng.choice(9 * visits, visits, replace=False)).astype(np.int32)
        gaps = visits - 1
        tail = moran_tail(statistic_of(day), np.log(gaps), np.log((day[-1] - day[0]) / gaps), clock, grids)
        pvalue = crowd(day[None, :] + 20_000)["cadence_p"][0]
        assert pvalue == pytest.approx(min(1, tail / CLOCK_LEVEL), rel=1e-6)
