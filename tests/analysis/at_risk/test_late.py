"""Four piles that add up, nobody on a calendar called late before a usual day, the list by value, why they left."""

import numpy as np
import pandas as pd
import pytest

from analysis.activity import to_date
from analysis.at_risk.late import late
from analysis.at_risk.overdue import COLUMNS, EARLY, of_100, overdue, renewal
from analysis.at_risk.piles import GONE, LATE, PILES
from analysis.at_risk.renewals import renewals
from analysis.at_risk.used_before import used_before
from analysis.at_risk.why import matched, why
from analysis.calibration.mixes import mixed_lives
from analysis.compare.settings import Compare
from analysis.counted_days import last_day_of_silent, silence_days
from analysis.dataset import Dataset
from analysis.findings.money import amount_of
from analysis.settings import from_query
from analysis.study import Filters, narrow, study, with_settings
from analysis.synthetic.planted import FIRST_DAY, mixed_activity


@pytest.fixture(scope="module")
def found(saas_study):
    return late(saas_study)


@pytest.mark.parametrize("days", [7, 30, 120])
def test_piles_add_up_to_everyone_the_rule_calls_inactive(saas_study, days):
    studied = with_settings(saas_study, from_query({"inactive.days": str(days)}))
    found = late(studied)
    silent = studied.activity.observed_to - studied.activity.last_day >= days
    np.testing.assert_array_equal(found.inactive, silent)
    assert found.piles["users"].sum() == silent.sum()
    assert found.piles["amount"].sum() == pytest.approx(amount_of(studied, silent))
    assert not (found.early & found.inactive).any()
    assert [(found.pile == place).sum() for place in range(4)] == found.piles["users"].tolist()


def test_a_filter_narrows_whom_the_piles_hold(saas, found):
    pro = late(study(saas, Filters(who="plan=Pro")))
    np.testing.assert_array_equal(pro.inactive, found.inactive & pro.inactive)
    assert 0 < pro.inactive.sum() < found.inactive.sum()
    np.testing.assert_array_equal(pro.chances.chance, found.chances.chance)


def test_gone_grows_with_its_threshold(saas_study):
    sizes = [
        (late(with_settings(saas_study, from_query({"late.gone_below": text}))).pile == GONE).sum()
        for text in ("0.1", "0.25", "0.4")
    ]
    assert sizes[0] < sizes[1] < sizes[2]


def test_thresholds_of_piles_compute_no_chance_anew(saas_study, found):
    assert late(with_settings(saas_study, from_query({"late.gone_below": "0.4"}))).chances is found.chances


def test_who_missed_no_usual_day_is_neither_late_nor_gone():
    activity, _ = mixed_activity(
        {"quarter_end": 60, "month_end": 60, "daily": 300, "random": 200}, seed=2, window_days=720
    )
    studied = study(Dataset(activity.until(FIRST_DAY + 715), pd.DataFrame({"user_id": activity.user_ids.to_pandas()})))
    found = late(with_settings(studied, from_query({"inactive.days": "10"})))
    kept = found.beats["missed_beats"].to_numpy() == 0
    assert (kept & found.inactive).sum() > 50
    assert not np.isin(found.pile[kept], (LATE, GONE)).any()
    assert not found.early[kept].any()


def test_weekday_users_are_late_before_the_rule_says_so():
    mixed = mixed_lives("C", 1500, seed=3)
    known = mixed.activity.until(mixed.now)
    studied = study(
        Dataset(known, pd.DataFrame({"user_id": known.user_ids.to_pandas()})),
        settings=from_query({"inactive.days": "60"}),
    )
    found = late(studied)
    rows = overdue(studied, found, among=found.early)
    assert len(rows) > 20
    assert set(rows["pile"]) == {EARLY}
    assert (rows["p_gap"] <= studied.settings.late.late_tail).all()
    weekly = rows[rows["rhythm"].str.startswith("weekday:")]
    assert len(weekly)
    assert (weekly["missed_beats"] >= 1).all()
    assert weekly["reason"].str.contains("missed since").all()


def test_the_list_holds_everyone_by_value_then_by_id(saas_study, found):
    rows = overdue(saas_study, found)
    assert tuple(rows.columns) == COLUMNS
    assert len(rows) == found.listed.sum()
    assert rows["pile"].value_counts().reindex(PILES).tolist() == found.piles["users"].tolist()
    value = rows["value"].to_numpy(float)
    known = value[np.isfinite(value)]
    assert len(known) > 100
    assert (np.diff(known) <= 0).all()
    assert np.isnan(value[len(known) :]).all()
    assert rows["user_id"][len(known) :].is_monotonic_increasing
    assert rows["chance_back"].isna().eq(rows["value"].isna()).all()


def test_the_first_rows_are_those_of_the_whole_list(saas_study, found):
    whole = overdue(saas_study, found)
    pd.testing.assert_frame_equal(overdue(saas_study, found, most=20), whole.head(20))


def test_value_is_rate_times_chance_times_amount(shop_study):
    found = late(shop_study)
    rows = overdue(shop_study, found).dropna(subset="value")
    row = shop_study.activity.row_of(rows["user_id"].iloc[0])
    known = shop_study.prepared.features.iloc[row]
    visits = 90 / found.chances.beat.mean_days[row]
    expected = visits * known["amount"] / known["active_days"] * found.chances.chance[row]
    assert rows["value"].iloc[0] == pytest.approx(expected)


def test_money_of_accounts_is_what_they_pay_now(saas):
    accounts = study(saas, Filters(unit="accounts"))
    found = late(accounts)
    rows = overdue(accounts, found).dropna(subset="value")
    row = accounts.activity.row_of(rows["user_id"].iloc[0])
    assert found.money == "mrr"
    paid = accounts.prepared.features["mrr"].iloc[row]
    assert rows["value"].iloc[0] == pytest.approx(3 * paid * found.chances.chance[row])


def test_without_money_there_is_no_value(dataset_of):
    rng = np.random.default_rng(3)
    days = [np.sort(rng.choice(np.arange(20000, 20200), 20, replace=False)) for _ in range(50)]
    studied = study(dataset_of(days, until=20230))
    found = late(studied)
    assert found.money == ""
    assert found.piles["amount"].isna().all()
    assert overdue(studied, found)["value"].isna().all()


def test_renewals_tell_a_renewal_from_a_cancelled_end(dataset_of):
    dataset = dataset_of([[20000, 20010]] * 4, until=20020)
    table = pd.DataFrame({
        "user_id": ["u00000", "u00001", "u00002", "u00003"], "start_day": [19990, 19990, 19990, 19990],
        "end_day": pd.array([20041, 20030, None, 20015], "Int32"), "mrr_cents": 100, "plan": "Pro",
        "status": "active", "reason": None, "cancelled_day": pd.array([None, 20011, None, None], "Int32"),
    })  # fmt: skip
    found = renewals(Dataset(dataset.activity, dataset.users, table))
    assert found["renews_in_days"].tolist()[0] == 21
    assert found["ends_in_days"].tolist()[1] == 10
    assert found.iloc[:, 1:].isna().to_numpy().sum() == 6
    assert found["plan"].notna().tolist() == [True, True, True, False]


def test_a_status_that_says_it_ends_is_no_renewal(dataset_of):
    dataset = dataset_of([[20000, 20010]] * 3, until=20020)
    table = pd.DataFrame({
        "user_id": ["u00000", "u00001", "u00002"], "start_day": 19990, "end_day": pd.array([20041] * 3, "Int32"),
        "mrr_cents": 100, "plan": "Pro", "status": ["Canceled", "active", None], "reason": None,
        "cancelled_day": pd.array([None] * 3, "Int32"),
    })  # fmt: skip
    found = renewals(Dataset(dataset.activity, dataset.users, table))
    assert found["ends_in_days"].fillna(0).tolist() == [21, 0, 0]
    assert found["renews_in_days"].fillna(0).tolist() == [0, 21, 21]


def test_without_an_end_the_period_paid_for_or_the_interval_tells_the_renewal(dataset_of):
    """As a billing export has it; a period that began later, or an end asked for later, was not known yet."""
    dataset = dataset_of([[20000, 20010]] * 4, until=20020)
    table = pd.DataFrame({
        "user_id": ["u00000", "u00001", "u00002", "u00003"], "start_day": [19990, 19990, 19990, 19655],
        "end_day": pd.array([None, None, 20030, None], "Int32"), "mrr_cents": 100, "plan": "Pro", "status": "active",
        "reason": None, "cancelled_day": pd.array([None, None, 20025, None], "Int32"),
        "period_start_day": pd.array([20010, 20030, 20010, None], "Int32"),
        "period_end_day": pd.array([20040, 20060, 20041, None], "Int32"), "interval_months": [1.0, 1.0, 1.0, 12.0],
    })  # fmt: skip
    found = renewals(Dataset(dataset.activity, dataset.users, table))
    assert found["renews_in_days"].fillna(0).tolist() == [20, 0, 21, 1]  # yearly from 25 October 2023: on the next day
    assert found["ends_in_days"].isna().all()


@pytest.mark.parametrize(("share", "said"), [(0.034, "3 of 100"), (0.002, "under 1 of 100"), (0.999, "over 99 of 100")])
def test_chances_never_read_as_certain(share, said):
    assert of_100(share) == said


def test_renewal_sentence():
    assert renewal(21, np.nan) == "Renews or ends in 21 days."  # no data say that it renews
    assert renewal(np.nan, 1) == "Cancelled, ends in 1 day."
    assert renewal(np.nan, np.nan) == ""


def test_lives_add_up_and_those_back_are_here(saas_study, found):
    told = why(saas_study, found)
    assert told.lives["users"].sum() == found.inactive.sum()
    rows = [saas_study.activity.row_of(each) for each in told.returned["user_id"].head(20)]
    assert len(rows)
    assert not found.listed[rows].any()
    assert (told.returned["silent_days"] >= saas_study.settings.inactive.days).all()


def test_partners_have_been_here_as_long(saas_study, found):
    first = saas_study.activity.first_day
    late_people = np.isin(found.pile, (LATE, GONE))
    pairs = matched(first, late_people, ~found.listed)
    assert len(pairs[0]) == len(pairs[1]) > 100
    assert late_people[pairs[0]].all()
    assert not found.listed[pairs[1]].any()
    assert abs(np.median(first[pairs[0]]) - np.median(first[pairs[1]])) < 40
    assert len(np.unique(pairs[1])) == len(pairs[1])


def test_who_stopped_an_event_before_the_end_is_found(dataset_of):
    """Half of all leave; who leaves gives up "export" a month before, nobody else does."""
    days = [np.arange(20000 + user % 7, 20100 if user % 2 else 20200, 3) for user in range(200)]
    dataset = dataset_of(days, until=20205)
    activity = dataset.activity
    gave_up = (activity.user % 2 == 1) & (activity.day > 20060)
    bits = np.where(gave_up, np.uint64(1), np.uint64(3))
    renamed = {**activity._arrays(), "event_bits": bits, "event_names": ("open", "export")}
    studied = study(Dataset(type(activity)(**renamed), dataset.users))
    found = late(studied)
    told = why(studied, found)
    assert len(told.late) > 50
    best = told.used.stopped[0]
    assert (best.value, best.share, best.share_rest) == ("export", 1, 0)
    assert best.pvalue_adjusted < 1e-6
    assert next(each for each in told.used.found if each.value == "export").difference == 0


def test_giving_up_is_counted_over_equally_many_days(dataset_of):
    """Late people have 8 active days, active ones 80, and everybody exports on 15 % of them: nobody gives it up."""
    rng = np.random.default_rng(1)
    dataset = dataset_of([range(20000, 20000 + length, 3) for length in [24] * 200 + [240] * 200], until=20240)
    activity = dataset.activity
    bits = np.where(rng.random(activity.user_days) < 0.15, np.uint64(3), np.uint64(1))
    named = type(activity)(**{**activity._arrays(), "event_bits": bits, "event_names": ("open", "export")})
    rows = used_before(named, (np.arange(200), np.arange(200, 400)), Compare()).stopped
    export = next(each for each in rows if each.value == "export")
    assert min(export.share, export.share_rest) > 0.3
    assert export.pvalue > 0.05


def test_of_one_kind_of_event_nothing_is_compared(dataset_of):
    dataset = dataset_of([range(20000, 20000 + length, 3) for length in [24] * 60 + [240] * 60], until=20240)
    one = {**dataset.activity._arrays(), "event_names": ("open",)}
    one["event_bits"] = np.ones(dataset.activity.user_days, np.uint64)
    assert used_before(type(dataset.activity)(**one), (np.arange(60), np.arange(60, 120)), Compare()).rows == ()


def test_days_left_out_are_no_days_of_silence(saas):
    end = saas.activity.observed_to
    studied = study(saas, Filters(ignored_days=tuple(range(end - 40, end - 5))))
    found = late(studied)
    np.testing.assert_array_equal(found.inactive, silence_days(studied.activity) >= 30)
    assert 0 < found.inactive.sum() < (end - studied.activity.last_day >= 30).sum()
    rows = overdue(studied, found, among=found.inactive)
    assert rows["gap_days"].min() >= 30
    pairs = zip(rows["gap_days"], rows["reason"], strict=True)
    assert all(said.startswith(f"Silent for {days} days") for days, said in pairs)
    assert (studied.activity.last_day[found.inactive] <= last_day_of_silent(studied.activity, 30)).all()
    assert (studied.activity.last_day[~found.inactive] > last_day_of_silent(studied.activity, 30)).all()


def test_not_rare_is_said_only_where_it_is_known(saas_study, found):
    rows = overdue(saas_study, found)
    said = rows["note"].str.contains("Not rare enough")
    assert said.any()
    assert (rows.loc[said, "p_gap"] > saas_study.settings.late.late_tail).all()


def test_who_is_back_was_silent_for_longer_than_the_rule(dataset_of):
    """Both come every other day; one is back after 30 days without a visit, one after 29."""
    usual = np.arange(20000, 20101, 2)
    days = [[*usual, 20131, 20133], [*usual, 20130, 20132]]
    studied = study(dataset_of(days, until=20134))
    returned = why(studied, late(studied)).returned
    assert returned[["user_id", "silent_days"]].to_numpy().tolist() == [["u00000", 30]]


def test_an_end_by_a_cancellation_to_come_is_not_known_yet(saas):
    day = saas.activity.observed_to - 120
    then = narrow(saas, Filters(as_of=to_date(day)))
    later = saas.subscriptions["cancelled_day"].fillna(day) > day
    assert (later & (saas.subscriptions["end_day"] > day)).any()
    unknown = saas.subscriptions["end_day"].mask(later)
    told = Dataset(then.activity, then.users, saas.subscriptions.assign(end_day=unknown, cancelled_day=pd.NA))
    columns = ["plan", "renews_in_days"]
    kept = renewals(then)["ends_in_days"].isna()
    pd.testing.assert_frame_equal(renewals(then).loc[kept, columns], renewals(told).loc[kept, columns])
