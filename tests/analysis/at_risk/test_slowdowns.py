"""Who slowed down or sped up: planted people found with their dates, thresholds that tighten, what cannot be seen."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.activity import to_date, to_day
from analysis.at_risk.account_slowdowns import account_slowdowns, missing_reason
from analysis.at_risk.pace import score_pace
from analysis.at_risk.pace_limits import Slowdown
from analysis.at_risk.slowdowns import COLUMNS, pace_of, slowdowns, slowdowns_since, warned
from analysis.calibration import steady
from analysis.kept import Kept
from analysis.settings import Settings
from analysis.study import Filters, study, with_settings

DAYS, STEADY_USERS, SLOWED_USERS, WEEKS = 300, 60, 12, 5


def histories(seed: int = 1) -> list[list[int]]:
    """Days of sixty who come daily or weekly, then of twelve who came daily and slowed down five weeks ago."""
    rng = np.random.default_rng(seed)
    half = STEADY_USERS // 2
    calm = [steady.daily(rng, half, DAYS), steady.weekly_beat(rng, half, DAYS)]
    slow = steady.slowed(rng, steady.daily(rng, SLOWED_USERS, DAYS), WEEKS)
    return [(steady.FIRST_DAY + np.flatnonzero(row)).tolist() for row in np.concatenate([*calm, slow])]


UNTIL = steady.FIRST_DAY + DAYS - 1
CHANGE = UNTIL - 7 * WEEKS


@pytest.fixture(scope="module")
def planted(dataset_of):
    amounts = [10.0 * len(days) for days in histories()]
    return study(dataset_of(histories(), until=UNTIL, amounts=amounts))


def test_those_who_slowed_are_found_with_the_day_and_the_words(planted):
    found = slowdowns(planted).slower
    assert tuple(found.columns) == COLUMNS
    assert found.index.tolist() == list(range(STEADY_USERS, STEADY_USERS + SLOWED_USERS))
    late = np.array([to_day(when) - CHANGE for when in found["since"]])
    assert np.median(np.abs(late)) <= 1
    assert set(found["from"]) <= {"daily", "weekly"}  # every other day is called weekly
    assert set(found["to"]) == {"monthly"}
    assert (found["qvalue"] <= Slowdown().q_max).all()
    assert (found["gap_now_days"] >= 2 * found["gap_before_days"]).all()


def test_value_is_money_a_month_before(planted):
    found = slowdowns(planted)
    assert found.money == "amount"
    # Ten a visit, at the gap before: three hundred over the gap, give or take the day a history begins on.
    assert found.slower["value"].to_numpy() == pytest.approx(300 / found.slower["gap_before_days"], rel=0.05)


def test_without_money_value_is_undefined(dataset_of):
    found = slowdowns(study(dataset_of(histories(), until=UNTIL)))
    assert found.money == ""
    assert found.slower["value"].isna().all()


def test_speed_ups_are_the_mirror(dataset_of):
    rng = np.random.default_rng(2)
    calm = steady.weekly_beat(rng, 40, DAYS)
    quick = calm.copy()
    quick[:, -28:] = rng.random((40, 28)) < 0.8
    days = [(steady.FIRST_DAY + np.flatnonzero(row)).tolist() for row in np.concatenate([calm, quick])]
    found = slowdowns(study(dataset_of(days, until=UNTIL)))
    assert found.slower.empty
    assert set(found.faster.index) <= set(range(40, 80))
    assert len(found.faster) >= 36
    assert (found.faster["gap_now_days"] <= found.faster["gap_before_days"] / 2).all()


@pytest.mark.parametrize(("name", "values"), [("speed_limit", (2, 8, 40)), ("q_max", (0.1, 0.01, 1e-4))])
def test_tightening_never_adds_anybody(planted, name, values):
    before = None
    for value in values:
        found = set(slowdowns(with_settings(planted, Settings(slowdown=Slowdown(**{name: value})))).slower["user_id"])
        assert before is None or found <= before
        before = found


def test_only_what_is_new_since(planted):
    everything = slowdowns(planted).slower
    assert slowdowns_since(planted, CHANGE - 1).equals(everything)
    assert slowdowns_since(planted, 0).equals(everything)
    assert slowdowns_since(planted, UNTIL).empty
    assert slowdowns_since(planted, UNTIL + 99).empty
    since = [len(slowdowns_since(planted, CHANGE + days)) for days in range(0, 35, 7)]
    assert since == sorted(since, reverse=True)


def test_warnings_of_the_past_are_those_of_a_study_as_of_then(planted):
    then = study(planted.dataset, Filters(as_of=to_date(UNTIL - 14)))
    told = set(slowdowns(then).slower["user_id"])
    new = set(slowdowns_since(planted, UNTIL - 14)["user_id"])
    assert new == set(slowdowns(planted).slower["user_id"]) - told


def test_a_filter_hides_people_and_changes_no_verdict(planted):
    narrowed = study(planted.dataset, Filters(who="active_days > 180"))
    everybody, few = slowdowns(planted).slower, slowdowns(narrowed).slower
    assert 0 < len(few) < len(everybody)
    pd.testing.assert_frame_equal(few, everybody.loc[few.index])


def test_everybody_is_counted_once(saas_study):
    unseen = slowdowns(saas_study).unseen
    assert unseen.few_gaps + unseen.long_silent + unseen.asked_users == saas_study.activity.users
    warnings = len(slowdowns(saas_study).slower)
    # nobody is warned of and called unseen
    assert unseen.held_back + unseen.in_bursts + unseen.rare + warnings <= unseen.asked_users
    assert unseen.rare > 0


def test_bursty_people_cannot_be_seen_and_are_counted(dataset_of):
    rng = np.random.default_rng(5)
    bursts = steady.in_two_week_bursts(rng, 200, 365)
    days = [(steady.FIRST_DAY + np.flatnonzero(row)).tolist() for row in bursts if row.any()]
    found = slowdowns(study(dataset_of(days, until=steady.FIRST_DAY + 364)))
    assert found.slower.empty
    assert found.unseen.in_bursts > 0.9 * found.unseen.asked_users


def test_whom_only_their_own_past_clears_is_held_back_and_counted(saas_study):
    """Without the look at their own past they would be warned of; with it they are not, and it is said of how many."""
    pace, limits = pace_of(saas_study), saas_study.settings.slowdown
    blind = replace(pace, slower=replace(pace.slower, seen_before=np.zeros_like(pace.slower.seen_before)), kept=Kept())
    with_past, without = (warned(each, saas_study.activity, limits, "slower") for each in (pace, blind))
    cleared = int((without & ~with_past).sum())
    assert 5 < slowdowns(saas_study).unseen.held_back <= cleared < 40


def test_most_of_the_planted_slow_downs_of_the_sample_are_found(saas_study, root):
    traits = pd.read_csv(root / "sample_data" / "saas_traits.csv").set_index("user_id")["trait"]
    found = slowdowns(saas_study).slower["user_id"].map(traits)
    assert (found == "slow_down").sum() >= 15
    assert (found == "mostly_tuesday").sum() <= 4


def test_a_holiday_of_all_is_nobodys_slow_down():
    rng = np.random.default_rng(6)
    active = steady.daily(rng, 600, DAYS)
    away = steady.activity_in(steady.dipped(rng, active, 14, 0.05))
    assert warned(score_pace(away), away, Slowdown(), "slower").mean() <= 0.01


def test_dates_left_out_are_no_silence(dataset_of):
    """All stop three weeks before the end: too sudden for the clock to be asked, unless the dates are left out."""
    rng = np.random.default_rng(7)
    active = np.concatenate([steady.daily(rng, 30, DAYS), steady.weekly_beat(rng, 30, DAYS)])
    active[:30, -21:] = False
    days = [(steady.FIRST_DAY + np.flatnonzero(row)).tolist() for row in active]
    dataset = dataset_of(days, until=UNTIL)
    assert len(slowdowns(study(dataset)).slower) >= 20
    ignored = tuple(range(UNTIL - 20, UNTIL + 1))
    assert slowdowns(study(dataset, Filters(ignored_days=ignored))).slower.empty


def test_one_day_of_one_person_says_nothing(dataset_of):
    found = slowdowns(study(dataset_of([[20_000]], until=20_000)))
    assert found.slower.empty
    assert found.unseen.few_gaps == 1


@pytest.fixture(scope="module")
def accounts(dataset_of):
    """Of the twelve who slowed: three are all of "all", one of five is of "one", one is alone, the others of none."""
    names = [None] * (STEADY_USERS + SLOWED_USERS)
    names[:4] = ["one"] * 4
    names[STEADY_USERS : STEADY_USERS + 5] = ["all", "all", "all", "one", "alone"]
    roles = ["rep"] * len(names)
    roles[STEADY_USERS] = "head"
    dataset = dataset_of(histories(), until=UNTIL, attributes={"role": roles})
    return study(type(dataset)(dataset.activity, dataset.users.assign(account_id=names)))


def test_accounts_say_who_else_still_comes(accounts):
    found = account_slowdowns(accounts).set_index("account_id")
    assert found["verdict"].to_dict() == {"all": "whole account", "alone": "its only person", "one": "one person"}
    assert found.loc["one", ["slowed", "active_before", "members"]].tolist() == [1, 5, 5]
    assert found.loc["one", "active_now"] >= 4
    assert found.loc["all", "roles"] == "rep 2 and head 1"
    assert found["value"].isna().all()
    assert isinstance(found.loc["one", "since"], date)


def test_accounts_missing_or_counted_as_people(planted, accounts):
    assert "No column" in missing_reason(planted)
    assert account_slowdowns(planted).empty
    whole = study(accounts.dataset, Filters(unit="accounts"))
    assert "switch back" in missing_reason(whole)
    assert account_slowdowns(whole).empty
