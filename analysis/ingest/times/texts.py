"""One text as a date, a time of day and a zone, none of them decided yet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.ingest.times.clocks import Clock, clocks_in
from analysis.ingest.times.dates import Written, date_in
from analysis.ingest.times.normalise import normalised
from analysis.ingest.times.offsets import ZoneText, split_zone

_LONGEST = 80  # characters of a time in any known format
# A colon between date and time: 21/Nov/2026:09:48:00 of web servers, 21NOV2026:09:48:00 of SAS.
_COLON = re.compile(r"^(.*\d{1,2}[-/ ]?[^\W\d_]{3,}\.?[-/ ]?\d{2,4}):(?=\d{1,2}:\d{2})")
_PICTURE = re.compile(r"^(\d{4}):(\d{2}):(\d{2})(?=\s|$)")  # 2026:11:21 09:48:00 of cameras
_MAIL = re.compile(r"^[a-z]{3}, \d{1,2} [a-z]{3} \d{4} \d{2}:\d{2}(?::\d{2})? [a-z]{3}$")
_DAY_MARK = re.compile(r"(?<=\d)t(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Moment:
    """What one text says: a date, the time of day and the zone where they are written; `is_mail` is RFC 2822's form."""

    date: Written
    clock: Clock | None = None
    zone: ZoneText | None = None
    is_mail: bool = False


def moment_in(text: str) -> Moment | None:
    """Return the moment a text writes, or None where it is none; numbers alone are none."""
    if len(text) > _LONGEST or not any(map(str.isdigit, text)):
        return None
    plain = _PICTURE.sub(r"\1-\2-\3", _COLON.sub(r"\1 ", normalised(text)))
    rest, zone = split_zone(plain)
    for left, clock in _readings(rest):
        date = date_in(_DAY_MARK.sub(" ", left).strip())
        if date is not None and (clock is not None or date.form != "compact"):
            return Moment(date, clock, zone, _MAIL.match(plain) is not None)
    return None


def _readings(text: str) -> Iterator[tuple[str, Clock | None]]:
    """Yield the ways to take a clock out, and the text without one: first what its colons make likelier."""
    if ":" not in text:
        yield text, None
    yield from clocks_in(text)
    if ":" in text:
        yield text, None
