"""Who pays: ids of a billing system's table matched to users, accounts or e-mails, whichever matches most."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.ingest.tables import Aliases


@dataclass(frozen=True, eq=False)
class Payers:
    """What the rows of a table were joined by.

    Attributes
    ----------
    by
        "user_id", "account_id" or "email".
    ids
        What the rows were matched with, one a row: the id, or the e-mail.
    known
        Every id of that kind in the dataset, and the user or account id it stands for.
    names
        The payer of each row: what its id stands for, else the table's own id.
    """

    by: str
    ids: pd.Series
    known: Mapping[str, str]
    names: pd.Series


def match_payers(ids: pd.Series, emails: pd.Series, users: pd.DataFrame, *, aliases: Aliases | None = None) -> Payers:
    """Return the best match of a table's ids and e-mails (text, missing where empty) with the users."""
    if aliases is not None:
        ids = aliases.resolve(ids)
    by_email = _emails(users)
    kinds: dict[str, tuple[pd.Series, Mapping[str, str]]] = {
        "user_id": (ids, {name: name for name in users["user_id"]}),
        "account_id": (ids, {name: name for name in users["account_id"].dropna()}),
        "email": (ids.str.lower(), by_email),
        "other email": (emails.str.lower(), by_email),
    }
    best = max(kinds, key=lambda kind: len(set(kinds[kind][0].dropna()) & kinds[kind][1].keys()))
    keys, known = kinds[best]
    names = keys.map(known).where(keys.isin(known.keys()), ids).astype("str") if "email" in best else ids
    return Payers(best.removeprefix("other "), keys, known, names)


def _emails(users: pd.DataFrame) -> dict[str, str]:
    """Return the user of each e-mail, in lower case; of one that two users have, the first user.

    Where there is no column of e-mails an id with an @ is one: a log may know people by nothing else.
    """
    emails = users["email"] if "email" in users else users["user_id"].where(users["user_id"].str.contains("@"))
    named = users.assign(email=emails).dropna(subset=["email"])
    return dict(zip(named["email"].astype("str").str.lower()[::-1], named["user_id"][::-1], strict=True))
