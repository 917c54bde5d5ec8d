"""The samples' planted people get their pattern, and hardly anybody else gets one."""

import numpy as np
import pandas as pd
import pytest

from analysis.labels import Segmentation, label
from analysis.rhythms import score

FOUND_SHARE = 0.95
FALSE_SHARE = 0.05
LEAST_DAYS = {"weekday_set": 12}
NO_RHYTHM = ("daily", "mixed", "bursty", "irregular", "too_few")


@pytest.fixture(scope="module", params=["saas", "shop"])
def labelled(request, root) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One row a user: rhythm, detail as labelled; and the planted rows with the same columns."""
    dataset = request.getfixturevalue(request.param)
    segmentation: Segmentation = label(score(dataset.activity))
    names = [segmentation.name_of(*pair) for pair in zip(segmentation.rhythm, segmentation.detail, strict=True)]
    ids = pd.Index(dataset.activity.user_ids.to_pylist(), name="user_id")
    users = pd.DataFrame({"label": names, "active_days": dataset.activity.active_days}, index=ids)
    planted = pd.read_csv(root / "sample_data" / f"{request.param}_planted.csv", keep_default_na=False)
    planted["label"] = planted["rhythm"] + np.where(planted["detail"] == "", "", ":" + planted["detail"])
    return users, planted.set_index("user_id")


def test_planted_people_are_found(labelled):
    users, planted = labelled
    least = planted["rhythm"].map(LEAST_DAYS).fillna(8)
    enough = planted[users["active_days"].reindex(planted.index) >= least]
    right = enough["label"] == users["label"].reindex(enough.index)
    assert (right.groupby(enough["label"]).mean() >= FOUND_SHARE).all()


def test_hardly_anybody_else_gets_a_pattern(labelled):
    users, planted = labelled
    sure = users[~users["label"].str.partition(":")[0].isin(NO_RHYTHM)]
    assert len(sure) > 100
    assert 1 - sure.index.isin(planted.index).mean() <= FALSE_SHARE
