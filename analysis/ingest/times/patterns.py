"""Patterns of strptime that DuckDB reads fast, tried on a column's own values: our own list, never a person's text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice, product

from analysis.ingest.times.readings import Layout, Reading
from analysis.ingest.times.stamps import stamp

_GAPS = {".": r"\. ?", "/": " ?/ ?", "-": " ?- ?"}
_TRIED = 20  # different values a pattern is tried on
_DATES = {"day-first": "%d{0}%m{0}%Y", "month-first": "%m{0}%d{0}%Y", "year-first": "%Y{0}%m{0}%d"}
_NAMED = (
    "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%d/%b/%Y", "%d %B %Y", "%d. %B %Y", "%b %d, %Y", "%b %d %Y", "%B %d, %Y",
    "%A, %B %d, %Y", "%a, %d %b %Y", "%Y %b %d", "%d%b%Y",
)  # fmt: skip
_JOINTS = (" ", ", ", "T", ":", " at ")
_CLOCKS = ("%H:%M:%S", "%H:%M", "%H:%M:%S.%f", "%H.%M.%S", "%H.%M")
_HALVED = ("%I:%M:%S %p", "%I:%M %p", "%I:%M%p", "%I:%M:%S%p", "%I.%M.%S %p", "%I.%M.%S.%f %p")


def date_pattern(divider: str) -> str:
    """Return the regular expression of a date of three numbers in a text, for DuckDB."""
    gap = _GAPS.get(divider, divider)
    return rf"\d{{1,2}}{gap}\d{{1,2}}{gap}(?:\d{{4}}|\d{{2}})"


def fast_pattern(reading: Reading, values: Sequence[str]) -> Reading:
    """Return a reading of kind "text" with the pattern that reads its first values alike, or as it is where none does.

    Texts with a zone have none: they are looked up.
    """
    layout = reading.layout or Layout("year first", "-")
    few = list(islice(dict.fromkeys(value.strip() for value in values if value.strip()), _TRIED))
    meant = [(text, found.local) for text in few if (found := stamp(text, reading)) is not None and found.utc is None]
    if not meant:
        return reading
    return replace(reading, pattern=most_alike(meant, candidates(layout)))


def most_alike(meant: Sequence[tuple[str, datetime]], patterns: Iterable[str]) -> str | None:
    """Return the pattern that reads most of the texts as what they mean, the first of them among these; or None."""
    fitting = (each for each in patterns if meant and _read(meant[0][0], each) == meant[0][1])
    counted = {each: sum(_read(text, each) == local for text, local in meant) for each in fitting}
    return max(counted, key=lambda each: counted[each], default=None)


def candidates(layout: Layout, *, more: Sequence[str] = ()) -> Iterator[str]:
    """Yield the patterns of a layout; `more` are others for dates with the month's name."""
    if layout.form == "named":
        dates: Sequence[str] = (*_NAMED, *more)
    elif layout.form in ("year first", "year last", "short"):
        pattern = _DATES[layout.order or "year-first"].format(layout.divider)
        dates = (pattern.replace("%Y", "%y") if layout.form == "short" else pattern,)
    else:
        return
    yield from dates
    clocks = _HALVED if layout.is_halved else _CLOCKS
    yield from (date + joint + clock for date, joint, clock in product(dates, _JOINTS, clocks))
    yield from (f"{clock} {date}" for date, clock in product(dates, clocks))


def _read(text: str, pattern: str) -> datetime | None:
    try:
        return datetime.strptime(text, pattern)
    except ValueError:
        return None
