"""The past replayed: labels at the end of an earlier day are those of the data narrowed to that day."""

from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow.compute as pc
import pytest

from analysis.activity import to_date, to_day
from analysis.counted_days import silence_days
from analysis.lifecycle import STATES, state_of_users
from analysis.movement import KINDS, NOT_YET, moments, sizes_on, then, transitions
from analysis.movement.silences import silences
from analysis.movement.then import names_of
from analysis.movement.transitions import movers
from analysis.segments.own import OwnSegment
from analysis.segments.spacing import Spacing
from analysis.settings import Settings
from analysis.study import Filters, study, tune

OWN = OwnSegment("Heavy", "active_days >= 40 or weekday:Tue")
PAST = (date(2024, 9, 1), date(2025, 6, 30), date(2026, 5, 31))


def labels_of(narrowed, kind: str) -> np.ndarray:
    """The labels of a study by the calls every page makes, as names."""
    if kind == "frequency":
        codes = narrowed.settings.frequency.classify(Spacing.of(narrowed.activity))
    elif kind == "rhythm":
        codes = narrowed.segmentation.rhythm
    elif kind == "lifecycle":
        codes = np.where((state := state_of_users(narrowed.activity)) < 0, len(STATES), state)
    else:
        codes = (~narrowed.members("Heavy")).astype(int)
    return np.array(names_of(narrowed, kind, segment="Heavy"), object)[codes]


@pytest.mark.parametrize("filters", [
    Filters(segments=(OWN,)),
    Filters(segments=(OWN,), unit="accounts", ignored_days=(to_day(date(2025, 3, 4)), to_day(date(2026, 6, 9)))),
], ids=["people", "accounts and a date left out"])  # fmt: skip
@pytest.mark.parametrize("settings", [
    Settings(), Settings().replace_knob("evidence.distinctive", 1).replace_knob("frequency.weekly_max_days", 8),
], ids=["defaults", "distinctive"])  # fmt: skip
def test_narrowing_the_data_to_that_day_gives_the_same_labels(saas, filters, settings):
    now = study(saas, filters, settings)
    for when in PAST:
        narrowed = study(saas, replace(filters, as_of=when), settings)
        rows = pc.index_in(narrowed.activity.user_ids, value_set=now.activity.user_ids).to_numpy()
        for kind in KINDS:
            past = then(now, kind, to_day(when), segment="Heavy")
            assert np.array_equal(np.array(past.names, object)[past.codes[rows]], labels_of(narrowed, kind)), kind
            assert (np.delete(past.codes, rows) == -1).all()


def test_days_after_are_not_looked_at(dataset_of):
    """Two data sets alike up to a day and different after it: the same labels on that day, in every kind."""
    rng = np.random.default_rng(4)
    past = [np.unique(rng.choice(200, rng.integers(1, 60))) for _ in range(200)]
    one, other = (
        study(dataset_of([[*own, *(200 + np.unique(rng.integers(0, 90, 9)))] for own in past], until=290),
              Filters(segments=(OWN,)))
        for _ in range(2)
    )  # fmt: skip
    for kind in KINDS:
        codes = [then(each, kind, 199, segment="Heavy").codes for each in (one, other)]
        np.testing.assert_array_equal(*codes)
        assert (then(one, kind, 290, segment="Heavy").codes != codes[0]).any()


def test_the_last_day_is_now(saas_study):
    now = saas_study.activity.observed_to
    np.testing.assert_array_equal(then(saas_study, "rhythm", now).codes, saas_study.segmentation.rhythm)
    sizes = sizes_on(saas_study, "rhythm", [now]).set_index("name")["users"]
    assert sizes["too_few"] == saas_study.members("too_few").sum()
    assert sizes.sum() == saas_study.activity.users


def test_thresholds_moved_label_the_past_anew(saas_study):
    day = saas_study.activity.observed_to - 100
    moved = tune(saas_study.prepared, None, saas_study.settings.replace_knob("frequency.daily_max_days", 1.0))
    before, after = then(saas_study, "frequency", day).codes.copy(), then(moved, "frequency", day).codes
    assert (before != after).any()
    np.testing.assert_array_equal(then(saas_study, "frequency", day).codes, before)


def test_sizes_and_transitions_add_up(saas_study):
    now = saas_study.activity.observed_to
    for kind in ("frequency", "rhythm", "lifecycle"):
        before, after = then(saas_study, kind, now - 60), then(saas_study, kind, now)
        table = transitions(before, after, among=saas_study.chosen)
        sizes = sizes_on(saas_study, kind, [now - 60, now]).pivot(index="name", columns="day", values="users")
        went, came = table.groupby("from")["users"].sum(), table.groupby("to")["users"].sum()
        assert went.drop(NOT_YET, errors="ignore").to_dict() == {k: v for k, v in sizes[now - 60].items() if v}
        assert came.to_dict() == {k: v for k, v in sizes[now].items() if v}
        assert table.groupby("from")["share"].sum().to_numpy() == pytest.approx(1)
        row = table.iloc[0]
        found = movers(before, after, row["from"], row["to"], among=saas_study.chosen)
        assert len(found) == row["users"]


def test_transitions_by_hand(dataset_of):
    """One weekly user turns daily, one stays weekly, one is new, one leaves the filter out."""
    weekly = list(range(0, 70, 7))
    histories = [[*weekly, *range(70, 110)], [*weekly, *range(70, 110, 7)], [100, 101, 102], weekly]
    now = study(dataset_of(histories, until=109))
    before, after = (then(now, "frequency", day) for day in (69, 109))
    among = np.array([True, True, True, False])
    table = transitions(before, after, among=among)
    assert table.to_dict("records") == [
        {"from": "frequency:weekly", "to": "frequency:daily", "users": 1, "share": 0.5},
        {"from": "frequency:weekly", "to": "frequency:weekly", "users": 1, "share": 0.5},
        {"from": NOT_YET, "to": "frequency:daily", "users": 1, "share": 1.0},
    ]
    assert movers(before, after, NOT_YET, "frequency:daily", among=among).tolist() == [2]
    told = silences(now, 69, 109)
    assert [np.flatnonzero(each).tolist() for each in (told.came, told.went_silent, told.came_back)] == [[2], [3], []]
    assert np.flatnonzero(silences(now, 69, 99).went_silent).tolist() == [3]  # last seen on day 63: 36 days


def test_moments_are_ends_of_whole_weeks_and_months(dataset_of):
    monday = to_day(date(2026, 1, 5))
    activity = dataset_of([[monday + 2, monday + 30]], until=monday + 30).activity
    weeks = moments(activity, "week")
    assert [to_date(each.day) for each in weeks[:2]] == [date(2026, 1, 11), date(2026, 1, 18)]
    assert (weeks[-1].day, weeks[-1].is_whole) == (monday + 30, False)
    assert [to_date(each.start) for each in moments(activity, "month")] == [date(2026, 1, 1), date(2026, 2, 1)]


def test_before_anybody_came_nobody_has_a_label(dataset_of):
    now = study(dataset_of([[50, 60, 70]], until=80), Filters(segments=(OWN,)))
    for kind in KINDS:
        assert (then(now, kind, 10, segment="Heavy").codes == -1).all()


def test_value_events_decide_who_was_quiet(saas):
    """Studies over the same scores share what they keep: it must not be handed on to other value events."""
    plain = study(saas)
    day = plain.activity.observed_to - 60
    before = then(plain, "segment", day, segment="passive").codes
    filters = Filters(value_events=("buy_credits",))
    after = then(tune(plain.prepared, filters), "segment", day, segment="passive").codes
    assert np.array_equal(after, then(study(saas, filters), "segment", day, segment="passive").codes)
    assert not np.array_equal(after, before)


def test_dates_left_out_are_no_days_of_silence(dataset_of):
    """As in Late: silent for 30 days, of which two are left out, is silent for 28."""
    data = dataset_of([[20_000, 20_070], [20_000], [20_100]], until=20_100)
    end, ignored = 20_100, (20_080, 20_090)
    for filters in (Filters(), Filters(ignored_days=ignored)):
        now = study(data, filters)
        expected = silence_days(now.activity) >= now.settings.inactive.days
        assert np.array_equal(silences(now, 20_071, end).went_silent, expected & [True, False, True])
        assert expected.tolist() == [not filters.ignored_days, True, False]
