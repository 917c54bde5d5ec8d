"""How a file was read: counts, columns, notes, rejects, and the questions it can answer."""

from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from analysis import wording
from analysis.ingest import ReadReport
from analysis.ingest.add import Added
from analysis.views.cards import Card
from analysis.views.field_words import field_title
from analysis.views.reject_words import told


@dataclass(frozen=True, eq=False)
class ReadingView:
    """What Data, How it was read shows."""

    sentence: str
    cards: tuple[Card, ...]
    answers: pd.DataFrame
    columns: pd.DataFrame
    notes: tuple[str, ...]
    matches: pd.DataFrame
    rejects: pd.DataFrame
    rejected_rows: pd.DataFrame
    listed: str
    midnight_warning: str = ""


def reading_of(report: ReadReport, added: Added | None = None) -> ReadingView:
    """Return the read report as sentences and tables; rows in file = loaded + rejected + blank.

    `added` says how the file met older data, where it was added to some; rows are those of the file.
    """
    counts = _counts(report)
    if added is not None:
        newer = f"**{wording.count(report.loaded)} of {wording.count(report.rows_in_file)} rows** of the newer file"
        counts = counts._replace(sentence=f"{newer} were read. {added.sentences[0]}")
    one_by_one = [(each.reason, each.file, each.line, each.example) for each in report.rejected_rows]
    answers = [(each.question, "yes" if each.yes else "no", each.why) for each in report.can_answer]
    return ReadingView(
        sentence=counts.sentence,
        cards=_cards(counts),
        answers=pd.DataFrame(answers, columns=["Question", "Answer", "Why"]),
        columns=_columns(report),
        notes=(
            *([f"Times: {report.timestamp_format}; zone: {report.timezone}."] if report.rows_in_file else []),
            *report.notes,
            *(f"{each.table}: {note}" for each in report.matches for note in each.notes),
        ),
        matches=_matches(report),
        rejects=_rejects(report),
        rejected_rows=pd.DataFrame(one_by_one, columns=["reason", "file", "line", "example"]).astype({"line": "Int64"}),
        listed=_listed(report),
        midnight_warning=" ".join(report.near_midnight.notes),
    )


def _columns(report: ReadReport) -> pd.DataFrame:
    """Return a row a field: what it was read from, how it is written, an example, how sure that is and why."""
    tables = (*([report.columns] if report.rows_in_file else []), *report.other_columns)
    rows = [
        (
            each.table, field_title(choice.field), choice.column or "",
            report.timestamp_format if (each.table, choice.field) == ("events", "timestamp") else "",
            choice.example, wording.CONFIDENCE[choice.confidence], choice.reason,
        )
        for each in tables
        for choice in each.choices
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["Table", "Read as", "Column", "Written as", "Example", "How sure", "Why"])


def _rejects(report: ReadReport) -> pd.DataFrame:
    """Return a row a reason: what it means, how many rows, the first one, what to do."""
    rows = [(told(each.reason), each) for each in report.rejects]
    shown = [(words.sentence, each.rows, each.line, each.example, words.to_do) for words, each in rows]
    return pd.DataFrame(shown, columns=["Why not", "Rows", "First line", "Example", "What to do"])


def _listed(report: ReadReport) -> str:
    """Return how many of the rejected rows the download lists."""
    listed, rejected = len(report.rejected_rows), report.rejected
    if listed >= rejected:
        return "By reason, with the first example. The download lists every one of them."
    return f"By reason, with the first example. The download lists the first {wording.count(listed)} of them."


def _matches(report: ReadReport) -> pd.DataFrame:
    """Return a row a table beside the events: how it joined them."""
    rows = [
        (each.table, each.by, each.matched, each.only_in_events, each.only_in_table, each.repeated, each.rejected)
        for each in report.matches
    ]
    titles = ["Table", "Joined by", "In both", "Only in the events", "Only in it", "Rows that repeat an id", "Left out"]
    return pd.DataFrame(rows, columns=titles)


class _Counts(NamedTuple):
    """Rows of the main file: all, loaded, rejected, blank; what became of them, and what one of them is."""

    rows: int
    loaded: int
    rejected: int
    blank: int
    sentence: str
    each: str


def _counts(report: ReadReport) -> _Counts:
    """Return the rows of the events, or of the subscriptions where there is nothing else."""
    paid = next((each for each in report.matches if each.table == "subscriptions"), None)
    if report.rows_in_file or paid is None:
        rows, loaded = wording.count(report.rows_in_file), wording.count(report.loaded)
        said = f"**{loaded} of {rows} rows** became events of {wording.count(report.users)} people."
        return _Counts(report.rows_in_file, report.loaded, report.rejected, report.blank, said, "Each is one event.")
    rows = paid.loaded + paid.rejected + paid.blank
    said = (
        f"**{wording.count(paid.loaded)} of {wording.count(rows)} rows** became subscriptions of "
        f"{wording.plural(paid.matched + paid.only_in_table, 'customer')}."
    )
    return _Counts(rows, paid.loaded, paid.rejected, paid.blank, said, "Each is one subscription.")


def _cards(counts: _Counts) -> tuple[Card, ...]:
    return (
        Card("Rows in the file", wording.count(counts.rows), "Rows below the header, all parts together."),
        Card("= Loaded", wording.count(counts.loaded), counts.each),
        Card("+ Not loaded", wording.count(counts.rejected), "Each has a reason below."),
        Card("+ Blank", wording.count(counts.blank), "Lines without any value."),
    )
