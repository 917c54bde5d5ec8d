"""The ratio of sums: by hand, against the delta method written out, and where events as the unit would fool."""

import math

import numpy as np
import pytest
from scipy import stats

from analysis.compare import volume_ratio


def _spenders(users, seed, *, factor=1.0):
    generator = np.random.default_rng(seed)
    base = generator.poisson(4, users) + 1.0
    return base * generator.lognormal(0, 1, users) * factor, base


def test_rates_and_interval_by_hand():
    a, b = _spenders(80, 1, factor=2), _spenders(120, 2)
    found = volume_ratio(a, b)
    rates = [total.sum() / base.sum() for total, base in (a, b)]
    assert found.estimates == pytest.approx(rates)
    assert found.effect.value == pytest.approx(rates[0] / rates[1])
    error = math.hypot(*(
        np.std(total - rate * base, ddof=1) * math.sqrt(len(total)) / total.sum()
        for (total, base), rate in zip((a, b), rates, strict=True)
    ))  # fmt: skip
    low, high = (found.effect.value * math.exp(sign * 1.959964 * error) for sign in (-1, 1))
    assert (found.effect.interval.low, found.effect.interval.high) == pytest.approx((low, high), rel=1e-4)
    assert found.pvalue < 0.01


def test_swapping_turns_the_ratio_over():
    a, b = _spenders(60, 3), _spenders(90, 4, factor=1.2)
    one, other = volume_ratio(a, b), volume_ratio(b, a)
    assert one.pvalue == other.pvalue
    assert one.effect.value * other.effect.value == pytest.approx(1)
    assert one.effect.interval.low * other.effect.interval.high == pytest.approx(1)


def test_the_unit_is_the_user():
    # Every user repeats one value over hundreds of events: events as the unit would call any two halves different.
    generator = np.random.default_rng(5)
    alarms, of_events = [], []
    for _ in range(200):
        base = generator.integers(1, 400, 60).astype(float)
        total = base * generator.random(60)
        a, b = (total[:30], base[:30]), (total[30:], base[30:])
        alarms.append(volume_ratio(a, b, draws=199).pvalue <= 0.05)
        table = [[part[0].sum(), (part[1] - part[0]).sum()] for part in (a, b)]
        of_events.append(stats.chi2_contingency(table).pvalue <= 0.05)
    assert np.mean(alarms) <= 0.1
    assert np.mean(of_events) > 0.5


def test_few_users_get_no_interval_and_nothing_is_nan_with_a_reason():
    few = volume_ratio(_spenders(20, 1), _spenders(300, 2))
    assert math.isnan(few.effect.interval.low)
    assert "50 users" in few.caveats[0].sentence
    assert few.effect.value > 0
    for a, b in [((np.ones(1), np.ones(1)), _spenders(9, 1)), ((np.ones(5), np.zeros(5)), _spenders(9, 1))]:
        none = volume_ratio(a, b)
        assert math.isnan(none.pvalue)
        assert none.caveats[0].slug == "too_few"
    same = volume_ratio((np.full(60, 2.0), np.ones(60)), (np.full(70, 4.0), np.full(70, 2.0)))
    assert (same.effect.value, same.caveats[0].slug) == (1, "heavy_ties")
    assert math.isnan(same.pvalue)


def test_missing_and_infinite_parts_are_left_out():
    a, b = _spenders(60, 3), _spenders(90, 4)
    more = (np.append(a[0], [np.nan, 1.0, np.inf]), np.append(a[1], [1.0, np.inf, 1.0]))
    assert volume_ratio(more, b) == volume_ratio(a, b)
