"""Every own segment's moves between two days at once: set differences, the data of a day scored once."""

import sys

import numpy as np
import pytest

from analysis.movement.own_moves import own_moves
from analysis.movement.then import then
from analysis.segments import OwnSegment
from analysis.study import Filters, study
from analysis.views.own_moves import own_moves_of

OWN = (
    OwnSegment("Heavy", "active_days >= 20"),
    OwnSegment("New here", "tenure_days < 40"),
    OwnSegment("Both", "Heavy and active_days < 30"),
)


@pytest.fixture(scope="module")
def crowd(dataset_of):
    rng = np.random.default_rng(6)
    days = [20_000 + np.unique(rng.integers(start, 200, 40)) for start in rng.integers(0, 190, 80)]
    return study(dataset_of(days, until=20_200), Filters(segments=OWN, who="active_days > 2"))


def inside(crowd, name, day):
    return crowd.chosen & (then(crowd, "segment", day, segment=name).codes == 0)


def test_moves_are_set_differences(crowd):
    found = own_moves(crowd, 20_120, 20_200)
    assert found["name"].tolist() == [each.name for each in OWN]
    for row in found.itertuples():
        was, now = (inside(crowd, row.name, day) for day in (20_120, 20_200))
        counts = (was.sum(), now.sum(), (now & ~was).sum(), (was & ~now).sum())
        assert (row.before, row.now, row.entered, row.left) == counts
    assert (found[["entered", "left"]].sum() > 5).all()


def test_the_data_of_a_day_are_scored_once(crowd, monkeypatch):
    days = []
    scored = sys.modules["analysis.movement.then"]
    prepared_on = scored._prepared_on
    monkeypatch.setattr(scored, "_prepared_on", lambda study, day: days.append(day) or prepared_on(study, day))
    own_moves(crowd, 20_101, 20_150)
    assert days == [20_101, 20_150]


def test_before_anybody_came_nobody_is_in_one(crowd):
    first = own_moves(crowd, 19_000, 20_200)
    assert first["before"].tolist() == [0, 0, 0]
    assert (first["entered"] == first["now"]).all()


def test_what_the_data_did_not_hold_by_a_day_is_missing(saas):
    """Nobody had used a thing by the first days: sizes then are not known, nor who entered since."""
    firsts = saas.activity.uses.groupby("event", observed=True)["first_day"].min()
    event, day = firsts.idxmax(), int(firsts.max())
    assert day > saas.activity.observed_from
    now = study(saas, Filters(segments=(OwnSegment("Uses it", f"uses.{event} > 0"),)))
    row = own_moves(now, day - 1, saas.activity.observed_to).iloc[0]
    assert row.isna().tolist() == [False, True, False, True, True]


def test_the_view_names_the_days_and_says_where_none_is_saved(crowd, dataset_of):
    shown = own_moves_of(crowd, "2025-01-31", "2024-12-31")
    assert shown.table.columns.tolist() == ["Your segment", "On 31 Dec 2024", "On 31 Jan 2025", "Entered", "Left"]
    empty = own_moves_of(study(dataset_of([[1, 2, 3]], until=5)), "1970-01-02", "1970-01-03")
    assert empty.table is None
