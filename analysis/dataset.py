"""Dataset: activity, who the users are and what they pay, joined by user id."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis import markup, wording
from analysis.activity import Activity, to_date
from analysis.errors import OffbeatError


def _fingerprint(table: pd.DataFrame | None) -> str:
    digest = hashlib.blake2b(digest_size=16)
    if table is not None:
        digest.update(repr([(name, str(kind)) for name, kind in table.dtypes.items()]).encode())
        digest.update(pd.util.hash_pandas_object(table, index=False).to_numpy().tobytes())
    return digest.hexdigest()


@dataclass(frozen=True, eq=False)
class Dataset:
    """Everything known about one upload.

    Attributes
    ----------
    users
        One row an id, in byte order, ids without events included: user_id, account_id (text or missing, where known),
        then every other column of the users table.
    subscriptions
        One row a subscription, or None: user_id (who pays: a user or an account), start_day, end_day (days since 1970;
        the first day without it), mrr_cents, plan, status, reason and the rest of
        `analysis.ingest.subscriptions.SUBSCRIPTION_COLUMNS`.
    payments
        One row a payment or invoice, or None: `analysis.ingest.payments.PAYMENT_COLUMNS`.
    name
        What the app calls it: the first file's name, or the sample's.
    """

    activity: Activity
    users: pd.DataFrame = field(repr=False)
    subscriptions: pd.DataFrame | None = field(default=None, repr=False)
    name: str = ""
    payments: pd.DataFrame | None = field(default=None, repr=False)

    def _repr_html_(self) -> str:
        """What Jupyter shows."""
        activity = self.activity
        facts = [
            ("Users", activity.users), ("Active days", activity.user_days), ("From", to_date(activity.observed_from)),
            ("To", to_date(activity.observed_to)), ("Kinds of events", len(activity.event_names)),
            ("Columns of the users table", wording.listed(self.attribute_names) or wording.UNDEFINED),
            ("Subscriptions", 0 if self.subscriptions is None else len(self.subscriptions)),
        ]  # fmt: skip
        return markup.card(self.name or "Dataset", facts)

    @cached_property
    def users_fingerprint(self) -> str:
        """Hash of the users table: a new one rescores nothing."""
        return _fingerprint(self.users)

    @cached_property
    def subscriptions_fingerprint(self) -> str:
        """Hash of the subscriptions table."""
        return _fingerprint(self.subscriptions)

    @cached_property
    def fingerprint(self) -> str:
        """Hash of everything: activity, users, subscriptions, payments."""
        tables = (self.users_fingerprint, self.subscriptions_fingerprint)
        paid = () if self.payments is None else (_fingerprint(self.payments),)
        parts = (self.activity.fingerprint, *tables, *paid)
        return hashlib.blake2b(" ".join(parts).encode(), digest_size=16).hexdigest()

    @property
    def attribute_names(self) -> tuple[str, ...]:
        """Columns of the users table besides the ids."""
        return tuple(name for name in self.users.columns if name not in ("user_id", "account_id"))

    @property
    def has_accounts(self) -> bool:
        """Whether at least one user belongs to an account."""
        return "account_id" in self.users.columns and bool(self.users["account_id"].notna().any())

    @cached_property
    def attributes(self) -> pd.DataFrame:
        """The users table aligned with the activity: row i is user i; missing where the table does not know them."""
        ids = pd.Index(self.activity.user_ids.to_pandas(), name="user_id")
        return self.users.set_index("user_id").reindex(ids).reset_index()

    def with_activity(self, activity: Activity) -> Self:
        """Return the same users and subscriptions with another activity (as of a day, chosen events)."""
        return replace(self, activity=activity)

    def by_account(self) -> Self:
        """Return the dataset with accounts as the unit: an account is active on the union of its members' days.

        Users without an account stand for themselves. Attributes of an account are those its members share; where they
        differ, missing. Raises OffbeatError where no user has an account.
        """
        if not self.has_accounts:
            raise OffbeatError(
                "Expected accounts, found a dataset whose users belong to none.",
                hint="name the account column with --map account_id=COLUMN, or add a users table that has one.",
            )
        of_user = accounts_of(self.attributes)
        names = sorted(of_user.unique(), key=lambda name: name.encode())
        code = pd.Index(names).get_indexer(of_user).astype(np.int32)
        known = accounts_of(self.users)
        users = _shared_attributes(self.users, known)
        to_account = dict(zip(self.users["user_id"], known, strict=True))
        return replace(
            self,
            activity=_united(self.activity, code, names),
            users=users,
            subscriptions=_paid_by(self.subscriptions, "user_id", to_account),
            payments=_paid_by(self.payments, "payer", to_account),
        )


def _paid_by(table: pd.DataFrame | None, column: str, to_account: Mapping[str, str]) -> pd.DataFrame | None:
    """Return a table of what was paid with the payers' accounts; a payer nobody knows stays."""
    if table is None:
        return None
    return table.assign(**{column: table[column].map(lambda who: to_account.get(who, who)).astype("str")})


def accounts_of(users: pd.DataFrame) -> pd.Series:
    """Return each user's account; who has none stands alone, under a name that no account has."""
    alone = users["account_id"].isna()
    taken = users["user_id"].isin(users["account_id"].dropna())
    own = users["user_id"].where(~taken, users["user_id"] + " (no account)")
    return users["account_id"].where(~alone, own)


def _united(activity: Activity, account: np.ndarray, names: list[str]) -> Activity:
    """Unite the days of all users of an account; `account` is the account's row of each user, int32."""
    if not activity.users:
        return activity
    owner = account[activity.user]
    order = np.lexsort((activity.day, owner))
    owner, day = owner[order], activity.day[order]
    starts = np.flatnonzero(np.concatenate(([True], (np.diff(owner) != 0) | (np.diff(day) != 0))))
    counts = np.bincount(owner[starts], minlength=len(names))
    amount = None if activity.amount is None else np.add.reduceat(activity.amount[order], starts)
    bits = np.bitwise_or.reduceat(activity.event_bits[order], starts)
    return Activity(
        user_ids=pa.array(names, pa.string()),
        offsets=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        day=day[starts],
        events=np.add.reduceat(activity.events[order], starts).astype(np.uint32),
        hours=np.bitwise_or.reduceat(activity.hours[order], starts),
        event_bits=bits,
        amount=amount,
        event_names=activity.event_names,
        uses=_united_uses(activity, account, owner[starts], bits),
        observed_from=activity.observed_from,
        observed_to=activity.observed_to,
        ignored_days=activity.ignored_days,
    )


def _united_uses(activity: Activity, account: np.ndarray, owner: np.ndarray, bits: np.ndarray) -> pd.DataFrame:
    """Return the uses of accounts: days are the union of the members' days, counted from the event bits.

    Events beyond the 63 named ones share one bit: their days are the most of any member, a lower bound.
    """
    uses = activity.uses.assign(user=account[activity.uses["user"]])
    grouped = uses.groupby(["user", "event"], sort=True, observed=True)
    united = grouped.agg({"days": "max", "count": "sum", "first_day": "min", "last_day": "max"})
    united = united.assign(amount=grouped["amount"].sum(min_count=1)).reset_index()
    days = united["days"].to_numpy(np.int32, copy=True)
    for bit, event in enumerate(activity.event_names):
        of_account = np.bincount(owner[(bits >> np.uint64(bit)) & np.uint64(1) == 1], minlength=int(account.max()) + 1)
        of_event = (united["event"] == event).to_numpy()
        days[of_event] = of_account[united["user"].to_numpy()[of_event]]
    return united.assign(days=days)


def _shared_attributes(users: pd.DataFrame, account: pd.Series) -> pd.DataFrame:
    """Return one row an account with the attributes all its members share."""
    columns = [name for name in users.columns if name not in ("user_id", "account_id")]
    grouped = users[columns].groupby(account.to_numpy(), sort=True)
    shared = grouped.first()
    same = grouped.nunique(dropna=False) <= 1
    table = shared.where(same).rename_axis("user_id").reset_index()
    table.insert(1, "account_id", table["user_id"])
    return table.sort_values("user_id", key=lambda ids: ids.map(str.encode), ignore_index=True)
