"""The options that take dates: lists of one's own (`--dates`), dates left out (`--ignore-date`), one date."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from analysis.activity import Activity, to_date, to_day
from analysis.daysets import DateList
from analysis.errors import OffbeatError, shortened


def parse_date(text: str) -> date:
    """Read an ISO date; raises OffbeatError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise OffbeatError(f'Expected a date, found "{shortened(text)}".', hint="write it as 2026-11-22.") from None


def date_lists(assignments: list[str], tolerance: str | None) -> tuple[DateList, ...]:
    """["releases.csv", "Invoices=sent.txt"] -> the lists "releases" and "Invoices", both with the same tolerance.

    Raises OffbeatError for a file without dates, two lists of one name, and a tolerance out of range or for no list.
    """
    if tolerance is not None and not assignments:
        raise OffbeatError(
            "Expected a list of dates to go with the tolerance, found none.",
            hint="add --dates FILE, or leave --dates-tolerance out.",
        )
    days = _tolerance_days(tolerance or "0")
    lists = tuple(_list(*_name_and_file(text), tolerance_days=days) for text in assignments)
    names = [each.name for each in lists]
    for name in names:
        if names.count(name) > 1:
            raise OffbeatError(
                f'Expected lists of dates with names of their own, found "{shortened(name)}" twice.',
                hint="name one of them otherwise: --dates NAME=FILE.",
            )
    return lists


def ignored_days(texts: list[str], activity: Activity) -> tuple[int, ...]:
    """Return the dates to leave out as days since 1970, ascending; raises OffbeatError for one outside the data."""
    days = sorted({to_day(parse_date(text)) for text in texts})
    for day in days:
        if not activity.observed_from <= day <= activity.observed_to:
            first, last = to_date(activity.observed_from), to_date(activity.observed_to)
            raise OffbeatError(
                f"Expected a date within the data to leave out, found {to_date(day)}.",
                hint=f"the data cover {first} to {last}.",
            )
    return tuple(days)


def _tolerance_days(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise OffbeatError(
            f'Expected a tolerance in whole days, found "{shortened(text)}".', hint="write 0, 1, 2 or 3."
        ) from None


def _name_and_file(text: str) -> tuple[str, Path]:
    """Split NAME=FILE; a file that is there under the whole text is meant as it stands."""
    name, equals, file = text.partition("=")
    if not equals or Path(text).exists():
        return Path(text).stem, Path(text)
    if not name.strip() or not file:
        raise OffbeatError(
            f'Expected FILE or NAME=FILE, found "{shortened(text)}".',
            hint="write for example --dates Releases=dates.csv.",
        )
    return name.strip(), Path(file)


def _list(name: str, path: Path, *, tolerance_days: int) -> DateList:
    """Read one list; its errors name the file, but for that of the tolerance, which is no file's."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise OffbeatError(
            f"Expected a text file of dates, found {shortened(path.name)}, which is no text in UTF-8.",
            hint="save it as plain text or CSV with one date a line.",
        ) from None
    try:
        dates = DateList.parse(text, name=name)
    except OffbeatError as error:
        sentence = error.sentence.removesuffix(".")
        raise OffbeatError(
            f"{sentence} in {shortened(path.name)}.", hint="write one date a line, as 2026-03-31."
        ) from None
    return replace(dates, tolerance_days=tolerance_days)
