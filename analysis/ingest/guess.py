"""The columns of real files: names first, then the values of the sample decide between what the names leave open."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from analysis.errors import OffbeatError, shortened
from analysis.ingest.columns import Choice, ColumnMap, Table, guess_columns, named_for, with_given
from analysis.ingest.names import TIMESTAMP, by_form
from analysis.ingest.readers import AnyPath, Source
from analysis.ingest.timestamps import holds_times
from analysis.ingest.unnamed import fill_unnamed, sample_of, with_time_by_value
from analysis.ingest.zones import OWN_ZONE_FIELD

TABLES: tuple[Table, ...] = ("events", "users", "subscriptions", "payments")


def split_given(columns: Mapping[str, str] | None) -> dict[Table, dict[str, str]]:
    """{"user_id": "who", "users.plan": "tier"} -> the same by table; a field without a table is of the events.

    `users.timezone` is `users.time_zone`, as in the option's name.
    """
    given: dict[Table, dict[str, str]] = {table: {} for table in TABLES}
    for name, column in (columns or {}).items():
        table, dot, field = name.partition(".")
        if not dot:
            table, field = "events", name
        if table not in given:
            raise OffbeatError(
                f'Expected a field such as user_id, users.plan or subscriptions.mrr, found "{name}".',
                hint="write the table's name, a dot and the field.",
            )
        given[table][OWN_ZONE_FIELD if field == "timezone" else field] = column
    return given


def looks_like_subscriptions(header: Sequence[str]) -> bool:
    """Whether a table's names say that it holds subscriptions, and name no event."""
    found = guess_columns(header, table="subscriptions")
    has = {field for field, column in found.as_dict().items() if column is not None}
    has_price = bool(has & {"mrr", "mrr_cents"}) or ("interval" in has and bool(has & {"amount", "amount_cents"}))
    return has_price and {"user_id", "start"} <= has and guess_columns(header).column("event") is None


def refuse_without_table(given: Mapping[Table, Mapping[str, str]], files: Mapping[Table, AnyPath | None]) -> None:
    """Raise OffbeatError where a person named a column of a table that was not given."""
    for table, file in files.items():
        if file is None and given[table]:
            field = next(iter(given[table]))
            raise OffbeatError(
                f"Expected a {table} table that holds the column of {table}.{field}, found none.",
                hint=f"add the table with --{table} FILE, or leave {table}.{field} out.",
            )


def map_columns(sources: Sequence[Source], table: Table, given: Mapping[str, str]) -> ColumnMap:
    """Return the columns of a table in one or several files; `given` overrules. Raises UnknownNameError."""
    header = tuple(dict.fromkeys(name for source in sources for name in source.header))
    columns = with_given(guess_columns(header, table=table), given)
    if table == "events" and "timestamp" not in given:
        columns = _with_readable_time(columns, sources)
    columns = fill_unnamed(columns, sources, given) if table == "events" else columns
    return replace(columns, choices=tuple(_with_example(each, sources) for each in columns.choices))


def _with_example(choice: Choice, sources: Sequence[Source]) -> Choice:
    values = sample_of(sources, choice.column) if choice.column else []
    example = " ".join(next((value for value in values if value.strip()), "").split())
    return replace(choice, example=shortened(example))


def check_every_file(sources: Sequence[Source], columns: ColumnMap) -> tuple[str, ...]:
    """Return notes on files that lack an optional column; raise OffbeatError where one lacks a needed one."""
    columns.require()
    notes = []
    for source in sources:
        for choice in columns.choices:
            if choice.column is None or choice.column in source.header:
                continue
            if choice.field in ("user_id", "timestamp"):
                raise OffbeatError(
                    f"Expected the column {choice.column} in every file, found none in {source.label}.",
                    hint="drop files with another header one by one, each as its own dataset.",
                )
            notes.append(f"{source.label} has no column {choice.column}: read as empty there.")
    return tuple(notes)


def _with_readable_time(columns: ColumnMap, sources: Sequence[Source]) -> ColumnMap:
    """Where the best-named column holds no times, take the next one named so that does, or the only one that does."""
    if (best := columns.column("timestamp")) is not None and holds_times(sample_of(sources, best)):
        return columns
    for name in named_for(TIMESTAMP, by_form(columns.header)):
        if holds_times(sample_of(sources, name)):
            reason = "the first column named for a time that holds times"
            return columns.taking(Choice("timestamp", name, reason, "likely"))
    return with_time_by_value(columns, sources)


def stored_zone_notes(sources: Sequence[Source], columns: ColumnMap, *, used: str) -> Iterator[str]:
    """Say which zone was used where a file stores its times with another one."""
    time = str(columns.column("timestamp"))
    for source in sources:
        position = source.position(time)
        zone = None if position is None else source.stored_zones.get(position)
        if zone is not None and zone != used:
            yield f"{source.label} stores the column {time} with the zone {zone}; used for days and hours: {used}."
