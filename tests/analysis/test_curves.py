"""The table of the live cut equals the library at every step; its kernels equal plain numpy."""

import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.activity import Activity
from analysis.curves import cut_table, sizes, step_of, thresholds_of
from analysis.errors import OffbeatError
from analysis.kernels.curves import last_step, pair_counts
from analysis.knobs import Knob, Tunable, knob


class Cuts(Tunable):
    slug = "cuts"
    title = "Cuts"
    share: float = knob(0.6, "Share", "", bounds=(0, 1), span=(0.3, 1), step=0.01, unit="share", tightens="up")
    coarse: float = knob(0.6, "Coarse", "", bounds=(0, 1), span=(0.3, 1), step=0.05, unit="share", tightens="up")
    least: int = knob(6, "Least", "", bounds=(1, 3650), span=(2, 60), step=1, unit="days", tightens="up")
    most: int = knob(30, "Most", "", bounds=(2, 3650), span=(7, 90), step=1, unit="days", tightens="down")
    most_share: float = knob(0.2, "Most", "", bounds=(0, 1), span=(0.1, 0.6), step=0.1, unit="share", tightens="down")
    neither: float = knob(1.0, "Neither", "", bounds=(0, 2), step=0.1)


def activity_of(days: list[list[int]], hours: list[list[int]] | None = None) -> Activity:
    counts = [len(each) for each in days]
    day = np.array([d for each in days for d in each], np.int32)
    flat = [h for each in hours for h in each] if hours else [0] * len(day)
    return Activity(
        user_ids=pa.array([f"u{i:03d}" for i in range(len(days))], pa.string()),
        offsets=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        day=day,
        events=np.ones(len(day), np.uint32),
        hours=np.array(flat, np.uint32),
        event_bits=np.ones(len(day), np.uint64),
        amount=None,
        event_names=("visit",),
        uses=pd.DataFrame({"user": [], "event": [], "days": [], "count": [], "first_day": [], "last_day": []}),
        observed_from=int(day.min()),
        observed_to=int(day.max()),
    )


def kept(values: np.ndarray, threshold: float, knob: Knob) -> np.ndarray:
    return values >= threshold - 1e-9 if knob.tightens == "up" else values <= threshold + 1e-9


MONOTONE = [each for each in Cuts.knobs() if each.tightens]
fractions = st.tuples(st.integers(0, 60), st.integers(1, 60)).map(lambda pair: min(pair) / max(pair))
numbers = st.one_of(fractions, st.integers(0, 120).map(float), st.floats(-5, 200), st.just(float("nan")))


@pytest.mark.parametrize("knob", MONOTONE, ids=lambda knob: knob.name)
@settings(deadline=None)  # the first call compiles
@given(values=st.lists(numbers, max_size=40), seed=st.integers(0, 9))
def test_size_at_every_step_is_the_segments_size(knob, values, seed):
    values = np.array(values, np.float64)
    candidates = np.random.default_rng(seed).random(len(values)) < 0.7
    table = cut_table(values, knob, candidates=candidates)
    for row in sizes(table).itertuples():
        assert row.users == np.count_nonzero(kept(values, row.threshold, knob) & candidates)
    assert table["off"] + sum(table["hist"]) == np.count_nonzero(candidates & ~np.isnan(values)) + np.count_nonzero(
        candidates & np.isnan(values)
    )


@pytest.mark.parametrize("knob", MONOTONE, ids=lambda knob: knob.name)
@settings(deadline=None)  # the first call compiles
@given(values=st.lists(fractions, max_size=40))
def test_single_precision_scores_are_compared_as_numpy_does(knob, values):
    values = np.array(values, np.float32)
    step, thresholds = step_of(values, thresholds_of(knob), tightens=knob.tightens), thresholds_of(knob).tolist()
    for i, threshold in enumerate(thresholds):
        if knob.tightens == "up":
            assert np.array_equal(step >= i, values >= threshold)
        else:
            assert np.array_equal((step >= 0) & (step <= i), values <= threshold)


@settings(deadline=None)  # the first call compiles
@given(values=st.lists(numbers, max_size=60), low=st.integers(-3, 3), steps=st.integers(1, 130))
def test_last_step_equals_searchsorted(values, low, steps):
    values, thresholds = np.array(values, np.float64), low + 0.05 * np.arange(steps)
    want = np.searchsorted(thresholds, values, side="right") - 1
    want[np.isnan(values)] = -1
    assert np.array_equal(last_step(values, thresholds), want)


@pytest.mark.parametrize("knob", MONOTONE, ids=lambda knob: knob.name)
def test_the_slider_of_the_panel_lies_on_the_axis(knob):
    thresholds = thresholds_of(knob)
    table = cut_table(np.zeros(3), knob)
    assert thresholds[table["from"]] == pytest.approx(knob.span[0])
    assert thresholds[table["to"]] == pytest.approx(knob.span[1])
    assert knob.bounds[0] <= thresholds[0]
    assert thresholds[-1] <= knob.bounds[1]


def test_hours_and_weekdays_add_up_per_step():
    rng = np.random.default_rng(3)
    days = [sorted(rng.choice(np.arange(20_000, 20_200), size=rng.integers(1, 40), replace=False)) for _ in range(50)]
    hours = [rng.integers(1, 2**24, len(each)).tolist() for each in days]
    activity, values = activity_of(days, hours), rng.random(50)
    candidates = rng.random(50) < 0.8
    table = cut_table(values, Cuts.knob("share"), candidates=candidates, activity=activity)
    cells, side = np.array(table["cells"]), np.array(table["side"])
    for i in (0, 30, 77, 100):
        inside = (candidates & (values >= i / 100 - 1e-9))[activity.user]
        weekday = (activity.day[inside] + 3) % 7
        assert np.array_equal(side[i:].sum(axis=0), np.bincount(weekday, minlength=7))
        for hour in (0, 11, 23):
            here = weekday[(activity.hours[inside] >> np.uint32(hour)) & 1 == 1]
            assert np.array_equal(cells[i:].sum(axis=0)[hour::24], np.bincount(here, minlength=7))
    assert sum(table["side_all"]) == activity.user_days


def test_dates_without_hours_give_no_map_but_weekdays():
    table = cut_table(np.array([0.5]), Cuts.knob("share"), activity=activity_of([[20_000, 20_001]]))
    assert table["cells"] == []
    assert sum(map(sum, table["side"])) == 2


def test_the_content_id_names_the_content():
    values = np.random.default_rng(1).random(500)
    one, same = (cut_table(values, Cuts.knob("share")) for _ in range(2))
    assert one == same
    values[0] = 1 - values[0]
    assert cut_table(values, Cuts.knob("share"))["table"] != one["table"]
    json.dumps(one, allow_nan=False)


def test_a_threshold_without_direction_is_refused():
    with pytest.raises(OffbeatError, match="ordinary slider"):
        cut_table(np.zeros(3), Cuts.knob("neither"))


def test_nobody_gives_zeros():
    table = cut_table(np.zeros(0), Cuts.knob("share"))
    assert sizes(table)["users"].sum() == 0
    assert sizes(table)["share"].isna().all()


@settings(deadline=None)  # the first call compiles
@given(st.lists(st.sets(st.integers(0, 90), min_size=1, max_size=25), min_size=1, max_size=6))
def test_pairs_equal_the_autocorrelation(people):
    activity = activity_of([sorted(each) for each in people])
    want = np.zeros(91)
    for days in people:
        series = np.isin(np.arange(91), list(days)).astype(float)
        want += np.correlate(series, series, "full")[90:] / len(days)
    rows = np.arange(len(people))
    assert pair_counts(activity.offsets, activity.day, rows, 90) == pytest.approx(want)
