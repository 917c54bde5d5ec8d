"""Survival against R's survival package."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.compare import kaplan_meier, log_rank, restricted_means
from analysis.compare.survival_tests import small_log_rank

# R: survival::aml
AML_TIME = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161, 5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45]
AML_SEEN = [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1]
AML_GROUP = ["Maintained"] * 11 + ["Nonmaintained"] * 12
# Gehan 1965, as in R's survdiff of MASS::gehan
GEHAN_TIME = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23,
              6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 25]  # fmt: skip
GEHAN_SEEN = [1] * 30 + [0] * 12


def test_log_rank_as_r():
    aml = log_rank(AML_TIME, AML_SEEN, AML_GROUP)
    assert (aml.statistic, aml.pvalue) == pytest.approx((3.3963887, 0.065339322), abs=5e-8)
    gehan = log_rank(GEHAN_TIME, GEHAN_SEEN, [0] * 21 + [1] * 21)
    assert gehan.statistic == pytest.approx(16.792941, abs=5e-7)
    assert gehan.pvalue == pytest.approx(4.1688091e-5, rel=1e-6)
    assert gehan.effect.value < 0
    assert gehan.effect.interval.high < 0


def test_log_rank_as_lifelines():
    times, groups = [10, 20, 30, 10, 20, 50], [1, 1, 1, 0, 0, 0]
    censored = log_rank(times, [1, 0, 1, 1, 0, 1], groups)
    assert (censored.statistic, censored.pvalue) == pytest.approx((0.38461538, 0.53514345), abs=5e-8)
    every = log_rank(times, [1] * 6, groups)
    assert (every.statistic, every.pvalue) == pytest.approx((0.254237, 0.614107), abs=5e-7)


def test_kaplan_meier_as_r():
    maintained = kaplan_meier(AML_TIME[:11], AML_SEEN[:11])
    at = [9, 13, 18, 23, 31, 34, 48]
    expected = [0.9091, 0.8182, 0.7159, 0.6136, 0.4909, 0.3682, 0.1841]
    assert [maintained.at(when) for when in at] == pytest.approx(expected, abs=5e-5)
    errors = maintained.standard_error[np.isin(maintained.time, at)]
    assert errors == pytest.approx([0.0867, 0.1163, 0.1397, 0.1526, 0.1642, 0.1627, 0.1535], abs=5e-5)
    other = kaplan_meier(AML_TIME[11:], AML_SEEN[11:])
    expected = [0.8333, 0.6667, 0.5833, 0.4861, 0.3889, 0.2917, 0.1944, 0.0972, 0]
    assert [other.at(when) for when in [5, 8, 12, 23, 27, 30, 33, 43, 45]] == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize(
    ("name", "time", "seen", "group", "statistic"),
    [
        ("lung.csv", "time", "status", "sex", 10.326742), ("g3.csv", "time", "event", "group", 6.062888),
        ("lymphoma.csv", "Time", "Censor", "Stage_group", 6.709710),
        ("dd.csv", "duration", "observed", "regime", 322.59908),
        ("waltons_dataset.csv", "T", "E", "group", 122.249126),
    ],
)  # fmt: skip
def test_files_as_r(real_data, name, time, seen, group, statistic):
    table = pd.read_csv(real_data / "survival" / name)
    result = log_rank(table[time], table[seen] == table[seen].max(), table[group])
    assert result.statistic == pytest.approx(statistic, abs=1e-5)
    assert result.degrees == table[group].nunique() - 1


def test_lung_as_r(real_data):
    lung = pd.read_csv(real_data / "survival" / "lung.csv")
    seen = lung["status"] == lung["status"].max()
    curve = kaplan_meier(lung["time"], seen)
    median, interval = curve.quantile()
    assert (median, interval.low, interval.high) == (310, 285, 363)
    assert [curve.quantile(share)[0] for share in (0.25, 0.75)] == [170, 550]
    mean, error = curve.restricted_mean(365)
    assert (mean, error) == (pytest.approx(263, abs=0.5), pytest.approx(7.8, abs=0.05))
    for sex, share, expected in [(1, 0.336, (270, 212, 310)), (2, 0.526, (426, 348, 550))]:
        one = kaplan_meier(lung["time"][lung["sex"] == sex], seen[lung["sex"] == sex])
        median, interval = one.quantile()
        assert (median, interval.low, interval.high) == expected
        assert one.at(365) == pytest.approx(share, abs=5e-4)


def test_a_million_users_do_not_overflow():
    # Products of four counts pass 2^63 from here on, where integers wrap round without a word.
    generator = np.random.default_rng(0)
    times, seen = generator.integers(1, 60, 1_000_000), generator.random(1_000_000) < 0.5
    groups = generator.integers(0, 2, 1_000_000)
    at_risk = np.array([[np.sum(times[groups == g] >= t) for t in range(1, 60)] for g in (0, 1)], object)
    died = np.array([[np.sum((times == t) & seen & (groups == g)) for t in range(1, 60)] for g in (0, 1)], object)
    n, d = at_risk.sum(axis=0), died.sum(axis=0)
    excess = sum(int(died[0, i]) - int(at_risk[0, i]) * int(d[i]) / int(n[i]) for i in range(59))
    variance = sum(
        int(at_risk[0, i]) * int(at_risk[1, i]) * int(d[i]) * int(n[i] - d[i]) / (int(n[i]) ** 2 * (int(n[i]) - 1))
        for i in range(59)
    )
    result = log_rank(times, seen, groups)
    assert result.statistic == pytest.approx(excess**2 / variance, rel=1e-9)
    assert result.pvalue == pytest.approx(stats.chi2.sf(excess**2 / variance, 1))


def test_crossing_curves_are_told():
    early = np.concatenate((np.full(80, 1.0), np.full(80, 100.0)))
    late = np.full(160, 50.0)
    groups = np.repeat([0, 1], 160)
    result = log_rank(np.append(early, late), np.ones(320, bool), groups)
    assert [each.slug for each in result.caveats] == ["crossing_curves"]
    apart = log_rank(np.append(late, late + 20), np.ones(320, bool), groups)
    assert apart.caveats == ()
    # A curve that has reached 0 is known for ever after, so the horizon is the other's end.
    assert (apart.effect.value, apart.horizon) == (-20, 70)
    left = log_rank([50, 50, 40, 60], [1, 0, 1, 1], [0, 0, 1, 1])
    assert left.horizon == 50


def test_nothing_seen_is_undefined():
    result = log_rank([3, 4, 5, 6], [0, 0, 0, 0], [0, 0, 1, 1])
    assert math.isnan(result.pvalue)
    assert result.effect.value == 0
    assert [each.slug for each in result.caveats] == ["too_few"]


def test_weighted_kin_as_r_and_lifelines(real_data):
    peto = log_rank(AML_TIME, AML_SEEN, AML_GROUP, weighting="fleming-harrington")
    assert (peto.statistic, peto.pvalue) == pytest.approx((2.7792795, 0.0954911), abs=5e-8)
    groups = [0] * 21 + [1] * 21
    for weighting, statistic in (("wilcoxon", 13.457852), ("tarone-ware", 15.123575), ("peto", 14.084139)):
        found = log_rank(GEHAN_TIME, GEHAN_SEEN, groups, weighting=weighting)
        assert found.statistic == pytest.approx(statistic, abs=1e-6)
    lung = pd.read_csv(real_data / "survival" / "lung.csv")
    seen = lung["status"] == lung["status"].max()
    found = log_rank(lung["time"], seen, lung["sex"], weighting="fleming-harrington")
    assert (found.statistic, found.pvalue) == (
        pytest.approx(12.714151, abs=5e-7),
        pytest.approx(0.000362899, abs=5e-10),
    )


def test_p_of_the_files_as_r(real_data):
    lung = pd.read_csv(real_data / "survival" / "lung.csv")
    found = log_rank(lung["time"], lung["status"] == 2, lung["sex"]) if (lung["status"] == 2).any() else None
    assert found is None or found.pvalue == pytest.approx(0.0013111645, abs=5e-11)
    regimes = pd.read_csv(real_data / "survival" / "dd.csv")
    found = log_rank(regimes["duration"], regimes["observed"] == 1, regimes["regime"])
    assert found.pvalue == pytest.approx(1.38e-67, rel=5e-3)
    flies = pd.read_csv(real_data / "survival" / "waltons_dataset.csv")
    assert log_rank(flies["T"], flies["E"] == 1, flies["group"]).pvalue == pytest.approx(2.036e-28, rel=5e-4)


def test_restricted_means_are_the_way_out_of_crossing_curves():
    early, late = np.concatenate((np.full(80, 1.0), np.full(80, 100.0))), np.full(160, 50.0)
    groups = np.repeat([0, 1], 160)
    crossing = log_rank(np.append(early, late), np.ones(320, bool), groups)
    means = restricted_means(np.append(early, late), np.ones(320, bool), groups)
    assert means.estimates == pytest.approx((50.5, 50))
    assert means.effects == crossing.effects
    assert "first 100 days" in crossing.caveats[0].sentence
    short = restricted_means(np.append(early, late), np.ones(320, bool), groups, horizon=40)
    assert short.estimates == pytest.approx((20.5, 40))
    assert short.pvalue < 0.001
    assert short.horizon == 40


def test_restricted_means_without_an_event_are_undefined():
    found = restricted_means([3, 4, 5, 6], [0, 0, 0, 0], [0, 0, 1, 1])
    assert math.isnan(found.pvalue)
    assert [each.slug for each in found.caveats] == ["too_few"]
    assert math.isnan(restricted_means([3, 4], [1, 1], [0, 0]).effect.value)


def test_infinite_times_are_left_out():
    known = log_rank([3, 4, 5, 6], [1, 1, 1, 0], [0, 0, 1, 1])
    more = log_rank([3, 4, 5, 6, np.inf, np.nan], [1, 1, 1, 0, 1, 1], [0, 0, 1, 1, 0, 1])
    assert (more.statistic, more.effects) == (known.statistic, known.effects)


def test_reshuffled_scores_are_those_of_the_log_rank():
    # aml: observed 7, expected 10.68934 (R's survdiff); chi-square has p .065
    few = small_log_rank(AML_TIME, AML_SEEN, AML_GROUP, draws=5000)
    whole = log_rank(AML_TIME, AML_SEEN, AML_GROUP)
    assert (few.statistic, few.effects) == (whole.statistic, whole.effects)
    assert few.pvalue == pytest.approx(whole.pvalue, abs=0.02)
    assert few.test == "reshuffled log-rank"
    missing = small_log_rank([*AML_TIME, np.nan], [*AML_SEEN, 1], [*AML_GROUP, "Maintained"], draws=5000)
    assert missing.pvalue == few.pvalue


def test_few_users_with_many_equal_times_keep_their_level():
    generator = np.random.default_rng(4)
    groups, alarms, of_chi_square = np.repeat([0, 1], 20), [], []
    for seed in range(300):
        times = np.where(generator.random(40) < 0.6, 0, generator.integers(1, 90, 40))
        seen = (times == 0) | (generator.random(40) < 0.3)
        alarms.append(small_log_rank(times, seen, groups, draws=199, seed=seed).pvalue <= 0.05)
        of_chi_square.append(log_rank(times, seen, groups).pvalue <= 0.05)
    assert np.mean(alarms) <= 0.0875
    assert np.mean(of_chi_square) >= np.mean(alarms)
