"""Who the users are: the users table joined to the ids of the events, with a match report and no silent inner join."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis import wording
from analysis.errors import OffbeatError
from analysis.ingest.columns import ColumnMap
from analysis.ingest.names import unique_names
from analysis.ingest.report import MatchReport
from analysis.ingest.tables import Aliases, TextTable

# A number as a person writes a quantity: no leading zero, at most 15 digits (exact in a float64).
_QUANTITY = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,12})?")
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,14})")
_CODES = re.compile(r"(?:^|[ _.-])(?:id|ids|zip|code|phone|postcode|key|uuid)$", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class EventIds:
    """What the events know of users: ids in byte order, and the account of those that have one, as Dataset.users."""

    users: pd.DataFrame

    @property
    def ids(self) -> set[str]:
        """Ids with events."""
        return set(self.users["user_id"])


def event_ids(ids: pa.StringArray, accounts: pd.DataFrame) -> EventIds:
    """Return the users of the events with their main account (missing where none)."""
    users = pd.DataFrame({"user_id": ids.to_pandas().astype("str")})
    account = accounts.set_index("user_id")["account_id"].reindex(users["user_id"])
    return EventIds(users.assign(account_id=account.array.astype("str")))


def join_users(
    events: EventIds, table: TextTable, columns: ColumnMap, *, aliases: Aliases | None
) -> tuple[pd.DataFrame, MatchReport]:
    """Return Dataset.users, one row an id of either side in byte order, and how they matched.

    Joined by user id; by e-mail where no id matches and e-mails do; by account where the table has only accounts: then
    an account without a user in the events has nobody to stand for, and the report's notes say so.
    Attributes are numbers where every cell is one, else text.
    """
    by, key = _join_key(events, table, columns)
    named = _named(table.rows, columns, key=key, by=by)
    if aliases is not None and by == "user_id":
        named = named.assign(user_id=aliases.resolve(named["user_id"]))
    given = named.dropna(subset=[_KEYS[by]])
    unique = given.drop_duplicates(_KEYS[by], ignore_index=True)
    known = events.ids if by != "account_id" else set(events.users["account_id"].dropna())
    here = set(unique[_KEYS[by]])
    no_id = len(named) - len(given)
    report = MatchReport(
        "users", by, len(here & known), len(known - here), len(here - known),
        repeated=len(given) - len(unique), rejected=no_id + table.rejected,
        notes=(*table.notes, *_left_out(by, no_id=no_id, strangers=len(here - known))),
    )  # fmt: skip
    joined = _by_account(events, unique) if by == "account_id" else _by_user(events, unique)
    attributes = {name: _typed(joined[name]) for name in joined.columns if name not in ("user_id", "account_id")}
    return joined[["user_id", "account_id"]].assign(**attributes), report


def _left_out(by: str, *, no_id: int, strangers: int) -> Iterator[str]:
    """Say which rows of the table are in no row of Dataset.users."""
    if no_id:
        yield f"{no_id:,} rows have no {by}."
    if by == "account_id" and strangers:
        accounts = wording.plural(strangers, "account")
        yield f"Left out: {accounts} of this table that no user of the events belongs to."


_KEYS = {"user_id": "user_id", "email": "user_id", "account_id": "account_id"}


def _join_key(events: EventIds, table: TextTable, columns: ColumnMap) -> tuple[str, str]:
    """Return what the tables are joined by and the column of this table that holds it."""
    user, account, email = (columns.column(field) for field in ("user_id", "account_id", "email"))
    if user is None and email is None and account is None:
        raise OffbeatError(
            f"Expected a user_id or account_id column in the users table, found {', '.join(columns.header[:8])}.",
            hint="name it with --map users.user_id=COLUMN, or on the Data page.",
        )

    def matched(column: str | None) -> int:
        return 0 if column is None else len(events.ids & set(table.rows[column].dropna()))

    if user is not None and (matched(user) or not matched(email)):
        return "user_id", user
    if email is not None and (matched(email) or account is None):
        return "email", email
    return "account_id", str(account)


def _named(rows: pd.DataFrame, columns: ColumnMap, *, key: str, by: str) -> pd.DataFrame:
    """Return the table under our names, the joined id first; columns we have no name for keep theirs."""
    ours = {column: field for field, column in columns.as_dict().items() if column is not None and field != "user_id"}
    names = ["" if by == "account_id" else "user_id", *(ours.get(name, name) for name in rows.columns)]
    if by == "account_id":
        return rows.set_axis(unique_names(names[1:]), axis=1)
    kept = [name for name in rows.columns if name != key or by == "email"]
    renamed = unique_names(["user_id", *(ours.get(name, name) for name in kept)])
    return pd.concat([rows[key], rows[kept]], axis=1).set_axis(list(renamed), axis=1)


def _by_user(events: EventIds, table: pd.DataFrame) -> pd.DataFrame:
    """Unite the ids of both sides; the table's account wins over the one seen in the events."""
    ids = in_byte_order([*events.users["user_id"], *(set(table["user_id"]) - events.ids)])
    joined = table.set_index("user_id").reindex(ids)
    seen = events.users.set_index("user_id")["account_id"].reindex(ids)
    account = joined["account_id"].fillna(seen) if "account_id" in joined else seen
    others = joined.drop(columns="account_id", errors="ignore").reset_index(names="user_id")
    others.insert(1, "account_id", account.astype("str").to_numpy())
    return others.astype({"user_id": "str", "account_id": "str"})


def _by_account(events: EventIds, table: pd.DataFrame) -> pd.DataFrame:
    """Give each user what the table says of the account."""
    renamed = table.rename(columns={"user_id": "user_id_2"})
    return events.users.merge(renamed, on="account_id", how="left", validate="many_to_one")


def in_byte_order(ids: Sequence[str]) -> pd.Index:
    """Return the ids sorted as their UTF-8 bytes."""
    array = pa.array(ids, pa.string())
    return pd.Index(array.take(pc.sort_indices(array)).to_pandas().astype("str"))


def _typed(column: pd.Series) -> pd.Series:
    """Return numbers where every cell is a quantity and the name says no code, else text."""
    filled = column.dropna()
    if filled.empty or _CODES.search(str(column.name)) or not filled.str.fullmatch(_QUANTITY).all():
        return column.astype("str")
    is_whole = len(filled) == len(column) and filled.str.fullmatch(_WHOLE).all()
    return column.astype("int64" if is_whole else "float64")
