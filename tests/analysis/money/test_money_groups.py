"""Revenue lost by group: shares by hand, sums that add up, leaks and what stands out, intervals that cover."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.money.by_group import (
    by_attribute,
    by_kind,
    by_plan,
    by_rhythm,
    by_segment,
    by_tenure,
    by_vertical,
    by_way,
)
from analysis.money.exposure import DAYS_A_MONTH, exposure, paid_of
from analysis.money.intervals import lost_rate_interval, money_share_interval, rate_ratio
from analysis.money.kinds import lost_of
from analysis.money.leaks import leaks_of
from analysis.study import Filters, study
from tests.analysis.money.studied import studied
from tests.analysis.money.written import ENDED_FREE, row

START, UNTIL = "2025-01-01", "2025-12-31"
PLANS = (
    row(payer="a", start=START, end="2025-07-01", mrr=10, plan="Pro", reason="too_expensive"),
    row(payer="b", start=START, mrr=30, plan="Pro"),
    row(payer="c", start=START, end="2025-02-01", mrr=5, plan="Basic", reason="payment_failed"),
    row(payer="d", start="2025-07-01", mrr=5, plan="Basic"),
)


@pytest.fixture
def hand(subscriptions_of):
    users = {"user_id": ["a", "b", "c"], "industry": ["Retail", "Finance", "Retail"]}
    return studied(subscriptions_of(*PLANS), until=UNTIL, users=users)


@pytest.fixture(scope="module")
def saas_money(saas):
    return study(saas)


def test_a_share_is_what_was_lost_of_what_was_paid_a_month(hand):
    table = by_plan(hand).table.set_index("name")
    pro_months = (181 * 1000 + 365 * 3000) / DAYS_A_MONTH
    assert table.loc["Pro", ["customers", "mrr", "paying"]].tolist() == [1, 1000, 2]
    assert table.loc["Pro", "share"] == pytest.approx(1000 / pro_months)
    assert table.loc["Basic", "share"] == pytest.approx(500 / ((31 + 184) * 500 / DAYS_A_MONTH))
    assert ((table["low"] < table["share"]) & (table["share"] < table["high"])).all()
    months = (np.array([31 + 184, 181 + 365]) / DAYS_A_MONTH).tolist()
    assert table.loc["Basic", "ratio"] == pytest.approx(months[1] / months[0])
    assert table.loc["Pro", "ratio"] == pytest.approx(months[0] / months[1])


def test_kinds_ways_and_rules_add_up(hand):
    whole = 1500 / ((181 * 1000 + 365 * 3000 + (31 + 184) * 500) / DAYS_A_MONTH)
    for by in (by_kind, by_way):
        table = by(hand).table
        assert table["mrr"].sum() == 1500
        assert table["share"].sum() == pytest.approx(whole)
        assert table["ratio"].isna().all()
        assert table["mrr"].tolist() == sorted(table["mrr"], reverse=True)


def test_the_place_of_who_left_is_theirs_among_all_who_paid(saas_money, subscriptions_of):
    plans = [{**each, "payer": who} for each, who in zip(PLANS, "zéEa", strict=True)]
    for asked in (saas_money, studied(subscriptions_of(*plans), until=UNTIL, settings=("money.gap_days=30",))):
        rows = lost_of(asked).rows
        assert paid_of(asked).payers[rows["place"]].tolist() == rows["payer"].tolist()
        assert len(rows)


def test_who_is_not_in_the_users_table_stands_apart(hand):
    table = by_vertical(hand).table.set_index("name")
    assert table.loc[["Retail", "Finance", "not known"], "paying"].tolist() == [2, 1, 1]
    assert table.loc["Retail", "mrr"] == 1500


def test_what_is_not_known_is_refused_with_the_reason(hand, subscriptions_of):
    assert "users table" in by_vertical(studied(subscriptions_of(*PLANS), until=UNTIL)).refused
    assert '"country"' in by_attribute(hand, "country").refused
    assert "events" in by_rhythm(hand).refused
    assert "events" in by_segment(hand, ["weekend"]).refused
    assert by_rhythm(hand).table.empty


def test_the_period_narrows_what_was_lost_and_what_was_paid(subscriptions_of):
    asked = studied(subscriptions_of(*PLANS), until=UNTIL, period_days=184)
    table = by_plan(asked).table.set_index("name")
    assert table["mrr"].to_dict() == {"Pro": 1000, "Basic": 0}
    # Lost on the first day looked at: its months lie before.
    assert table.loc["Pro", "share"] == pytest.approx(1000 / (184 * 3000 / DAYS_A_MONTH))


def test_a_customer_with_two_subscriptions_is_there_once(subscriptions_of):
    table = subscriptions_of(
        row(payer="a", start=START, mrr=1, plan="Pro"),
        row(payer="a", start="2025-03-01", end="2025-06-01", mrr=1, plan="Pro"),
        row(payer="a", start="2025-05-01", end="2025-08-01", mrr=1, plan="Basic"),
    )
    paid = paid_of(studied(table, until=UNTIL))
    plan = (paid.plan == "Pro").to_numpy().astype(np.int64)
    found = exposure(paid, plan, 2)
    assert (found["paid_months"] * DAYS_A_MONTH).round(6).tolist() == [92, 365]
    assert found["paying"].tolist() == [1, 1]
    assert (exposure(paid, np.zeros(3, np.int64), 1)["paid_months"] * DAYS_A_MONTH).round(6).tolist() == [365]
    assert exposure(paid, np.full(3, -1), 1).iloc[0].fillna(0).tolist() == [0, 0, 0, 0]


def test_time_with_us_is_cut_into_classes(hand):
    table = by_tenure(hand).table.set_index("name")
    assert table.loc["first 3 months", ["customers", "mrr", "paying"]].tolist() == [1, 500, 4]
    assert table.loc["4 to 12 months", ["customers", "mrr", "paying"]].tolist() == [1, 1000, 3]


def test_accounts_have_patterns_where_accounts_are_counted(saas, saas_money):
    assert "accounts" in by_rhythm(saas_money).refused
    counted = study(saas, Filters(unit="accounts"))
    lost, found = lost_of(counted).rows, by_rhythm(counted)
    known = lost["payer"].isin(counted.activity.user_ids.to_pandas())
    # Whoever left before the events begin has no pattern, and would be the group that loses all it has.
    assert found.table["mrr"].sum() == lost.loc[known, "cents"].sum() < lost["cents"].sum()
    assert found.left_out == lost.loc[~known, "payer"].nunique() == 10
    assert "not known" not in set(found.table["name"])
    weekly = by_segment(counted, ["frequency:weekly", "all"]).table.set_index("name")
    assert weekly.loc["all", "mrr"] == found.table["mrr"].sum()
    assert 0 < weekly.loc["frequency:weekly", "customers"] < weekly.loc["all", "customers"]
    assert np.isnan(weekly.loc["all", "ratio"])


def test_the_sample_loses_retail_and_basic_soonest(saas_money):
    plans = by_plan(saas_money).table.set_index("name")
    assert plans.loc["Basic", "ratio_low"] > 1
    assert by_vertical(saas_money).table.set_index("name").loc["Finance", "ratio"] < 1


def test_leaks_add_up_and_small_groups_stand_together(saas_money):
    found = leaks_of(saas_money)
    assert found.cells["mrr"].sum() == found.lost_cents == lost_of(saas_money).rows["cents"].sum()
    assert found.cells["share_of_lost"].sum() == pytest.approx(1)
    assert found.cells["mrr"].tolist() == sorted(found.cells["mrr"], reverse=True)
    least = saas_money.settings.money.least_cell_customers
    named = found.cells[found.cells["plan"] != "other"]
    assert named["paying"].min() >= least
    assert found.tested > len(found.cells)
    assert found.sentence.startswith("The largest part of the revenue lost (")
    assert found.sentence.endswith(f" customers more often than the rest, of {found.tested} looked at.")
    assert (found.cells["effort"][found.cells["kind"] == "involuntary"] == "small").all()


def test_leaks_without_industries_say_why(hand, subscriptions_of):
    one = ("money.least_cell_customers=1",)
    found = leaks_of(studied(subscriptions_of(*PLANS), until=UNTIL, settings=one))
    assert found.no_vertical
    assert found.cells[["kind", "plan", "vertical", "mrr"]].to_numpy().tolist() == [
        ["voluntary", "Pro", "", 1000], ["involuntary", "Basic", "", 500],
    ]  # fmt: skip
    alone = leaks_of(hand)
    assert alone.cells["plan"].unique().tolist() == ["other"]
    assert alone.sentence.endswith("went with small groups together: customers who chose to leave.")
    nobody = leaks_of(studied(subscriptions_of(PLANS[1], ENDED_FREE), until=UNTIL))
    assert nobody.cells.empty
    assert nobody.sentence.startswith("Nobody was lost")


def planted(times: float, seed: int) -> pd.DataFrame:
    """400 customers a plan over two years; those of "Leaky" leave so many times as often."""
    draw = np.random.default_rng(seed)
    plan = np.repeat(["Leaky", "A", "B", "C"], 400)
    start = draw.integers(18_000, 18_400, len(plan))
    end = start + draw.exponential(np.where(plan == "Leaky", 1200 / times, 1200)).astype(int) + 1
    return pd.DataFrame({
        "user_id": [f"c{at:05d}" for at in range(len(plan))], "start_day": start.astype(np.int32),
        "end_day": pd.array(np.where(end > 18_700, None, end), "Int32"), "plan": pd.array(plan, "str"),
        "mrr_cents": np.round(1000 * np.exp(draw.normal(0, 1, len(plan)))).astype(np.int64),
    })  # fmt: skip


def test_a_planted_leak_stands_out_and_chance_does_not():
    cells = leaks_of(studied(planted(2.5, 1), until="2021-03-14")).cells.set_index("plan")
    assert cells.loc["Leaky", "stands_out"]
    assert cells.loc["Leaky", "ratio_low"] < 2.5 < cells.loc["Leaky", "ratio_high"]
    chance = [leaks_of(studied(planted(1, seed), until="2021-03-14")).cells["stands_out"].any() for seed in range(8)]
    assert sum(chance) <= 1


def test_no_loss_has_a_lower_bound_of_nothing_and_an_upper_one():
    low, high = lost_rate_interval(np.array([0.0, 0.0]), np.array([0.0, 0.0]), np.array([0.01, np.nan]), level=0.95)
    assert low[0] == 0
    # Equal customers of weight w: Garwood's upper limit of a count of nothing.
    assert high[0] == pytest.approx(0.01 * stats.chi2.ppf(0.975, 2) / 2)
    assert np.isnan([low[1], high[1]]).all()


def test_equal_customers_give_the_exact_interval_of_a_count():
    low, high = lost_rate_interval(np.array([5 / 80]), np.array([5 / 80**2]), np.array([1 / 80]), level=0.95)
    assert low[0] * 80 == pytest.approx(stats.chi2.ppf(0.025, 10) / 2)
    assert high[0] * 80 == pytest.approx(stats.chi2.ppf(0.975, 12) / 2)


def test_intervals_of_money_cover_where_a_few_pay_most():
    draw, hits, repeats = np.random.default_rng(7), np.zeros(2), 400
    for _ in range(repeats):
        money = np.exp(draw.normal(0, 1.2, 150))
        stay = draw.exponential(1 / 0.03, 150)
        months, left = np.minimum(stay, 12), stay < 12
        total = (money * months).sum()
        usual = (money**2 * months).sum() / total / total
        low, high = lost_rate_interval(
            (money * left).sum() / total, ((money * left) ** 2).sum() / total**2, usual, level=0.95
        )
        hits[0] += low <= 0.03 <= high
        gone = draw.random(150) < 0.05
        low, high = money_share_interval(
            (money * gone).sum(), ((money * gone) ** 2).sum(), money.sum(), (money**2).sum(), level=0.95
        )
        hits[1] += low <= 0.05 <= high
    assert (hits / repeats >= 0.925).all()


def test_equal_customers_give_wilson():
    low, high = money_share_interval(
        np.array([30.0]), np.array([300.0]), np.array([200.0]), np.array([2000.0]), level=0.95
    )
    wilson = stats.binomtest(3, 20).proportion_ci(method="wilson")
    assert [low[0], high[0]] == pytest.approx([wilson.low, wilson.high])


def test_a_ratio_of_rates_is_binomial_given_all_who_left():
    ratio, low, high, pvalue = rate_ratio(
        np.array([12, 0, 0]), np.array([100, 100, 5]), np.array([6, 9, 0]), np.array([150, 150, 0]), level=0.95
    )
    assert ratio[0] == pytest.approx(3)
    expected = stats.binom(18, 0.4)
    assert pvalue[0] == pytest.approx(2 * (expected.sf(12) + expected.pmf(12) / 2))
    odds = stats.beta.ppf([0.025, 0.975], 12.5, 6.5)
    assert [low[0], high[0]] == pytest.approx((1.5 * odds / (1 - odds)).tolist())
    assert (ratio[1], low[1]) == (0, 0)
    assert np.isnan([ratio[2], low[2], high[2], pvalue[2]]).all()
