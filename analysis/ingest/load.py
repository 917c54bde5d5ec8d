"""`read` and `preview`: from files to a Dataset and the report on how it was read."""

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from os import PathLike
from pathlib import Path

from analysis.activity import to_date
from analysis.dataset import Dataset
from analysis.ingest.alone import read_alone
from analysis.ingest.answers import can_answer
from analysis.ingest.beside import Beside, Joined
from analysis.ingest.columns import ColumnMap, Table
from analysis.ingest.events import Events, Progress, decide_plan, no_progress, read_events
from analysis.ingest.guess import map_columns, refuse_without_table, sample_of, split_given, stored_zone_notes
from analysis.ingest.join import event_ids
from analysis.ingest.limits import Limits
from analysis.ingest.people import open_people
from analysis.ingest.plan import GOOD
from analysis.ingest.readers import label_of, open_sources
from analysis.ingest.report import NearMidnight, ReadReport
from analysis.ingest.tables import read_aliases
from analysis.ingest.timestamps import check_zone, decide_reading
from analysis.ingest.zones import OWN_ZONE_FIELD, decided_by

AnyPath = str | PathLike[str]
_PREVIEW_ROWS = 20


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
    """

    columns: ColumnMap
    rows: tuple[tuple[str, ...], ...]
    timestamp_format: str | None


def preview(
    paths: AnyPath | Sequence[AnyPath], *, columns: Mapping[str, str] | None = None, table: Table = "events"
) -> Preview:
    """Return the guessed columns and first rows of a table from the heads of its files; headers alone are enough."""
    with tempfile.TemporaryDirectory(prefix="offbeat-") as scratch:
        sources = open_sources(_listed(paths), Path(scratch), Limits())
    guessed = map_columns(sources, table, split_given(columns)[table])
    time = guessed.column("timestamp")
    reading = decide_reading(sample_of(sources, time)) if time else None
    return Preview(guessed, sources[0].sample[:_PREVIEW_ROWS], reading.format if reading else None)


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
    with tempfile.TemporaryDirectory(prefix="offbeat-") as scratch:
        folder = Path(scratch)
        aliases = None if mapping is None else read_aliases(mapping, folder / "mapping", limits)
        people = None if users is None else open_people(users, given["users"], folder=folder, limits=limits)
        beside = Beside(people, {name: each for name, each in paid.items() if each}, given, folder, limits)
        files, zone = _listed(paths), None if timezone is None else check_zone(timezone)
        if not files and subscriptions is not None:
            tell("opened", 0)
            return read_alone(beside, aliases=aliases, as_of=as_of)
        once, repeats = _without_repeats(files)
        sources = open_sources(once, folder, limits)
        plan = decide_plan(sources, given["events"], zone=zone, as_of=as_of)
        tell("opened", 0)
        zones_of = None if people is None else people.zones_of(aliases)
        events = read_events(sources, plan, aliases=aliases, zones_of=zones_of, folder=folder, limits=limits, tell=tell)
        joined = beside.join(event_ids(events.activity.user_ids, events.accounts), aliases=aliases)
    dataset = joined.dataset(events.activity, name=events.name)
    tell("joined", len(dataset.users))
    report = _report(replace(events, notes=(*repeats, *events.notes)), dataset, joined)
    return dataset, report.with_notes(*stored_zone_notes(sources, plan.columns, used=report.timezone))


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


def _report(events: Events, dataset: Dataset, joined: Joined) -> ReadReport:
    activity, staged, rejected, plan = events.activity, events.staged, events.rejected, events.plan
    zone, zone_said = _zone_said(events, joined.maps)
    midnight = NearMidnight.of(staged.by_hour, has_hours=activity.has_hours)
    cents = ("Amounts are in cents, by their column's name: divided by 100.",) if plan.is_cents else ()
    return ReadReport(
        rows_in_file=staged.rows
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
        notes=(*events.notes, *zone_said, *midnight.notes, *cents),
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
