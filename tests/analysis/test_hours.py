"""Time of day: the kernel equals plain numpy; chance gives nearly nobody hours of their own; planted ones are found."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.activity import Activity
from analysis.hours import COLUMNS, REASONS, Hours, hour_table, score_hours
from analysis.kernels import hours as kernel
from analysis.synthetic.planted import activity_of, planted_activity

HISTORIES = st.lists(st.lists(st.integers(0, 2**24 - 1), min_size=1, max_size=14), min_size=1, max_size=6)
HOUR = np.arange(24)
PROFILES = {
    "flat": np.ones(24),
    "office": np.exp(-0.5 * ((HOUR - 13) / 2.5) ** 2),
    "peak": np.exp(-0.5 * ((HOUR - 13) / 1.2) ** 2) + 1e-3,
    "two_peaks": np.exp(-0.5 * ((HOUR - 9) / 2) ** 2) + np.exp(-0.5 * ((HOUR - 20) / 1.5) ** 2),
}


def with_maps(histories: list[list[int]]) -> Activity:
    activity = activity_of([np.arange(len(own)) for own in histories])
    return replace(activity, hours=np.array([each for own in histories for each in own], np.uint32))


def with_hours(hours: np.ndarray) -> Activity:
    """One row a user, one active hour a day."""
    return with_maps((1 << hours.astype(np.int64)).tolist())


def drawn(profile: np.ndarray, *, users: int, days: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).choice(24, (users, days), p=profile / profile.sum())


def plain_means(own: list[int]) -> tuple[list[int], float]:
    """The hour of each day's circular mean (days without one left out), and how alike they are."""
    turns = []
    for bits in own:
        points = [np.exp(2j * np.pi * (hour + 0.5) / 24) for hour in range(24) if bits >> hour & 1]
        if points and abs(sum(points)) > 1e-9:
            turns.append(sum(points) / abs(sum(points)))
    places = [math.floor(np.angle(turn) / (2 * np.pi) * 24 + 1e-6) % 24 for turn in turns]
    return places, abs(np.mean(turns)) if turns else np.nan


@settings(deadline=None)  # the first call may compile the kernel
@given(HISTORIES)
def test_kernel_equals_its_plain_twin(histories):
    scores = score_hours(with_maps(histories))
    means = [plain_means(own) for own in histories]
    assert scores.known_days.tolist() == [len(places) for places, _ in means]
    np.testing.assert_allclose(scores.concentration, [alike for _, alike in means], rtol=1e-5, atol=1e-6)
    votes = [np.bincount(places, minlength=24) / len(places) for places, _ in means if places]
    profile = np.mean(votes, axis=0) if votes else np.full(24, np.nan)
    np.testing.assert_allclose(scores.profile, profile, atol=1e-12)
    for row, (places, _) in enumerate(means):
        check_windows(scores, row, places)


def check_windows(scores, row: int, places: list[int]) -> None:
    n = len(places)
    for width in range(1, kernel.MOST_HOURS + 1):
        measured = [each[row, width - 1] for each in (scores.start, scores.share, scores.half_share, scores.tail)]
        if not n:
            assert measured[0] == -1
            assert np.isnan(measured[1:]).all()
            continue
        inside = [[(place - start) % 24 < width for place in places] for start in range(24)]
        mass = [sum(scores.profile[(start + k) % 24] for k in range(width)) for start in range(24)]
        start, share, half, tail = measured
        assert sum(inside[start]) == max(map(sum, inside))
        assert (
            mass[start] <= min(m for m, own in zip(mass, inside, strict=True) if sum(own) == sum(inside[start])) + 1e-9
        )
        assert share == pytest.approx(sum(inside[start]) / n, rel=1e-6)
        chance = min(mass[start], 1.0)
        assert tail == pytest.approx(stats.binom.sf(sum(inside[start]) - 1, n, chance), rel=1e-6)
        halves = inside[start][: n // 2], inside[start][n // 2 :]
        assert half == pytest.approx(min(map(np.mean, halves)) if n > 1 else np.nan, rel=1e-6, nan_ok=True)


@pytest.mark.parametrize("days", [8, 12, 20, 40])
@pytest.mark.parametrize("name", PROFILES)
def test_chance_gives_hours_of_ones_own_to_at_most_one_in_a_hundred(name, days):
    table = hour_table(score_hours(with_hours(drawn(PROFILES[name], users=3000, days=days, seed=days))))
    assert (table["hour_p"] <= 0.01).mean() <= 0.01
    assert table["sure"].sum() <= 1


@pytest.mark.parametrize(("days", "kept", "least"), [(12, 1.0, 0.98), (12, 0.9, 0.9), (20, 0.9, 0.97), (20, 0.7, 0.75)])
@pytest.mark.parametrize("name", PROFILES)
def test_people_of_two_hours_are_found(name, days, kept, least):
    hours = drawn(PROFILES[name], users=4000, days=days, seed=7)
    rng = np.random.default_rng(8)
    start = rng.choice([6, 7, 16, 17, 20], 200)
    own = (start[:, None] + rng.integers(0, 2, (200, days))) % 24
    hours[:200] = np.where(rng.random((200, days)) < kept, own, hours[:200])
    table = hour_table(score_hours(with_hours(hours)))
    assert table["sure"][:200].mean() >= least
    assert table["sure"][200:].sum() <= 10
    found = table[:200][table["sure"][:200]]
    covers = (found["hour_start"] - start[found.index]) % 24
    assert ((covers <= 1) | (covers >= 20)).mean() > 0.95


def test_everybodys_hours_are_nobodys_own():
    everyone = with_hours(np.full((50, 30), 9))
    table = hour_table(score_hours(everyone))
    assert (table["hour_start"] == 9).all()
    assert (table["hour_p"] == 1).all()
    assert not table["sure"].any()


def test_a_window_may_pass_midnight():
    hours = drawn(PROFILES["office"], users=200, days=20, seed=1)
    hours[0] = np.tile([23, 0], 10)
    row = hour_table(score_hours(with_hours(hours))).iloc[0]
    assert (row["hour_start"], row["hour_stop"], row["hour_share"]) == (23, 1, 1)
    assert row["sure"]


def test_both_halves_must_show_it():
    hours = drawn(PROFILES["office"], users=200, days=20, seed=2)
    hours[0] = np.repeat([3, 21], [13, 7])
    table = hour_table(score_hours(with_hours(hours)), Hours(min_half_share=0.5))
    assert table.loc[0, "reason"] == "no_window"
    assert hour_table(score_hours(with_hours(hours)), Hours(min_half_share=0)).loc[0, "hour_start"] == 3


def test_a_busy_day_counts_once():
    # nine to five is a day around one o'clock, however many hours it holds
    office = sum(1 << hour for hour in range(9, 17))
    scores = score_hours(with_maps([[office] * 9, [1 << 12] * 9]))
    assert scores.start[:, 0].tolist() == [13, 12]
    assert scores.concentration.tolist() == [1, 1]


def test_dates_without_times_are_undefined_with_a_reason():
    table = hour_table(score_hours(with_maps([[0] * 20, [0]])))
    assert tuple(table.columns) == COLUMNS
    assert (table["reason"] == "dates_only").all()
    assert table[["hour_start", "hour_stop", "hour_share", "hour_p", "hour_q"]].isna().all(axis=None)
    assert not table["sure"].any()


def test_every_row_is_defined_or_says_why():
    hours = drawn(PROFILES["flat"], users=300, days=12, seed=3)
    maps = [*(1 << hours).tolist(), [1 << 9] * 5]
    table = hour_table(score_hours(with_maps(maps)))
    assert set(table["reason"]) == {"", "too_few", "no_window"}
    assert set(table["reason"].cat.categories) == {"", *REASONS}
    undefined = table["hour_p"].isna()
    assert (undefined == (table["reason"] != "")).all()
    assert table["reason"].iloc[-1] == "too_few"


def test_hours_that_cancel_have_no_middle():
    scores = score_hours(with_maps([[1 | 1 << 12, 1 << 5]]))
    assert scores.known_days.tolist() == [1]


def test_the_hours_of_the_day_do_not_depend_on_slices(monkeypatch):
    activity = planted_activity("random", 200, 1)
    maps = np.random.default_rng(2).integers(1, 2**24, activity.user_days).astype(np.uint32)
    whole = score_hours(replace(activity, hours=maps))
    monkeypatch.setattr(kernel, "CHUNK_USERS", 7)
    sliced = score_hours(replace(activity, hours=maps))
    np.testing.assert_allclose(sliced.profile, whole.profile, atol=1e-15)
    np.testing.assert_array_equal(sliced.start, whole.start)


@given(HISTORIES)
def test_a_stricter_false_discovery_rate_never_adds_a_user(histories):
    scores = score_hours(with_maps([own * 2 for own in histories]))
    loose, tight = (hour_table(scores, Hours(min_active_days=4, q_max=q))["sure"] for q in (0.5, 0.01))
    assert not (tight & ~loose).any()


def test_times_of_real_people(real_data):
    from analysis.ingest import read

    shoppers = hour_table(score_hours(read([real_data / "cdnow_transactions.csv.gz"])[0].activity))
    assert (shoppers["reason"] == "dates_only").all()
    authors = hour_table(score_hours(read([real_data / "numpy_commits.csv.gz"])[0].activity))
    # everybody sleeps: against a flat day 51 to 82 % of such people would be called special
    tested = authors["known_days"] >= 12
    assert authors.loc[tested, "sure"].mean() < 0.2
