"""A time zone a user: which names are known, the table that DuckDB joins, and what the report says of it."""

from collections import Counter
from dataclasses import dataclass

import duckdb
import pandas as pd
import pyarrow as pa

from analysis import wording
from analysis.errors import shortened
from analysis.ingest.timestamps import zone_names, zone_notes

OWN_ZONE_FIELD = "time_zone"  # of the users table
JOIN_SQL = " LEFT JOIN own_zones ON zone_of = who"
_UNKNOWN_NAMED = 3


@dataclass(frozen=True, eq=False)
class OwnZones:
    """The zones of the users who are in the events.

    Attributes
    ----------
    column
        The column of the users table that holds them.
    written
        What stands there, by user id; missing where the cell is blank or the table does not know the user.
    by_text
        The IANA name by the id as written in the events (an alias keeps its own); only users with a known zone.
    """

    column: str
    written: pd.Series
    by_text: pd.Series

    def register(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Give a connection the table that `JOIN_SQL` joins; it only ever holds names that DuckDB knows."""
        columns = {"zone_of": self.by_text.index, "own_zone": self.by_text}
        connection.register(
            "own_zones", pa.table({name: pa.array(texts, pa.string()) for name, texts in columns.items()})
        )


def known_zones(written: pd.Series) -> pd.Series:
    """Return the IANA name of each text, missing where it is none; case and blanks do not matter.

    Abbreviations such as IST are no names: DuckDB would take them (BST for Bangladesh), people mean several places.
    """
    names = {name.lower(): name for name in zone_names()}
    return written.map(lambda text: names.get("_".join(str(text).split()).lower()), na_action="ignore").astype("str")


def decided_by(
    counts: dict[int, int], own: OwnZones | None, ids: pa.Array, *, zone: str | None, is_date: bool
) -> tuple[str, tuple[str, ...]]:
    """Return what decided local dates, and the notes to show.

    Parameters
    ----------
    counts
        Rows by kind of offset: 0 none, 1 zero, 2 another.
    ids
        Users with events.
    zone
        The one zone asked for, or None.
    """
    said, notes = zone_notes(counts, zone=zone, is_date=is_date)
    if own is None:
        return said, notes
    written = own.written.reindex(ids.to_pandas()).dropna()
    zones = known_zones(written)
    users, is_unknown = int(zones.notna().sum()), zones.isna()
    unknown = _unknown_note(written[is_unknown], own.column, said)
    if not users:
        return said, (*notes, *unknown)
    who = f"{wording.count(users)} of {wording.plural(len(ids), 'user')} have a time zone (column {own.column})"
    none, instants = counts.get(0, 0), counts.get(1, 0) + counts.get(2, 0)
    if not instants:
        return said, (f"{who}; no time stores an offset, so times are taken as local, as they stand.", *unknown)
    used = [f"{who}: their times with an offset are local in it."]
    if users < len(ids):
        used.append(
            "Days and hours of the others are UTC."
            if said == "UTC"
            else "For the others the offset stored with each time decides its local day."
        )
    if none:
        used.append(
            f"{wording.count(none)} of {wording.plural(none + instants, 'time')} store no offset: "
            "taken as local, as they stand."
        )
    return f"users' own zones, else {said}", (*used, *unknown)


def _unknown_note(texts: pd.Series, column: str, instead: str) -> tuple[str, ...]:
    """Name the commonest texts that are no zones, and say what was used instead."""
    if texts.empty:
        return ()
    common = sorted(Counter(texts).items(), key=lambda pair: (-pair[1], pair[0]))
    named = [f'"{shortened(text)}" ({wording.plural(users, "user")})' for text, users in common]
    return (
        f"The time zones of {wording.plural(len(texts), 'user')} are not known (column {column}): "
        f"{wording.listed(named, most=_UNKNOWN_NAMED)}; {instead} used instead. "
        "Expected are names of the IANA list, such as Europe/Berlin.",
    )
