"""Counts only: a dataset in which nobody can be told, and every number stays what it was.

Ids become numbers in the order of the ids, so that whatever sorts, draws or joins by them does the same as before.
Columns that can name somebody go; one with so few values that the app counts by it has its values numbered instead.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.activity import Activity
from analysis.dataset import Dataset
from analysis.ingest import ReadReport
from analysis.mail_domains import domains_of
from analysis.store.columns import hidden_column, numbered, treatment_of
from analysis.store.kept_splits import Draw, in_the_same_parts
from analysis.store.naming import Names
from analysis.store.reasons import without_own_words

_PAID_TEXTS = ("plan", "status", "decline_reason")


@dataclass(frozen=True, eq=False)
class CountsOnly:
    """What is stored for counts only.

    Attributes
    ----------
    dataset
        Nobody in it can be told; its fingerprint is its own.
    hidden
        Columns of the users table that went, or whose values were numbered.
    names
        Tells whether a text names somebody: no such text may go with these data.
    """

    dataset: Dataset
    hidden: tuple[str, ...]
    names: Names = field(repr=False)


def counts_only(
    dataset: Dataset, *, left_out_domains: Collection[str] = (), draws: Collection[Draw] = ()
) -> CountsOnly:
    """Return the dataset as counts.

    Parameters
    ----------
    left_out_domains
        E-mail domains that the view leaves out: their people stay in them, so that they are still left out; every
        other address goes.
    draws
        Random parts in use: everybody stays in theirs. Raises OffbeatError for too many of them.
    """
    ids = _Ids.of(dataset, left_out_domains, draws)
    users, hidden = _users(dataset.users, ids)
    names = Names(ids.known, hidden)
    shared = replace(
        dataset,
        activity=_activity(dataset.activity, ids, names),
        users=users,
        subscriptions=_paid(dataset.subscriptions, "user_id", ids, dataset),
        payments=_paid(dataset.payments, "payer", ids, dataset),
    )
    return CountsOnly(shared, hidden, names)


def report_of_counts(report: ReadReport, found: CountsOnly) -> ReadReport:
    """Return a read report without examples, notes and names of columns: its figures and questions stay."""
    plain = report.without_rows()
    maps = [
        replace(each, header=(), choices=tuple(replace(choice, reason="", among=()) for choice in each.choices))
        for each in (plain.columns, *plain.other_columns)
    ]
    return replace(
        plain,
        rejects=tuple(replace(each, line=None) for each in plain.rejects),
        event_names=found.dataset.activity.event_names,
        columns=maps[0],
        other_columns=tuple(maps[1:]),
        matches=tuple(replace(each, notes=()) for each in plain.matches),
        notes=(),
        fingerprint=found.dataset.fingerprint,
    )


@dataclass(frozen=True, eq=False)
class _Ids:
    """Every id of users, accounts and payers, in byte order, and the number each becomes."""

    known: pd.Index
    named: np.ndarray

    @classmethod
    def of(cls, dataset: Dataset, left_out_domains: Collection[str], draws: Collection[Draw]) -> "_Ids":
        known = pd.Index(_in_byte_order(_texts(dataset)))
        tails = np.full(len(known), "", object)
        if left_out_domains:
            domain = domains_of(dataset.users)
            kept = domain.isin(list(left_out_domains)).to_numpy()
            rows = known.get_indexer(dataset.users["user_id"][kept])
            tails[rows] = "@" + domain[kept].to_numpy(object)
        return cls(known, in_the_same_parts(known, _numbers("id", len(known)), tails, draws))

    def renamed(self, column: pd.Series) -> pd.Series:
        """Return a column of ids as numbers; missing stays missing."""
        row = self.known.get_indexer(column)
        found = np.where(row >= 0, self.named[row], None)
        return pd.Series(found, index=column.index, dtype="str")


def _texts(dataset: Dataset) -> Iterable[pd.Series]:
    yield dataset.activity.user_ids.to_pandas()
    yield from (dataset.users[name] for name in ("user_id", "account_id") if name in dataset.users)
    if dataset.subscriptions is not None:
        yield dataset.subscriptions["user_id"]
    if dataset.payments is not None:
        yield dataset.payments["payer"]


def _in_byte_order(columns: Iterable[pd.Series]) -> list[str]:
    unique = {text for column in columns for text in column.dropna().astype("str").unique()}
    return sorted(unique, key=str.encode)


def _numbers(word: str, count: int) -> np.ndarray:
    digits = len(str(max(count, 1)))
    return np.array([f"{word}-{number:0{digits}}" for number in range(1, count + 1)], object)


def _activity(activity: Activity, ids: _Ids, names: Names) -> Activity:
    events = dict(zip(activity.event_names, activity.event_names, strict=True))
    events |= {each: each for each in activity.uses["event"].unique()}
    telling = [each for each in events if names.is_named_in(each)]
    events |= dict(zip(telling, _numbers("event", len(telling)), strict=True))
    renamed = ids.renamed(activity.user_ids.to_pandas())
    return replace(
        activity,
        user_ids=pa.array(renamed, pa.string()),
        event_names=tuple(events[each] for each in activity.event_names),
        uses=activity.uses.assign(event=activity.uses["event"].map(events).astype("str")) if telling else activity.uses,
    )


def _users(users: pd.DataFrame, ids: _Ids) -> tuple[pd.DataFrame, tuple[str, ...]]:
    columns, hidden = {}, []
    for name, column in users.items():
        if name in ("user_id", "account_id"):
            columns[name] = ids.renamed(column)
            continue
        treatment = treatment_of(str(name), column)
        if treatment in ("number", "drop"):
            hidden.append(str(name))
        if treatment != "drop":
            columns[name] = hidden_column(str(name), column, treatment)
    if "email" in columns:
        columns["email"] = _with_domains(columns["email"], columns["user_id"])
    return pd.DataFrame(columns, index=users.index), tuple(hidden)


def _with_domains(emails: pd.Series, renamed: pd.Series) -> pd.Series:
    """Return numbered addresses; those of a domain left out say so, as the ids do."""
    domain = renamed.str.extract("(@.*)$")[0]
    return emails.where(domain.isna(), emails.str.replace(" ", "-") + domain)


def _paid(table: pd.DataFrame | None, who: str, ids: _Ids, dataset: Dataset) -> pd.DataFrame | None:
    if table is None:
        return None
    columns = {who: ids.renamed(table[who])}
    if "email" in table:
        columns["email"] = pd.Series(None, index=table.index, dtype="str")
    if "subscription_id" in table:
        columns["subscription_id"] = _subscriptions(table["subscription_id"], dataset)
    if "reason" in table:
        columns["reason"] = without_own_words(table["reason"])
    for name in _PAID_TEXTS:
        if name in table and treatment_of(name, table[name]) != "keep":
            columns[name] = numbered(name, table[name])
    return table.assign(**columns).astype(table.dtypes.to_dict())


def _subscriptions(column: pd.Series, dataset: Dataset) -> pd.Series:
    tables = (each for each in (dataset.subscriptions, dataset.payments) if each is not None)
    known = _in_byte_order(each["subscription_id"] for each in tables if "subscription_id" in each)
    return column.map(dict(zip(known, _numbers("subscription", len(known)), strict=True))).astype("str")
