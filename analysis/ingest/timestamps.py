"""One reading for a whole column of times: decided from its values, applied in DuckDB, never a row at a time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from statistics import median
from typing import Literal
from zoneinfo import available_timezones

from analysis.errors import UnknownNameError, UnreadableFileError
from analysis.wording import count, plural

Kind = Literal["date", "naive", "iso", "epoch"]
Unit = Literal["s", "ms", "us", "ns"]
Zone = Literal["stored", "given", "own"]

# Fields: date and time, then what says its zone. Shared by Python (the decision) and DuckDB (the reading).
_TIME = r"[T ]\d{2}:\d{2}(?::\d{2}(?:[.]\d+)?)?"
ISO_PATTERN = rf"^\s*(\d{{4}}-\d{{2}}-\d{{2}}(?:{_TIME})?) ?(Z|z|UTC|[+-]\d{{2}}(?::?\d{{2}})?)?\s*$"
NO_OFFSET_PATTERN = r"^(Z|z|UTC|[+-]00(:?00)?)$"
_ISO = re.compile(ISO_PATTERN)
_NUMBER = re.compile(r"^\s*\d{9,20}(?:\.\d*)?\s*$")
# Where seconds, ms, us and ns since 1970 cannot be confused: 1e8 s is 1973, 1e11 s the year 5138.
_SMALLEST: dict[Unit, float] = {"s": 1e8, "ms": 1e11, "us": 1e14, "ns": 1e17}
_PER_SECOND: dict[Unit, int] = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
_UNIT_NAMES: dict[Unit, str] = {"s": "seconds", "ms": "milliseconds", "us": "microseconds", "ns": "nanoseconds"}
# Days outside are placeholders such as 0001-01-01 or 9999-12-31, not activity.
HOURS_A_DAY = 24
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True)
class Reading:
    """How one column of times is read.

    Attributes
    ----------
    kind
        "date" (`2026-03-01`), "naive" (`2026-03-01 12:00:00`), "iso" (any ISO 8601, offsets too), "epoch".
    unit
        Of an epoch, by its magnitude; None otherwise.
    """

    kind: Kind
    unit: Unit | None = None

    @property
    def format(self) -> str:
        """What a person calls it."""
        if self.unit is not None:
            return f"epoch {_UNIT_NAMES[self.unit]}"
        return {"date": "ISO 8601 date", "naive": "ISO 8601 without offset"}.get(self.kind, "ISO 8601")

    @property
    def has_instants(self) -> bool:
        """Whether it can read a moment that is the same everywhere: an epoch, or a time with an offset."""
        return self.kind in ("iso", "epoch")

    @property
    def wider(self) -> "Reading | None":
        """The reading that also takes what this fast one cannot, or None."""
        return Reading("iso") if self.kind in ("date", "naive") else None


def decide_reading(values: Sequence[str]) -> Reading | None:
    """Return the one reading that fits most of the values, or None where under half of them are times.

    Blanks do not vote. Epoch units are decided by the median's magnitude: 1e9 s, 1e12 ms, 1e15 us, 1e18 ns.
    """
    texts = [text for value in values if (text := value.strip())]
    iso = [text for text in texts if _ISO.match(text)]
    numbers = [float(text) for text in texts if _NUMBER.match(text)]
    if max(len(iso), len(numbers)) * 2 <= len(texts):
        return None
    if len(numbers) > len(iso):
        return Reading("epoch", _unit_of(median(numbers)))
    lengths = {len(text) for text in iso}
    is_naive = lengths == {19} and all(text[16] == ":" for text in iso)
    return Reading("date" if lengths == {10} else "naive" if is_naive else "iso")


def decide_reading_or_refuse(values: Sequence[str], *, column: str) -> Reading:
    """Return the one reading of a column, or raise UnreadableFileError with an example of what it holds."""
    reading = decide_reading(values)
    if reading is not None:
        return reading
    example = " ".join(
        next((value for value in values if value.strip() and decide_reading([value]) is None), "").split()
    )
    raise UnreadableFileError(
        f'Expected times such as 2026-03-01 12:00 or 1772366400 in the column {column}, found "{example[:40]}".',
        hint="name the column of times with --map timestamp=COLUMN, or on the Data page.",
    )


def fits_sql(reading: Reading, *, text: str) -> str:
    """Return SQL for whether a text has the shape of the reading.

    Casts take more than they should ("epoch", offsets that they drop); a test beside the cast is three times cheaper
    than a CASE around it, so both are asked for: a time counts where it fits and its cast is not null.
    """
    if reading.kind == "date":
        return f"strlen({text}) = 10"
    return f"strlen({text}) = 19 AND substr({text}, 17, 1) = ':'" if reading.kind == "naive" else "true"


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
        return utc if zone == "stored" else _in_zone_sql(f"timezone('UTC', {utc})", zone, stored=utc)
    parts = f"regexp_extract({text}, '{ISO_PATTERN}', ['local', 'offset'])"
    stored = f"try_cast({parts}.local AS TIMESTAMP)"
    if zone == "stored":
        return stored
    # A cast to TIMESTAMP drops the offset without a word; only TIMESTAMPTZ applies it.
    instant = f"try_cast({parts}.local || replace({parts}.offset, 'UTC', 'Z') AS TIMESTAMPTZ)"
    shifted = _in_zone_sql(instant, zone, stored=stored)
    return f"CASE WHEN {parts}.offset = '' OR length({parts}.local) = 10 THEN {stored} ELSE {shifted} END"


def offset_kind_sql(reading: Reading, *, text: str) -> str:
    """Return SQL for 0 (no offset stored), 1 (an offset of zero) or 2 (another offset)."""
    if reading.kind != "iso":
        return "1" if reading.unit is not None else "0"
    offset = f"regexp_extract({text}, '{ISO_PATTERN}', 2)"
    return f"CASE WHEN {offset} = '' THEN 0 WHEN regexp_matches({offset}, '{NO_OFFSET_PATTERN}') THEN 1 ELSE 2 END"


@cache
def zone_names() -> tuple[str, ...]:
    """Return the IANA names of all time zones, sorted; "localtime" is this machine's, of which DuckDB knows nothing."""
    return tuple(sorted(available_timezones() - {"localtime"}))


def check_zone(zone: str) -> str:
    """Return the zone's name, or raise UnknownNameError."""
    if not zone.strip():
        raise UnknownNameError(
            "Expected the name of a time zone, found an empty one.",
            hint="write it as Europe/Berlin, or leave it out: then the offsets stored in the file decide.",
        )
    if zone not in zone_names():
        raise UnknownNameError.of("time zone", zone, sorted(zone_names(), key=lambda name: (len(name), name)))
    return zone


def zone_notes(counts: dict[int, int], *, zone: str | None, is_date: bool) -> tuple[str, tuple[str, ...]]:
    """Return what decided local dates, and the notes to show; `counts` are rows by kind of offset."""
    none, zero, other = (counts.get(kind, 0) for kind in (0, 1, 2))
    if zone is not None:
        return zone, (
            f"{plural(none, 'time')} without an offset, read as local in {zone}.",
        ) if none and zero + other else ()
    if is_date:
        return "UTC", ("The times are dates without hours: days are taken as they stand.",)
    if not other:
        return "UTC", ("No offset is stored besides UTC: days and hours are UTC; choose a time zone to change that.",)
    mixed = (
        (f"{count(none)} of {count(none + zero + other)} times store no offset: taken as they stand.",) if none else ()
    )
    return "stored offsets", ("The offset stored with each time decides its local day.", *mixed)


def _in_zone_sql(instant: str, zone: Zone, *, stored: str) -> str:
    if zone == "given":
        return f"timezone($zone, {instant})"
    return f"CASE WHEN own_zone IS NULL THEN {stored} ELSE timezone(own_zone, {instant}) END"


def _unit_of(number: float) -> Unit:
    return next((unit for unit in ("ns", "us", "ms") if number >= _SMALLEST[unit]), "s")


def _epoch_sql(unit: Unit, text: str) -> str:
    """Return SQL for the UTC time; numbers of another magnitude than `unit` are null, never another year."""
    per_second = _PER_SECOND[unit]
    number = f"try_cast({text} AS DECIMAL(28, 6))"
    in_range = f"{number} >= {int(_SMALLEST[unit])} AND {number} < {int(_SMALLEST[unit]) * 1000}"
    micros = f"CAST(floor({number} * {10**6 // per_second}) AS BIGINT)"
    if unit == "ns":
        micros = f"CAST(floor({number} / 1000) AS BIGINT)"
    return f"CASE WHEN {in_range} THEN make_timestamp({micros}) END"
