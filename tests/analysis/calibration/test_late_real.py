"""Piles held against who came back: what is counted, which bounds bind, and that real data keep them."""

import numpy as np
import pytest

from analysis.activity import to_date
from analysis.at_risk.late import late
from analysis.at_risk.piles import GONE
from analysis.calibration.late_real import AsOf, Came, as_of_days, came_back_as_of, real_section, worst_tenth
from analysis.ingest import read
from analysis.study import Filters, study


def test_a_pile_is_held_to_its_bound_only_where_it_holds_enough_people():
    assert Came(99, 99, 0.3, at_least=False).holds
    assert not Came(100, 31, 0.3, at_least=False).holds
    assert Came(100, 80, 0.8, at_least=True).holds
    assert not Came(100, 79, 0.8, at_least=True).holds
    assert Came(500, 0, float("nan"), at_least=True).holds


def test_the_worst_tenth_is_of_those_with_enough_people():
    chance = np.concatenate([np.full(100, 0.15), np.full(99, 0.95), np.full(200, 0.55)])
    back = np.concatenate([np.arange(100) < 20, np.zeros(99, bool), np.arange(200) < 50])
    assert worst_tenth(chance, back) == pytest.approx(0.3)
    assert np.isnan(worst_tenth(chance[:50], back[:50]))


def test_a_missed_bound_is_seen():
    nobody = (Came(0, 0, 0.8, at_least=True),) * 2
    rows = [
        AsOf("mine.csv", 20000, 30, (*nobody, Came(people, people // 2, 0.3, at_least=False)), apart)
        for people, apart in ((200, 0.02), (90, float("nan")))
    ]
    assert "| mine.csv | 4 Oct 2024 | 30 | – | – | .5 of 200 | .02 | **no** |" in real_section(rows)
    assert "| mine.csv | 4 Oct 2024 | 30 | – | – | .5 of 90 | – | – |" in real_section(rows)


def test_nothing_later_than_the_day_is_known_and_all_of_the_rest_is_counted(shop):
    day = as_of_days(shop)[-1]
    found = came_back_as_of(shop, day)
    then = late(study(shop, Filters(as_of=to_date(day))))
    gone = found.piles[2]
    assert 0 < gone.people <= (then.pile == GONE).sum()
    later = shop.activity.last_day[shop.activity.first_day <= day] > day
    assert gone.came_back <= (later & (then.pile == GONE)).sum()


@pytest.mark.parametrize("name", ["cdnow_transactions", "numpy_commits"])
def test_piles_of_real_people_keep_their_bounds(real_data, name):
    dataset = read(real_data / f"{name}.csv.gz")[0]
    found = came_back_as_of(dataset, as_of_days(dataset)[-2])
    assert found.piles[2].people >= 100
    assert found.holds
