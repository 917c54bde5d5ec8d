"""Every metric says what its docstring says, on histories short enough to count by hand."""

import numpy as np
import pandas as pd
import pytest

from analysis.compare.measured import (
    Durations,
    Sources,
    Volumes,
    adopts,
    first_use,
    inactive_time,
    retained,
    retained_from,
    uses,
)
from analysis.compare.metrics import default_metrics, known_metrics, metric_of
from analysis.dataset import Dataset
from analysis.errors import OffbeatError, UnknownNameError
from analysis.features import features
from analysis.lifecycle import Inactive
from analysis.settings import Settings


def slow_inactive_time(days, *, silence_days, until):
    """First active day with none of the next `silence_days` days active, all of them in the data."""
    for day in days:
        if day + silence_days <= until and not any(day < other <= day + silence_days for other in days):
            return day - days[0], True
    follow_up = until - silence_days - days[0]
    return (follow_up if follow_up >= 0 else float("nan")), False


def test_inactive_time_by_hand(dataset_of):
    histories = [[0, 5, 40, 41], [0, 10, 20, 30], [0], [28], [0, 11, 22, 30], [2, 12, 35]]
    dataset = dataset_of(histories, until=41)
    found = inactive_time(dataset, Inactive(days=10))
    expected = [slow_inactive_time(own, silence_days=10, until=41) for own in histories]
    np.testing.assert_array_equal(found.days, [days for days, _ in expected])
    assert list(found.observed) == [seen for _, seen in expected]
    assert found.days[0] == 5
    assert list(found.observed) == [True, True, True, True, True, True]


@pytest.mark.parametrize("silence_days", [3, 10, 30])
def test_inactive_time_agrees_with_the_slow_way(dataset_of, silence_days):
    generator = np.random.default_rng(silence_days)
    histories = [sorted(generator.choice(90, size, replace=False).tolist()) for size in generator.integers(1, 30, 200)]
    found = inactive_time(dataset_of(histories, until=89), Inactive(days=silence_days))
    expected = [slow_inactive_time(own, silence_days=silence_days, until=89) for own in histories]
    np.testing.assert_array_equal(found.days, [days for days, _ in expected])
    np.testing.assert_array_equal(found.observed, [seen for _, seen in expected])
    assert np.isnan(found.days).any() == any(np.isnan(days) for days, _ in expected)


def test_retained_is_on_the_day_and_only_of_those_seen_long_enough(dataset_of):
    dataset = dataset_of([[0, 28], [0, 27], [0, 60], [40], [32, 60], [33, 60]], until=60)
    np.testing.assert_array_equal(retained(dataset, 28), [1, 0, 0, np.nan, 1, np.nan])
    # On an ignored date nobody counts, so nobody can be asked whether they came.
    ignored = dataset.with_activity(dataset.activity.without_days(np.array([60])))
    assert np.isnan(retained(ignored, 28)[3:]).all()


def test_retained_from_is_on_or_after_and_only_of_those_seen_long_enough(dataset_of):
    dataset = dataset_of([[0, 28], [0, 27], [0, 60], [40], [32, 60], [33, 60]], until=60)
    np.testing.assert_array_equal(retained_from(dataset, 28), [1, 0, 1, np.nan, 1, np.nan])


def test_first_use_is_censored_at_the_end(dataset_of):
    dataset = dataset_of([[0, 5], [3]], until=20)
    found = first_use(dataset, "open")
    assert (list(found.days), list(found.observed)) == ([0, 0], [True, True])
    never = first_use(dataset, "other")
    assert (list(never.days), list(never.observed)) == ([20, 17], [False, False])


def test_adopts_is_ever_and_uses_is_how_often(dataset_of):
    dataset = dataset_of([[0, 5], [3]], until=20)
    assert list(adopts(dataset, "open")) == [1, 1]
    assert list(adopts(dataset, "other")) == [0, 0]
    assert list(uses(dataset, "open")) == [2, 1]
    assert list(uses(dataset, "other")) == [0, 0]
    # The source's counts cannot be cut at an earlier day.
    earlier = dataset.with_activity(dataset.activity.until(4))
    np.testing.assert_array_equal(uses(earlier, "open"), [np.nan, 1])
    assert list(adopts(earlier, "open")) == [1, 1]


def test_every_known_metric_measures_one_value_a_user(dataset_of):
    attributes = {"plan": ["a", "b", None], "seats": [1.0, 2.0, 3.0]}
    dataset = dataset_of([[0, 5], [3], [2, 4, 9]], until=40, attributes=attributes, amounts=[1, 2, 3])
    sources = Sources(dataset, features(dataset), Settings())
    for name in known_metrics(dataset):
        metric = metric_of(name, dataset)
        measured = metric.measure(sources)
        assert metric.name == name
        parts = {Durations: ["days", "observed"], Volumes: ["total", "base"]}.get(type(measured))
        assert all(len(each) == 3 for each in ([getattr(measured, name) for name in parts] if parts else [measured]))
    assert list(metric_of("amount_per_active_day", dataset).measure(sources)) == [0.5, 2.0, 1.0]
    presence = metric_of("volume:active_days", dataset).measure(sources)
    assert (list(presence.total), list(presence.base)) == ([2, 1, 3], [41, 38, 39])


def test_absent_metrics_are_told(dataset_of):
    dataset = dataset_of([[0, 5], [3]], until=40)
    names, notes = default_metrics(dataset)
    assert names == ["active_days", "inactive_time", "features_used", "retained:28"]
    assert len(notes) == 1
    assert "amount" in notes[0]
    with pytest.raises(OffbeatError, match="amount") as error:
        metric_of("amount", dataset)
    assert "--map amount=COLUMN" in error.value.hint


def test_revenue_needs_subscriptions_of_those_counted(dataset_of):
    activity = dataset_of([[0, 5], [3]], until=40)
    row = {"end_day": pd.array([pd.NA], "Int32"), "mrr_cents": 900}

    def paying(who, start_day=0):
        table = pd.DataFrame({"user_id": [who], "start_day": [start_day], **row})
        return Dataset(activity.activity, activity.users, table)

    assert "mrr" in known_metrics(paying("u00001"))
    assert "mrr" not in known_metrics(paying("account"))
    assert "mrr" not in known_metrics(activity)
    with pytest.raises(OffbeatError, match="mrr") as error:
        metric_of("mrr", paying("account"))
    assert "--accounts" in error.value.hint
    for dataset in (paying("u00001"), paying("account"), paying("u00001", 40), paying("u00001", 41)):
        assert ("mrr" in known_metrics(dataset)) == features(dataset)["mrr"].notna().any()


@pytest.mark.parametrize(
    "name",
    [
        "nope",
        "retained:x",
        "retained:0",
        "retained:-3",
        "attr:nope",
        "uses:nope",
        "first_use:",
        "adopts:nope",
        "retained",
        "retained_from:0",
        "retained_from:99999999999",
        "volume:nope",
        "volume",
    ],
)
def test_wrong_names_are_told(dataset_of, name):
    with pytest.raises(UnknownNameError, match="metric"):
        metric_of(name, dataset_of([[0, 5], [3]], until=40))
