"""One events table, from open files to an Activity: columns, scan, rejects, reduction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import pandas as pd

from analysis import wording
from analysis.activity import Activity
from analysis.errors import UnreadableFileError
from analysis.ingest.accounts import main_accounts
from analysis.ingest.counting import open_quote_note, open_quote_refusal
from analysis.ingest.guess import check_every_file, map_columns, sample_of
from analysis.ingest.limits import Limits, connect
from analysis.ingest.nothing import nothing_notes
from analysis.ingest.plan import AFTER_AS_OF, GOOD, UNREADABLE_TIME, Plan, typed_sql
from analysis.ingest.progress import Progress
from analysis.ingest.readers import Source
from analysis.ingest.reduce import reduce_events
from analysis.ingest.rejects import Rejected, find_rejects
from analysis.ingest.report import MatchReport
from analysis.ingest.spool import Spool
from analysis.ingest.staged import Staged
from analysis.ingest.staging import is_torn, stage, stage_straight
from analysis.ingest.tables import Aliases
from analysis.ingest.text.recovered import recovered
from analysis.ingest.time_scan import clock_notes, look_up
from analysis.ingest.timestamps import decide_reading_or_refuse
from analysis.ingest.zones import OwnZones

DatesBy = Callable[[Sequence[Source], str, str], list[str]]
ZonesOf = Callable[[Staged], OwnZones]


@dataclass(frozen=True, eq=False)
class Events:
    """One events table, read."""

    activity: Activity
    accounts: pd.DataFrame
    plan: Plan
    staged: Staged
    rejected: Rejected
    notes: tuple[str, ...]
    matches: tuple[MatchReport, ...]
    name: str
    left_out: int = 0  # rows that were rejected or blank before the scan


def decide_plan(
    sources: Sequence[Source],
    given: Mapping[str, str],
    *,
    zone: str | None,
    as_of: date | None,
    time_format: str | None,
    dates_by: DatesBy,
) -> Plan:
    """Decide what is read as what from the heads of the files; `dates_by` looks further. Raises OffbeatError."""
    columns = map_columns(sources, "events", given).require()
    time = str(columns.column("timestamp"))
    if not any(source.sample for source in sources):
        raise UnreadableFileError(
            f"Expected rows below the header of {sources[0].label}, found none.", hint="export it again with its rows."
        )
    reading = decide_reading_or_refuse(
        sample_of(sources, time), column=time, answer=time_format, all_dates=partial(dates_by, sources, time)
    )
    return Plan(columns, reading, zone=zone, as_of=as_of)


def read_events(
    sources: Sequence[Source],
    plan: Plan,
    *,
    aliases: Aliases | None,
    zones_of: ZonesOf | None,
    folder: Path,
    limits: Limits,
    tell: Progress,
) -> Events:
    """Scan, reduce, and say what was left out; `zones_of` finds users' own zones once it is known who they are."""
    notes = check_every_file(sources, plan.columns)
    files = [source.path for source in sources]
    spool = Spool(folder, most_rows=limits.held_rows, tell=tell)
    with connect(folder, files, limits) as connection:
        staged, plan, sources = _stage_in_zones(connection, sources, plan, spool, zones_of, limits)
        notes = (*(note for source in sources for note in source.notes), *notes, *nothing_notes(sources, plan.columns))
        tell("read", staged.rows)
        with connect(folder, files, limits, keeps_order=True) as ordered:
            plan.register(ordered)
            rejected = find_rejects(ordered, sources, plan, staged)
        if staged.by_code.get(AFTER_AS_OF) and not staged.by_code.get(GOOD):
            raise _all_after(plan, _first_day(connection, sources, plan), sources[0].label)
        _check_some_left(staged, rejected, sources)
        has_times = _has_times(connection, sources, plan, staged)
        notes = (*notes, *clock_notes(connection, sources, plan, staged))
    matches: tuple[MatchReport, ...] = ()
    if aliases is not None:
        matches = aliases.matches(set(staged.users.texts.to_pylist()))
        staged = staged.with_user_texts(aliases.resolve(staged.users.texts.to_pandas()))
    has_amount = plan.columns.column("amount") is not None
    accounts = main_accounts(staged)
    activity = reduce_events(
        staged, has_amount=has_amount, has_times=has_times, as_of=plan.as_of, folder=folder, limits=limits
    )
    tell("reduced", activity.user_days)
    several = int((accounts["accounts"] > 1).sum())
    if several:
        who = wording.plural(several, "person belongs", "people belong")
        notes = (*notes, f"{who} to several accounts; the one with most events counts.")
    notes = (*notes, *_quote_notes(sources, staged))
    if not all(source.is_strict for source in sources):
        notes = (*notes, "Line ends or quotes are mixed: cells beyond the header's columns were left out.")
    if not has_times and plan.reading.kind != "date":
        notes = (*notes, "Every time is midnight: read as dates, without hours.")
    left_out = sum(source.rows_left_out for source in sources)
    return Events(activity, accounts, plan, staged, rejected, notes, matches, sources[0].label, left_out)


def _stage_in_zones(
    connection: duckdb.DuckDBPyConnection,
    sources: Sequence[Source],
    plan: Plan,
    spool: Spool,
    zones_of: ZonesOf | None,
    limits: Limits,
) -> tuple[Staged, Plan, Sequence[Source]]:
    """Scan; where users may have zones of their own, scan again in them: only a first scan tells who the users are.

    The first scan reads past `as_of`, whose local day depends on the zone.
    """
    if zones_of is None or plan.zone is not None:
        return _stage(connection, sources, plan, spool, limits)
    staged, first, opened = _stage(connection, sources, replace(plan, as_of=None), spool, limits)
    zones = zones_of(staged)
    zones.register(connection)
    zoned = replace(first, own_zones=zones, as_of=plan.as_of)
    has_instants = any(rows for kind, rows in staged.by_offset.items() if kind)
    if plan.as_of is None and (zones.by_text.empty or not has_instants):
        return staged, zoned, opened
    return _stage(connection, opened, zoned, staged.rows_kept.again(), limits)


def _stage(
    connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], plan: Plan, spool: Spool, limits: Limits
) -> tuple[Staged, Plan, Sequence[Source]]:
    """Scan once; again carefully where rows are dirty, wider where times are, and recovered where rows are torn.

    Files too large to be recovered are read leniently.
    """
    straight = stage_straight(connection, sources, plan, spool)
    if straight is not None:
        return straight, replace(plan, is_careful=not straight.is_clean), sources
    spool = spool.again() if spool.rows else spool
    plan = look_up(connection, sources, plan) if plan.reading.is_slow and not plan.reading.is_mapped else plan
    try:
        staged = stage(connection, sources, plan, spool)
        is_readable = not any(staged.lost.values()) and not is_torn(staged.malformed)
        damaged = {str(path) for path, *_ in staged.malformed} | {*staged.swallowed}
        damaged |= {path for path, rows in staged.lost.items() if rows}
    except (duckdb.Error, OSError):  # the second from the Arrow stream, with DuckDB's text in it
        is_readable, damaged = False, {str(source.path) for source in sources}
    again = recovered(sources, spool.folder, limits, damaged=damaged) if damaged else sources
    if again != sources:
        return _stage(connection, again, plan, spool.again(), limits)
    if not is_readable:
        sources = [replace(source, is_strict=False) for source in sources]
        staged = _stage_leniently(connection, sources, plan, spool.again())
    if not staged.is_clean:
        plan = replace(plan, is_careful=True)
        staged = stage(connection, sources, plan, staged.rows_kept.again())
    while staged.by_code.get(UNREADABLE_TIME) and (wider := plan.reading.wider) is not None:
        plan = look_up(connection, sources, plan) if wider.is_mapped else replace(plan, reading=wider)
        if plan.reading != wider:
            break  # what is left are no times
        staged = stage(connection, sources, plan, staged.rows_kept.again())
    return staged, plan, sources


def _stage_leniently(
    connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], plan: Plan, spool: Spool
) -> Staged:
    try:
        return stage(connection, sources, plan, spool)
    except (duckdb.Error, OSError):
        raise UnreadableFileError(
            f"Expected rows that end alike and quotes that close, found others in {sources[0].label}.",
            hint="export it again as CSV (UTF-8).",
        ) from None


def _quote_notes(sources: Sequence[Source], staged: Staged) -> tuple[str, ...]:
    found = [(source.label, *staged.swallowed.get(str(source.path), (0, 0))) for source in sources]
    return tuple(open_quote_note(label, line, lines) for label, line, lines in found if lines)


def _check_some_left(staged: Staged, rejected: Rejected, sources: Sequence[Source]) -> None:
    if staged.by_code.get(GOOD):
        return
    if staged.swallowed:
        line, _ = next(iter(staged.swallowed.values()))
        raise open_quote_refusal(sources[0].label, line)
    why = rejected.rejects[0] if rejected.rejects else None
    found = f'only rows with {why.reason}, such as "{why.example}"' if why else "only blank rows"
    raise UnreadableFileError(
        f"Expected at least one usable row in {sources[0].label}, found {found}.",
        hint="check which column is read as what with --map FIELD=COLUMN, or on the Data page.",
    )


def _first_day(connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], plan: Plan) -> date:
    """Return the first day after `as_of`."""
    days = []
    for source in sources:
        rows = typed_sql(source, plan, parameter="file0", more=", stamp", keep_rejects=False)
        statement = "SELECT CAST(min(stamp) AS DATE) FROM (" + rows + ") WHERE code = $after"
        values = {"file0": str(source.path), "after": AFTER_AS_OF} | plan.parameters(rows)
        days += connection.execute(statement, values).fetchall()
    return min(day for (day,) in days if day is not None)


def _all_after(plan: Plan, first: date, label: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"Expected rows up to the as-of day {plan.as_of}, found the first one in {label} on {first}.",
        hint=f"choose a later day, {first} or after.",
    )


def _has_times(connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], plan: Plan, staged: Staged) -> bool:
    """Whether any time is not midnight; exports write dates as midnights."""
    if plan.reading.kind == "date":
        return False
    if any(staged.by_hour[1:]):
        return True
    for source in sources:
        rows = typed_sql(source, plan, parameter="file0", more=", stamp", keep_rejects=False)
        statement = "SELECT bool_or(CAST(stamp AS TIME) > TIME '00:00:00') FROM (" + rows + ") WHERE code = 0"
        if connection.execute(statement, {"file0": str(source.path)} | plan.parameters(rows)).fetchall()[0][0]:
            return True
    return False
