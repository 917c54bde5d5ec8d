"""The tables beside the events: users, subscriptions, payments, joined into one dataset with a match report each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path

import pandas as pd

from analysis.activity import Activity
from analysis.dataset import Dataset
from analysis.ingest.columns import ColumnMap, Table
from analysis.ingest.guess import map_columns
from analysis.ingest.join import EventIds
from analysis.ingest.limits import Limits
from analysis.ingest.numbers import Decimal
from analysis.ingest.payments import join_payments
from analysis.ingest.people import People
from analysis.ingest.plain_amounts import with_plain_amounts
from analysis.ingest.questions import Answered
from analysis.ingest.report import MatchReport
from analysis.ingest.subscriptions import join_subscriptions
from analysis.ingest.tables import Aliases, read_table

AnyPath = str | PathLike[str]
_PAID = {"subscriptions": join_subscriptions, "payments": join_payments}


@dataclass(frozen=True)
class Beside:
    """Files and choices: users read, what was paid not yet.

    Attributes
    ----------
    paid
        "subscriptions" and "payments" -> file, of those given.
    given
        Columns a person named, by table.
    answered
        What else a person said, by table.
    """

    users: People | None
    paid: Mapping[Table, AnyPath]
    given: Mapping[Table, Mapping[str, str]]
    folder: Path
    limits: Limits
    decimal: Decimal | None = None
    answered: Mapping[Table, Answered] = field(default_factory=dict)

    def join(self, known: EventIds, *, aliases: Aliases | None) -> "Joined":
        """Return every table joined to the ids of the events. Raises OffbeatError."""
        joined = Joined(known.users)
        if self.users is not None:
            users, match = self.users.join(known, aliases=aliases)
            joined = Joined(users, (self.users.columns,), (match,))
        for name, path in self.paid.items():
            said = self.answered.get(name, Answered())
            table = read_table(path, self.folder / name, self.limits, table=name, sheets=said.sheets)
            columns = map_columns([table.source], name, self.given[name])
            table = with_plain_amounts(table, columns, answer=self.decimal)
            work = self.folder / f"{name}_typing"
            known_payers = joined.paid if name == "payments" else {}
            rows, match = _PAID[name](
                joined.users, table, columns, folder=work, aliases=aliases, limits=self.limits, answered=said,
                **known_payers,
            )  # fmt: skip
            joined = Joined(
                joined.users, (*joined.maps, columns), (*joined.matches, match), {**joined.paid, name: rows}
            )  # fmt: skip
        return joined


@dataclass(frozen=True, eq=False)
class Joined:
    """Users and what was paid, with what was read as what and how each table matched."""

    users: pd.DataFrame
    maps: tuple[ColumnMap, ...] = ()
    matches: tuple[MatchReport, ...] = ()
    paid: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def dataset(self, activity: Activity, *, name: str) -> Dataset:
        """Return all of it as one dataset."""
        return Dataset(activity, self.users, name=name, **self.paid)
