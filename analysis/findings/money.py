"""What a group of users is worth, in the data's own money."""

import numpy as np

from analysis.study import Study


def amount_of(study: Study, users: np.ndarray) -> float | None:
    """Return monthly recurring revenue of these users, else the sum of their amounts, else None where neither is known.

    Parameters
    ----------
    users
        bool, shape (users,).
    """
    column = money_column(study)
    return None if column is None else float(np.nansum(study.prepared.features[column].to_numpy(float)[users]))


def money_column(study: Study) -> str | None:
    """Return the feature that stands for money: "mrr", else "amount", else None."""
    known = study.prepared.features
    return next((name for name in ("mrr", "amount") if name in known and known[name].notna().any()), None)
