"""`read_timestamps`: a list of texts of one column as instants, or a question."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd

from analysis.ingest.times.decide import decide
from analysis.ingest.times.fast import MANY, Many, read_many
from analysis.ingest.times.readings import Reading, TimeQuestion
from analysis.ingest.times.stamps import Stamp, moments, stamp, unclear
from analysis.wording import count, plural


@dataclass(frozen=True)
class TimestampReading:
    """A column of texts, read.

    Attributes
    ----------
    instants
        UTC, None where a value is blank or could not be read without guessing; as long as the column.
    format
        The one format of the column in words, or "" where none was decided.
    zone
        "UTC", "stored offsets", or "none stored, read as UTC".
    questions
        What is open or was left out, a sentence each; empty where every value was read and nothing was assumed.
    """

    instants: list[datetime | None]
    format: str
    zone: str
    questions: list[str]


def read_timestamps(values: Sequence[str | None]) -> TimestampReading:
    """Return the instants of a column under one reading for all of it.

    A day-or-month question that the whole column leaves open, an abbreviation of a zone that several places use, or
    numbers that may be no times give None and a question, never a guess. Times without a zone are read as UTC.
    """
    texts = ["" if value is None else str(value) for value in values]
    many = read_many(texts) if len(texts) > MANY else None
    if many is not None:
        return _completed(many, texts)
    decision = decide(texts)
    if decision.reading is None:
        return TimestampReading([None] * len(texts), "", "", [said(decision.question)] if decision.question else [])
    stamps = {text: stamp(text, decision.reading) for text in dict.fromkeys(texts)}
    known = {text: _instant(each) for text, each in stamps.items()}
    instants = [known[text] for text in texts]
    return _reported(instants, decision.reading, Counter(), [(text, stamps[text]) for text in texts])


def _completed(many: Many, texts: Sequence[str]) -> TimestampReading:
    """Read one by one what DuckDB missed."""
    found = [(texts[place], stamp(texts[place], many.reading)) for place in many.missed]
    for place, (_, meant) in zip(many.missed, found, strict=True):
        many.instants[place] = _instant(meant)
    return _reported(many.instants, many.reading, Counter(many.kinds), found)


def _reported(
    instants: list[datetime | None], reading: Reading, kinds: Counter[int], found: Sequence[tuple[str, Stamp | None]]
) -> TimestampReading:
    """Return the result with what is to be said; `found` are the texts read here, `kinds` those counted before."""
    turned = 0
    missed = Counter[str]()
    for text, meant in found:
        if meant is None:
            missed[text] += 1
            continue
        kinds[0 if meant.utc is None else 1 if meant.utc == meant.local else 2] += 1
        turned += meant.is_turned
    questions = list(_notices(missed, len(instants), reading))
    if turned:
        questions.append(
            f"{plural(turned, 'local time')} at a change of clocks: of two the first is taken, a skipped one moved on."
        )
    if kinds[0] and kinds[1] + kinds[2]:
        questions.append(f"{count(kinds[0])} of {plural(kinds.total(), 'time')} store no zone: read as UTC.")
    return TimestampReading(instants, reading.format, _zone(kinds), questions)


def in_iso(column: pd.Series, reading: Reading) -> pd.Series:
    """Return a column with the texts that the reading can read in ISO 8601, local as stored; the others as they are."""

    def iso(text: str) -> str:
        found = stamp(text, reading)
        return text if found is None else found.local.isoformat(" ")

    return column.map(iso, na_action="ignore").astype("str")


def said(question: TimeQuestion) -> str:
    """Return a question with its example and answers as one text."""
    example = f' For example "{question.example}":' if question.example else ""
    answers = " or ".join(choice.label for choice in question.choices)
    return f"{question.text}{example}{f' {answers}?' if answers else ''}".removesuffix(":")


def _instant(found: Stamp | None) -> datetime | None:
    return None if found is None else (found.local if found.utc is None else found.utc).replace(tzinfo=UTC)


def _zone(kinds: Mapping[int, int]) -> str:
    if kinds.get(2):
        return "stored offsets"
    return "UTC" if kinds.get(1) else "none stored, read as UTC"


def _notices(missed: Mapping[str, int], rows: int, reading: Reading) -> Iterator[str]:
    """Yield how many values were not read, first those whose zone is unclear."""
    missed = {text: number for text, number in missed.items() if text.strip()}
    unclear_zones = Counter[str]()
    for text, number in missed.items():
        moment = moments(text.strip())
        if moment is not None and (zone := unclear(moment)):
            unclear_zones[zone.upper()] += number
    for zone, number in unclear_zones.items():
        yield f"{plural(number, 'time')} with the zone {zone}, which is not the same everywhere: which offset is meant?"
    rest = sum(missed.values()) - unclear_zones.total()
    if rest:
        example = next(text for text in missed if (moment := moments(text.strip())) is None or not unclear(moment))
        shown = " ".join(example.split())[:40]
        yield f'{count(rest)} of {plural(rows, "value")} could not be read as {reading.format}, e.g. "{shown}".'
