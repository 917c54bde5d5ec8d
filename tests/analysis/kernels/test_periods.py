"""The scan over periods equals a plain one user by user; redrawn days follow the profile of their dates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from analysis.activity import weekday_of
from analysis.kernels.periods import PERIODS, period_scan
from analysis.kernels.profile_draws import DateProfile, redraw_by_profile

START = 19_905  # a Monday
WEEKLY = np.array([8.0, 8, 8, 8, 8, 1, 1, 0])
days_of_users = st.lists(
    st.lists(st.integers(0, 500), min_size=1, max_size=30, unique=True).map(sorted), min_size=1, max_size=4
)


def rows_of(users: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    day = np.array([START + day for days in users for day in days], np.int32)
    return np.concatenate(([0], np.cumsum([len(days) for days in users]))).astype(np.int64), day


def plain_z(days: list[int], period: int) -> float:
    """Rayleigh over clumps: squared length of the sum of their vectors over the sum of their squared lengths.

    nan where the days cancel within every clump: nothing but rounding would be divided.
    """
    turned, sums, last = np.exp(2j * np.pi * np.array(days) / period), [], -100
    for day, turn in zip(days, turned, strict=True):
        if day - last <= (1 if period < 10 else 3):
            sums[-1] += turn
        else:
            sums.append(turn)
        last = day
    power = (np.abs(sums) ** 2).sum()
    return abs(sum(sums)) ** 2 / power if power > 1e-6 else np.nan


@given(days_of_users)
def test_equals_the_plain_scan(users):
    z = period_scan(*rows_of(users))
    assert z.dtype == np.float32
    plain = np.array([[plain_z(days, period) for period in PERIODS] for days in users])
    defined = np.isfinite(plain)
    np.testing.assert_allclose(z[defined], plain[defined], rtol=2e-3, atol=2e-3)


@given(days_of_users, st.integers(-3000, 3000))
def test_only_the_days_between_matter(users, shift):
    offsets, day = rows_of(users)
    np.testing.assert_array_equal(period_scan(offsets, day), period_scan(offsets, day + shift))


def test_rows_choose_users_in_their_order():
    offsets, day = rows_of([[0, 9, 14], [1, 2, 3, 90], [5]])
    whole = period_scan(offsets, day)
    np.testing.assert_array_equal(period_scan(offsets, day, rows=np.array([2, 0])), whole[[2, 0]])


def test_an_exact_beat_counts_its_visits_and_a_streak_counts_once():
    z = period_scan(*rows_of([list(range(0, 200, 10)), list(range(9))]))
    assert z[0, PERIODS == 10] == pytest.approx(20, rel=1e-4)
    assert z[0, PERIODS == 5] == pytest.approx(20, rel=1e-4)
    assert z[0, PERIODS == 11] < 3
    assert z[1, PERIODS == 35] == pytest.approx(1, rel=1e-4)


def test_chance_is_about_exponential_and_no_heavier_save_at_two_days():
    """Linked clumps keep their distance, so chance gives a little less; a turn of two days has two phases only."""
    rng = np.random.default_rng(2)
    users = [sorted(rng.choice(700, 20, replace=False).tolist()) for _ in range(4_000)]
    z = period_scan(*rows_of(users))
    beyond = (z > -np.log(0.01)).mean(axis=0)
    assert z.mean(axis=0) == pytest.approx(np.full(len(PERIODS), 0.92), abs=0.13)
    assert beyond[1:].max() <= 0.012
    assert beyond[0] == pytest.approx(chi2.sf(-np.log(0.01), 1), abs=0.01)


def test_a_user_without_a_day_has_no_z():
    z = period_scan(np.array([0, 0, 2]), np.array([5, 9]))
    assert np.isnan(z[0]).all()
    assert np.isfinite(z[1]).all()


def weekday_profile(window: int, weight: np.ndarray = WEEKLY, closed: tuple[int, ...] = ()) -> DateProfile:
    kind = weekday_of(np.arange(START, START + window)).astype(np.int8)
    kind[list(closed)] = 7
    return DateProfile(START, kind, weight)


@given(days_of_users, st.integers(0, 2**31))
def test_redrawn_days_keep_ends_and_numbers(users, seed):
    offsets, day = rows_of(users)
    rows = np.arange(len(users))[::-1]
    new_offsets, new = redraw_by_profile(rows, offsets, day, profile=weekday_profile(501), seed=seed)
    for place, user in enumerate(rows):
        own, drawn = day[offsets[user] : offsets[user + 1]], new[new_offsets[place] : new_offsets[place + 1]]
        assert len(own) == len(drawn)
        assert (own[0], own[-1]) == (drawn[0], drawn[-1])
        assert (np.diff(drawn) > 0).all()


@pytest.mark.parametrize("days_a_year", [12, 60, 240])
def test_redrawn_days_follow_the_profile_however_often_one_comes(days_a_year):
    """Eight times as often on each of Monday to Friday, until those are full."""
    window = 7 * 52 + 1
    between = np.linspace(1, window - 2, days_a_year - 2).astype(int)
    users = [[0, *between.tolist(), window - 1]] * 3_000
    offsets, day = rows_of(users)
    _, new = redraw_by_profile(np.arange(3_000), offsets, day, profile=weekday_profile(window), seed=4)
    inner = new.reshape(3_000, -1)[:, 1:-1]
    per_date = np.bincount(weekday_of(inner.ravel()), minlength=7) / 3_000 / 52
    chance = np.minimum(1, (days_a_year - 2) / 52 / 42 * WEEKLY[:7])
    assert per_date[1:5] == pytest.approx(chance[1:5], rel=0.06)
    assert per_date[5:] == pytest.approx(chance[5:], rel=0.15)


def test_nobody_is_drawn_on_a_closed_date():
    closed = tuple(range(40, 60))
    users = [[0, *range(3, 30, 3), 99]] * 50
    _, new = redraw_by_profile(np.arange(50), *rows_of(users), profile=weekday_profile(100, closed=closed), seed=1)
    assert not np.isin(new - START, closed).any()


def test_more_days_than_open_dates_are_refused():
    users = [list(range(14))]
    with pytest.raises(ValueError, match="positive weight"):
        redraw_by_profile(
            np.arange(1), *rows_of(users), profile=weekday_profile(14, np.array([1.0] * 5 + [0.0] * 3)), seed=1
        )
