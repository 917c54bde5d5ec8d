"""Bare numbers as times: seconds since 1970 and their fractions, digits of a calendar, days of a spreadsheet."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from statistics import median

from analysis.ingest.times.orders import EARLIEST, LATEST
from analysis.ingest.times.readings import Decision, Reading, TimeChoice, TimeQuestion, Unit

NUMBER = re.compile(r"^[+-]?\d{1,20}(?:[.,]\d*)?(?:e[+-]?\d{1,2})?$", re.IGNORECASE)
PER_SECOND: dict[Unit, int] = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
# A column's median this large is decided at once: 1e9 s is 2001. Smaller ones may count from another day.
_SURE_SECONDS, _LAST_SECONDS = 10**9, int((LATEST - date(1970, 1, 1)).days + 1) * 86400
FIRST_SECONDS = 10**8
# Lengths of year, month, day, hour, minute and second written without anything between.
_DIGITS = {8: "%Y%m%d", 10: "%Y%m%d%H", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
_LAST_YEAR = {"%d%m%Y": "the day first", "%m%d%Y": "the month first"}
_MOSTLY = 0.9
_WHOLE = re.compile(r"[.,]0*$")
_SERIAL_START, _SERIALS = datetime(1899, 12, 30), (25_569, 73_050)
_ROUNDINGS = (Decimal(60), Decimal(1), Decimal("0.001"))
_DAY_SECONDS = Decimal(86400)


def plain_number(text: str) -> str:
    """Return a number without the `.0` that programs add to whole ones."""
    return _WHOLE.sub("", text)


def number_of(text: str) -> Decimal | None:
    """Return a number as it is written, or None; a rounded one such as 1.76E+12 is none."""
    if not NUMBER.match(text):
        return None
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return number if "e" not in text.lower() or int(number.as_tuple().exponent) <= 0 else None


def pattern_length(pattern: str) -> int:
    """Return how many digits a pattern without dividers takes: four for the year, two for each other part."""
    return len(pattern.replace("%Y", "0000"))


def digits_time(text: str, pattern: str) -> datetime | None:
    """Return the time that digits of a pattern's length write, or None."""
    if not text.isdecimal() or len(text) != pattern_length(pattern):
        return None
    try:
        found = datetime.strptime(text, pattern)
    except ValueError:
        return None
    return found if EARLIEST <= found.date() <= LATEST else None


def epoch_time(number: Decimal, unit: Unit) -> datetime | None:
    """Return the UTC time of a count since 1970; None for another magnitude than the unit's."""
    seconds = number / PER_SECOND[unit]
    if not FIRST_SECONDS <= seconds < _LAST_SECONDS:
        return None
    micros = int((seconds * 10**6).to_integral_value(rounding="ROUND_FLOOR"))
    return datetime(1970, 1, 1) + timedelta(microseconds=micros)


def serial_time(number: Decimal, decimals: int) -> datetime | None:
    """Return the time of days since 1899-12-30, to the coarsest unit that its decimals cannot tell from it."""
    if not _SERIALS[0] <= number < _SERIALS[1]:
        return None
    days = int(number)
    seconds = (number - days) * _DAY_SECONDS
    doubt = max(_DAY_SECONDS / 2 / Decimal(10) ** decimals, Decimal("0.00001"))
    for unit in _ROUNDINGS:
        near = (seconds / unit).to_integral_value() * unit
        if abs(near - seconds) <= doubt:
            seconds = near
            break
    return _SERIAL_START + timedelta(days=days, microseconds=int(seconds * 10**6))


@dataclass(frozen=True)
class _Numbers:
    """The numbers of a column: as written, and their values."""

    texts: tuple[str, ...]
    values: tuple[Decimal, ...]


def decide_number(texts: Sequence[str], *, is_named: bool) -> Decision:
    """Return the reading of a column of bare numbers; `is_named` tells that its name says it holds times.

    Raises nothing: numbers that may be something else give a question.
    """
    texts = [plain_number(text) for text in texts]
    values = [number_of(text) for text in texts]
    pairs = [(text, value) for text, value in zip(texts, values, strict=True) if value is not None]
    if len(pairs) * 2 <= len(texts):
        return Decision(
            None, TimeQuestion("Rounded numbers such as 1.76E+12 no longer say when: export them whole.", texts[0])
        )
    numbers = _Numbers(*map(tuple, zip(*pairs, strict=True)))
    return _as_digits(numbers) or _as_epoch(numbers) or _as_serial(numbers, is_named=is_named) or _unknown(numbers)


def _as_digits(numbers: _Numbers) -> Decision | None:
    pattern = _DIGITS.get(max(map(len, numbers.texts)))
    if pattern is None:
        return None
    if sum(digits_time(text, pattern) is not None for text in numbers.texts) < _MOSTLY * len(numbers.texts):
        return _day_or_month(numbers)
    rival = _unit(median(numbers.values))
    if rival is not None and len(set(numbers.texts)) < 2:
        return Decision(None, _epoch_or_digits(numbers.texts[0], pattern, rival))
    return Decision(Reading("digits", pattern=pattern))


def _unit(number: Decimal) -> Unit | None:
    """Return the unit in which a number is a time from 2001 to 2199, or None."""
    sure = (unit for unit, factor in PER_SECOND.items() if _SURE_SECONDS * factor <= number < _LAST_SECONDS * factor)
    return next(sure, None)


def _as_epoch(numbers: _Numbers) -> Decision | None:
    middle = median(numbers.values)
    unit = _unit(middle)
    if unit is not None:
        return Decision(Reading("epoch", unit))
    early = next(
        (unit for unit, factor in PER_SECOND.items() if factor * FIRST_SECONDS <= middle < factor * 10**9), None
    )
    if early is None:
        return None
    choice = TimeChoice(f"epoch-{early}", f"{_day(epoch_time(middle, early))}, counted from 1970")
    return Decision(
        None, TimeQuestion("Do these numbers count from 1970, or from another day?", numbers.texts[0], (choice,))
    )


def _as_serial(numbers: _Numbers, *, is_named: bool) -> Decision | None:
    within = [value for value in numbers.values if _SERIALS[0] <= value < _SERIALS[1]]
    if len(within) < _MOSTLY * len(numbers.values):
        return None
    decimals = max(max(-int(value.as_tuple().exponent), 0) for value in within)
    has_hours = sum(value % 1 != 0 for value in within) * 2 > len(within)
    if has_hours or is_named:
        return Decision(Reading("serial", decimals=decimals))
    choice = TimeChoice("excel", f"{_day(serial_time(within[0], decimals))}, days of a spreadsheet")
    return Decision(None, TimeQuestion("Are these numbers the days of a spreadsheet?", numbers.texts[0], (choice,)))


def _unknown(numbers: _Numbers) -> Decision:
    return Decision(None, TimeQuestion("These numbers are no times in any known count.", numbers.texts[0]))


def _day_or_month(numbers: _Numbers) -> Decision | None:
    """Return the reading of 21112026 or 11212026, a question where all can be both, None where most are neither."""
    fitting = {each: [digits_time(text, each) is not None for text in numbers.texts] for each in _LAST_YEAR}
    either = sum(map(any, zip(*fitting.values(), strict=True)))
    if either < _MOSTLY * len(numbers.texts):
        return None
    left = [each for each, fits in fitting.items() if sum(fits) == either]
    if len(left) == 1:
        return Decision(Reading("digits", pattern=left[0]))
    choices = tuple(TimeChoice(each, f"digits of a date, {name}") for each, name in _LAST_YEAR.items())
    return Decision(None, TimeQuestion("Is the day or the month written first?", numbers.texts[0], choices))


def _epoch_or_digits(example: str, pattern: str, unit: Unit) -> TimeQuestion:
    choices = (
        TimeChoice(pattern, f"{_day(digits_time(example, pattern))}, read as digits of a date"),
        TimeChoice(f"epoch-{unit}", f"{_day(epoch_time(Decimal(example), unit))}, counted from 1970"),
    )
    return TimeQuestion("Are these digits of a date, or a count since 1970?", example, choices)


def _day(found: datetime | None) -> str:
    return "no day" if found is None else f"{found:%Y-%m-%d %H:%M}"
