"""What the values of a sample say of an events table where its names leave a field open."""

from collections.abc import Iterator, Mapping, Sequence

from analysis.ingest.by_value import Guessed, Held, guess_account, guess_event, guess_money, guess_user
from analysis.ingest.columns import Choice, ColumnMap, guess_columns, named_for
from analysis.ingest.names import FIELDS, by_form
from analysis.ingest.readers import Source
from analysis.ingest.timestamps import holds_times

_DIGITS_OF_A_DAY = 5  # of an epoch: blocks of 1e5 seconds, whatever its unit


def fill_unnamed(columns: ColumnMap, sources: Sequence[Source], given: Mapping[str, str]) -> ColumnMap:
    """Fill the fields that no name says: who, in any table; what, money and account where no name says anything.

    Of columns that fit alike none is taken. A field in `given` stays as it is.
    """
    columns = _with_needed_fallback(columns, sources, given)
    is_open = columns.column("user_id") is None or _is_unnamed(columns.header)
    if not is_open or not any(source.sample for source in sources) or _is_row(columns.header):
        return columns
    for field, guessed in _guesses(columns, sources):
        if field in given or columns.column(field) is not None:
            continue
        confidence = "none" if guessed.column is None else "guess"
        columns = columns.taking(Choice(field, guessed.column, guessed.reason, confidence, guessed.among))
    return columns


def with_time_by_value(columns: ColumnMap, sources: Sequence[Source]) -> ColumnMap:
    """Take the only column of times that serves nothing else, written ones before bare numbers; or none."""
    if _is_row(columns.header):
        return columns
    taken = set(columns.as_dict().values())
    held = {name: holds_times(sample_of(sources, name)) for name in columns.header if name not in taken}
    written = tuple(name for name, times in held.items() if times == "written")
    numbers = tuple(name for name, times in held.items() if times == "numbers")
    found = written or (numbers if _is_unnamed(columns.header) else ())
    if len(found) == 1:
        return columns.taking(Choice("timestamp", found[0], "the only column that holds times", "guess"))
    if found and columns.column("timestamp") is None:
        return columns.taking(Choice("timestamp", None, "several columns hold times", "none", found))
    return columns


def sample_of(sources: Sequence[Source], column: str) -> list[str]:
    """Return the sample of a column of every file that has it."""
    return [value for source in sources if column in source.header for value in source.values(column)]


def _guesses(columns: ColumnMap, sources: Sequence[Source]) -> Iterator[tuple[str, Guessed]]:
    is_unnamed = _is_unnamed(columns.header)
    taken = set(columns.as_dict().values())
    free = [each for each in _held(columns.header, sources) if each.name not in taken]
    free = [each for each in free if each.is_money or not holds_times(each.values)]
    # Words may be anybody's: beside names that say something they are not taken for people.
    free = free if is_unnamed else [each for each in free if each.is_id]
    time = columns.column("timestamp")
    times = next(_held((time or "",), sources)).values  # blank where there is no column of times
    who = guess_user(free, [_day_of(value) for value in times])
    yield "user_id", who
    if not is_unnamed or who.column is None:
        return
    user = next(each for each in free if each.name == who.column)
    others = [each for each in free if each is not user]
    yield "event", guess_event(others, user)
    yield "amount", guess_money(others)
    yield "account_id", guess_account(others, user)


def _with_needed_fallback(columns: ColumnMap, sources: Sequence[Source], given: Mapping[str, str]) -> ColumnMap:
    """Take the second id where the sample leaves the first empty in some rows, whatever its name."""
    user = columns.column("user_id")
    if user is None or columns.column("user_fallback") is not None or {"user_id", "user_fallback"} & set(given):
        return columns
    found = [name for name in named_for(FIELDS["events"]["user_fallback"], by_form(columns.header)) if name != user]
    if not found or all(value.strip() for value in sample_of(sources, user)):
        return columns
    return columns.taking(Choice("user_fallback", found[0], f"{user} is empty in some rows", "likely"))


def _held(names: Sequence[str], sources: Sequence[Source]) -> Iterator[Held]:
    """Yield columns of the whole sample, row i of each the same row; blank where a file has no such column."""
    for name in names:
        rows = ([""] * len(source.sample) if name not in source.header else source.values(name) for source in sources)
        yield Held(name, [value for values in rows for value in values])


def _is_unnamed(header: Sequence[str]) -> bool:
    """Whether no name says anything that is known."""
    return not any(guess_columns(header).as_dict().values())


def _is_row(header: Sequence[str]) -> bool:
    """Whether a header is a row of data, which is told by a time in it."""
    return any(holds_times([name]) for name in header)


def _day_of(text: str) -> str:
    """Return the part of a time that differs between days, whatever its format; "" where none is seen."""
    text = text.strip()
    return text[:_DIGITS_OF_A_DAY] if text.isdigit() else text.replace("T", " ").partition(" ")[0]
