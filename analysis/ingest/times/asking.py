"""What a person is asked about a column of times, and what an answer (`time_format`) means."""

from collections.abc import Callable, Sequence

from analysis.errors import OffbeatError, UnreadableFileError, shortened
from analysis.ingest.columns import Table
from analysis.ingest.questions import Question
from analysis.ingest.times.decide import NO_TIMES, ORDER_WORDS, decide
from analysis.ingest.times.patterns import fast_pattern
from analysis.ingest.times.readings import UNIT_NAMES, Decision, Order, Reading, TimeQuestion

FIELD = "time_format"
_EPOCHS = {f"epoch-{unit}": unit for unit in UNIT_NAMES}
_EXCEL = "excel"
_SERIAL_DECIMALS = 9


def decide_as_answered(
    values: Sequence[str],
    *,
    answer: str | None = None,
    is_named: bool = False,
    all_dates: Callable[[str], Sequence[str]] | None = None,
) -> Decision:
    """Return the reading of a column, as a person said or as its values say.

    Parameters
    ----------
    answer
        "day-first", "month-first", "year-first", "epoch-s" to "epoch-ns", "excel", or a pattern of strptime.
    is_named
        Whether the column's name says that it holds times.
    all_dates
        Gives the different dates of the whole column by what divides them; called only where the sample leaves their
        order open.
    """
    given = None if answer is None else _answered(answer)
    if isinstance(given, Reading):
        return Decision(given)
    decision = decide(values, answer=given, is_named=is_named)
    if decision.reading is None and all_dates is not None and decision.layout is not None:
        decision = decide(values, more=all_dates(decision.layout.divider))
    if decision.reading is not None and decision.reading.kind == "text":
        return Decision(fast_pattern(decision.reading, values))
    return decision


def decide_reading_or_refuse(
    values: Sequence[str],
    *,
    column: str,
    answer: str | None = None,
    all_dates: Callable[[str], Sequence[str]] | None = None,
) -> Reading:
    """Return the one reading of a column named for times; raise UnreadableFileError where none fits or one is asked."""
    decision = decide_as_answered(values, answer=answer, is_named=True, all_dates=all_dates)
    if decision.reading is not None:
        return decision.reading
    raise refusal(decision.question or NO_TIMES, column, values)


def refusal(
    question: TimeQuestion, column: str, values: Sequence[str], *, table: Table = "events"
) -> UnreadableFileError:
    """Return the error for a column that cannot be read, with the question and its answers where there are some."""
    if not question.choices:
        strange = (value for value in values if value.strip() and decide([value]).reading is None)
        example = " ".join(next(strange, "").split())[:40]
        return UnreadableFileError(
            f'Expected times such as 2026-03-01 12:00 or 1772366400 in the column {column}, found "{example}".',
            hint="name the column of times with --map timestamp=COLUMN, or on the Data page.",
        )
    meanings = " or ".join(choice.label for choice in question.choices)
    of = "" if table == "events" else f"{table}="
    options = " or ".join(f'--time-format "{of}{choice.value}"' for choice in question.choices)
    return UnreadableFileError(
        f'Expected times of one meaning in the column {shortened(column)}, found "{question.example}": {meanings}.',
        hint=f"say which with {options}, or on the Data page.",
    )


def two_orders(text: str, reading: Reading, column: str) -> UnreadableFileError:
    """Return the error for a column of which most dates have one order of numbers and some can only have another."""
    return UnreadableFileError(
        f"Expected one order of day and month in the column {shortened(column)}, found {reading.format} and "
        f'"{" ".join(text.split())[:40]}".',
        hint="say which is meant with --time-format day-first or --time-format month-first; others are then rejected.",
    )


def question_of(question: TimeQuestion | None, column: str, *, table: Table = "events") -> tuple[Question, ...]:
    """Return what a page asks: no question where there is nothing to choose."""
    if question is None or not question.choices:
        return ()
    choices = {choice.value: choice.label for choice in question.choices}
    asked = f'{question.text} The column {column} holds "{question.example}".'
    return (Question(FIELD, asked, choices, is_needed=table != "users", table=table),)


def _answered(answer: str) -> Reading | Order:
    """Return what an answer means. Raises OffbeatError."""
    if answer in ORDER_WORDS:
        return answer
    if answer in _EPOCHS:
        return Reading("epoch", _EPOCHS[answer])
    if answer == _EXCEL:
        return Reading("serial", decimals=_SERIAL_DECIMALS)
    if "%" in answer:
        return Reading("pattern", pattern=answer)
    raise OffbeatError(
        f'Expected how times are written, found "{shortened(answer)}".',
        hint='write --time-format with day-first, month-first, year-first, epoch-s, excel, or "%d/%m/%Y %H:%M".',
    )
