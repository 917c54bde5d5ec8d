"""Shared-date batches: found where they are planted among sparse users, never in what week or month bring back."""

from calendar import monthrange

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.activity import Activity, to_date, weekday_of
from analysis.batches import COLUMNS, Batches, batch_dates, daily_crowds
from analysis.synthetic.planted import FIRST_DAY, activity_of, mixed_activity

HISTORIES = st.lists(st.sets(st.integers(0, 120), min_size=1, max_size=30), min_size=1, max_size=12)


def small(histories: list[set[int]]) -> Activity:
    days = [FIRST_DAY + np.array(sorted(own)) for own in histories]
    return activity_of(days, observed=(FIRST_DAY, FIRST_DAY + 120))


def crowd(chance: np.ndarray, *, users: int, seed: int) -> Activity:
    """Users who come on day i with probability `chance[i]`, each on their own."""
    rng = np.random.default_rng(seed)
    days = [FIRST_DAY + np.flatnonzero(rng.random(len(chance)) < chance) for _ in range(users)]
    return activity_of([own for own in days if len(own)], observed=(FIRST_DAY, FIRST_DAY + len(chance) - 1))


def with_batches(base: float, *, attendance: float, batches: int, seed: int) -> tuple[Activity, list[int]]:
    """A crowd with a constant rate, of which a share comes on some random dates; the dates in order."""
    dates = np.sort(np.random.default_rng(seed).choice(365, batches, replace=False))
    chance = np.full(365, base)
    chance[dates] += (1 - base) * attendance
    return crowd(chance, users=500, seed=seed), (dates + FIRST_DAY).tolist()


def found_in(activity: Activity) -> list[int]:
    return batch_dates(daily_crowds(activity))["day"].tolist()


def plain_crowds(activity: Activity) -> list[tuple[float, float, float]]:
    """Users, expected and share of alive of each date, by the definition, one date at a time."""
    dates = range(activity.observed_from, activity.observed_to + 1)
    own = [set(activity.days_of(row).tolist()) for row in range(activity.users)]
    users = {day: sum(day in days for days in own) for day in dates}
    when = {day: to_date(day) for day in dates}

    from_end = {day: monthrange(when[day].year, when[day].month)[1] - when[day].day for day in dates}
    kinds = (
        (dict.fromkeys(dates), 14, 7),
        ({day: when[day].weekday() for day in dates}, 4, 2),
        ({day: when[day].day for day in dates}, 6, 2),
        (from_end, 6, 2),
    )
    out = []
    for day in dates:
        medians = []
        for kind, each_side, least in kinds:
            alike = [other for other in dates if kind[other] == kind[day]]
            place = alike.index(day)
            around = alike[max(0, place - each_side) : place] + alike[place + 1 : place + 1 + each_side]
            if len(around) >= least:
                medians.append(np.median([users[other] for other in around]))
        alive = sum(min(days) <= day <= max(days) for days in own)
        out.append((users[day], max(medians, default=np.nan), users[day] / alive if alive else np.nan))
    return out


@settings(max_examples=25)
@given(HISTORIES)
def test_crowds_equal_the_definition(histories):
    activity = small(histories)
    crowds = daily_crowds(activity)
    assert tuple(crowds.columns) == COLUMNS
    expected = np.array(plain_crowds(activity))
    np.testing.assert_array_equal(crowds[["users", "expected", "share_of_alive"]].to_numpy(), expected)
    np.testing.assert_array_equal(crowds["excess"], crowds["users"] - crowds["expected"])


@pytest.mark.parametrize("base", [0.01, 0.04, 0.1])
@pytest.mark.parametrize(("attendance", "batches"), [(0.3, 4), (0.45, 8), (0.6, 12)])
def test_planted_dates_are_found_and_no_other_where_users_are_sparse(base, attendance, batches):
    activity, dates = with_batches(base, attendance=attendance, batches=batches, seed=batches)
    assert found_in(activity) == dates


def test_a_dense_base_hides_them():
    activity, _ = with_batches(0.4, attendance=0.6, batches=8, seed=1)
    assert found_in(activity) == []


def test_the_samples_hold_none(saas, shop):
    assert found_in(saas.activity) == []
    assert found_in(shop.activity) == []


@pytest.mark.parametrize("peak", [{0}, {1, 3}, {5, 6}, {0, 1, 2, 3, 4}])
def test_a_peak_of_every_week_is_no_batch(peak):
    weekday = weekday_of(FIRST_DAY + np.arange(200))
    assert found_in(crowd(np.where(np.isin(weekday, list(peak)), 0.6, 0.01), users=300, seed=2)) == []


@pytest.mark.parametrize("kind", ["day_5", "month_end", "weekend", "tuesday", "random", "every_10_days"])
def test_a_crowd_of_one_pattern_is_no_batch_in_a_year(kind):
    assert found_in(mixed_activity({kind: 300}, 4)[0]) == []


@pytest.mark.parametrize(("days", "quiet_from"), [(75, 30), (200, 100)])  # in 75 days no month helps
def test_the_first_day_after_a_quiet_season_is_no_batch(days, quiet_from):
    chance = np.where(weekday_of(FIRST_DAY + np.arange(days)) < 5, 0.5, 0.02)
    chance[quiet_from : quiet_from + 16] = 0
    assert found_in(crowd(chance, users=300, seed=3)) == []


def test_a_few_people_on_an_empty_date_are_no_batch():
    apart = [{5 * k} for k in range(20)]
    assert found_in(small([*apart, *[{52, 97}] * 8])) == []
    assert found_in(small([*apart, *[{52, 97}] * 9])) == [FIRST_DAY + 52, FIRST_DAY + 97]


def test_the_unit_is_the_user():
    activity, dates = with_batches(0.04, attendance=0.4, batches=4, seed=5)
    arrays = {name: getattr(activity, name) for name in activity.__dataclass_fields__}
    busy = Activity(**{**arrays, "events": np.where(activity.day % 50 == 0, 900, 1).astype(np.uint32)})
    assert found_in(busy) == dates


@settings(max_examples=40)
@given(HISTORIES, st.floats(1, 6), st.floats(0, 6), st.floats(0, 0.5))
def test_tighter_thresholds_never_add_a_date(histories, ratio, spreads, share):
    crowds = daily_crowds(small(histories))
    loose = Batches(min_ratio=1, min_spreads=0, min_alive_share=0)
    tight = Batches(min_ratio=ratio, min_spreads=spreads, min_alive_share=share)
    assert set(batch_dates(crowds, tight)["day"]) <= set(batch_dates(crowds, loose)["day"])


@settings(max_examples=25)
@given(HISTORIES)
def test_people_of_another_order_share_the_same_dates(histories):
    assert daily_crowds(small(histories)).equals(daily_crowds(small(histories[::-1])))


def test_ignored_dates_are_gone_and_count_for_no_other():
    activity, dates = with_batches(0.04, attendance=0.5, batches=6, seed=7)
    left = activity.without_days(np.array(dates[:3]))
    assert found_in(left) == dates[3:]
    crowds = daily_crowds(left).set_index("day")
    assert crowds.loc[dates[:3], ["users", "excess", "share_of_alive"]].isna().all(axis=None)
    assert crowds["users"].isna().sum() == 3
    every_tenth = np.arange(FIRST_DAY, FIRST_DAY + 365, 10)
    quiet = activity.without_days(np.setdiff1d(every_tenth, dates))
    assert found_in(quiet) == dates


def test_a_short_history_has_no_usual_number():
    activity = activity_of([FIRST_DAY + np.arange(3)] * 20)
    crowds = daily_crowds(activity)
    assert crowds["expected"].isna().all()
    assert batch_dates(crowds).empty


def test_nobody_is_no_batch():
    nobody = small([{1}]).of_users(np.zeros(1, bool))
    crowds = daily_crowds(nobody)
    assert (crowds["users"] == 0).all()
    assert crowds["share_of_alive"].isna().all()
    assert batch_dates(crowds).empty


def test_a_sprint_of_real_people_is_found(real_data):
    from analysis.ingest import read

    # ten of pytest's authors on the last Saturday of their sprint in June 2016, where one a day is usual
    found = batch_dates(daily_crowds(read([real_data / "pytest_commits.csv.gz"])[0].activity))
    assert [(to_date(row.day).isoformat(), row.users) for row in found.itertuples()] == [("2016-06-25", 10)]
    assert batch_dates(daily_crowds(read([real_data / "numpy_commits.csv.gz"])[0].activity)).empty
