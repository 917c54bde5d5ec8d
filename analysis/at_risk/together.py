"""People of one account leave together: by how much that makes an interval of shares wider."""

import numpy as np
import pandas as pd

from analysis.dataset import Dataset


def households(dataset: Dataset) -> np.ndarray:
    """Return a number for each user, int64, shape (users,): the same for people of one account, their own without."""
    alone = np.arange(dataset.activity.users, dtype=np.int64)
    if "account_id" not in dataset.attributes:
        return alone
    codes, names = pd.factorize(dataset.attributes["account_id"])
    return np.where(codes >= 0, codes, len(names) + alone)


def design_effect(weight: np.ndarray, residual: np.ndarray, household: np.ndarray) -> float:
    """Return how many times as wide the variance of a weighted sum is as it would be of people on their own, from 1.

    The sandwich variance with households as clusters over that with people as clusters (Kish, Survey Sampling, 1965;
    Liang and Zeger, Biometrika 73, 1986), with the correction C / (C - 1) of C households. Where nothing differs, all
    of a household count as one.

    Parameters
    ----------
    weight, residual
        float64, shape (people,): what each adds to the sum, and their outcome less the share of their group.
    household
        int64, shape (people,).
    """
    _, place, size = np.unique(household, return_inverse=True, return_counts=True)
    if len(size) == len(household):
        return 1.0
    pulls = weight * residual
    apart = float((pulls**2).sum())
    if len(size) < 2 or apart <= 0:
        return float((size**2).sum() / max(1, size.sum()))
    together = float((np.bincount(place, weights=pulls) ** 2).sum()) * len(size) / (len(size) - 1)
    return max(1.0, together / apart)
