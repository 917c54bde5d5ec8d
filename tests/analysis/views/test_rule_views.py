"""Is my rule right? The sentences carry the counts; no id stands in what is sent around; short data are said."""

import re

import numpy as np
import pytest

from analysis.at_risk.backtest import Share
from analysis.at_risk.held_out import hold_out
from analysis.at_risk.rules import RULES
from analysis.at_risk.rules_table import side_by_side
from analysis.study import Filters, study, with_settings
from analysis.views.rule_check import rule_check
from analysis.views.rule_sides import _winner, rule_sides


@pytest.fixture(scope="module")
def check(saas_study):
    return rule_check(saas_study)


def test_the_sentence_says_how_many_of_100_came_back(saas_study, check):
    held = hold_out(saas_study)
    called = held.shown & (held.silence_days >= 30) & (held.silence_days <= 120)
    share = round(100 * held.came_back[called].mean())
    assert check.question == "Is my 30-day rule right?"
    assert re.fullmatch(
        rf"Of 100 people your 30-day rule calls gone, {share} came back \(\d+ to \d+\)\.", check.sentence
    )
    back = int((called & held.came_back).sum())
    assert f"it called {int(called.sum())} people gone, silent for 30 to 120 days; {back} came back" in check.told[0]
    assert check.copied.startswith(f"{check.question} {check.sentence}")


def test_what_is_sent_around_names_nobody(saas_study, check):
    ids = set(saas_study.activity.user_ids.to_pylist())
    text = f"{check.copied} {check.strips.spec} {check.strips.alt} {check.strips.table.to_csv()} {check.strips_caption}"
    assert not ids & set(re.findall(r"\w+", text))
    assert len(check.strips.table) == 3


def test_the_caption_counts_what_is_drawn(check):
    drawn = check.strips.table["Times called gone"].tolist()
    assert check.strips_caption.startswith(f"3 people it called gone {drawn[0]}, {drawn[1]} and {drawn[2]} times")


def test_another_rule_is_another_answer(saas_study, check):
    moved = rule_check(with_settings(saas_study, saas_study.settings.replace_knob("inactive.days", 45)))
    assert moved.question == "Is my 45-day rule right?"
    assert moved.sentence != check.sentence


def test_a_rule_that_calls_nobody_gone_says_so(saas_study):
    settings = saas_study.settings.replace_knob("inactive.days", 121)
    assert "called nobody gone" in rule_check(with_settings(saas_study, settings)).sentence


def test_a_chosen_filter_is_a_caveat(saas_study, check):
    filtered = rule_check(study(saas_study.dataset, Filters(who="plan=Pro")))
    assert filtered.told[-1].startswith("Who is shown may have been chosen")
    assert not check.told[-1].startswith("Who is shown")


def test_short_data_say_what_is_missing(dataset_of):
    short = study(dataset_of([list(range(0, 30, 3))] * 4, until=30))
    assert "Too early to say. Expected at least 42 days of data" in rule_check(short).sentence
    assert "Too early to say" in rule_sides(short).sentence
    assert rule_sides(short).table is None


def test_few_people_are_counted_not_shared(dataset_of):
    days = [list(range(0, 190 - 10 * k, 10)) for k in range(6)] + [list(range(0, 400, 10))] * 30
    found = rule_check(study(dataset_of(days, until=400)))
    assert "too few for a share" in found.sentence
    assert "No money is known here" in " ".join(found.told)


def test_rules_stand_side_by_side(saas_study):
    sides, found = rule_sides(saas_study), side_by_side(saas_study)
    stayed = [round(100 * (~found.came_back[found.when_even(rule)]).mean()) for rule in (RULES[3], RULES[0])]
    assert len(sides.table) == 5
    assert sides.table["Rule"].iloc[0] == "Silent for 30 days"
    assert f"{stayed[0]} stayed away, by days of silence alone {stayed[1]}." in sides.sentence
    assert set(sides.picture.table["Rule"]) == set(sides.table["Rule"])


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.01, 0.2, "less right here, by 1.0 to 20.0 points"),
        (-0.2, -0.01, "The simple rule wins"),
        (-0.1, 0.1, "does as well"),
    ],
)
def test_the_simple_rule_may_win(low, high, said):
    assert said in _winner(Share((low + high) / 2, low, high))


def test_too_few_leavers_are_no_curve_and_no_money_is_no_column(dataset_of):
    """Thirty people come on; of five who leave no share of those found can be drawn."""
    days = [list(range(k, 400, 10)) for k in range(30)] + [list(range(k, 190, 10)) for k in range(5)]
    sides = rule_sides(study(dataset_of(days, until=400)))
    assert "cannot be told apart" in sides.sentence
    assert sides.picture is None
    assert len(sides.table) == 5
    assert "Money called gone" not in sides.table


def test_a_study_of_nobody_says_so(saas_study):
    nobody = study(saas_study.dataset, Filters(who="active_days > 100000"))
    assert not np.any(nobody.chosen)
    assert "called nobody gone" in rule_check(nobody).sentence
    assert "cannot be told apart" in rule_sides(nobody).sentence


def test_few_long_silent_people_are_counted_not_shared(dataset_of):
    told = " ".join(rule_check(study(dataset_of([[20000, 20400]], until=20400))).told)
    assert "Of 1 person silent for longer, 1 came back." in told


def test_a_few_of_many_are_not_said_to_be_none(dataset_of):
    days = [[20000 + user % 50] for user in range(400)]
    days[0] = [20000, 20400]
    told = " ".join(rule_check(study(dataset_of(days, until=20400))).told)
    assert "Of 400 people silent for longer, under 1 of 100 came back." in told


def test_rules_that_cannot_be_set_alike_are_not_said_to_be_unlearnt(dataset_of):
    """Everybody was there on the day before the cut-off, so that days of silence have one value."""
    rng = np.random.default_rng(1)
    days = []
    for user in range(300):
        before = np.sort(rng.choice(np.arange(20000, 20399), 55, replace=False))
        days.append([*before, 20399, *(range(20420, 20580, 9) if user % 2 else ())])
    found = study(dataset_of(days, until=20579))
    assert np.isfinite(side_by_side(found).scores["replay"]).any()
    assert rule_sides(found).sentence.startswith("No thresholds let both find about 70 of 100 who left")


def test_a_rule_with_visits_of_its_own_says_so_and_cannot_tell_of_more(saas_study):
    plain, own = rule_sides(saas_study), rule_sides(saas_study, ("fixed=report_export", "fixed=buy_credits"))
    assert "only report_export and buy_credits are a visit: of who never did so" in own.caption
    assert "visit:" not in plain.caption
    assert own.table["Cannot tell"].iloc[0] > plain.table["Cannot tell"].iloc[0] == 0
    assert own.table.iloc[1:].equals(plain.table.iloc[1:])
