"""What every subcommand does first: read the files named on the command line, under its settings."""

import argparse
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.commands.date_options import date_lists, ignored_days, parse_date
from analysis.commands.segment_options import own_segments
from analysis.dataset import Dataset
from analysis.errors import OffbeatError
from analysis.ingest import NamedFile, ReadReport, read
from analysis.ingest.by_table import parsed, parsed_one
from analysis.ingest.cache import LOCAL_OWNER, Cached
from analysis.ingest.progress import line_of
from analysis.mail_domains import check_domains
from analysis.pseudonyms import key_at, pseudonymised
from analysis.settings import Settings, from_assignments
from analysis.study import Filters, Study, study

WITHOUT_EVENTS = ("churn", "read")
_TABLES = ("users", "subscriptions", "payments", "mapping")


@dataclass(frozen=True)
class Loaded:
    """A dataset as read, what was read as what, and the thresholds of this call."""

    dataset: Dataset
    report: ReadReport
    settings: Settings
    filters: Filters

    def study(self) -> Study:
        """Score and label it; labels stay those of everyone, whoever `--where`, `--without-bots` and domains show."""
        return study(self.dataset, self.filters, self.settings)


def load(options: argparse.Namespace) -> Loaded:
    """Read the files of a call; progress goes to stderr. Raises OffbeatError."""
    settings = from_assignments(options.set)
    lists = date_lists(options.dates, options.dates_tolerance)
    segments = own_segments(options.define)
    _refuse_without_events(options)
    asked = read_arguments(options)
    named = _named(options.name, [*options.files, *(asked[role] for role in _TABLES)])
    _tell("reading", 0)
    reader = read if options.cache is None else Cached(options.cache, LOCAL_OWNER).read
    tables = {role: named[asked[role]] for role in _TABLES}
    dataset, report = reader([named[file] for file in options.files], **{**asked, **tables}, progress=_tell)
    if options.pseudonymise is not None:
        dataset = pseudonymised(dataset, key_at(options.pseudonymise))
        report = replace(report.without_rows(), fingerprint=dataset.fingerprint)
    filters = Filters(
        who=options.where or "all",
        unit="accounts" if options.accounts else "people",
        active_events=tuple(options.active),
        value_events=tuple(options.value_event),
        dates=lists,
        segments=segments,
        ignored_days=ignored_days(options.ignore_date, dataset.activity),
        left_out_domains=check_domains(options.leave_out_domain, dataset.users),
        bots="out" if options.without_bots else "in",
    )
    return Loaded(dataset, report, settings, filters)


def read_arguments(options: argparse.Namespace) -> dict[str, Any]:
    """Return what a call asks of `read`: every argument but the events and the progress, files as they are named."""
    return {
        "columns": _columns(options.map),
        "timezone": options.timezone,
        "time_format": parsed_one(options.time_format, "--time-format"),
        "sheets": parsed(options.sheet),
        "as_of": parse_date(options.as_of) if options.as_of else None,
        **{role: getattr(options, role) for role in _TABLES},
        "cents": parsed_one(options.cents, "--cents", choices=("yes", "no")),
        "decimal": options.decimal,
        "link_ids": options.link,
    }


def _refuse_without_events(options: argparse.Namespace) -> None:
    """Raise OffbeatError where a subcommand that asks who comes when is called without events."""
    if options.files or (options.subcommand in WITHOUT_EVENTS and options.subscriptions):
        return
    raise OffbeatError(
        "Expected at least one FILE of events, found none.",
        hint="name one; only `churn` and `read` do without where there is --subscriptions FILE.",
    )


def _tell(stage: str, rows: int) -> None:
    """Print one line a stage of `read`."""
    _say(line_of(stage, rows))


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # whoever waits reads it from a file, which would buffer


def _named(assignments: list[str], files: list[str | None]) -> dict[str | None, NamedFile | str | None]:
    """["spool/0.csv=mine.csv"] -> {"spool/0.csv": NamedFile(...)}; a file without a name of its own stays as it is."""
    named: dict[str | None, NamedFile | str | None] = {file: file for file in files}
    for text in assignments:
        file = next((each for each in files if each is not None and text.startswith(f"{each}=")), None)
        if file is None:
            raise OffbeatError(
                f'Expected FILE=NAME with a file of this call, found "{text}".',
                hint="write the file as it stands in the call, for example --name part0.csv=january.csv.",
            )
        named[file] = NamedFile(Path(file), text.removeprefix(f"{file}="))
    return named


def _columns(assignments: list[str]) -> dict[str, str]:
    """["user_id=who"] -> {"user_id": "who"}."""
    named = {}
    for text in assignments:
        field, equals, column = text.partition("=")
        if not equals:
            raise OffbeatError(f'Expected FIELD=COLUMN, found "{text}".', hint="write for example --map user_id=who.")
        named[field.strip()] = column.strip()
    return named
