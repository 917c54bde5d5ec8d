"""A million made-up users as a dataset: days only, no hours, no events."""

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.activity import USES_COLUMNS, Activity
from analysis.dataset import Dataset
from tests.benchmarks.labels import made_up_users

USERS = 1_000_000


def million(*, amounts: bool = False) -> Dataset:
    """Return the dataset; with `amounts` one user-day in ten is a purchase."""
    offsets, day = made_up_users(USERS)
    empty = np.zeros(len(day), np.uint32)
    amount = np.where(np.arange(len(day)) % 10 == 0, 20.0, 0.0) if amounts else None
    ids = [f"{number:07}" for number in range(USERS)]
    activity = Activity(
        pa.array(ids, pa.string()), offsets, day, empty + 1, empty, empty.astype(np.uint64), amount, (),
        pd.DataFrame(columns=list(USES_COLUMNS)), int(day.min()), int(day.max()),
    )  # fmt: skip
    return Dataset(activity, pd.DataFrame({"user_id": ids, "account_id": None}), name="million.csv")
