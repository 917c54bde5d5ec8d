"""What every subcommand does first: read the files named on the command line, under its settings."""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from analysis.commands.date_options import date_lists, ignored_days, parse_date
from analysis.commands.segment_options import own_segments
from analysis.dataset import Dataset
from analysis.errors import OffbeatError
from analysis.ingest import NamedFile, ReadReport, read
from analysis.ingest.cache import LOCAL_OWNER, Cached
from analysis.ingest.progress import line_of
from analysis.mail_domains import check_domains
from analysis.settings import Settings, from_assignments
from analysis.study import Filters, Study, study

WITHOUT_EVENTS = ("churn", "read")


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
    tables = [options.users, options.subscriptions, options.payments, options.mapping]
    named = _named(options.name, [*options.files, *tables])
    _tell("reading", 0)
    reader = read if options.cache is None else Cached(options.cache, LOCAL_OWNER).read
    dataset, report = reader(
        [named[file] for file in options.files],
        columns=_columns(options.map),
        timezone=options.timezone,
        time_format=options.time_format,
        as_of=parse_date(options.as_of) if options.as_of else None,
        users=named[options.users],
        subscriptions=named[options.subscriptions],
        payments=named[options.payments],
        mapping=named[options.mapping],
        cents=options.cents,
        decimal=options.decimal,
        link_ids=options.link,
        progress=_tell,
    )
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
