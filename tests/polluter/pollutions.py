"""Everything that real exports do to a table, each a function from how a table is written."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace

from tests.polluter.table import HEADER, Written, events_table

Pollution = Callable[[Written, random.Random], Written]
_SECOND = ("", "day,visits,pages", "2026-01-01,5,9", "2026-01-02,6,8", "2026-01-03,7,7", "2026-01-04,7,7")


def _with(**changes: object) -> Pollution:
    return lambda written, draw: replace(written, **changes)


def _damage(kind: str, most: int = 1) -> Pollution:
    def pollute(written: Written, draw: random.Random) -> Written:
        numbers = draw.sample(range(1, len(written.rows)), most)
        # A short line ends before its note, so there is none to lose.
        cut = set(numbers) if kind == "short" else set()
        rows = tuple((*row[:4], "", *row[5:]) if place in cut else row for place, row in enumerate(written.rows))
        return replace(written, rows=rows, damage=written.damage | dict.fromkeys(numbers, kind))

    return pollute


def _nul(written: Written, draw: random.Random) -> Written:
    number = draw.randrange(len(written.rows))
    rows = [(*row[:4], "\0" if place == number else row[4]) for place, row in enumerate(written.rows)]
    return replace(written, rows=tuple(rows))


def _wide(written: Written, draw: random.Random) -> Written:
    more = tuple(f"extra {number}" for number in range(300))
    rows = tuple((*row, *("x" for _ in more)) for row in written.rows)
    return replace(written, headers=tuple((*names, *more) for names in written.headers), rows=rows)


POLLUTIONS: Mapping[str, Pollution] = {
    "nothing": _with(),
    "semicolon": _with(delimiter=";"),
    "tab": _with(delimiter="\t"),
    "pipe": _with(delimiter="|"),
    "caret": _with(delimiter="^"),
    "comma and blank": _with(delimiter=", "),
    "unit separator": _with(delimiter="\x1f"),
    "apostrophes": _with(quote="'", escape="'"),
    "backslash": _with(escape="\\"),
    "no escape": _with(escape=""),
    "all quoted": _with(is_all_quoted=True),
    "cr": _with(end="\r"),
    "crlf": _with(end="\r\n"),
    "cr crlf": _with(end="\r\r\n"),
    "double spaced": _with(end="\n\n"),
    "record separator": _with(end="\x1e"),
    "bom": _with(mark=b"\xef\xbb\xbf"),
    "utf-16": _with(encoding="utf-16"),
    "utf-16 without mark": _with(encoding="utf-16-le"),
    "utf-32": _with(encoding="utf-32"),
    "cp1252": _with(encoding="cp1252"),
    "preamble": _with(above=("Activity export", "made on 2026-11-01", "")),
    "preamble without blank": _with(above=("Activity export",)),
    "comments": _with(above=("# made by a tool", "# version 2")),
    "key and value": _with(above=("Report,Activity", "Period,2026", "")),
    "excel says": lambda written, draw: replace(written, above=(f"sep={written.delimiter}",)),
    "footer": _with(below=("", "Source: the activity log")),
    "footer without blank": _with(below=("(40 rows)",)),
    "total": lambda written, draw: replace(written, below=(written.delimiter.join(("Total", "", "", "99.00", "")),)),
    "second table": _with(below=_SECOND),
    "second table without blank": _with(below=_SECOND[1:]),
    "no last end": _with(has_last_end=False),
    "blank lines at the end": _with(below=("", "", "")),
    "units below the header": lambda written, draw: replace(
        written, headers=(HEADER, ("(text)", "(time)", "(text)", "(EUR)", ""))
    ),
    "no header": _with(headers=(), is_loadable=False),
    "decimal comma": _with(decimal=",", delimiter=";"),
    "thousands": _with(thousands=","),
    "decimal comma and thousands": _with(decimal=",", thousands=".", delimiter=";"),
    "blanks for thousands": _with(decimal=",", thousands="\u202f", delimiter=";"),
    "stray quote": _damage("stray quote"),
    "open quote": _damage("open quote"),
    "short row": _damage("short"),
    "short rows": _damage("short", 8),
    "long row": _damage("long"),
    "empty cell more": _damage("empty cell more"),
    "blank line": _damage("blank line", 3),
    "blanks round lines": _damage("blanks", 3),
    "nul": _nul,
    "wide": _wide,
}  # fmt: skip


def polluted(number: int) -> tuple[str, Written]:
    """Return the name and the table of polluted file `number`: each pollution alone first, then two at a time."""
    names, draw = list(POLLUTIONS), random.Random(number)
    table = events_table(number)
    chosen = [names[number]] if number < len(names) else draw.sample(names, 2)
    for name in chosen:
        table = POLLUTIONS[name](table, draw)
    return " + ".join(chosen), table
