"""Days of the tables beside the events: one reading a column, as its values say; what they leave open is asked."""

from collections.abc import Sequence
from dataclasses import replace

from analysis.errors import shortened
from analysis.ingest.columns import ColumnMap, Table
from analysis.ingest.questions import Question
from analysis.ingest.source import Source
from analysis.ingest.tables import TextTable
from analysis.ingest.times.asking import decide_as_answered, decide_reading_or_refuse, question_of, refusal
from analysis.ingest.times.decide import decide
from analysis.ingest.times.readings import Decision, Reading, TimeQuestion
from analysis.ingest.times.stamps import stamp
from analysis.ingest.timestamps import holds_times, in_iso
from analysis.ingest.unnamed import sample_of

DAYS: dict[Table, tuple[str, ...]] = {
    "users": ("signed_up",),
    "subscriptions": ("start", "end", "cancelled_at", "trial_end", "period_start", "period_end"),
    "payments": ("day",),
}


def day_reading(
    values: Sequence[str], field: str, columns: ColumnMap, *, is_needed: bool, answer: str | None = None
) -> Reading | None:
    """Return the reading of the days there are, None where there are none.

    Only a needed field that is nowhere a day refuses the table, and one whose days can be read in two ways without an
    answer: UnreadableFileError. An order answered is that of columns that leave it open; a pattern that of columns
    which it fits.
    """
    decision = _decided(values, answer)
    name = columns.column(field) or field
    if decision.reading is None and decision.question is not None and decision.question.choices:
        raise refusal(decision.question, name, values, table=columns.table)
    if decision.reading is None and values and is_needed:
        return decide_reading_or_refuse(values, column=name)
    return decision.reading


def days_question(columns: ColumnMap, sources: Sequence[Source]) -> tuple[Question, ...]:
    """Return the one question about the days of a table, where its sample leaves some column open."""
    for field in DAYS.get(columns.table, ()):
        if (column := columns.column(field)) is None:
            continue
        values = [text for value in sample_of(sources, column) if (text := value.strip())]
        asked = question_of(_open(_decided(values, None)), column, table=columns.table)
        if asked:
            return asked
    return ()


def with_iso_days(table: TextTable, columns: ColumnMap, *, answer: str | None) -> TextTable:
    """Return a users table whose days stand as 2026-03-31, which rules compare; unread or open ones as they are."""
    rows, notes = table.rows, [*table.source.notes]
    for field in DAYS[columns.table]:
        if (column := columns.column(field)) is None:
            continue
        decision = _decided(table.rows[column].dropna().tolist(), answer)
        if decision.reading is not None and decision.reading.kind not in ("date", "naive", "iso"):
            rows = rows.assign(**{column: in_iso(rows[column], decision.reading)})
            notes.append(f"The column {shortened(column)} was read as {decision.reading.format}.")
        elif _open(decision) is not None:
            notes.append(
                f"Which number of the dates in the column {shortened(column)} is the day is not known: they stay text. "
                "Answer with --time-format users=day-first or users=month-first, or on the Data page."
            )
    return replace(table, rows=rows, source=replace(table.source, notes=tuple(notes)))


def _open(decision: Decision) -> TimeQuestion | None:
    """Return what is asked of a column that was not read."""
    question = decision.question if decision.reading is None else None
    return question if question is not None and question.choices else None


def _decided(values: Sequence[str], answer: str | None) -> Decision:
    decision = decide(values)
    if decision.reading is None and decision.layout is None:  # fewer than half are days: those alone decide
        is_day = {value: bool(holds_times([value])) for value in dict.fromkeys(values)}
        values = [value for value in values if is_day[value]]
        decision = decide(values)
    if answer is None:
        return decision
    given = decide_as_answered(values, answer=answer)
    if given.reading is None or given.reading.layout is not None:  # an order, not how each value is written
        return given if decision.reading is None else decision
    read = sum(stamp(value, given.reading) is not None for value in values)
    return given if read * 2 > len(values) else decision
