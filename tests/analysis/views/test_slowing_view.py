"""What the tab Slowing says: counts and money in the sentence, the list in its order, the unseen with their reasons."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from analysis import wording
from analysis.activity import to_date
from analysis.at_risk.pace_limits import Slowdown
from analysis.at_risk.slowdowns import Slowdowns, Unseen, slowdowns
from analysis.calibration import steady
from analysis.daysets import DateList
from analysis.settings import Settings
from analysis.study import Filters, study, with_settings
from analysis.views.slowing import LATELY_DAYS, STRIPS, _money, dips_sentence, slowing_of, speeding_of
from analysis.views.slowing_accounts import accounts_of

DAYS = 300
UNTIL = steady.FIRST_DAY + DAYS - 1


def histories(active: np.ndarray) -> list[list[int]]:
    return [(steady.FIRST_DAY + np.flatnonzero(row)).tolist() for row in active]


def test_the_sentence_counts_and_adds_up(saas_study):
    found, told = slowdowns(saas_study), slowing_of(saas_study)
    lately = found.slower["since"] > to_date(saas_study.activity.observed_to) - timedelta(days=LATELY_DAYS)
    assert told.sentence.startswith(f"{len(found.slower)} people slowed down to at least 2 times as long")
    assert f"{lately.sum()} of them in the last {LATELY_DAYS} days" in told.sentence
    assert f"paid {found.slower['value'].sum():,.0f}." in told.sentence
    assert len(told.people) == len(found.slower)
    assert told.people["Amount a month before"].is_monotonic_decreasing
    assert told.strips is not None
    assert told.strips.table["Person"].nunique() <= STRIPS
    # The axis goes on to now: a silence of all would else not be seen.
    assert told.strips.spec["encoding"]["x"]["scale"]["domain"][1] == {"year": 2026, "month": 6, "date": 30}


def test_the_unseen_add_up(saas_study):
    told = slowing_of(saas_study)
    numbers = [int(each.split()[0].replace(",", "")) for each in told.unseen]
    assert told.unseen_caption.startswith(f"{sum(numbers):,} of 1,962 people")
    assert any("three weeks of silence" in each for each in told.unseen)


def test_an_empty_list_says_whether_it_could_have_been_longer(shop_study, dataset_of):
    told = slowing_of(shop_study)
    assert told.people.empty
    assert told.strips is None
    assert "hardly one could be" in told.sentence or "chance explains" in told.sentence
    one = slowing_of(study(dataset_of([[20_000]], until=20_000)))
    assert one.sentence.startswith("Too early to say")
    assert one.unseen == ("1 person with fewer than eight gaps between visits: too early to say.",)


def test_the_limit_is_said(saas_study):
    strict = with_settings(saas_study, Settings(slowdown=Slowdown(speed_limit=20)))
    assert "at least 20 times as long" in slowing_of(strict).sentence


def test_accounts_say_how_many_slowed_as_a_whole(saas_study):
    told = accounts_of(saas_study)
    whole = (told.table["Who slowed down"] == "whole account").sum()
    assert f"{whole} slowed down as a whole" in told.sentence
    assert told.table["Slowed down"].is_monotonic_decreasing
    money = told.table["Money a month"].dropna()
    assert (money == money.round(2)).all()
    assert {"Roles", "Patterns", "Account"} <= set(told.table.columns)


def test_without_accounts_it_says_what_a_column_would_give(shop_study):
    told = accounts_of(shop_study)
    assert "No column says" in told.sentence
    assert told.table.empty


def test_more_use_is_told_in_a_neutral_tone(saas_study, dataset_of):
    assert speeding_of(saas_study).sentence.startswith("Nobody comes more often")
    rng = np.random.default_rng(2)
    active = steady.weekly_beat(rng, 30, DAYS)
    active[15:, -28:] = rng.random((15, 28)) < 0.8
    told = speeding_of(study(dataset_of(histories(active), until=UNTIL)))
    assert "More use: good or trouble? Ask them." in told.sentence
    assert len(told.table) >= 12


@pytest.fixture(scope="module")
def away(dataset_of):
    """Three hundred daily people, of whom hardly one came from 30 to 17 days before the end."""
    rng = np.random.default_rng(3)
    active = steady.daily(rng, 300, DAYS)
    active[:, -31:-17] &= rng.random((300, 14)) < 0.1
    return study(dataset_of(histories(active), until=UNTIL))


def test_shared_days_are_named_and_blamed_on_nobody(away):
    said = dips_sentence(away)
    first, last = (wording.day(to_date(UNTIL - before)) for before in (30, 17))
    assert said.startswith(f"Slow for everybody: {first} to {last} counted as 1.")
    assert "of 14 days" in said
    assert "Nobody is blamed" in said
    assert len(slowing_of(away).people) <= 3


def test_a_dip_on_a_list_of_dates_carries_its_name(away):
    outage = DateList.of([to_date(UNTIL - 20)], name="Outage")
    named = study(away.dataset, Filters(dates=(outage,)))
    assert f"on your list “{outage.name}”" in dips_sentence(named)
    assert "on your list" not in dips_sentence(away)


def test_a_year_without_dips_is_said(saas_study):
    assert dips_sentence(saas_study) == "No days of the last year were slow for everybody."


def test_where_no_dip_could_be_seen_none_is_denied(dataset_of):
    few = study(dataset_of([range(20_000, 20_200, 2), range(20_000, 20_200, 3)], until=20_199))
    assert dips_sentence(few).startswith("Whether days were slow for everybody cannot be told")


@pytest.mark.parametrize(("value", "said"), [
    ([np.nan, np.nan], "What they are worth is not known"),
    ([np.nan, 5.0], "They pay 5 a month (1 of them are known)."), ([3.0, 5.0], "They pay 8 a month."),
])  # fmt: skip
def test_unknown_payments_are_no_zero(value, said):
    slower = pd.DataFrame({"value": value})
    assert _money(Slowdowns(slower, slower, Unseen(0, 0, 0, 0, 0, 2), "mrr")).startswith(said)
