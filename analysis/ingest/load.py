"""`read` and `preview`: from files to a Dataset and the report on how it was read."""

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from os import PathLike
from pathlib import Path

from analysis.activity import to_date
from analysis.dataset import Dataset
from analysis.ingest.alone import read_alone
from analysis.ingest.answers import can_answer
from analysis.ingest.beside import Beside, Joined
from analysis.ingest.by_table import Given, answered
from analysis.ingest.columns import ColumnMap, Table
from analysis.ingest.day_readings import days_question
from analysis.ingest.events import Events, decide_plan, read_events
from analysis.ingest.guess import map_columns, refuse_without_table, sample_of, split_given, stored_zone_notes
from analysis.ingest.join import event_ids
from analysis.ingest.limits import Limits
from analysis.ingest.linked import find_links, link_offer
from analysis.ingest.minor_units import cents_notes, cents_question
from analysis.ingest.number_scan import amounts_question, amounts_reading
from analysis.ingest.numbers import Decimal
from analysis.ingest.people import open_people
from analysis.ingest.plan import GOOD
from analysis.ingest.progress import Progress, no_progress, rows_about
from analysis.ingest.questions import Answered, Question, YesNo
from analysis.ingest.readers import SAMPLE_ROWS, label_of, open_sources
from analysis.ingest.report import NearMidnight, ReadReport
from analysis.ingest.tables import Aliases, read_aliases
from analysis.ingest.time_scan import dates_of, reading_note
from analysis.ingest.timestamps import check_zone, decide_as_answered, question_of
from analysis.ingest.zones import OWN_ZONE_FIELD, decided_by

AnyPath = str | PathLike[str]
_PREVIEW_ROWS = 20
_HEAD_BYTES = 4 << 20


@dataclass(frozen=True)
class Preview:
    """What a file's head says, before it is read.

    Attributes
    ----------
    columns
        The guessed columns, each with its reason and confidence.
    rows
        The first rows as text, shape (up to 20, columns).
    timestamp_format
        How the times would be read, or None where they cannot be.
    questions
        What the head leaves open; `read` takes the answers. Texts may hold names from the file.
    is_whole
        Whether the head is all there is; else `read` may find in the rest what the head leaves open.
    sheets
        Sheets, or members of an archive, that look like the table, where they are several.
    sheets_read
        Those of them that are read.
    link_offer
        What linking ids would do, one sentence; "" where there is nothing to link.
    """

    columns: ColumnMap
    rows: tuple[tuple[str, ...], ...]
    timestamp_format: str | None
    questions: tuple[Question, ...] = ()
    is_whole: bool = False
    sheets: tuple[str, ...] = ()
    sheets_read: tuple[str, ...] = ()
    link_offer: str = ""


def preview(
    paths: AnyPath | Sequence[AnyPath],
    *,
    columns: Mapping[str, str] | None = None,
    table: Table = "events",
    sheets: Sequence[str] = (),
) -> Preview:
    """Return the guessed columns and first rows of a table from the heads of its files; headers alone are enough.

    `sheets` are those to read, where a file holds several tables.
    """
    with tempfile.TemporaryDirectory(prefix="offbeat-") as scratch:
        sources = open_sources(
            _listed(paths), Path(scratch), Limits(head_bytes=_HEAD_BYTES), table=table, sheets=sheets
        )
    guessed = map_columns(sources, table, split_given(columns)[table])
    time = guessed.column("timestamp")
    times = decide_as_answered(sample_of(sources, time), is_named=True) if time else None
    asked = None if table == "users" else cents_question(guessed, sources)
    signs = amounts_question(sources, guessed) if table == "events" else None
    about_times = question_of(times.question, str(time)) if times else days_question(guessed, sources)
    questions = (*(each for each in (asked, signs) if each is not None), *about_times)
    alike = tuple(dict.fromkeys(place for source in sources for place in source.tables))
    places = tuple(source.place for source in sources if source.place in alike)
    said = times.reading.format if times and times.reading else None
    is_whole = all(len(source.sample) < SAMPLE_ROWS for source in sources)
    links = link_offer(sources, guessed, is_whole=is_whole) if table == "events" else ""
    return Preview(guessed, sources[0].sample[:_PREVIEW_ROWS], said, questions, is_whole, alike, places, links)


def read(
    paths: AnyPath | Sequence[AnyPath],
    *,
    columns: Mapping[str, str] | None = None,
    timezone: str | None = None,
    as_of: date | None = None,
    users: AnyPath | None = None,
    subscriptions: AnyPath | None = None,
    payments: AnyPath | None = None,
    mapping: AnyPath | None = None,
    cents: Given[YesNo] = None,
    decimal: Decimal | None = None,
    time_format: Given[str] = None,
    sheets: Given[Sequence[str]] = None,
    link_ids: bool = False,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> tuple[Dataset, ReadReport]:
    """Read the parts of one events table, and who the users are and what they pay; subscriptions alone are enough.

    Parameters
    ----------
    paths
        CSV, CSV.gz or Parquet files, parts of one table; columns may stand in another order in each. None of them
        where there are subscriptions: nobody then has an active day.
    columns
        Field -> column where the guess is wrong: user_id, timestamp, event, amount, account_id; `users.plan`,
        `subscriptions.mrr` or `payments.day` for the other tables.
    timezone
        IANA zone into which instants are converted; times without an offset are local in it. None: the user's own
        zone decides the local day where the users table has one, else the stored offset, else UTC.
    as_of
        Last local day read; it is "now". None: the last day in the data.
    users, subscriptions, payments, mapping
        One row a user; one row a subscription; one row a payment or invoice; two columns, alias and id.
    cents
        Whether the events' amounts are in cents, or table -> whether its own are. None: the column's name decides, and
        a note says where it leaves doubt.
    decimal
        What begins the decimals of the events' amounts. None: decided over the whole column; where its values leave
        it open, such as 1,234 alone, that is an error which names this.
    time_format
        How the times of the events are written where their values leave it open: "day-first", "month-first",
        "year-first", "epoch-s" (ms, us, ns), "excel", or a pattern of strptime; or table -> how its own are. None:
        decided over the whole column.
    sheets
        Sheets of a workbook, or members of an archive, that hold the events; or table -> those of it. None: those that
        look like the table.
    link_ids
        Whether a second id (an anonymous one, a device) that stands beside exactly one user id is that person.
    limits, progress
        What the load may use; called with a stage's name and its rows.

    Raises
    ------
    OffbeatError
        No table, no usable row, an unknown column or zone: what was expected, what was found, the next step.
    """
    given, limits, tell = split_given(columns), limits or Limits(), progress or no_progress
    paid = {"subscriptions": subscriptions, "payments": payments}
    refuse_without_table(given, {"users": users, **paid})
    files = _listed(paths)
    said = answered({"events": files, "users": users, **paid}, sheets=sheets, cents=cents, time_format=time_format)
    with tempfile.TemporaryDirectory(prefix="offbeat-") as scratch:
        folder = Path(scratch)
        aliases = None if mapping is None else read_aliases(mapping, folder / "mapping", limits)
        about = said.get("users", Answered())
        people = (
            None if users is None else open_people(users, given["users"], folder=folder, limits=limits, answered=about)
        )
        tables = {name: each for name, each in paid.items() if each}
        beside = Beside(people, tables, given, folder, limits, decimal, said)
        zone, about = None if timezone is None else check_zone(timezone), said.get("events", Answered())
        if not files and subscriptions is not None:
            tell("opened", 0)
            return read_alone(beside, aliases=aliases, as_of=as_of)
        once, repeats = _without_repeats(files)
        sources = open_sources(once, folder, limits, sheets=about.sheets)
        scan = partial(dates_of, folder=folder, limits=limits)
        plan = decide_plan(
            sources, given["events"], zone=zone, as_of=as_of, time_format=about.time_format, dates_by=scan
        )
        amounts = amounts_reading(sources, plan.columns, answer=decimal, folder=folder, limits=limits)
        plan = replace(plan, cents=about.cents, amounts=amounts)
        tell("opened", 0)
        tell("expected", rows_about(sources))
        links = find_links(sources, plan.columns, folder=folder, limits=limits, is_on=link_ids)
        aliases = links.beside(aliases)
        zones_of = None if people is None else people.zones_of(aliases)
        events = read_events(sources, plan, aliases=aliases, zones_of=zones_of, folder=folder, limits=limits, tell=tell)
        dataset, joined = _joined(events, beside, aliases)
    tell("joined", len(dataset.users))
    report = _report(replace(events, notes=(*repeats, *events.notes)), dataset, joined)
    stored = stored_zone_notes(sources, plan.columns, used=report.timezone)
    return dataset, report.with_notes(
        *links.notes, *cents_notes(plan.columns, sources, about.cents), *amounts.notes, *stored
    )


def _listed(paths: AnyPath | Sequence[AnyPath]) -> list[AnyPath]:
    return [paths] if isinstance(paths, str | PathLike) else list(paths)


def _without_repeats(paths: list[AnyPath]) -> tuple[list[AnyPath], tuple[str, ...]]:
    """Return each file once, and a note on each given again: its rows would count double."""
    given = Counter(Path(path).resolve() for path in paths)
    first = {Path(path).resolve(): path for path in reversed(paths)}
    notes = (
        f"{label_of(first[path])} was given {times} times: read once." for path, times in given.items() if times > 1
    )
    return [first[path] for path in given], tuple(notes)


def _joined(events: Events, beside: Beside, aliases: Aliases | None) -> tuple[Dataset, Joined]:
    """Return the events with every table joined to them; the fingerprint of millions of user-days is made meanwhile."""
    with ThreadPoolExecutor(2) as hashing:
        hashing.submit(getattr, events.activity, "fingerprint")
        joined = beside.join(event_ids(events.activity.user_ids, events.accounts), aliases=aliases)
        dataset = joined.dataset(events.activity, name=events.name)
        hashing.submit(getattr, dataset, "users_fingerprint")
    return dataset, joined


def _report(events: Events, dataset: Dataset, joined: Joined) -> ReadReport:
    activity, staged, rejected, plan = events.activity, events.staged, events.rejected, events.plan
    zone, zone_said = _zone_said(events, joined.maps)
    midnight = NearMidnight.of(staged.by_hour, has_hours=activity.has_hours)
    return ReadReport(
        rows_in_file=staged.rows
        + events.left_out
        + len(staged.malformed)
        + sum(staged.lost.values())
        + staged.blank_lines
        + sum(lines for _, lines in staged.swallowed.values()),
        loaded=staged.by_code[GOOD],
        rejected=rejected.rejected,
        blank=rejected.blank,
        rejects=rejected.rejects,
        users=activity.users,
        user_days=activity.user_days,
        amount=staged.amount if plan.columns.column("amount") else None,
        event_names=activity.event_names,
        first_day=to_date(int(activity.day.min())).isoformat(),
        last_day=to_date(int(activity.day.max())).isoformat(),
        columns=plan.columns,
        timestamp_format=plan.reading.format,
        timezone=zone,
        fingerprint=dataset.fingerprint,
        near_midnight=midnight,
        known_users=len(dataset.users),
        accounts=int(dataset.users["account_id"].nunique()),
        matches=(*events.matches, *joined.matches),
        can_answer=can_answer(dataset),
        notes=(*events.notes, *reading_note(staged, plan, rejected.rejects), *zone_said, *midnight.notes),
        rejected_rows=rejected.rows,
        other_columns=joined.maps,
    )


def _zone_said(events: Events, others: tuple[ColumnMap, ...]) -> tuple[str, tuple[str, ...]]:
    """Return what decided local days, and the notes on it."""
    plan, ids = events.plan, events.activity.user_ids
    is_date = plan.reading.kind == "date"
    said, notes = decided_by(dict(events.staged.by_offset), plan.own_zones, ids, zone=plan.zone, is_date=is_date)
    column = next((each.column(OWN_ZONE_FIELD) for each in others if each.table == "users"), None)
    if plan.zone is not None and column is not None:
        notes = (*notes, f"The time zones in the column {column} are not used: {plan.zone} was asked for.")
    return said, notes
