"""The users table, read before the events: it may say in which time zone each of them lives."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from os import PathLike
from pathlib import Path

import pandas as pd

from analysis.ingest.accounts import main_accounts
from analysis.ingest.columns import ColumnMap
from analysis.ingest.day_readings import with_iso_days
from analysis.ingest.events import ZonesOf
from analysis.ingest.guess import map_columns
from analysis.ingest.join import EventIds, event_ids, join_users
from analysis.ingest.limits import Limits
from analysis.ingest.questions import Answered
from analysis.ingest.report import MatchReport
from analysis.ingest.staged import Staged
from analysis.ingest.tables import Aliases, TextTable, read_table
from analysis.ingest.zones import OWN_ZONE_FIELD, OwnZones, known_zones


@dataclass(frozen=True)
class People:
    """A users table as text, and what was read as what."""

    table: TextTable
    columns: ColumnMap

    def join(self, events: EventIds, *, aliases: Aliases | None) -> tuple[pd.DataFrame, MatchReport]:
        """Return Dataset.users and how the table matched."""
        return join_users(events, self.table, self.columns, aliases=aliases)

    def zones_of(self, aliases: Aliases | None) -> ZonesOf | None:
        """Return what finds the zone of each user of scanned events, or None where no column holds zones."""
        return None if self.columns.column(OWN_ZONE_FIELD) is None else partial(self._zones_of, aliases)

    def _zones_of(self, aliases: Aliases | None, staged: Staged) -> OwnZones:
        texts = staged.users.texts.to_pandas().astype("str")
        ids = texts if aliases is None else aliases.resolve(texts)
        known = staged if aliases is None else staged.with_user_texts(ids)
        users, _ = self.join(event_ids(known.users.texts, main_accounts(known)), aliases=aliases)
        written = users.set_index("user_id")[OWN_ZONE_FIELD].astype("str")
        by_text = known_zones(written.reindex(ids).set_axis(texts)).dropna()
        return OwnZones(str(self.columns.column(OWN_ZONE_FIELD)), written, by_text)


def open_people(
    path: str | PathLike[str], given: Mapping[str, str], *, folder: Path, limits: Limits,
    answered: Answered,
) -> People:  # fmt: skip
    """Read the users table; `given` names columns. Raises OffbeatError."""
    table = read_table(path, folder / "users", limits, table="users", sheets=answered.sheets)
    columns = map_columns([table.source], "users", given)
    return People(with_iso_days(table, columns, answer=answered.time_format), columns)
