"""What became of quiet people: only what was known counts for the signs, and the interval is Newcombe's."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.activity import to_date
from analysis.at_risk.quiet import quiet_in
from analysis.at_risk.quiet_later import quiet_later
from analysis.at_risk.quiet_places import nps_by_frequency, places
from analysis.compare.shares import proportions
from analysis.dataset import Dataset
from analysis.settings import Settings
from analysis.study import Filters, study
from analysis.synthetic.planted import activity_of

START = 19900


def _crowd(*, quiet: int, quiet_gone: int, others: int, others_gone: int, subscribed: bool = False) -> Dataset:
    """People over 300 days; the quiet do nothing but log in; the gone stop 100 days before the end."""
    gone = [row < quiet_gone if row < quiet else row - quiet < others_gone for row in range(quiet + others)]
    days = [START + 2 * np.arange(100 if each else 150) for each in gone]
    plain = activity_of(days, observed=(START, START + 299))
    bits = np.where(plain.user < quiet, np.uint64(1), np.uint64(0b11))
    activity = replace(plain, event_names=("login", "export"), event_bits=bits)
    ids = plain.user_ids.to_pandas()
    table = None
    if subscribed:
        end = pd.array([START + 250 if each[-1] < START + 200 else None for each in days], "Int64")
        table = pd.DataFrame({"user_id": ids, "start_day": START, "end_day": end, "mrr_cents": 100})
    return Dataset(activity, pd.DataFrame({"user_id": ids}), table)


def test_shares_and_interval_are_those_of_the_two_groups():
    found = quiet_later(study(_crowd(quiet=50, quiet_gone=20, others=200, others_gone=20, subscribed=True)))
    silent, churned = found.outcomes.to_dict("records")
    expected = proportions(20, 50, 20, 200).effects[0]
    for row in (silent, churned):
        assert (row["quiet"], row["quiet_count"], row["others"], row["others_count"]) == (50, 20, 200, 20)
        assert row["difference"] == pytest.approx(0.3)
        assert (row["low"], row["high"]) == pytest.approx((expected.interval.low, expected.interval.high))
    assert found.by_signs[["signs", "people", "silent"]].to_numpy().tolist() == [[0, 200, 20], [1, 0, 0], [2, 50, 20]]


def test_too_few_people_have_no_difference_and_a_reason():
    (row,) = quiet_later(study(_crowd(quiet=29, quiet_gone=9, others=200, others_gone=20))).outcomes.to_dict("records")
    assert np.isnan([row["difference"], row["low"], row["high"]]).all()
    assert "29 quiet people" in row["reason"]


def test_a_short_history_is_refused():
    short = study(_crowd(quiet=50, quiet_gone=1, others=50, others_gone=1), Filters(as_of=to_date(START + 100)))
    found = quiet_later(short)
    assert "too short" in found.reason
    assert found.outcomes.empty


def test_signs_know_nothing_of_what_came_after(saas):
    now = study(saas)
    day = now.activity.observed_to - now.settings.quiet.later_days
    then = quiet_in(study(saas, Filters(as_of=to_date(day))))
    found = quiet_later(now)
    assert found.day == day
    assert found.outcomes["quiet"].iloc[0] == then.passive.sum()
    assert found.outcomes["others"].iloc[0] == (then.comes & ~then.passive).sum()


def test_being_quiet_means_nothing_where_it_means_nothing():
    """Of quiet and others drawn alike, the interval holds no difference in about 95 of 100."""
    random, held = np.random.default_rng(7), 0
    for _ in range(60):
        gone = random.binomial(40, 0.2), random.binomial(160, 0.2)
        data = _crowd(quiet=40, quiet_gone=gone[0], others=160, others_gone=gone[1])
        row = quiet_later(study(data)).outcomes.iloc[0]
        held += row["low"] <= 0 <= row["high"]
    assert held >= 52


def test_the_four_corners_add_up(saas):
    now = study(saas)
    quiet = quiet_in(now)
    found = places(now, quiet)
    assert found.corners["people"].sum() == quiet.comes.sum() == found.cells["people"].sum()
    little = ~found.corners["much"]
    assert found.corners.loc[little, "people"].sum() == quiet.signs["low_value"].sum()
    assert len(found.cells) <= 400


def test_a_shop_is_placed_by_money(shop):
    now = study(shop)
    found = places(now, quiet_in(now))
    assert found.measure == "amount"
    loose = study(shop, settings=Settings().replace_knob("quiet.least_days", 365))
    assert places(loose, quiet_in(loose)) is None


def test_money_paid_back_is_drawn_too():
    plain = activity_of([START + np.arange(0, 100, 5) for _ in range(3)])
    amount = np.repeat([-2.0, 1.0, 3.0], 20)
    now = study(Dataset(replace(plain, amount=amount), pd.DataFrame({"user_id": plain.user_ids.to_pandas()})))
    found = places(now, quiet_in(now))
    assert found.cells["people"].sum() == found.corners["people"].sum() == 3


def test_nps_by_frequency_counts_everybody_with_a_score():
    users = pd.DataFrame({"user_id": [f"u{row}" for row in range(6)], "nps": [0, 6, 7, 8, 9, None]})
    weekly = [START + 7 * np.arange(20) for _ in range(6)]
    now = study(Dataset(activity_of(weekly), users))
    found = nps_by_frequency(now, quiet_in(now))
    assert found["people"].sum() == 5
    assert found[found["frequency"] == "weekly"].set_index("group")["people"].to_dict() == {
        "0 to 6": 2, "7 and 8": 2, "9 and 10": 1,
    }  # fmt: skip
    bare = study(Dataset(activity_of(weekly), users[["user_id"]]))
    assert nps_by_frequency(bare, quiet_in(bare)) is None
