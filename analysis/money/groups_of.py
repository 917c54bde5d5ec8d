"""Groups of payers: by what the users table says of them, by pattern, by segment."""

import numpy as np
import pandas as pd

from analysis import wording
from analysis.dataset import Dataset
from analysis.study import Study

NOT_KNOWN = "not known"
VERTICALS = ("industry", "vertical", "sector", "branch")


def vertical_column(dataset: Dataset) -> str | None:
    """Return the column of the users table that names an industry, None where none does."""
    return next((name for name in VERTICALS if name in dataset.attribute_names), None)


def attribute_of(dataset: Dataset, payers: pd.Index, column: str) -> pd.Series:
    """Return an attribute of each payer, as text; of an account what all its members share, missing where they differ.

    Row i is payer i.
    """
    users = dataset.users
    own = users.set_index("user_id")[column].reindex(payers).astype("str").reset_index(drop=True)
    if not dataset.has_accounts:
        return own
    members = users[["account_id", column]].dropna()
    members = members[members["account_id"].isin(payers)].astype("str").groupby("account_id")[column]
    shared = members.first().where(members.nunique() == 1)
    return own.fillna(shared.reindex(payers).astype("str").reset_index(drop=True))


def rhythm_of(study: Study, payers: pd.Index) -> pd.Series:
    """Return the sure pattern of each payer in words, missing where the payer is nobody with events."""
    segmentation = study.segmentation
    named = np.array([wording.segment_title(slug) for slug in segmentation.rhythm_slugs], dtype=object)
    of_users = pd.Series(named[segmentation.rhythm], index=study.activity.user_ids.to_pandas(), dtype="str")
    return of_users.reindex(payers).reset_index(drop=True)


def in_segment(study: Study, payers: pd.Index, segment: str) -> np.ndarray:
    """Return 1 for payers in a segment, 0 for those outside, -1 for payers who are nobody with events; int64."""
    inside = pd.Series(study.members(segment).astype(np.int64), index=study.activity.user_ids.to_pandas())
    return inside.reindex(payers).fillna(-1).to_numpy(np.int64)


def why_no_people(study: Study, payers: pd.Index) -> str:
    """Return why payers have no pattern and no segment, "" where they have."""
    if not study.activity.users:
        return "No events were loaded, so nobody has a pattern."
    if payers.isin(study.activity.user_ids.to_pandas()).any():
        return ""
    if study.dataset.has_accounts and study.filters.unit == "people":
        return "Accounts pay, and patterns are those of people: count accounts instead of people."
    return "None of those who pay is somebody with events."
