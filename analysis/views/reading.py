"""How a file was read: counts, columns, notes, rejects, and the questions it can answer."""

from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from analysis import wording
from analysis.ingest import ReadReport
from analysis.views.cards import Card


@dataclass(frozen=True, eq=False)
class ReadingView:
    """What Data, How it was read shows."""

    sentence: str
    cards: tuple[Card, ...]
    answers: pd.DataFrame
    columns: pd.DataFrame
    notes: tuple[str, ...]
    rejects: pd.DataFrame
    rejected_rows: pd.DataFrame
    midnight_warning: str = ""


def reading_of(report: ReadReport) -> ReadingView:
    """Return the read report as sentences and tables; rows in file = loaded + rejected + blank."""
    counts = _counts(report)
    rejects = [(each.reason, each.rows, each.line, each.example) for each in report.rejects]
    one_by_one = [(each.reason, each.line, each.example) for each in report.rejected_rows]
    tables = (*([report.columns] if report.rows_in_file else []), *report.other_columns)
    columns = [
        (each.table, choice.field, choice.column or "", choice.reason) for each in tables for choice in each.choices
    ]
    answers = [(each.question, "yes" if each.yes else "no", each.why) for each in report.can_answer]
    return ReadingView(
        sentence=counts.sentence,
        cards=_cards(counts),
        answers=pd.DataFrame(answers, columns=["Question", "Answer", "Why"]),
        columns=pd.DataFrame(columns, columns=["Table", "Field", "Column", "Why"]),
        notes=(
            *([f"Times: {report.timestamp_format}; zone: {report.timezone}."] if report.rows_in_file else []),
            *report.notes,
            *(each.sentence for each in report.matches),
            *(note for each in report.matches for note in each.notes),
        ),
        rejects=pd.DataFrame(rejects, columns=["Reason", "Rows", "First line", "Example"]),
        rejected_rows=pd.DataFrame(one_by_one, columns=["reason", "line", "example"]),
        midnight_warning=" ".join(report.near_midnight.notes),
    )


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
        Card("Loaded", wording.count(counts.loaded), counts.each),
        Card("Not loaded", wording.count(counts.rejected), "Each has a reason below."),
        Card("Blank", wording.count(counts.blank), "Lines without any value."),
    )
