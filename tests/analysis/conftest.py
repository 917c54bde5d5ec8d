"""Studies shared by the tests of views and findings; a small dataset made from plain histories."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from analysis.activity import Activity
from analysis.dataset import Dataset


@pytest.fixture(scope="session")
def saas_study(saas):
    """The SaaS sample, scored and labelled with the default thresholds."""
    from analysis.study import study

    return study(saas)


@pytest.fixture(scope="session")
def shop_study(shop):
    """The shop sample, scored and labelled with the default thresholds."""
    from analysis.study import study

    return study(shop)


@pytest.fixture(scope="session")
def dataset_of():
    """Return a function: days of each user, and what else is known, to a Dataset; one event "open" a day."""

    def build(
        days: Sequence[Sequence[int]], *, until: int, attributes: Mapping[str, Sequence] | None = None,
        amounts: Sequence[float] | None = None,
    ) -> Dataset:  # fmt: skip
        counts = np.array([len(own) for own in days])
        offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        day = np.concatenate([np.asarray(own, np.int32) for own in days])
        ids = [f"u{user:05d}" for user in range(len(days))]
        uses = pd.DataFrame({
            "user": np.arange(len(days), dtype=np.int32), "event": "open", "days": counts, "count": counts,
            "first_day": day[offsets[:-1]], "last_day": day[offsets[1:] - 1], "amount": np.nan,
        })  # fmt: skip
        per_day = None if amounts is None else np.repeat(np.asarray(amounts, float) / counts, counts)
        activity = Activity(
            pa.array(ids, pa.string()), offsets, day, np.ones(len(day), np.uint32), np.zeros(len(day), np.uint32),
            np.ones(len(day), np.uint64), per_day, ("open",), uses, int(day.min()), until,
        )  # fmt: skip
        return Dataset(activity, pd.DataFrame({"user_id": ids, "account_id": None, **(attributes or {})}))

    return build
