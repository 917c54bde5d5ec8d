"""Frequency classes: the kernels equal plain twins; classes part users; the band and the confidence keep their word."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.segments.frequency import FREQUENCY_CLASSES, MIN_GAPS, TOO_FEW, Frequency
from analysis.segments.spacing import MOST_BANDS, Spacing

HISTORIES = st.lists(st.sets(st.integers(0, 500), max_size=25), min_size=1, max_size=8)
BANDS = st.floats(0, 0.5)
CUTS = st.tuples(st.floats(1, 3), st.floats(3, 20), st.floats(20, 120))


def spacing_of(histories):
    days = [np.array(sorted(own), np.int32) for own in histories]
    offsets = np.concatenate(([0], np.cumsum([len(own) for own in days]))).astype(np.int64)
    return Spacing(offsets, np.concatenate(days) if days else np.zeros(0, np.int32))


def plain_held(days, band):
    """The side of a cut that a state machine ends on, told as the cut where it changes: the twin of the kernel."""
    gaps, held = np.diff(sorted(days)), np.nan
    for n in range(1, len(gaps) + 1):
        so_far = np.sort(gaps[:n])
        low, high = so_far[(n - 1) // 2] / (1 + band), so_far[n // 2] * (1 + band)
        held = so_far.mean() if n <= 2 else min(max(held, low), high)
    return held


def state_machine(days, cut, band):
    """Above a cut or not, one gap after the other: who is past it by the band changes sides, nobody else."""
    gaps = np.diff(sorted(days))
    above = gaps[:2].mean() > cut
    for n in range(3, len(gaps) + 1):
        so_far = np.sort(gaps[:n])
        if so_far[(n - 1) // 2] / (1 + band) > cut:
            above = True
        elif so_far[n // 2] * (1 + band) <= cut:
            above = False
    return above


def plain_coverage(days):
    days = np.array(sorted(days))
    since = days - days[0]
    return [len(set(since // length)) / (since[-1] // length + 1) for length in (1, 7, 30)]


@settings(deadline=None)  # the first call may compile the kernel
@given(HISTORIES, BANDS)
def test_kernels_equal_their_plain_twins(histories, band):
    spacing = spacing_of(histories)
    np.testing.assert_allclose(spacing.held(band), [plain_held(own, band) for own in histories])
    for user, own in enumerate(histories):
        if own:
            np.testing.assert_allclose(spacing.coverage[1:, user], plain_coverage(own))
        gaps = np.diff(sorted(own))
        cv = gaps.std(ddof=1) / gaps.mean() if len(gaps) > 1 else np.nan
        np.testing.assert_allclose(spacing.coverage[0, user], cv, atol=1e-12)


@settings(deadline=None)
@given(HISTORIES, BANDS, CUTS)
def test_the_held_gap_stands_for_a_state_machine_at_every_cut(histories, band, cuts):
    held = spacing_of(histories).held(band)
    for own, gap in zip(histories, held, strict=True):
        for cut in cuts:
            if len(own) > 1 and not np.isclose(gap, cut):
                assert (gap > cut) == state_machine(own, cut, band)


@settings(deadline=None)
@given(HISTORIES, BANDS, CUTS)
def test_classes_part_the_users_and_the_band_moves_nobody_from_outside(histories, band, cuts):
    spacing = spacing_of(histories)
    own = Frequency(daily_max_days=cuts[0], weekly_max_days=cuts[1], monthly_max_days=cuts[2], band_share=band)
    code = own.classify(spacing)
    assert ((code >= 0) & (code < len(FREQUENCY_CLASSES))).all()
    np.testing.assert_array_equal(code == TOO_FEW, spacing.active_days <= MIN_GAPS)
    for user in np.flatnonzero((code != TOO_FEW) & ~own.is_bursty(spacing)):
        median = np.median(np.diff(sorted(histories[user])))
        gaps = np.sort(np.diff(sorted(histories[user])))
        middle = gaps[(len(gaps) - 1) // 2], gaps[len(gaps) // 2]
        outside = all(middle[0] / (1 + band) > cut or middle[1] * (1 + band) <= cut for cut in own.cuts_days)
        if outside:
            assert code[user] == np.searchsorted(own.cuts_days, median, side="left")


@settings(deadline=None)
@given(HISTORIES, CUTS, st.floats(0, 1))
def test_a_looser_cut_never_makes_anybody_rarer(histories, cuts, part):
    spacing = spacing_of(histories)
    for name, low, high in (("daily_max_days", 1, cuts[0]), ("weekly_max_days", 3, cuts[1])):
        tight, loose = (Frequency(**{name: value}).classify(spacing) for value in (low + part * (high - low), high))
        assert (loose <= tight).all()
    least = [Frequency(min_cover_share=share).classify(spacing) for share in (0.05 + 0.5 * part, 0.8)]
    assert (least[0] <= least[1]).all()


@settings(deadline=None)
@given(HISTORIES, CUTS, st.sampled_from([1.0, 2.0, 20.0]), st.floats(0.05, 1))
def test_confidence_is_a_share_and_adds_up_over_the_classes(histories, cuts, bursty, cover):
    spacing = spacing_of(histories)
    own = Frequency(
        daily_max_days=cuts[0], weekly_max_days=cuts[1], monthly_max_days=cuts[2],
        bursty_min_gap_cv=bursty, min_cover_share=cover,
    )  # fmt: skip
    confidence = own.confidence(spacing)
    np.testing.assert_array_equal(np.isnan(confidence), own.classify(spacing) == TOO_FEW)
    known = confidence[~np.isnan(confidence)]
    assert ((known >= 0) & (known <= 1)).all()


def test_confidence_by_hand():
    weeks = [0, 7, 14, 21, 28, 35, 75]  # gaps: five weeks and one of 40 days
    (sure,) = Frequency().confidence(spacing_of([weeks]))
    gaps = stats.binom(6, 0.5)
    upto_weekly, upto_daily = gaps.cdf(4) + gaps.pmf(5) / 2, gaps.pmf(0) / 2
    assert sure == pytest.approx(upto_weekly - upto_daily)
    assert sure > 0.9


def test_confidence_grows_with_the_days_that_agree():
    short, long = ([7 * week for week in range(weeks)] for weeks in (4, 40))
    few, many = Frequency().confidence(spacing_of([short, long]))
    assert few < 0.9 < 0.999 < many


@pytest.mark.parametrize("cut", [3.0, 5.0, 9.0])
def test_half_the_gaps_either_side_keep_the_class_they_had(cut):
    own = Frequency(weekly_max_days=cut, band_share=0)
    rare_first = [0, 30, 60, 60 + 2, 60 + 4]
    often_first = [0, 2, 4, 34, 64]
    first, second = own.classify(spacing_of([rare_first, often_first]))
    assert (FREQUENCY_CLASSES[first], FREQUENCY_CLASSES[second]) == ("monthly", "weekly")


def test_a_class_needs_more_than_the_band_to_change():
    slower = np.cumsum([0, *[8] * 6, *[10] * 14]).tolist()
    own = Frequency(weekly_max_days=9.0, band_share=0.15)
    assert FREQUENCY_CLASSES[own.classify(spacing_of([slower]))[0]] == "weekly"
    assert FREQUENCY_CLASSES[own.replace(band_share=0.05).classify(spacing_of([slower]))[0]] == "monthly"


def test_somebody_who_comes_in_bursts_is_told_by_the_weeks_they_use():
    """Five days in a row once a quarter: the median gap is a day, and nobody would call that daily."""
    hackathon = [91 * quarter + day for quarter in range(8) for day in range(5)]
    spacing = spacing_of([hackathon])
    assert Frequency().is_bursty(spacing).all()
    assert FREQUENCY_CLASSES[Frequency().classify(spacing)[0]] == "rarer"
    assert FREQUENCY_CLASSES[Frequency(bursty_min_gap_cv=20.0).classify(spacing)[0]] == "daily"
    assert FREQUENCY_CLASSES[Frequency(min_cover_share=0.2).classify(spacing)[0]] == "monthly"


def test_random_days_are_hardly_ever_called_bursty():
    rng = np.random.default_rng(4)
    histories = [np.flatnonzero(rng.random(365) < 0.1).tolist() for _ in range(2000)]
    assert Frequency().is_bursty(spacing_of(histories)).mean() < 0.001


def test_a_band_another_session_drops_at_once_is_returned_all_the_same():
    class Forgetful(dict):
        def __setitem__(self, band, held):
            pass

    spacing = spacing_of([{0, 7, 14}])
    forgetful = Spacing(spacing.offsets, spacing.day, Forgetful())
    assert forgetful.held(0.1) == spacing.held(0.1) == [7.0]
    for band in np.linspace(0, 0.5, 9):
        spacing.held(float(band))
    assert len(spacing._held) == MOST_BANDS


def test_nobody_at_all():
    nothing = spacing_of([])
    assert len(Frequency().classify(nothing)) == len(Frequency().confidence(nothing)) == 0
