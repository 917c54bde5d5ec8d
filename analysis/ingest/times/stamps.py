"""One text under the reading of its column: its local time, its instant, and what is doubtful about it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from analysis.ingest.times.clocks import Clock
from analysis.ingest.times.normalise import normalised
from analysis.ingest.times.numbers import digits_time, epoch_time, number_of, plain_number, serial_time
from analysis.ingest.times.offsets import ZoneText
from analysis.ingest.times.orders import day_of
from analysis.ingest.times.readings import ISO, Layout, Reading
from analysis.ingest.times.texts import Moment, moment_in

_SEEN = 1 << 16
# One region each; their abbreviations mean what its clocks showed that day.
_REGIONS = {"cet": "Europe/Berlin", "eet": "Europe/Athens", "wet": "Europe/Lisbon"}
_SUMMER = {"cest": "cet", "eest": "eet", "west": "wet"}


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one text means.

    Attributes
    ----------
    local
        The time as written, without a zone.
    utc
        The same moment in UTC, or None where no zone is written.
    is_turned
        Whether the clocks of its zone were changed then, so that the local time is missing or comes twice.
    """

    local: datetime
    utc: datetime | None = None
    is_turned: bool = False


moments = lru_cache(maxsize=_SEEN)(moment_in)


def stamp(text: str, reading: Reading) -> Stamp | None:
    """Return what a text means under a reading, or None where it does not fit it; never another format's meaning."""
    if reading.kind == "pattern":
        return _given(text, str(reading.pattern))
    if reading.is_number:
        return _number(plain_number(normalised(text)), reading)
    moment = moments(text.strip())
    if moment is None or not fits(moment, reading.layout or ISO):
        return None
    day = day_of(moment.date, reading.layout or ISO)
    if day is None or unclear(moment):
        return None
    return _stamped(_at(day, moment.clock), moment.zone)


def fits(moment: Moment, layout: Layout) -> bool:
    """Whether a moment is written in the layout; a column with AM and PM has them at every time of day."""
    written, clock = moment.date, moment.clock
    same = (written.form, written.divider) == (layout.form, layout.divider)
    return same and (clock is None or clock.is_halved == layout.is_halved)


def unclear(moment: Moment) -> str:
    """Return the abbreviation of a zone that does not say which place is meant on that day, or ""."""
    zone = moment.zone
    if zone is None or not zone.unclear or (zone.mail is not None and moment.is_mail):
        return ""
    region = _REGIONS.get(_SUMMER.get(zone.unclear, zone.unclear))
    day = day_of(moment.date, Layout(moment.date.form, languages=("English",)))
    if region is None or zone.offset is None or day is None:
        return zone.unclear
    local = _at(day, moment.clock)
    offsets = {local.replace(tzinfo=ZoneInfo(region), fold=fold).utcoffset() for fold in (0, 1)}
    return "" if zone.offset in offsets else zone.unclear


def _at(day: date, clock: Clock | None) -> datetime:
    if clock is None:
        return datetime.combine(day, time())
    if clock.hour == 24:
        return datetime.combine(day, time()) + timedelta(days=1)
    return datetime.combine(day, time(clock.hour, clock.minute, clock.second, clock.microsecond))


def _stamped(local: datetime, zone: ZoneText | None) -> Stamp:
    """Apply a zone; of a local time that comes twice the first is meant, one that is missing is moved on by the gap."""
    if zone is None:
        return Stamp(local)
    if zone.name is None:
        return Stamp(local, local - (zone.mail if zone.offset is None else zone.offset))
    placed = local.replace(tzinfo=ZoneInfo(zone.name))
    is_turned = placed.utcoffset() != placed.replace(fold=1).utcoffset()
    return Stamp(local, placed.astimezone(UTC).replace(tzinfo=None), is_turned)


def _number(text: str, reading: Reading) -> Stamp | None:
    if reading.kind == "digits":
        found = digits_time(text, str(reading.pattern))
        return None if found is None else Stamp(found)
    number = number_of(text)
    if number is None:
        return None
    if reading.unit is None:
        found = serial_time(number, reading.decimals)
        return None if found is None else Stamp(found)
    found = epoch_time(number, reading.unit)
    return None if found is None else Stamp(found, found)


def _given(text: str, pattern: str) -> Stamp | None:
    """Read a text by a pattern that a person gave, in Python's spelling."""
    try:
        found = datetime.strptime(" ".join(text.split()), pattern)
    except ValueError:
        return None
    utc = None if found.tzinfo is None else found.astimezone(UTC).replace(tzinfo=None)
    return Stamp(found.replace(tzinfo=None), utc)
