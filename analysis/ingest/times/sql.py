"""A reading as SQL over a column of text: what DuckDB can read it reads, the rest it looks up in a table."""

from collections.abc import Iterable

import pyarrow as pa

from analysis.ingest.times.numbers import FIRST_SECONDS, PER_SECOND, pattern_length
from analysis.ingest.times.readings import Reading, Unit, Zone
from analysis.ingest.times.stamps import stamp

# Fields: date and time, then what says its zone. Shared by Python (the decision) and DuckDB (the reading).
_TIME = r"[T ]\d{2}:\d{2}(?::\d{2}(?:[.]\d+)?)?"
ISO_PATTERN = rf"^\s*(\d{{4}}-\d{{2}}-\d{{2}}(?:{_TIME})?) ?(Z|z|UTC|[+-]\d{{2}}(?::?\d{{2}})?)?\s*$"
NO_OFFSET_PATTERN = r"^(Z|z|UTC|[+-]00(:?00)?)$"
TABLE_JOIN_SQL = " LEFT JOIN read_times ON read_of = time_text"
_SECONDS_AT = 16  # characters before the colon of 2026-03-01 12:00:00
_READABLE = 1000  # from its smallest time on, a unit's numbers stay within this factor


def fits_sql(reading: Reading, *, text: str) -> str:
    """Return SQL for whether a text has the shape of the reading.

    Casts take more than they should ("epoch", offsets that they drop); a test beside the cast is three times cheaper
    than a CASE around it, so both are asked for: a time counts where it fits and its cast is not null.
    """
    if reading.kind == "date":
        return f"strlen({text}) = 10"
    if reading.kind != "naive":
        return "true"
    # LIKE finds the second colon in half the time that `substr` takes: of the whole scan, a tenth.
    return f"strlen({text}) = 19 AND {text} LIKE '{'_' * _SECONDS_AT}:%'"


def local_time_sql(reading: Reading, *, text: str, zone: Zone) -> str:
    """Return SQL for the local time (TIMESTAMP or DATE, null where unreadable) of the column expression `text`.

    Counts only where `fits_sql` holds.

    Parameters
    ----------
    zone
        What decides the local time of an instant; times without an offset are local already, whatever it is.
        "stored": the stored offset, and epochs are UTC. "given": the zone in the parameter `$zone`. "own": the zone in
        the column `own_zone`, as stored where that is null.
    """
    if reading.kind == "date":
        return f"try_cast({text} AS DATE)"
    if reading.kind == "naive":
        return f"try_cast({text} AS TIMESTAMP)"
    if reading.unit is not None:
        utc = _epoch_sql(reading.unit, text)
        return utc if zone == "stored" else in_zone_sql(f"timezone('UTC', {utc})", zone, stored=utc)
    fast = _iso_sql(text, zone) if reading.kind == "iso" else _pattern_sql(reading, text)
    return f"coalesce({fast}, {_looked_up_sql(zone)})" if reading.is_mapped else fast


def offset_kind_sql(reading: Reading, *, text: str) -> str:
    """Return SQL for 0 (no offset stored), 1 (an offset of zero) or 2 (another offset)."""
    looked_up = "CASE WHEN read_utc IS NULL THEN 0 WHEN read_utc = read_local THEN 1 ELSE 2 END"
    if reading.kind != "iso":
        return looked_up if reading.is_mapped else "1" if reading.unit is not None else "0"
    offset = f"regexp_extract({text}, '{ISO_PATTERN}', 2)"
    kind = f"WHEN {offset} = '' THEN 0 WHEN regexp_matches({offset}, '{NO_OFFSET_PATTERN}') THEN 1 ELSE 2 END"
    return f"CASE WHEN read_of IS NOT NULL THEN {looked_up} {kind}" if reading.is_mapped else f"CASE {kind}"


def times_table(texts: Iterable[str], reading: Reading) -> pa.Table:
    """Return the table that `TABLE_JOIN_SQL` joins: of these texts those that Python can read, and what they mean."""
    found = {text: meant for text in texts if (meant := stamp(text, reading)) is not None}
    moment = pa.timestamp("us")
    return pa.table({
        "read_of": pa.array(found, pa.string()),
        "read_local": pa.array([each.local for each in found.values()], moment),
        "read_utc": pa.array([each.utc for each in found.values()], moment),
    })  # fmt: skip


def _looked_up_sql(zone: Zone) -> str:
    if zone == "stored":
        return "read_local"
    shifted = in_zone_sql("timezone('UTC', read_utc)", zone, stored="read_local")
    return f"CASE WHEN read_utc IS NULL THEN read_local ELSE {shifted} END"


def _pattern_sql(reading: Reading, text: str) -> str:
    """Return SQL for a pattern of our own list (see `patterns`), never one that a person wrote."""
    if reading.pattern is None or reading.is_slow:
        return "CAST(NULL AS TIMESTAMP)"
    read = f"try_strptime({text}, '{reading.pattern}')"
    if reading.kind != "digits":
        return read
    return f"CASE WHEN strlen({text}) = {pattern_length(reading.pattern)} THEN {read} END"


def _iso_sql(text: str, zone: Zone) -> str:
    parts = f"regexp_extract({text}, '{ISO_PATTERN}', ['local', 'offset'])"
    stored = f"try_cast({parts}.local AS TIMESTAMP)"
    if zone == "stored":
        return stored
    # A cast to TIMESTAMP drops the offset without a word; only TIMESTAMPTZ applies it.
    instant = f"try_cast({parts}.local || replace({parts}.offset, 'UTC', 'Z') AS TIMESTAMPTZ)"
    shifted = in_zone_sql(instant, zone, stored=stored)
    return f"CASE WHEN {parts}.offset = '' OR length({parts}.local) = 10 THEN {stored} ELSE {shifted} END"


def in_zone_sql(instant: str, zone: Zone, *, stored: str) -> str:
    """Return SQL for the local time of an instant (TIMESTAMPTZ) in the zone given, or the user's own, else `stored`."""
    if zone == "given":
        return f"timezone($zone, {instant})"
    return f"CASE WHEN own_zone IS NULL THEN {stored} ELSE timezone(own_zone, {instant}) END"


def _epoch_sql(unit: Unit, text: str) -> str:
    """Return SQL for the UTC time; numbers of another magnitude than `unit` are null, never another year."""
    per_second = PER_SECOND[unit]
    smallest = FIRST_SECONDS * per_second
    number, whole = f"try_cast({text} AS DECIMAL(28, 6))", f"try_cast({text} AS BIGINT)"
    in_range = f"{number} >= {smallest} AND {number} < {smallest * _READABLE}"
    to_micros = "// 1000" if unit == "ns" else f"* {10**6 // per_second}"
    exact = f"floor({number} {to_micros.replace('//', '/')})"
    # Nearly all are whole; decimals so wide take five times as long.
    micros = f"CASE WHEN {number} = {whole} THEN {whole} {to_micros} ELSE CAST({exact} AS BIGINT) END"
    return f"CASE WHEN {in_range} THEN make_timestamp({micros}) END"
