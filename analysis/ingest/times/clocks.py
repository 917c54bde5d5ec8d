"""The time of day inside a text: colons, dots, hours in words, AM and PM in many spellings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# In the forms `normalised` leaves: compatibility characters and the final dot are gone or optional.
_AM = r"a\.?\s?m\.?|上午|午前|오전|ص|π\.?μ\.?|öö|vorm\.?"
_PM = r"p\.?\s?m\.?|下午|午後|오후|م|μ\.?μ\.?|ös|nachm\.?"
_HALF = rf"(?:(?P<am>{_AM})|(?P<pm>{_PM}))"
_HALF_AFTER = rf"(?:\s?(?:(?P<am>{_AM}|a)|(?P<pm>{_PM}|p))(?![^\W_]))?"
_HALF_BEFORE = rf"(?:(?P<am_before>{_AM})|(?P<pm_before>{_PM}))?\s?"
_FRACTION = r"(?:[.,:](?P<fraction>\d{1,9}))?"
_WHERE = (
    # 9:48, 09:48:00.123456, 午後 9:48, 9:48 p. m.; an hour after another colon is a part of something longer.
    rf"{_HALF_BEFORE}(?<![\d:])(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?::(?P<second>\d{{2}}){_FRACTION})?(?![\d:])"
    rf"{_HALF_AFTER}(?:\s?(?:uhr|h|uur)\b)?",
    # 9時48分, 오전 9시 48분 0초
    rf"{_HALF_BEFORE}(?P<hour>\d{{1,2}})\s?[時时點点시]\s?(?:(?P<minute>\d{{1,2}})\s?[分분]\s?(?:(?P<second>\d{{1,2}})\s?[秒초])?)?$",
    # 09.48, 09.48.00.123 PM behind a date; 09-48-00 and 09_48_00 in names of files
    rf"(?<=[\d\s])[\st_,-]\s?(?P<hour>\d{{1,2}})\.(?P<minute>\d{{2}})(?:\.(?P<second>\d{{2}})(?:[.,](?P<fraction>\d{{1,9}}))?)?"
    rf"{_HALF_AFTER}(?:\s?uhr)?$",
    r"(?<=\d)[\st_](?P<hour>\d{2})([-_])(?P<minute>\d{2})\2(?P<second>\d{2})$",
    # 9h48, 9 h 48 min
    r"(?<=[\d\s])[\st,]\s?(?P<hour>\d{1,2})\s?h\s?(?P<minute>\d{2})(?:\s?m(?:in)?\s?(?:(?P<second>\d{2})\s?s)?)?$",
    # 20261121-094800, 20261121_094800
    r"(?<=\b\d{8})[-_](?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})$",
    # 20261121T094800, 20261121 094800, 2026-11-21T09
    r"(?<=\d)[t\s](?P<hour>\d{2})(?P<minute>\d{2})(?:(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?$",
    r"(?<=\d)t(?P<hour>\d{2})$",
    rf"(?<=[\d\s])[\s,](?P<hour>\d{{1,2}})\s?{_HALF}$",
)
_CLOCKS = tuple(map(re.compile, _WHERE))
_NOON = 12


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; `is_halved` tells that AM or PM is written."""

    hour: int
    minute: int = 0
    second: int = 0
    microsecond: int = 0
    is_halved: bool = False


def clocks_in(text: str) -> Iterator[tuple[str, Clock]]:
    """Yield each way to take a time of day out of a text: what is left, and the clock; impossible hours are skipped."""
    for pattern in _CLOCKS:
        for found in pattern.finditer(text):
            clock = _clock(found.groupdict())
            if clock is not None:
                yield f"{text[: found.start()]} {text[found.end() :]}", clock


def _clock(fields: dict[str, str | None]) -> Clock | None:
    hour, minute, second = (int(fields.get(name) or 0) for name in ("hour", "minute", "second"))
    is_am = bool(fields.get("am") or fields.get("am_before"))
    is_pm = bool(fields.get("pm") or fields.get("pm_before"))
    is_day_end = hour == 24 and not (minute or second or int(fields.get("fraction") or 0))
    if (hour > 23 and not is_day_end) or minute > 59 or second > 59 or (is_am and is_pm):
        return None
    if (is_am and hour > _NOON) or ((is_am or is_pm) and hour == 24):
        return None
    if is_am or is_pm:
        hour = hour % _NOON + (_NOON if is_pm else 0)
    fraction = (fields.get("fraction") or "0").ljust(6, "0")[:6]
    return Clock(hour, minute, second, int(fraction), is_am or is_pm)
