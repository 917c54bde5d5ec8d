"""The even beat of one user, against a plain twin that takes the same steps with numpy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.kernels.clock import clock_explains, clock_fit
from analysis.kernels.even_beats import CLOCK, GAPS, MISSED, own_beat, own_beats
from analysis.kernels.gaps import HISTOGRAM, LEAST_MEAN_GAP, modal_tail
from analysis.kernels.renewal import gamma_bic, missed_beat_bic, on_beat
from analysis.kernels.tails import log_factorials


def _plainly(own: np.ndarray) -> tuple[float, int, float]:
    gaps = np.diff(own)
    mean = float(own[-1] - own[0]) / len(gaps)
    spread = 0.0 if (gaps == gaps[0]).all() else max(1e-12, float(np.log(mean) - np.log(gaps).mean()))
    skipping, fitted = missed_beat_bic(own, _guess(gaps))
    period, way = (fitted, MISSED) if skipping < gamma_bic(len(gaps), mean, spread) else (mean, GAPS)
    slope, _, clock_share, clock_half = clock_fit(own)
    if mean >= LEAST_MEAN_GAP and clock_explains(clock_share, clock_half, *on_beat(own, period, way)):
        visit = np.arange(len(own))
        line = np.polyfit(visit, own - own[0], 1)
        return slope, CLOCK, float(own[0] + np.polyval(line, visit[-1]))
    return period, way, float(own[-1])


def _guess(gaps: np.ndarray) -> int:
    span, period = int(gaps.sum()), 0
    if span / len(gaps) >= LEAST_MEAN_GAP:
        shorter = np.concatenate(([0], np.cumsum(np.bincount(gaps, minlength=HISTOGRAM)[:HISTOGRAM])))
        _, period = modal_tail(shorter, len(gaps), span, log_factorials(span + 2))
    return max(1, period or int(np.median(gaps) + 0.5))


def _histories() -> st.SearchStrategy[np.ndarray]:
    beat = st.tuples(st.integers(1, 40), st.lists(st.tuples(st.integers(1, 3), st.integers(-3, 3)), min_size=2))
    return beat.map(
        lambda made: np.cumsum([19000, *(max(1, skip * made[0] + off) for skip, off in made[1])], dtype=np.int32)
    )


@given(_histories())
def test_the_beat_equals_its_plain_twin(own):
    found = own_beat(own, log_factorials(int(own[-1] - own[0]) + 2))
    expected = _plainly(own)
    assert found[1] == expected[1]
    assert (found[0], found[2]) == pytest.approx((expected[0], expected[2]))


def test_every_way_occurs():
    random = np.random.default_rng(1)
    clock = 19000 + 14 * np.arange(16) + random.integers(-3, 4, 16)
    skipped = np.delete(19000 + 10 * np.arange(20), [3, 8, 9, 15])
    even = np.cumsum(np.concatenate(([19000], random.integers(9, 12, 20))))
    ways = [own_beat(own.astype(np.int32), log_factorials(2000))[1] for own in (clock, skipped, even)]
    assert sorted(ways) == [GAPS, MISSED, CLOCK]


def test_many_users_at_once_are_the_same_as_one_by_one():
    first, second = np.arange(19000, 19100, 7, np.int32), np.arange(19003, 19200, 11, np.int32)
    found = np.zeros((2, 2))
    offsets = np.array([0, len(first), len(first) + len(second)])
    own_beats(np.array([1, 0]), offsets, np.concatenate((first, second)), log_factorials(300), found)
    assert found.tolist() == [[11.0, second[-1]], [7.0, first[-1]]]
