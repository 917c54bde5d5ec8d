"""How a file was read: counts, columns, notes, rejects, and the questions it can answer."""

from dataclasses import dataclass

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
    rows = wording.count(report.rows_in_file)
    sentence = (
        f"**{wording.count(report.loaded)} of {rows} rows** became events of {wording.count(report.users)} people."
    )
    rejects = [(each.reason, each.rows, each.line, each.example) for each in report.rejects]
    one_by_one = [(each.reason, each.line, each.example) for each in report.rejected_rows]
    tables = (report.columns, *report.other_columns)
    columns = [
        (each.table, choice.field, choice.column or "", choice.reason) for each in tables for choice in each.choices
    ]
    answers = [(each.question, "yes" if each.yes else "no", each.why) for each in report.can_answer]
    return ReadingView(
        sentence=sentence,
        cards=_cards(report),
        answers=pd.DataFrame(answers, columns=["Question", "Answer", "Why"]),
        columns=pd.DataFrame(columns, columns=["Table", "Field", "Column", "Why"]),
        notes=(
            f"Times: {report.timestamp_format}; zone: {report.timezone}.",
            *report.notes,
            *(each.sentence for each in report.matches),
            *(note for each in report.matches for note in each.notes),
        ),
        rejects=pd.DataFrame(rejects, columns=["Reason", "Rows", "First line", "Example"]),
        rejected_rows=pd.DataFrame(one_by_one, columns=["reason", "line", "example"]),
        midnight_warning=" ".join(report.near_midnight.notes),
    )


def _cards(report: ReadReport) -> tuple[Card, ...]:
    return (
        Card("Rows in the file", wording.count(report.rows_in_file), "Rows below the header, all parts together."),
        Card("Loaded", wording.count(report.loaded), "Each is one event."),
        Card("Not loaded", wording.count(report.rejected), "Each has a reason below."),
        Card("Blank", wording.count(report.blank), "Lines without any value."),
    )
