"""Rules that call people gone, the held-out end, the back-test: plain counts, nothing from after the as-of."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.activity import to_date, to_day
from analysis.at_risk.backtest import curve, found_share, judge, precision_difference
from analysis.at_risk.billing import silent_cycles
from analysis.at_risk.called_gone import loyal_called_gone
from analysis.at_risk.gaps import LEAST_GAPS
from analysis.at_risk.held_out import hold_out
from analysis.at_risk.rules import RULE_NAMES, RULES, scores_of
from analysis.at_risk.rules_table import JUDGED, rules_table, scores_now, side_by_side, threshold_steps
from analysis.counted_days import silence_days
from analysis.errors import OffbeatError
from analysis.settings import Settings
from analysis.study import Filters, study, with_settings

FIXED, REPLAY = RULES[0], RULES[3]


@pytest.fixture(scope="module")
def sides(saas_study):
    return side_by_side(saas_study)


def test_billing_cycles_are_whole_ones_of_one_s_own(dataset_of):
    """From day 100 in cycles of 30: day 100-129, 130-159, 160-189 ...; only those over by day 189 count."""
    dataset = dataset_of([[100], [100, 130], [100, 159], [100, 160], [100, 189]], until=189)
    assert silent_cycles(dataset, 30).tolist() == [2, 1, 1, 0, 0]
    assert silent_cycles(dataset_of([[100], [100, 160]], until=188), 30).tolist() == [1, 0]


def test_subscribers_are_billed_by_the_month_on_its_last_day_where_it_is_short(dataset_of):
    day = lambda month, of_month: to_day(date(2025, month, of_month))  # noqa: E731
    seen = [[day(1, 31)], [day(1, 31), day(2, 28)], [day(1, 31), day(2, 27)], [day(1, 2)]]
    dataset = dataset_of(seen, until=day(3, 30))
    rows = {"user_id": [f"u{k:05d}" for k in range(3)], "start_day": [day(1, 31)] * 3}
    paid = replace(dataset, subscriptions=pd.DataFrame(rows))
    # Billed on 31 Jan, 28 Feb and 31 Mar: by 30 Mar two cycles are over. The fourth has none and is counted in days.
    assert silent_cycles(paid, 30).tolist() == [1, 0, 1, 1]
    later = replace(dataset, subscriptions=pd.DataFrame({"user_id": ["u00000"], "start_day": [day(3, 31)]}))
    assert silent_cycles(later, 30).tolist() == silent_cycles(dataset, 30).tolist()


def test_an_account_s_subscription_is_its_people_s(dataset_of):
    day = to_day(date(2025, 1, 15))
    dataset = dataset_of([[day], [day]], until=to_day(date(2025, 3, 14)), attributes={"plan": ["x", "y"]})
    dataset = replace(dataset, users=dataset.users.assign(account_id=["a", "b"]))
    paid = replace(dataset, subscriptions=pd.DataFrame({"user_id": ["a"], "start_day": [day - 31]}))
    # The account is billed since 15 Dec: cycles end on 14 Jan, 14 Feb, 14 Mar.
    assert silent_cycles(paid, 40).tolist() == [1, 0]


def test_silence_leaves_out_the_days_left_out(dataset_of):
    activity = dataset_of([[100, 110], [100, 105]], until=120).activity
    assert silence_days(activity).tolist() == [10, 15]
    assert silence_days(activity.without_days(np.array([104, 112, 113]))).tolist() == [8, 13]


def test_the_end_is_held_out_and_nothing_later_is_known(saas_study):
    held, activity = hold_out(saas_study), saas_study.activity
    assert held.days == 180
    assert held.past.activity.observed_to == held.cutoff_day == activity.observed_to - 180
    assert held.past.activity.day.max() <= held.cutoff_day
    assert held.past.activity.user_ids.to_pylist() == activity.user_ids.take(held.rows).to_pylist()
    for row in range(0, len(held.rows), 97):
        days = activity.days_of(held.rows[row])
        assert held.came_back[row] == (days > held.cutoff_day).any()
        assert held.silence_days[row] == held.cutoff_day - days[days <= held.cutoff_day].max()


def test_scores_use_nothing_after_the_as_of(saas_study):
    """The scores of the back-test are those of data that end on the cut-off, and other futures change none."""
    held = hold_out(saas_study)
    then = scores_of(held.past, saas_study.settings)
    cut = study(saas_study.dataset, Filters(as_of=to_date(held.cutoff_day)))
    assert cut.activity.fingerprint == held.past.activity.fingerprint
    for name, score in scores_of(cut.dataset, cut.settings).items():
        assert score == pytest.approx(then[name], nan_ok=True)


def test_too_short_a_history_is_one_sentence(dataset_of):
    short = study(dataset_of([list(range(0, 40, 4))] * 5, until=40))
    with pytest.raises(OffbeatError, match="at least 42 days of data, found 41 days"):
        hold_out(short)
    table = rules_table(short)
    assert "42 days" in table["held_out"]["refused"]
    assert [row["rule"] for row in table["rules"]] == list(RULE_NAMES)
    assert all(row[name] is None for row in table["rules"] for name in JUDGED)


def test_below_three_gaps_own_rules_cannot_tell(saas_study):
    scores = scores_of(saas_study.dataset, saas_study.settings)
    few = saas_study.activity.active_days <= LEAST_GAPS
    assert few.any()
    for rule in RULES:
        called = rule.calls_gone(scores[rule.name], math.inf if rule.gone_when == "below" else -math.inf)
        if rule.name in ("own_beat", "replay"):
            assert np.isnan(scores[rule.name][few]).all()
            assert not called[few].any()
        else:
            assert not np.isnan(scores[rule.name]).any()
    alive = scores["p_alive"]
    assert (alive[saas_study.activity.active_days == 1] < 1).all()


def test_a_rule_may_have_visits_of_its_own(saas_study):
    plain = scores_of(saas_study.dataset, saas_study.settings)
    own = scores_of(saas_study.dataset, saas_study.settings, {"fixed": ("login",)})
    logins = saas_study.activity.active_on(("login",))
    row = {name: place for place, name in enumerate(logins.user_ids.to_pylist())}
    for place in range(0, saas_study.activity.users, 61):
        name = saas_study.activity.user_ids[place].as_py()
        expected = silence_days(logins)[row[name]] if name in row else np.nan
        assert own["fixed"][place] == pytest.approx(expected, nan_ok=True)
    assert np.isnan(own["fixed"]).any()
    assert np.array_equal(own["billing"], plain["billing"])


def test_figures_are_plain_counts(sides, saas_study):
    held = sides.held
    judged = (held.silence_days <= 120) & held.shown & (held.past.activity.active_days >= 4)
    called = judged & (held.silence_days >= 30)
    verdict = sides.verdicts["fixed"]
    assert sides.people == judged.sum()
    assert verdict.flagged == called.sum()
    assert verdict.came_back == (called & held.came_back).sum()
    assert verdict.precision.value == pytest.approx((called & ~held.came_back).sum() / called.sum())
    assert verdict.recall.value == pytest.approx((called & ~held.came_back).sum() / (judged & ~held.came_back).sum())
    assert verdict.false_alarm.value == pytest.approx((called & held.came_back).sum() / (judged & held.came_back).sum())
    assert verdict.amount_at_risk == pytest.approx(np.nansum(held.money[called]))
    assert verdict.precision.low < verdict.precision.value < verdict.precision.high


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_curve_is_the_rule_at_each_threshold(sides, rule):
    rows = sides.curve(rule)
    assert rule.threshold(sides.settings) in rows["threshold"].tolist()
    for row in rows.iloc[::7].itertuples():
        verdict = judge(rule.calls_gone(sides.scores[rule.name], row.threshold), sides.came_back, None, level=0.95)
        assert (row.flagged, row.came_back) == (verdict.flagged, verdict.came_back)
        assert row.recall == pytest.approx(verdict.recall.value)
        assert row.share == pytest.approx(verdict.back.value, nan_ok=True)
        assert math.isnan(verdict.amount_at_risk)


scored = st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=40)


@given(scored, st.sampled_from([FIXED, REPLAY]), st.floats(0.05, 1))
def test_even_found_is_the_strictest_threshold_that_finds_as_many(rows, rule, recall):
    score, back = np.array([each[0] for each in rows], float), np.array([each[1] for each in rows])
    called = found_share(rule, score, back, recall)
    left = int((~back).sum())
    if called.any():
        found = int((called & ~back).sum())
        assert found >= recall * left
        edge = score[called].max() if rule.gone_when == "below" else score[called].min()
        stricter = called & (score != edge)
        assert (stricter & ~back).sum() < math.ceil(recall * left)


def test_even_found_gives_up_where_a_score_has_too_few_steps():
    score, back = np.array([0.0] * 5 + [3.0] * 5), np.array([False] * 10)
    assert not found_share(FIXED, score, back, 0.7).any()
    assert found_share(FIXED, score, back, 0.5).sum() == 5


def test_difference_of_precisions_agrees_with_redrawing_people():
    rng = np.random.default_rng(4)
    back = rng.random(600) < 0.5
    called_a = rng.random(600) < np.where(back, 0.2, 0.7)
    called_b = called_a ^ (rng.random(600) < 0.2)
    found = precision_difference(called_a, called_b, back, level=0.95)
    drawn = rng.integers(0, 600, (4_000, 600))
    left = ~back[drawn]
    shares = [(left & called[drawn]).sum(axis=1) / called[drawn].sum(axis=1) for called in (called_a, called_b)]
    low, high = np.quantile(shares[0] - shares[1], [0.025, 0.975])
    assert found.value == pytest.approx(np.mean(shares[0] - shares[1]), abs=0.005)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.01)
    same = precision_difference(called_a, called_a, back, level=0.95)
    assert (same.value, same.low, same.high) == (0, 0, 0)
    assert math.isnan(precision_difference(called_a, np.zeros(600, bool), back, level=0.95).value)


def test_money_of_equal_worth_is_counted_like_people_and_one_rich_user_widens_it():
    called, back = np.ones(50, bool), np.arange(50) < 15
    even = judge(called, back, np.full(50, 7.0), level=0.95)
    assert (even.amount_back.value, even.amount_back.low, even.amount_back.high) == pytest.approx(
        (even.back.value, even.back.low, even.back.high)
    )
    uneven = judge(called, back, np.append(np.full(49, 7.0), 700.0), level=0.95)
    assert uneven.amount_back.high - uneven.amount_back.low > even.amount_back.high - even.amount_back.low
    worthless = judge(called, back, np.full(50, np.nan), level=0.95)
    assert worthless.amount_at_risk == 0
    assert math.isnan(worthless.amount_back.value)


@given(st.integers(1, 300))
def test_slider_steps_hold_the_value_in_use_and_stay_few(value):
    steps = threshold_steps(Settings.knob("inactive.days"), value)
    assert value in steps
    assert len(steps) <= 62
    assert (np.diff(steps) > 0).all()


def test_loyal_people_called_gone_came_back_each_time(saas_study):
    held = hold_out(saas_study)
    found = loyal_called_gone(saas_study, held, 30)
    assert 0 < len(found) <= 3
    for each in found:
        gaps = np.diff(each.days)
        assert each.returns == len(each.stretches) == (gaps > 30).sum() >= 2
        assert (each.days > held.cutoff_day).any()
        assert (each.stretches[:, 0] <= each.stretches[:, 1]).all()
        for start, end in each.stretches.tolist():
            assert not ((each.days >= start - 29) & (each.days <= end)).any()
    assert len({each.segment.partition(":")[0] for each in found}) == len(found)
    assert loyal_called_gone(saas_study, held, 10_000) == []


def test_the_table_for_programs(saas_study, sides):
    table = rules_table(saas_study)
    assert table["held_out"] == {"cutoff": "2026-01-01", "days": 180, "recent_days": 120, "people": sides.people}
    rows = {row["rule"]: row for row in table["rules"]}
    assert list(rows) == list(RULE_NAMES)
    silent = silence_days(saas_study.activity) >= 30
    assert rows["fixed"]["flagged"] == (silent & saas_study.chosen).sum()
    assert rows["fixed"]["precision_gain"] == 0
    assert rows["replay"]["precision"] == sides.verdicts["replay"].precision.value


def test_curves_of_nobody_are_undefined():
    rows = curve(FIXED, np.full(3, np.nan), np.array([True, False, True]), np.array([7.0, 30.0]), level=0.95)
    assert rows["flagged"].tolist() == [0, 0]
    assert rows["share"].isna().all()
    assert rows["recall"].tolist() == [0, 0]


def test_loyal_people_called_gone_are_here_now(shop_study):
    held = hold_out(shop_study)
    for days in (7, 14, 30):
        found = loyal_called_gone(shop_study, held, days)
        assert found
        assert all(shop_study.activity.observed_to - each.days[-1] < days for each in found)


def test_an_event_nobody_did_yet_is_no_visit_to_any_rule(dataset_of):
    dataset = dataset_of([range(100, 200, 7)] * 5, until=200)
    bits = np.zeros(dataset.activity.user_days, np.uint64)
    silent = dataset.with_activity(replace(dataset.activity, event_bits=bits))
    scores = scores_of(silent, Settings(), dict.fromkeys(RULE_NAMES, ("open",)))
    assert all(np.isnan(score).all() for score in scores.values())


def test_where_nobody_came_again_the_model_of_repeat_visits_cannot_tell(dataset_of):
    dataset = dataset_of([[100 + user] for user in range(40)], until=300)
    assert np.isnan(scores_of(dataset, Settings())["p_alive"]).all()


def test_the_threshold_of_the_chance_only_judges_anew(saas_study):
    moved = saas_study.settings.replace_knob("late.gone_below", 0.35)
    assert scores_now(with_settings(saas_study, moved)) is scores_now(saas_study)
    waited = saas_study.settings.replace_knob("late.horizon_days", 60)
    assert scores_now(with_settings(saas_study, waited)) is not scores_now(saas_study)
