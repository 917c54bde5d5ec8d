"""Labels keep their promises on small runs of the battery, and methods known to be wrong break them.

Bounds are those of docs/calibration.md with room for chance: a smaller run has a larger error.
"""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import chi2

from analysis.calibration.battery import (
    MIXED,
    NONE,
    RIGHT,
    WRONG,
    judge_null,
    judge_planted,
    many_nulls,
    many_planted,
    shipped,
)
from analysis.calibration.crowds import CONFUSED, FOUND, NEIGHBOURS
from analysis.calibration.figures import (
    FALSE_AT_MOST,
    FOUND_AT_LEAST,
    MIXED_AT_MOST,
    NEIGHBOURS_TOGETHER_AT_MOST,
    WRONG_AT_MOST,
)
from analysis.labels import CODE, DefaultSettings, label
from analysis.rhythms import score_days
from analysis.rhythms.bursty import Bursty
from analysis.rhythms.evidence import FAMILY_WEIGHTS, adjusted
from analysis.segmentation import Segmentation

FOUND_ROOM, CONFUSED_ROOM = 0.025, 0.015  # three standard errors of 1,000 planted people near the bound
RARE_RUNS = 12
RARE_ROOM = 4 / RARE_RUNS  # .027 of the runs hold a false label: five of 12 happen once in 100,000 times


def false_share(name, runs, method=shipped):
    return float(np.mean([run.false_share for run in many_nulls(name, range(runs), method)]))


def share(row, outcome, method=shipped, runs=2):
    return float(np.mean([run.share(outcome) for run in many_planted(row, range(runs), method)]))


@pytest.mark.parametrize("name", ["random", "batch"])
def test_next_to_no_run_without_rhythm_holds_a_label(name):
    assert false_share(name, RARE_RUNS) <= RARE_ROOM


@pytest.mark.parametrize("name", ["streaks", "bursts", "heavy_gaps", "renewal", "drifting", "working_days"])
def test_labels_of_crowds_with_a_habit_are_right(name):
    assert false_share(name, 2) <= FALSE_AT_MOST[name]


@pytest.mark.parametrize("name", ["mixture", "planted"])
def test_labels_of_mixtures_are_right(name):
    assert false_share(name, 4) <= FALSE_AT_MOST[name]


@pytest.mark.parametrize("family", FAMILY_WEIGHTS)
def test_pvalues_of_random_days_hold_their_level(family):
    runs = many_nulls("random", range(3))
    tested = sum(run.tested for run in runs)
    assert sum(run.at_level[family] for run in runs) / tested <= 0.013


@pytest.mark.parametrize("name", FOUND_AT_LEAST)
def test_planted_people_are_found(name):
    assert share(FOUND[name], RIGHT) >= FOUND_AT_LEAST[name] - FOUND_ROOM


@pytest.mark.parametrize("name", CONFUSED)
def test_rhythms_are_told_apart(name):
    runs = many_planted(CONFUSED[name], range(1))
    assert runs[0].share(WRONG) <= WRONG_AT_MOST + CONFUSED_ROOM
    assert runs[0].share(MIXED) <= MIXED_AT_MOST + CONFUSED_ROOM


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_hard_neighbours_are_mostly_told_apart(name):
    row = NEIGHBOURS[name]
    together = share(row, WRONG) + share(row, MIXED)
    assert together <= NEIGHBOURS_TOGETHER_AT_MOST[row.visits] + CONFUSED_ROOM


def test_a_run_is_its_seed():
    assert judge_null("drifting", 5) == judge_null("drifting", 5) != judge_null("drifting", 6)
    row = FOUND["tuesday_8"]
    assert judge_planted(row, 5) == judge_planted(row, 5)
    assert many_planted(row, range(3))[2] == judge_planted(row, 2)


def test_counts_add_up():
    run = judge_null("drifting", 1)
    assert sum(run.labels.values()) == 10_000
    assert sum(run.falsely.values()) == run.false <= run.sure <= run.tested
    assert run.labels["cadence"] + run.false == run.sure
    planted = judge_planted(FOUND["tuesday_8"], 1)
    assert sum(planted.outcomes.values()) == sum(planted.labels.values()) == planted.users == 500
    assert planted.labels["weekday"] == planted.outcomes[RIGHT] + planted.outcomes["other detail"]


def raw_events(rows):
    """Label by chi-squared over weekdays of all events, several a day: the mistake that the unit of a test prevents."""
    users = rows.users
    events = np.random.default_rng(1).geometric(0.2, len(rows.day))
    user = np.repeat(np.arange(users), np.diff(rows.offsets))
    counts = np.zeros((users, 7))
    np.add.at(counts, (user, (rows.day + 3) % 7), events)
    expected = counts.sum(axis=1, keepdims=True) / 7
    pvalues = chi2.sf(((counts - expected) ** 2 / expected).sum(axis=1), 6)
    scores = score_days(*rows)
    found = label(scores)
    rhythmic = scores.tested(found.settings.evidence).copy()
    rhythmic[rhythmic] = adjusted(pvalues[rhythmic], 1.0) <= 0.05
    chosen = np.where(rhythmic, np.int8(CODE["weekday"]), np.int8(CODE["irregular"]))
    return replace(found, rhythm=chosen, detail=np.where(rhythmic, counts.argmax(axis=1), -1).astype(np.int16))


def without_effect(rows):
    """Label whatever is significant, without any rule about shares, halves and nested sets."""
    settings = DefaultSettings()
    loose = {}
    for slug in ("weekdays", "weekend", "weekday", "weekday_set", "month_day", "nth_weekday", "quarter_end", "cadence"):
        rhythm = getattr(settings, slug)
        shares = {knob.name: 0.0 for knob in rhythm.knobs() if knob.name.startswith("min_") and knob.unit == "share"}
        nested = {knob.name: 1.0 for knob in rhythm.knobs() if knob.name == "max_nested_p"}
        loose[slug] = rhythm.replace(**shares, **nested)
    return label(score_days(*rows), replace(settings, **loose, bursty=Bursty(min_gap_cv=0.0)))


def nobody(rows):
    """Label nobody: never false, never useful."""
    found = shipped(rows)
    return replace(found, rhythm=np.full_like(found.rhythm, CODE["irregular"]), leaning=np.full_like(found.leaning, -1))


def test_raw_events_would_be_noticed():
    assert false_share("random", 2, raw_events) > RARE_ROOM
    assert false_share("working_days", 1, raw_events) > FALSE_AT_MOST["working_days"]


def test_weights_of_one_without_effect_rule_would_be_noticed(monkeypatch):
    monkeypatch.setattr("analysis.rhythms.scores.FAMILY_WEIGHTS", dict.fromkeys(FAMILY_WEIGHTS, 1.0))
    for name in ("drifting", "working_days"):
        assert false_share(name, 2, without_effect) > 1.2 * FALSE_AT_MOST[name]


def test_a_method_that_finds_nobody_would_be_noticed():
    run = judge_planted(FOUND["tuesday_20"], 1, nobody)
    assert isinstance(shipped(FOUND["day_5"].draw(np.random.default_rng(1), 20, 8)), Segmentation)
    assert run.outcomes == Counter({NONE: 500})
    assert run.share(RIGHT) < FOUND_AT_LEAST["tuesday_20"] - FOUND_ROOM
