"""Which dialect a text is in: every likely one cuts it, the one whose rows are alike and whose cells make sense wins.

After the idea of van den Burg, Nazabal and Sutton (2019), "Wrangling messy CSV files by detecting row and type
patterns", equations 1 to 3, with an own measure of each of the two.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from analysis.ingest.text.dialect import ALIGNED, Dialect
from analysis.ingest.text.header import column_kinds, header_rows
from analysis.ingest.text.kinds import is_blank_row, kind_of
from analysis.ingest.text.split import cut

_USUAL = (",", ";", "\t", "|")
_WORTH = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 0.98, ", ": 0.99, "; ": 0.99, ALIGNED: 0.8, " ": 0.75, ":": 0.6, "/": 0.4}
_WORTH_OF_OTHERS = 0.85
_NEVER = re.compile(r"[\w\s.\-+\"'`@()%€£?\\\[\]{}<>]")
_RUN = re.compile(r"(?<![|:&^~#*$@¦§;\t])(?=([|:&^~#*$@¦§;\t]{2,3}(?![|:&^~#*$@¦§;\t])))")
_MOST_RUNS = 4
_SAMPLE_CHARACTERS = 60_000
_LEAST_SHARE = 0.3  # of the lines in which a delimiter stands
_WORTH_OF_KIND = {"blank": 0.6, "number": 1.0, "time": 1.0}
_ONE_COLUMN, _SCATTERED, _WRAPPED = 0.22, 0.2, 0.5
_QUOTES = ('"', "'", "`")
_LONG_TEXT = 60
_WEAK = (" ", ":", "/", "=", "&")
_WORTH_OF_SAID = 1.5
_SAID = re.compile(r'"?sep=([^\w\s"]|\t)[ "]*\s*', re.IGNORECASE)  # Excel's own first line


def sniff(lines: list[str]) -> Dialect:
    """Return the likeliest dialect of physical lines."""
    sample = [line for line in _sampled(lines) if line.strip()]
    said = _SAID.fullmatch(lines[0].lstrip("\ufeff")) if lines else None
    sample = sample[1:] if said and len(sample) > 1 else sample
    sample = [line for line in sample if not line.startswith("#")] or sample
    if not sample:
        return Dialect(",")
    scores = {
        dialect: _score(sample, dialect) * (_WORTH_OF_SAID if said and said[1] == dialect.delimiter else 1)
        for dialect in _candidates(sample)
    }
    return max(scores, key=lambda dialect: scores[dialect])


def _sampled(lines: list[str]) -> list[str]:
    """Return all lines of a small file, else the head, three pieces of the middle and the tail."""
    size = sum(map(len, lines[:10_000]))
    if len(lines) <= 10_000 and size <= _SAMPLE_CHARACTERS:
        return lines
    most = max(int(_SAMPLE_CHARACTERS / (size / min(len(lines), 10_000))), 10)
    head, piece = most // 2, max(most // 8, 2)
    starts = [len(lines) * quarter // 4 for quarter in (1, 2, 3)] + [len(lines) - piece]
    return lines[:head] + [line for start in starts for line in lines[max(start, head) : max(start, head) + piece]]


def _candidates(sample: list[str]) -> Iterator[Dialect]:
    text = "".join(sample)
    quotes = ['"', *(quote for quote in _QUOTES[1:] if _is_quote(text, quote))]
    for delimiter in ("", *_delimiters(sample, text)):
        for quote in quotes:
            yield Dialect(delimiter, quote)
            if f"\\{quote}" in text or (delimiter and f"\\{delimiter}" in text):
                yield Dialect(delimiter, quote, "backslash")


def _is_quote(text: str, quote: str) -> bool:
    """Whether a character opens and closes cells, by what stands before and behind it."""
    opens = len(re.findall(rf"(?:^|[,;\t|:^~ ]){quote}", text, re.MULTILINE))
    closes = len(re.findall(rf"{quote}(?:[,;\t|:^~ \r]|$)", text, re.MULTILINE))
    return min(opens, closes) * 2 > max(text.count(quote) / 2, 3)


def _delimiters(sample: list[str], text: str) -> list[str]:
    """Return what may part the cells: the usual ones, and any other sign that stands in enough of the lines."""
    least = max(_LEAST_SHARE * len(sample), 1)
    signs = {sign for sign in set(text) if sign in _USUAL or not _NEVER.match(sign)} | {":", " "}
    signs |= {sign for sign in set(text) if sign < " " and sign not in "\t\r\n\0"}
    found = [sign for sign in sorted(signs) if sum(sign in line for line in sample) >= least]
    for sign in (",", ";"):
        if sign in found and text.count(f"{sign} ") >= 0.9 * text.count(sign):
            found.append(f"{sign} ")
    longer = _longer_delimiters(sample, least)
    found = [sign for sign in found if not any(_is_part(sign, each, text) for each in longer)] + longer
    return [*found, ALIGNED] if sum("  " in line.strip() for line in sample) >= least else found


def _longer_delimiters(sample: list[str], least: float) -> list[str]:
    """Return what of two or three signs may part cells: `||`, `~|~`, two tabs."""
    counted = Counter(run for line in sample for run in {*_RUN.findall(line.rstrip("\r\n"))})
    return [run for run, times in counted.most_common(_MOST_RUNS) if times >= max(least, len(sample) / 2)]


def _is_part(sign: str, longer: str, text: str) -> bool:
    """Whether a sign stands nowhere but within a longer delimiter."""
    return sign in longer and sign != longer and text.count(sign) == longer.count(sign) * text.count(longer)


def _score(sample: list[str], dialect: Dialect) -> float:
    """Return how alike the rows are, times how much sense the cells make, times how usual the dialect is."""
    rows = cut(sample, dialect)
    cells = [row for row in rows.cells if not is_blank_row(row)]
    if not cells:
        return 0.0
    worth = _WORTH.get(dialect.delimiter, _WORTH_OF_OTHERS) if dialect.delimiter else 1.0
    worth *= 1 - 0.5 * max(rows.repaired, _torn(cells, dialect.quote)) / len(cells)
    worth *= _SCATTERED if dialect.delimiter in _WEAK and _heads_one_column(cells) else 1
    return _alike(cells) * _sense(cells, dialect) * worth


def _heads_one_column(rows: list[list[str]]) -> bool:
    """Whether one name stands above rows that are cut but have no names themselves: times, links, words of a name."""
    below = rows[1:]
    if len(rows[0]) > 1 or not below or min(map(len, below)) < 2:
        return False
    kinds = set(column_kinds(below))
    return kinds == {"text"} or (header_rows(below) == 0 and kinds != {"number"})


def _torn(rows: list[list[str]], quote: str) -> int:
    """Return how many rows have a cell with half a pair of quotes: another delimiter stands within their quotes."""
    return sum(any(cell.count(quote) % 2 for cell in row) for row in rows)


def _alike(rows: list[list[str]]) -> float:
    """Return the share of pairs of rows with as many cells, those with more cells counting more, in [0, 1]."""
    widths = [len(row) for row in rows]
    counted = Counter(widths)
    value = sum((times / len(rows)) ** 2 * (_ONE_COLUMN if width == 1 else 1 - 1 / width)
                for width, times in counted.items())  # fmt: skip
    if set(widths) == {1}:
        return value
    wide = {width: times for width, times in counted.items() if width > 1}
    longest = max((len(list(run)) for width, run in groupby(widths) if width > 1), default=0)
    is_table = max(wide.values()) * 2 >= len(rows) or longest >= max(_LEAST_SHARE * len(rows), 2)
    return value if is_table else value * _SCATTERED


def _sense(rows: list[list[str]], dialect: Dialect) -> float:
    """Return the mean worth of the cells, in [0, 1]: numbers and times 1, texts that could be cut further less."""
    worth = total = wrapped = 0.0
    for row in rows:
        for cell in row:
            kind = kind_of(cell)
            worth += _WORTH_OF_KIND[kind] if kind != "text" else _worth_of_text(cell, dialect)
            wrapped += _is_wrapped(cell, dialect.quote)
            total += 1
    return worth / total * (_WRAPPED if wrapped * 2 > total else 1)


def _is_wrapped(cell: str, quote: str) -> bool:
    """Whether a cell stands in quotes that a dialect does not know as such."""
    text = cell.strip()
    return len(text) > 1 and text[0] == text[-1] and text[0] in _QUOTES and text[0] != quote


def _worth_of_text(cell: str, dialect: Dialect) -> float:
    text = cell.strip()
    if dialect.quote and text[0] == dialect.quote:
        return 0.1
    if any(sign in text for sign in _USUAL if sign != dialect.delimiter):
        return 0.35 if "," not in text or any(sign in text for sign in _USUAL[1:]) else 0.5
    return 0.9 if len(text) <= _LONG_TEXT else 0.7
