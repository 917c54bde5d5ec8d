"""Names of time zones, and what a report says about the zone that decided local days."""

from datetime import datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from analysis.errors import UnknownNameError
from analysis.ingest.times.orders import EARLIEST
from analysis.wording import count, plural


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


def clock_changes(zone: str, first_hour: int, last_hour: int) -> list[int]:
    """Return the local hours, counted from the start of EARLIEST, that a zone's clocks skip or show twice."""
    start, place = datetime.combine(EARLIEST, time()), ZoneInfo(zone)

    def offset(hour: int, fold: int) -> timedelta | None:
        return (start + timedelta(hours=hour)).replace(tzinfo=place, fold=fold).utcoffset()

    days = [(day, offset(day, 0)) for day in range(first_hour, last_hour + 25, 24)]
    near = (hour for (day, before), (_, after) in pairwise(days) if before != after for hour in range(day, day + 25))
    return sorted({hour for hour in near if offset(hour, 0) != offset(hour, 1)})


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
