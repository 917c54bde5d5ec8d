"""Churn of those who paid at the start of a period, by hand; seasons found, refused, and not made of chance."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.money.ledger import ledger
from analysis.money.months import months
from analysis.money.season import season
from analysis.money.trend import last_year, trend
from tests.analysis.money.written import day, row


@pytest.fixture
def hand(subscriptions_of):
    table = subscriptions_of(
        row(payer="a", start="2025-01-10", end="2025-02-15", mrr=10),
        row(payer="a", start="2025-02-20", mrr=12),  # back within the month: left once all the same
        row(payer="b", start="2025-01-10", mrr=30),
        row(payer="c", start="2025-02-03", end="2025-02-27", mrr=7),  # came and left within
        row(payer="d", start="2025-01-05", end="2025-03-31", mrr=5),
    )
    return ledger(table, as_of_day=day("2025-04-20"))


def test_months_by_hand(hand):
    found = trend(hand, "month").set_index("period")
    assert found.index.tolist() == ["2025-01", "2025-02", "2025-03"]
    columns = ["customers_start", "customers_lost", "mrr_start", "mrr_lost", "came_and_left"]
    assert found.loc["2025-01", columns].tolist() == [0, 0, 0, 0, 0]
    assert found.loc["2025-02", columns].tolist() == [3, 1, 4500, 1000, 1]
    assert found.loc["2025-03", columns].tolist() == [3, 1, 4700, 500, 0]
    assert np.isnan(found.loc["2025-01", ["customer_share", "mrr_share", "customer_high"]].astype(float)).all()
    assert found.loc["2025-02", "mrr_share"] == pytest.approx(10 / 45)
    wilson = stats.binomtest(1, 3).proportion_ci(method="wilson")
    assert found.loc["2025-02", ["customer_low", "customer_high"]].tolist() == pytest.approx([wilson.low, wilson.high])
    assert (found["last_day"] - found["first_day"] + 1).tolist() == [31, 28, 31]


def test_only_whole_periods_are_rows(hand):
    assert trend(hand, "quarter")["period"].tolist() == ["2025 Q1"]
    assert last_year(hand).empty


def test_last_year_and_the_one_before(subscriptions_of):
    table = subscriptions_of(
        row(payer="a", start="2023-01-01", end="2025-03-01", mrr=10),
        row(payer="b", start="2023-01-01", end="2024-06-01", mrr=10),
        row(payer="c", start="2023-01-01", mrr=20),
    )
    found = last_year(ledger(table, as_of_day=day("2025-06-30")))
    assert found["period"].tolist() == ["last 12 months", "12 months before"]
    assert found[["customers_start", "customers_lost"]].to_numpy().tolist() == [[2, 1], [3, 1]]
    assert found["mrr_share"].tolist() == pytest.approx([1 / 3, 1 / 4])
    assert len(last_year(ledger(table, as_of_day=day("2024-06-30")))) == 1


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 500), st.integers(0, 300) | st.none()), min_size=1))
def test_months_of_the_trend_reconcile_with_the_movements(spans):
    payer, start, length = zip(*spans, strict=True)
    begin = np.array(start) + day("2023-01-01")
    end = [None if each is None else int(at + each) for at, each in zip(begin, length, strict=True)]
    table = pd.DataFrame({
        "user_id": pd.array([str(each) for each in payer], "str"), "start_day": begin.astype(np.int32),
        "end_day": pd.array(end, "Int32"), "mrr_cents": np.full(len(begin), 100),
    })  # fmt: skip
    found = ledger(table, as_of_day=day("2025-01-31"))
    by_month, moved = trend(found, "month"), months(found)
    assert by_month["period"].tolist() == moved["month"].tolist()
    for ours, theirs in (("customers_start", "customers_start"), ("mrr_start", "mrr_start")):
        assert by_month[ours].tolist() == moved[theirs].tolist()
    assert (by_month["customers_lost"] + by_month["came_and_left"]).tolist() == moved["customers_churned"].tolist()


def made_up(months_known: int, *, times_in_march: float, seed: int, rate: float = 0.02) -> pd.DataFrame:
    """400 customers at all times; who leaves, a share a month, is replaced on the first of the next."""
    draw = np.random.default_rng(seed)
    first = np.datetime64("2022-01")
    rows, paying, name = [], [(at, day("2022-01-01")) for at in range(400)], 400
    for at in range(months_known):
        month = first + at
        start, end = (each.astype("datetime64[D]").astype(int) for each in (month, month + 1))
        leaves = draw.random(400) < rate * (times_in_march if at % 12 == 2 else 1)
        for place in np.flatnonzero(leaves):
            who, since = paying[place]
            rows.append((who, since, int(draw.integers(start + 1, end))))
            paying[place], name = (name, end), name + 1
    rows += [(who, since, None) for who, since in paying if since < end]
    who, since, left = zip(*rows, strict=True)
    return pd.DataFrame({
        "user_id": pd.array([f"c{each}" for each in who], "str"), "start_day": np.array(since, np.int32),
        "end_day": pd.array(left, "Int32"), "mrr_cents": np.full(len(rows), 100),
    })  # fmt: skip


def season_of(table: pd.DataFrame, until: str, step: str = "month"):
    return season(ledger(table, as_of_day=day(until)), step)


def test_a_planted_month_is_found_with_its_size():
    found = season_of(made_up(37, times_in_march=3, seed=1), "2025-01-31")
    march = found.table.set_index("name").loc["Mar"]
    assert found.is_seen
    assert found.table["ratio"].idxmax() == 2
    # Three times the rest is 3 / 3^(1/12) times the (geometric) mean of all.
    assert march["low"] < 3 ** (11 / 12) < march["high"]
    assert march["periods"] == 3
    assert "In Mar customers left" in found.sentence
    assert season_of(made_up(37, times_in_march=3, seed=1), "2025-01-31", "quarter").table["name"].tolist() == [
        "Q1", "Q2", "Q3", "Q4",
    ]  # fmt: skip


def test_chance_makes_no_season():
    found = [season_of(made_up(25, times_in_march=1, seed=seed), "2024-01-31") for seed in range(20)]
    assert sum(each.is_seen for each in found) <= 3
    assert found[0].is_seen or found[0].sentence.startswith("No season can be told from chance")


@pytest.mark.parametrize("step", ["month", "quarter"])
def test_a_season_is_refused_below_two_years_and_below_two_a_month(step):
    short = season_of(made_up(24, times_in_march=1, seed=1), "2023-12-31", step)
    assert "24 whole months" in short.refused
    assert short.sentence == short.refused
    assert short.table.empty
    assert np.isnan(short.pvalue)
    assert np.isnan(short.strongest)
    assert not short.is_seen
    few = season_of(made_up(30, times_in_march=1, seed=1, rate=0.002), "2024-06-30", step)
    assert "too few" in few.refused
