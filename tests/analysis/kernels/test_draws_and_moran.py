"""Random days are uniform over all choices; the shipped quantiles are those of fresh draws; tails are calibrated."""

from collections import Counter
from itertools import pairwise
from math import comb

import numpy as np
import pytest
from scipy.stats import chi2

from analysis.calibration.moran import GAP_COUNTS, LEVELS, MEAN_GAPS, cell_quantiles
from analysis.kernels.draws import draw_sorted, redraw_days
from analysis.rhythms.scoring import moran_table, score_days


@pytest.mark.parametrize(("wanted", "slots"), [(3, 6), (2, 30)])
def test_every_choice_is_equally_likely(wanted, slots):
    state, seen, out = np.array([7], np.uint64), np.full(slots, -1), np.zeros(wanted, np.int64)
    found = Counter()
    draws = 20_000
    for mark in range(draws):
        draw_sorted(out, slots, state, seen, mark)
        found[tuple(out.tolist())] += 1
    cells = comb(slots, wanted)
    assert len(found) == cells
    assert all(list(choice) == sorted(set(choice)) for choice in found)
    statistic = sum((count - draws / cells) ** 2 / (draws / cells) for count in found.values())
    assert statistic < chi2.isf(1e-4, cells - 1)


def test_redrawn_days_keep_ends_and_counts_whatever_the_slices():
    offsets = np.array([0, 4, 5, 12])
    day = np.array([10, 20, 30, 90, 50, 1, 2, 3, 4, 5, 6, 40], np.int32)
    whole, parts = np.zeros_like(day), np.zeros_like(day)
    redraw_days((0, 3), offsets, day, whole, 81, 3)
    for user in range(3):
        redraw_days((user, user + 1), offsets, day, parts, 81, 3)
    assert whole.tolist() == parts.tolist()
    for start, stop in pairwise(offsets.tolist()):
        own = whole[start:stop]
        assert own[0] == day[start]
        assert own[-1] == day[stop - 1]
        assert (np.diff(own) > 0).all()
    assert whole.tolist() != day.tolist()


@pytest.mark.parametrize(("row", "column"), [(5, 20), (17, 12), (24, 30)])
def test_the_shipped_table_is_what_the_generator_makes(row, column):
    (clock, moran), _ = moran_table()
    assert clock.shape == moran.shape == (len(GAP_COUNTS), len(MEAN_GAPS), len(LEVELS))
    fresh = cell_quantiles(int(GAP_COUNTS[row]), MEAN_GAPS[column], draws=200_000, seed=99)
    common = LEVELS > 0.005
    np.testing.assert_allclose(clock[row, column][common], fresh[0][common], rtol=0.08)
    np.testing.assert_allclose(moran[row, column][common], fresh[1][common], rtol=0.05)


def test_both_tails_hold_their_level_on_random_days():
    rng = np.random.default_rng(3)
    users, days, window = 20_000, 14, 150
    day = np.sort(np.argsort(rng.random((users, window)), axis=1)[:, :days], axis=1).astype(np.int32)
    scores = score_days(np.arange(0, users * days + 1, days), day.ravel() + 20_000)
    for column in ("cadence_p", "bursty_p"):
        share = (scores[column] <= 0.01).mean()
        assert 0.004 < share < 0.013, (column, share)
    assert (scores["bursty_p"] <= 0.1).mean() == pytest.approx(0.1, abs=0.012)


def test_a_metronome_has_its_exact_chance():
    scores = score_days(np.array([0, 8]), (20_000 + 10 * np.arange(8)).astype(np.int32))
    # One of C(69, 6) ways to split 70 days into 7 gaps; the family gives the clock .98 of its level.
    assert scores["cadence_p"][0] <= 1 / comb(69, 6) / 0.98 * (1 + 1e-9)
    assert scores["cadence_detail"][0] == 10
