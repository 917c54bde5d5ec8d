"""Features: the kernel equals plain numpy, and the definitions are those of the docstring."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.activity import Activity
from analysis.dataset import Dataset
from analysis.features import FEATURE_NAMES, features
from analysis.kernels.features import COLUMNS, REGULARITY_CAP, day_features

HISTORIES = st.lists(
    st.dictionaries(st.integers(0, 400), st.integers(0, 2**24 - 1), min_size=1, max_size=20), min_size=1, max_size=6
)


def numpy_twin(day: np.ndarray, hours: np.ndarray) -> dict[str, float]:
    """The figures of one user, the plain way."""
    figures = dict.fromkeys(COLUMNS, np.nan)
    gaps = np.diff(day).astype(float)
    if len(gaps):
        figures |= {"gap_mean_days": gaps.mean(), "gap_median_days": np.median(gaps)}
    if len(gaps) > 1:
        figures["gap_cv"] = gaps.std(ddof=1) / gaps.mean()
        s = np.log(gaps.mean()) - np.log(gaps).mean()
        if np.ptp(gaps) == 0:
            figures["regularity_k"] = REGULARITY_CAP
        else:
            figures["regularity_k"] = min((3 - s + np.sqrt((s - 3) ** 2 + 24 * s)) / (12 * s), REGULARITY_CAP)
    weekday = (day + 3) % 7
    figures["weekday_share"] = max(np.mean(weekday == each) for each in range(7))
    figures["weekend_share"] = np.mean(weekday >= 5)
    active = (hours[:, None] >> np.arange(24, dtype=np.uint32)) & 1
    if active.any():
        figures["top_hour_share"] = active.mean(axis=0).max()
        figures["active_hours"] = active.sum() / len(day)
    return figures


@settings(deadline=None)  # the first call may compile the kernel
@given(HISTORIES)
def test_kernel_equals_its_numpy_twin(histories):
    days = [np.array(sorted(own), np.int32) for own in histories]
    hours = [np.array([own[day] for day in sorted(own)], np.uint32) for own in histories]
    offsets = np.concatenate(([0], np.cumsum([len(own) for own in days]))).astype(np.int64)
    table = day_features(offsets, np.concatenate(days), np.concatenate(hours))
    expected = pd.DataFrame([numpy_twin(*own) for own in zip(days, hours, strict=True)])
    for name, column in zip(COLUMNS, table, strict=True):
        np.testing.assert_allclose(column, expected[name], rtol=1e-6, err_msg=name)


def small(subscriptions: pd.DataFrame | None = None, *, amount: bool = True, event_names=("a", "b")) -> Dataset:
    """Users x (days 10, 20, 30) and y (day 25); the data end on day 31."""
    uses = pd.DataFrame({"user": np.array([0, 0, 1], np.int32), "event": ["a", "b", "a"]})
    activity = Activity(
        pa.array(["x", "y"]), np.array([0, 3, 4]), np.array([10, 20, 30, 25], np.int32),
        np.array([2, 1, 1, 7], np.uint32), np.array([3, 1, 1, 0], np.uint32), np.ones(4, np.uint64),
        np.array([1.5, 2, 0, 4]) if amount else None, event_names, uses if event_names else uses[:0], 5, 31,
    )  # fmt: skip
    return Dataset(activity, pd.DataFrame({"user_id": ["x", "y"]}), subscriptions)


def test_definitions_by_hand():
    table = features(small())
    assert list(table.columns) == [name for name in FEATURE_NAMES if name != "mrr"]
    assert list(table["active_days"]) == [3, 1]
    assert list(table["events"]) == [4, 7]
    assert list(table["amount"]) == [3.5, 4]
    assert list(table["tenure_days"]) == [21, 6]
    assert list(table["days_since_last"]) == [1, 6]
    assert list(table["features_used"]) == [2, 1]
    one = table.iloc[0]
    assert (one["gap_mean_days"], one["gap_median_days"], one["gap_cv"]) == (10, 10, 0)
    assert one["regularity_k"] == REGULARITY_CAP
    assert (one["top_hour_share"], one["active_hours"]) == (1, pytest.approx(4 / 3))
    assert table.iloc[1][["gap_mean_days", "gap_cv", "top_hour_share", "active_hours"]].isna().all()


def test_what_the_data_do_not_hold_is_missing():
    table = features(small(amount=False, event_names=()))
    assert table["amount"].isna().all()
    assert table["features_used"].isna().all()


def test_monthly_revenue_is_of_what_runs_now():
    subscriptions = pd.DataFrame(
        {
            "user_id": ["x", "x", "x", "other"],
            "start_day": [0, 10, 31, 0],
            "end_day": pd.array([20, None, 40, None], "Int64"),
            "mrr_cents": [9900, 2500, 100, 5000],
        }
    )
    assert list(features(small(subscriptions))["mrr"].fillna(-1)) == [26, -1]
    ended = subscriptions.assign(end_day=31)
    assert features(small(ended[:1]))["mrr"][0] == 0
    later = subscriptions.assign(start_day=32, end_day=pd.array([None] * 4, "Int64"))
    assert features(small(later))["mrr"].isna().all()
    later = subscriptions.assign(start_day=32, end_day=pd.array([None] * 4, "Int64"))
    assert features(small(later))["mrr"].isna().all()


def days_of_the_sample(folder) -> pd.DataFrame:
    """user_id, day of the 2,357 CDNOW customers everyone fits models on: a tenth of the whole file, in its order.

    The published sample names no ids. Its (repeats, recency, time) to 1997-09-30 are matched to customers of the whole
    file; of several customers alike the one nearest to the row's place is taken.
    """
    rows = pd.read_csv(folder / "cdnow_transactions.csv.gz", dtype={"user_id": "str"}, parse_dates=["timestamp"])
    rows["day"] = rows["timestamp"].to_numpy().astype("datetime64[D]").astype(np.int64)
    rows = rows[["user_id", "day"]].drop_duplicates().sort_values(["user_id", "day"])
    end = np.datetime64("1997-09-30").astype(np.int64)
    seen = rows[rows["day"] <= end].groupby("user_id")["day"].agg(["min", "max", "count"])
    weeks = {"frequency": seen["count"] - 1, "recency": (seen["max"] - seen["min"]) / 7, "T": (end - seen["min"]) / 7}
    alike: dict[tuple, list[str]] = {}
    for user, key in zip(seen.index, pd.DataFrame(weeks).round(2).itertuples(index=False), strict=True):
        alike.setdefault(tuple(key), []).append(user)
    sample = pd.read_csv(folder / "cdnow_customers_summary.csv")[["frequency", "recency", "T"]].round(2)
    found = [alike[tuple(key)] for key in sample.itertuples(index=False)]
    sure = [(row, int(users[0])) for row, users in enumerate(found) if len(users) == 1]
    place = np.interp(np.arange(len(found)), *zip(*sure, strict=True))
    chosen = {min(users, key=lambda user: abs(int(user) - at)) for users, at in zip(found, place, strict=True)}
    return rows[rows["user_id"].isin(chosen)]


def test_regularity_as_btydplus(real_data):
    # R: BTYDplus::estimateRegularity, medians over users with more than 10 active days, Minka and 1 / CV^2
    rows = days_of_the_sample(real_data)
    counts = rows.groupby("user_id").size().to_numpy()
    offsets = np.concatenate(([0], np.cumsum(counts)))
    table = day_features(offsets, rows["day"].to_numpy(np.int32), np.zeros(len(rows), np.uint32))
    figures = dict(zip(COLUMNS, table[:, counts > 10], strict=True))
    assert np.median(figures["regularity_k"]) == pytest.approx(1.12924, abs=5e-6)
    assert np.median(1 / figures["gap_cv"] ** 2) == pytest.approx(1.04668, abs=5e-6)
