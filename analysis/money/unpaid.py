"""Bills that were not paid: by the status of a subscription, and by a payer's last payment before a day."""

from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
import pandas as pd

from analysis.money.payer_days import packed
from analysis.money.spans import days_of, text_of
from analysis.study import Study

LastPayment = Literal["paid", "failed", "open", "uncollectible"]
LAST: tuple[LastPayment, ...] = get_args(LastPayment)
_AS: dict[str, LastPayment] = {
    "paid": "paid", "refunded": "paid", "failed": "failed", "open": "open", "uncollectible": "uncollectible",
}  # fmt: skip
_LONG_AGO = -(10**5)


@dataclass(frozen=True, eq=False)
class Bills:
    """Payments and bills by payer and day, void ones left out.

    Attributes
    ----------
    payers
        Ids of everybody with a payment or a bill.
    keys
        int64, sorted: place in `payers` and day, packed; on one day what was paid comes last.
    table
        Row i belongs to key i: status (of `LAST`), day, due_cents (float64; of what was paid nan),
        decline_reason; texts as categories.
    """

    payers: pd.Index
    keys: np.ndarray
    table: pd.DataFrame = field(repr=False)


def bills_of(study: Study) -> Bills:
    """Return the payments and bills of a study, sorted once; none where no table of payments was loaded."""
    return study.prepared.kept.once("bills", None, lambda: _bills(study.dataset.payments))


def last_payments(bills: Bills, payer: pd.Series, until: np.ndarray) -> pd.DataFrame:
    """Return each payer's last payment or bill on or before a day; row i belongs to entry i of `payer`.

    Returns
    -------
    DataFrame
        status (one of `LAST`), day, due_cents (float64), decline_reason (str); missing where there is none.
    """
    place = bills.payers.get_indexer(payer)
    at = np.searchsorted(bills.keys, packed(place, np.asarray(until, np.int64) + 1)) - 1
    has_own = (place >= 0) & (at >= np.searchsorted(bills.keys, packed(place, np.full(len(place), _LONG_AGO))))
    found = bills.table.reindex(np.where(has_own, at, -1)).reset_index(drop=True)
    return found.astype({"status": "str", "decline_reason": "str"})


def _bills(payments: pd.DataFrame | None) -> Bills:
    if payments is None:
        payments = pd.DataFrame({"payer": [], "day": [], "amount_cents": [], "status": []})
    place, payers = pd.factorize(payments["payer"].astype("str"))
    code, words = pd.factorize(payments["status"])
    of_word = np.array([*(LAST.index(_AS[each]) if each in _AS else -1 for each in words), -1])
    status = of_word[code]
    keys, is_paid = packed(place, payments["day"].to_numpy()), status == LAST.index("paid")
    order = np.argsort(2 * keys + is_paid, kind="stable")
    order = order[status[order] >= 0]
    due = np.where(is_paid, np.nan, payments["amount_cents"].to_numpy(float))
    table = pd.DataFrame({
        "status": pd.Categorical.from_codes(status[order], list(LAST)), "day": payments["day"].to_numpy(float)[order],
        "due_cents": due[order],
        "decline_reason": text_of(payments, "decline_reason").astype("category").iloc[order].array,
    })  # fmt: skip
    return Bills(pd.Index(payers), keys[order], table)


def ended_unpaid(subscriptions: pd.DataFrame, *, as_of_day: int, dunning_days: int) -> tuple[np.ndarray, np.ndarray]:
    """Return which subscriptions stand unpaid for good, and which are past due but may still be paid; bool each.

    A bill is past due since the start of the unpaid period; where that is not known it may still be paid.
    """
    status = text_of(subscriptions, "status")
    past_due = (status == "past_due").to_numpy()
    is_old = as_of_day - days_of(subscriptions, "period_start_day") > dunning_days
    return (status == "unpaid").to_numpy() | (past_due & is_old), past_due & ~is_old
