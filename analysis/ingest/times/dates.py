"""The calendar date inside a text: its shape, and the numbers and names it is written with."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from analysis.ingest.times.months import months_of, weekdays_of

# "year first": 2026-11-21. "year last": 21/11/2026 or 11/21/2026. "short": 21/11/26, in any order. "named": Nov 21.
Form = Literal["year first", "year last", "short", "named", "week", "ordinal", "compact"]
_SHORT_YEAR_FROM = 69  # POSIX: 69 to 99 are of the last century
_CJK_WEEKDAY = re.compile(
    r"\s?[(（]?(?:星期|週|周)?(?P<day>[月火水木金土日一二三四五六天월화수목금토일])(?:曜日?|요일)?[)）]?(?=$|\s)"
)
_FILLERS = re.compile(
    r"\b(?:at|on|of|the|um|am|le|à|as|às|a las|alle|ore|kl|klo|kello|klockan|om|de|del|di|den|г|года|в|r|o|godz|saat|d)"
    r"\b\.?"
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|ste|de|ème|ª|º|o|a)(?=[\s,./-]|$)")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0900-\u0e7f])+(?:-feira)?\.?")
_DIVIDER, _DAY_SIGN = re.compile(r"(?<=\d)[年년月월]\s?"), re.compile(r"(?<=\d)[日일]")
_SEEN = 1 << 14  # dates come again, times of day seldom
_PUNCTUATION = " ,;_-:/"


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written, before anybody decides what its numbers are.

    Attributes
    ----------
    form, divider
        Its shape, and what stands between its parts; columns of one format agree in both.
    parts
        Three numbers in the order they stand; a month's name counts as 0. Two and a 0 of week and ordinal dates.
    month, weekday
        The words, or "".
    """

    form: Form
    divider: str
    parts: tuple[int, int, int]
    month: str = ""
    weekday: str = ""


def full_year(number: int, digits: int) -> int:
    """Return the year of two digits as POSIX has it: 69-99 are 19xx, 00-68 are 20xx."""
    return number if digits > 2 else number + (1900 if number >= _SHORT_YEAR_FROM else 2000)


@lru_cache(maxsize=_SEEN)
def date_in(text: str) -> Written | None:
    """Return the date that the whole text is, or None."""
    text, weekday = _without_cjk_weekday(text.strip(_PUNCTUATION))
    if (plain := _numeric(text, weekday)) is not None:
        return plain
    text = _ORDINAL.sub("", _FILLERS.sub(" ", text))
    words = _WORD.findall(text)
    month, weekday = _told_apart(words, weekday)
    if month is None:
        return None
    for word in words:
        text = text.replace(word, " @ " if word == month else " ", 1)
    text = " ".join(text.replace(",", " ").split()).strip(_PUNCTUATION)
    if not month:
        return _numeric(text, weekday)
    found = next(
        filter(None, (shape.match(text.replace(".", " ").replace("  ", " ").strip()) for shape in _NAMED)), None
    )
    return None if found is None else _named(found, month, weekday)


def _numeric(text: str, weekday: str) -> Written | None:
    for shape, build in _NUMERIC:
        if (found := shape.match(text)) is not None:
            return build(found, weekday.strip("."))
    return None


def _told_apart(words: list[str], weekday: str) -> tuple[str | None, str]:
    """Return the month's word ("" where there is none) and the weekday's; None where a word is neither."""
    if not words:
        return "", weekday
    if len(words) == 1:
        return (words[0], weekday) if months_of(words[0]) else ("", words[0]) if weekdays_of(words[0]) else (None, "")
    if len(words) > 2 or weekday:
        return None, ""
    first, second = words
    if weekdays_of(first) and months_of(second):
        return second, first
    return (first, second) if months_of(first) and weekdays_of(second) else (None, "")


def _without_cjk_weekday(text: str) -> tuple[str, str]:
    if text.isascii():
        return text, ""
    text = _DAY_SIGN.sub(" ", _DIVIDER.sub("-", text))
    found = _CJK_WEEKDAY.search(text)
    text = text[: found.start()] + text[found.end() :] if found else text
    return " ".join(text.split()).strip(_PUNCTUATION), found["day"] if found else ""


def _year_first(found: re.Match[str], weekday: str) -> Written:
    return Written(
        "year first", found[2].strip() or " ", (int(found[1]), int(found[3]), int(found[4])), weekday=weekday
    )


def _year_last(found: re.Match[str], weekday: str) -> Written:
    form: Form = "short" if len(found[4]) == 2 else "year last"
    return Written(form, found[2].strip() or " ", (int(found[1]), int(found[3]), int(found[4])), weekday=weekday)


def _counted(form: Form) -> Callable[[re.Match[str], str], Written]:
    def build(found: re.Match[str], weekday: str) -> Written:
        return Written(
            form, "", (int(found[1]), int(found[2]), int(found[3] or 0) if form == "week" else 0), weekday=weekday
        )

    return build


def _compact(found: re.Match[str], weekday: str) -> Written:
    return Written("compact", "", (int(found[1]), int(found[2]), int(found[3])), weekday=weekday)


def _named(found: re.Match[str], month: str, weekday: str) -> Written:
    fields = found.groupdict()
    year = full_year(int(fields["year"]), len(fields["year"]))
    return Written("named", "", (year, 0, int(fields["day"])), month.strip("."), weekday.strip("."))


_NUMERIC: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], Written]], ...] = (
    (re.compile(r"^(\d{4})( ?[-/.:] ?| )(\d{1,2})\2(\d{1,2})\.?$"), _year_first),
    (re.compile(r"^(\d{1,2})( ?[-/.] ?| )(\d{1,2})\2(\d{4}|\d{2})\.?$"), _year_last),
    (re.compile(r"^(\d{4})-?w(\d{2})-?(\d)$"), _counted("week")),
    (re.compile(r"^(\d{4})-(\d{3})()$"), _counted("ordinal")),
    (re.compile(r"^(\d{4})(\d{2})(\d{2})$"), _compact),
)
_NAMED = tuple(
    re.compile(shape)
    for shape in (
        r"^(?P<day>\d{1,2})[ /-]*@[ /-]*(?P<year>\d{4}|\d{2})$",
        r"^@[ /-]*(?P<day>\d{1,2})[ /-]+(?P<year>\d{4}|\d{2})$",
        r"^(?P<year>\d{4})[ /-]*@[ /-]*(?P<day>\d{1,2})$",
    )
)
