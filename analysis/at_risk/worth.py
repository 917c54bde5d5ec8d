"""What each user is worth where At risk counts money: monthly revenue, amounts, or that of accounts, once each."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.dataset import Dataset
from analysis.features import running_cents
from analysis.study import Study

MoneyKind = Literal["mrr", "amount", "account_mrr", ""]
A_MONTH: tuple[MoneyKind, ...] = ("mrr", "account_mrr")  # kinds that are paid every month


@dataclass(frozen=True, eq=False)
class Worth:
    """Money of every user, in one kind.

    Attributes
    ----------
    kind
        "mrr": running subscriptions, a month. "amount": all amounts so far. "account_mrr": subscriptions of accounts
        while people are counted and no amount is known; an account's stand with its member who came last, so that a
        sum over people counts each account once. "" where no money is known.
    of_users
        float64, shape (users,), in currency; nan where unknown.
    """

    kind: MoneyKind
    of_users: np.ndarray

    def total(self, users: np.ndarray) -> float:
        """Return the money of these users (bool, shape (users,)); nan where no money is known at all."""
        return float(np.nansum(self.of_users[users])) if self.kind else float("nan")


def worth_of(study: Study) -> Worth:
    """Return what each user of a study is worth, computed once a dataset."""
    return study.prepared.kept.once("worth", None, lambda: worth(study.dataset, study.prepared.features))


def worth(dataset: Dataset, features: pd.DataFrame) -> Worth:
    """Return what each user is worth as of the end of the data; row i of `features` is user i."""
    for kind in ("mrr", "amount"):
        if kind in features and features[kind].notna().any():
            return Worth(kind, features[kind].to_numpy(float))
    of_accounts = _with_latest_member(dataset)
    return Worth("account_mrr" if np.isfinite(of_accounts).any() else "", of_accounts)


def accounts_pay(dataset: Dataset) -> bool:
    """Whether subscriptions are those of accounts while their people are counted."""
    return bool(np.isfinite(_with_latest_member(dataset)).any())


def _with_latest_member(dataset: Dataset) -> np.ndarray:
    """Return each account's running revenue beside its member who came last, nan beside everybody else.

    Of several who came on that day the first by id; a payer who is a user is nobody's account.
    """
    found = np.full(dataset.activity.users, np.nan)
    if dataset.subscriptions is None or not dataset.has_accounts:
        return found
    newest_first = np.argsort(-dataset.activity.last_day.astype(np.int64), kind="stable")
    latest = dataset.attributes["account_id"].iloc[newest_first].dropna().drop_duplicates()
    cents = running_cents(dataset).drop(dataset.activity.user_ids.to_pandas(), errors="ignore")
    found[latest.index] = cents.reindex(latest).to_numpy(np.float64, na_value=np.nan) / 100
    return found
