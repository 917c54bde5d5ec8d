"""Who paid how much for how long in the time looked at: what those who left are divided by."""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.money.of_study import ledger_of
from analysis.money.payer_days import packed
from analysis.money.shown import shown_key
from analysis.study import Study

DAYS_A_MONTH = 365.25 / 12
FOREVER = np.iinfo(np.int32).max


@dataclass(frozen=True, eq=False)
class Paid:
    """Paid stretches within the time looked at; one entry a stretch, sorted by payer, then start.

    Attributes
    ----------
    payers
        Ids of everybody with a movement, in byte order.
    payer
        int64: place in `payers`.
    start, end
        int64, days since 1970, [start, end); never empty.
    cents
        int64, a month.
    plan
        category of text, missing where not named.
    first_day, last_day
        The time looked at, both included.
    """

    payers: pd.Index
    payer: np.ndarray
    start: np.ndarray
    end: np.ndarray
    cents: np.ndarray
    plan: pd.Series
    first_day: int
    last_day: int


def window_of(study: Study) -> tuple[int, int]:
    """Return the first and last day looked at: the filter's period, else all the ledger knows."""
    found, days = ledger_of(study), study.filters.period_days
    return max(found.first_day, found.last_day - days + 1) if days else found.first_day, found.last_day


def paid_of(study: Study) -> Paid:
    """Return what was paid in the time looked at; raises OffbeatError as `ledger_of`."""
    return study.prepared.kept.once("paid", _key(study), lambda: _paid(study))


def all_paid(study: Study) -> pd.DataFrame:
    """Return `exposure` of everybody as one group, computed once."""
    paid = paid_of(study)
    everybody = np.zeros(len(paid.payer), np.int64)
    return study.prepared.kept.once("all_paid", _key(study), lambda: exposure(paid, everybody, 1))


def _key(study: Study) -> tuple[Hashable, ...]:
    return study.filters.churn_counts, study.settings.money, study.filters.period_days, shown_key(study)


def _paid(study: Study) -> Paid:
    found, (first, last) = ledger_of(study), window_of(study)
    spans = found.spans
    start = np.maximum(spans["start_day"].to_numpy(np.int64), first)
    end = np.minimum(spans["end_day"].fillna(FOREVER).to_numpy(np.int64), last + 1)
    order = np.argsort(packed(found.payer, start))
    kept = order[end[order] > start[order]]
    return Paid(
        found.payers, found.payer[kept], start[kept], end[kept], spans["cents"].to_numpy()[kept],
        spans["plan"].astype("category").iloc[kept].reset_index(drop=True), first, last,
    )  # fmt: skip


def exposure(paid: Paid, group: np.ndarray, groups: int) -> pd.DataFrame:
    """Return what each group of stretches paid; `group` is int64 a stretch, -1 for none.

    Stretches of one group have to be sorted by payer, then start, as those of `paid_of` are.

    Returns
    -------
    DataFrame
        One row a group: paying (int64, customers), money_months (cents times months paid), paid_months (customers
        times months, each month of a customer once however many subscriptions they hold), usual_cents (what a customer
        pays a month, averaged over all money paid: large ones weigh as much as they pay; nan where nobody did).
    """
    size = len(paid.payers)
    # Sorted within a group already: only the groups are, and few of them fit a type that numpy sorts by counting.
    group = group.astype(np.min_scalar_type(-groups - 1))
    order = np.argsort(group, kind="stable")
    order = order[np.searchsorted(group[order], 0) :]
    cell = group[order].astype(np.int64) * size + paid.payer[order]
    start, end = paid.start[order], paid.end[order]
    anew = np.diff(cell, prepend=-1) != 0
    place, cells = np.cumsum(anew) - 1, cell[anew]
    money = np.bincount(place, paid.cents[order] * (end - start) / DAYS_A_MONTH, minlength=len(cells))
    paid_months = _united_days(place, start, end, len(cells)) / DAYS_A_MONTH
    at = cells // max(size, 1)
    money_months = np.bincount(at, money, minlength=groups)
    weighted = np.bincount(at, money**2 / paid_months, minlength=groups)
    return pd.DataFrame({
        "paying": np.bincount(at, minlength=groups),
        "money_months": money_months,
        "paid_months": np.bincount(at, paid_months, minlength=groups),
        "usual_cents": np.divide(weighted, money_months, out=np.full(groups, np.nan), where=money_months > 0),
    })  # fmt: skip


def _united_days(owner: np.ndarray, start: np.ndarray, end: np.ndarray, owners: int) -> np.ndarray:
    """Return how many days the stretches of each owner cover, days covered twice counted once; float64.

    Sorted by owner, then start.
    """
    if not len(owner):
        return np.zeros(owners)
    zero = int(start.min())
    wide = int(end.max()) - zero + 1
    # Owners one after the other on one line, so that the latest end so far never reaches into the next owner.
    start, end = owner * wide + start - zero, owner * wide + end - zero
    covered = np.concatenate([[0], np.maximum.accumulate(end)[:-1]])
    return np.bincount(owner, np.maximum(0, end - np.maximum(start, covered)), minlength=owners)
