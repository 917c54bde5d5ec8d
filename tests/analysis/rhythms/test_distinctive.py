"""Distinctive labels: against the other users instead of the calendar."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom, nchypergeom_fisher

from analysis.kernels.distinct import noncentral_tail, odds_of
from analysis.labels import DefaultSettings, label
from analysis.rhythms import Evidence, score
from analysis.rhythms.chance import expected_by_chance
from analysis.rhythms.distinctive import DISTINCTIVE_FAMILIES, profile_of
from analysis.synthetic.planted import FIRST_DAY, activity_of, mixed_activity, planted_activity

DISTINCTIVE = replace(DefaultSettings(), evidence=Evidence(distinctive=1))
NO_LABEL = {"daily", "bursty", "irregular", "too_few"}


@settings(max_examples=150, deadline=None)
@given(st.integers(8, 300), st.data())
def test_the_tail_is_scipys(total, data):
    inside = data.draw(st.integers(1, total - 1))
    drawn = data.draw(st.integers(1, total - 1))
    hits = data.draw(st.integers(0, min(inside, drawn)))
    odds = data.draw(st.floats(0.05, 20.0))
    expected = nchypergeom_fisher.sf(hits - 1, total, inside, drawn, odds)
    assert noncentral_tail(hits, drawn, inside, total, odds) == pytest.approx(expected, rel=1e-7, abs=1e-12)


def test_without_preference_the_odds_are_the_margin_alone():
    assert noncentral_tail(9, 20, 40, 200, 1.0) == pytest.approx(hypergeom.sf(8, 200, 40, 20))
    expected = (0.25 * 20 / 40) / (1 - 0.25 * 20 / 40), (0.75 * 20 / 160) / (1 - 0.75 * 20 / 160)
    assert odds_of(20, 200, 40, 1.0) == pytest.approx(expected[0] / expected[1])
    assert odds_of(20, 200, 40, 2.0) > odds_of(20, 200, 40, 1.0)


def test_where_everybody_comes_monday_to_friday_it_is_nobodys_pattern():
    activity = mixed_activity({"weekdays": 300, "tuesday": 15, "weekend": 15}, 3)[0]
    scores = score(activity)
    absolute, distinctive = label(scores), label(scores, DISTINCTIVE)
    assert absolute.is_in("weekdays")[:300].mean() > 0.9
    assert distinctive.is_in("weekdays").mean() < 0.02
    assert distinctive.is_in("weekday:Tue")[300:315].all()
    assert distinctive.is_in("weekend")[315:].all()


def test_a_date_that_everybody_keeps_is_nobodys_pattern():
    activity = mixed_activity({"day_5": 300, "random": 20, "day_25": 15}, 4, window_days=900)[0]
    scores = score(activity)
    assert label(scores).is_in("month_day:5")[:300].mean() > 0.9
    distinctive = label(scores, DISTINCTIVE)
    assert distinctive.is_in("month_day:5").mean() < 0.02
    assert distinctive.is_in("month_day:25")[320:].mean() > 0.9


@pytest.mark.parametrize("kind", ["random", "weekdays"])
def test_a_population_alike_holds_next_to_no_distinctive_label(kind):
    false = total = 0
    for seed in range(6):
        found = label(score(planted_activity(kind, 1000, seed)), DISTINCTIVE)
        slugs = [found.rhythm_slugs[code] for code in found.rhythm]
        false += sum(slug not in NO_LABEL for slug in slugs)
        total += len(slugs)
    assert false <= 0.003 * total, false


def test_p_values_of_a_population_alike_are_not_too_small():
    scores = score(planted_activity("weekdays", 3000, 9))
    evidence = Evidence(distinctive=1)
    for family in DISTINCTIVE_FAMILIES:
        assert np.mean(scores.pvalues(family, evidence) <= 0.01) <= 0.012, family


def test_one_user_alone_is_compared_with_nobody_in_particular():
    alone = planted_activity("tuesday", 1, 5)
    profile = profile_of(score(alone).days)
    assert profile.weekly[0].sum() == pytest.approx(1.0)
    crowd = activity_of([alone.days_of(0)])
    assert score(crowd).pvalues("weekly", Evidence(distinctive=1))[0] < 1e-6


def test_distinctive_chance_redraws_as_everybody_comes():
    activity = mixed_activity({"weekdays": 400, "weekend": 15}, 6)[0]
    expected = expected_by_chance(activity, DISTINCTIVE)
    assert expected["weekend", ""] < 0.5
    assert sum(users for (rhythm, _), users in expected.items() if rhythm in ("weekdays", "weekday_set")) < 4


def test_a_weekday_in_nobodys_window_is_never_drawn():
    crowd = activity_of([FIRST_DAY + np.arange(6)] * 20)  # Monday to Saturday: no Sunday at all
    settings = replace(DISTINCTIVE, evidence=Evidence(distinctive=1, min_active_days=5))
    assert sum(expected_by_chance(crowd, settings).values()) == 0


def test_many_more_expected_than_seen_is_no_proof():
    assert noncentral_tail(300, 600, 3000, 4200, 1e4) == 1.0
