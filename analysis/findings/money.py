"""What a group of users is worth, in the data's own money."""

from types import MappingProxyType

import numpy as np

from analysis import wording
from analysis.at_risk.worth import MoneyKind, worth_of
from analysis.study import Study

_BRING: MappingProxyType[MoneyKind, str] = MappingProxyType({
    "mrr": "They bring {} a month in subscriptions.",
    "amount": "They brought {} in all.",
    "account_mrr": "They are the last seen of accounts that bring {} a month.",
})  # fmt: skip


def amount_of(study: Study, users: np.ndarray) -> float | None:
    """Return monthly recurring revenue of these users, else the sum of their amounts, else None where neither is known.

    Parameters
    ----------
    users
        bool, shape (users,).
    """
    worth = worth_of(study)
    return worth.total(users) if worth.kind else None


def with_money(said: str, study: Study, users: np.ndarray) -> str:
    """Return a sentence followed by what these users (bool, shape (users,)) bring, where that is known."""
    amount = amount_of(study, users)
    return f"{said} {_BRING[worth_of(study).kind].format(wording.count(amount))}" if amount else said
