"""Pseudonyms at load: ids become keyed hashes. The key stays with the owner; the same key gives the same ones again."""

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import replace
from os import PathLike
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.activity import Activity
from analysis.dataset import Dataset
from analysis.errors import OffbeatError
from analysis.mail_domains import DOMAIN_COLUMN, domains_of, is_free_mail

KEY_BYTES = 32
PREFIX, HEX_DIGITS = "p-", 16
_HEAD = "offbeat key 1: "
_KEY_TEXT = re.compile(rf"{_HEAD}([0-9a-f]{{{2 * KEY_BYTES}}})\s*")
_ADDRESS = r"\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*"
_LONGEST_KEY_FILE = 1_000
_LEAST_OF_DOMAIN = 2  # a domain of one person alone may be their name


def new_key() -> bytes:
    """Return a key of 256 random bits."""
    return secrets.token_bytes(KEY_BYTES)


def key_text(key: bytes) -> str:
    """Return a key as its file holds it."""
    return f"{_HEAD}{key.hex()}\n"


def key_from_text(text: str) -> bytes:
    """Return the key of a key file's text; raises OffbeatError where it is none."""
    match = _KEY_TEXT.fullmatch(text.strip())
    if match is None:
        raise OffbeatError(
            "Expected a key file that Offbeat made, found another text.",
            hint="take the file you kept, or start with a new key: then older pseudonyms do not match.",
        )
    return bytes.fromhex(match.group(1))


def key_at(path: str | PathLike[str]) -> bytes:
    """Return the key in a file; where there is no file, make a key and write one that only its owner can read.

    Raises OffbeatError where the file holds no key or cannot be read or written.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(Path(path))
    except OSError as error:
        raise _not_reached(error) from error
    key = new_key()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key_text(key))
    return key


def pseudonym(key: bytes, text: str) -> str:
    """Return what stands for an id: "p-" and the first 64 bits of its HMAC-SHA256 (RFC 2104) as 16 digits."""
    return PREFIX + hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:HEX_DIGITS]


def pseudonymised(dataset: Dataset, key: bytes) -> Dataset:
    """Return the dataset with pseudonyms for users, accounts, payers and subscriptions, without e-mail addresses.

    A domain that at least two people share stays as the column `mail_domain`, so that colleagues can still be left
    out. Other columns stay. Raises OffbeatError in the unlikely case that two ids get one pseudonym.
    """
    names = _names(dataset, key)
    return replace(
        dataset,
        activity=_activity(dataset.activity, names),
        users=_users(dataset.users, names),
        subscriptions=_paid(dataset.subscriptions, ("user_id", "subscription_id"), names),
        payments=_paid(dataset.payments, ("payer", "subscription_id"), names),
    )


def _read(path: Path) -> bytes:
    try:
        with path.open(encoding="ascii", errors="replace") as file:
            return key_from_text(file.read(_LONGEST_KEY_FILE))
    except OSError as error:
        raise _not_reached(error) from error


def _not_reached(error: OSError) -> OffbeatError:
    return OffbeatError(
        f"Expected a key file that can be read or made, found: {error.strerror}.", hint="check its path."
    )


def _names(dataset: Dataset, key: bytes) -> dict[str, str]:
    """Return id -> pseudonym of every id of the dataset."""
    names = {text: pseudonym(key, text) for text in set().union(*_texts(dataset))}
    if len(set(names.values())) < len(names):
        raise OffbeatError(
            "Expected a pseudonym of its own for each id, found one for two of them.", hint="load with a new key."
        )
    return names


def _texts(dataset: Dataset) -> Iterable[set[str]]:
    users, paid, payments = dataset.users, dataset.subscriptions, dataset.payments
    columns = [dataset.activity.user_ids.to_pandas(), users["user_id"]]
    columns += [users["account_id"]] if "account_id" in users else []
    columns += [] if paid is None else [paid["user_id"], paid["subscription_id"]]
    columns += [] if payments is None else [payments["payer"], payments["subscription_id"]]
    return (set(column.dropna().astype("str")) for column in columns)


def _renamed(column: pd.Series, names: dict[str, str]) -> pd.Series:
    return column.astype("str").map(names).astype("str")


def _activity(activity: Activity, names: dict[str, str]) -> Activity:
    """Return the activity under other ids, its users in the byte order of these."""
    renamed = np.array([names[each] for each in activity.user_ids.to_pylist()], object)
    order = np.argsort(renamed, kind="stable")  # ASCII: the order of letters is that of bytes
    counts = activity.active_days[order]
    offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    place = np.arange(activity.user_days) + np.repeat(activity.offsets[:-1][order] - offsets[:-1], counts)
    row = np.empty(activity.users, np.int32)
    row[order] = np.arange(activity.users, dtype=np.int32)
    uses = activity.uses.assign(user=row[activity.uses["user"]]).sort_values("user", kind="stable", ignore_index=True)
    arrays = {name: getattr(activity, name) for name in ("day", "events", "hours", "event_bits", "amount")}
    moved = {name: None if array is None else array[place] for name, array in arrays.items()}
    return replace(activity, user_ids=pa.array(renamed[order], pa.string()), offsets=offsets, uses=uses, **moved)


def _users(users: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    domain = _shared_domains(users)
    kept = users[[name for name in users.columns if name in ("user_id", "account_id") or not _holds_mail(users[name])]]
    table = kept.assign(**{name: _renamed(kept[name], names) for name in ("user_id", "account_id") if name in kept})
    table = table if domain.isna().all() else table.assign(**{DOMAIN_COLUMN: domain})
    return table.sort_values("user_id", ignore_index=True)


def _shared_domains(users: pd.DataFrame) -> pd.Series:
    domain = domains_of(users)
    people = domain.map(domain.value_counts())
    return domain.where((people >= _LEAST_OF_DOMAIN) | is_free_mail(domain))


def _holds_mail(column: pd.Series) -> bool:
    """Whether a column holds an e-mail address anywhere."""
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
        return False
    return bool(column.dropna().astype("str").str.fullmatch(_ADDRESS).any())


def _paid(table: pd.DataFrame | None, ids: tuple[str, str], names: dict[str, str]) -> pd.DataFrame | None:
    if table is None:
        return None
    columns = {name: _renamed(table[name], names) for name in ids}
    if "email" in table:
        columns["email"] = pd.Series(None, index=table.index, dtype="str")
    renamed = table.assign(**columns).astype(table.dtypes.to_dict())
    return renamed.sort_values(list(table.columns), ignore_index=True)
