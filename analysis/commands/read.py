"""`read`: what was read as what, what was rejected, who matched, what the file can answer."""

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.activity import to_day
from analysis.commands.loading import Loaded, load
from analysis.dataset import Dataset
from analysis.export import csv_bytes
from analysis.ingest import Limits, ReadReport, open_saved, save
from analysis.ingest.add import Added, add, report_of_union
from analysis.ingest.limits import limit_process, longest_load_s
from analysis.study import narrow
from analysis.views.newer import newer_of

HELP = "read files and report rows, columns, rejects and matches"
_CORES = 2  # how many a load may keep busy all the time it has
_NOT_SHOWN = ("rejected_rows",)


def add_options(parser: argparse.ArgumentParser) -> None:
    """What is added to, and how the app loads."""
    parser.add_argument(
        "--add-to",
        type=Path,
        metavar="DIR",
        help="add to the dataset saved there with --out; what both hold counts once",
    )
    parser.add_argument("--limited", action="store_true", help="bound the memory and processor time of this process")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return the read report; with `--out` write the dataset and rejects.csv.

    `--active`, `--accounts`, `--ignore-date`, `--where`, `--without-bots` and `--leave-out-domain` narrow `users`,
    `user_days`, the fingerprint and what is written; rows stay those of the file. `--add-to` adds what was read to a
    saved dataset: then these figures are of both, and `added` says how they met and what changed since.
    """
    if options.limited:
        limit_process(Limits(process_s=_CORES * longest_load_s(options.files)))
    loaded = load(options)
    added = None
    if options.add_to is not None:
        united, added = add(open_saved(options.add_to)[0], loaded.dataset)
        loaded = replace(loaded, dataset=united, report=report_of_union(loaded.report, united, added))
    dataset = _narrowed(loaded)
    report = loaded.report
    if dataset is not loaded.dataset:
        activity = dataset.activity
        report = replace(
            report, users=activity.users, user_days=activity.user_days, fingerprint=dataset.fingerprint
        ).with_notes("users, user_days and fingerprint are of what the options leave; rows are those of the file.")
    if options.out is not None:
        save(dataset, report, options.out)
        write_rejects(report, options.out / "rejects.csv")
    answer = {key: value for key, value in report.to_dict().items() if key not in _NOT_SHOWN}
    return answer if added is None else answer | {"added": added.to_dict() | _since(loaded, added)}


def _since(loaded: Loaded, added: Added) -> dict[str, Any]:
    """Return what changed since the last day of the older data, as the added numbers' `since_last_time`."""
    newer = newer_of(loaded.study(), to_day(date.fromisoformat(added.since)))
    sizes = newer.sizes.set_axis(["title", "before", "now", "change"], axis=1).to_dict("records")
    counts = {name: getattr(newer, name) for name in ("new", "came_back", "went_silent")}
    return {"since_last_time": {**counts, "sentence": newer.sentence, "patterns": sizes}}


def _narrowed(loaded: Loaded) -> Dataset:
    """Return the dataset under the call's options; only a segment, or who may be a bot, needs everyone scored."""
    filters = loaded.filters
    if filters.who == "all" and filters.bots == "in" and not filters.left_out_domains:
        return narrow(loaded.dataset, filters)
    study = loaded.study()
    return study.dataset if study.chosen.all() else study.dataset.with_activity(study.chosen_activity)


def write_rejects(report: ReadReport, path: Path) -> None:
    """Write reason, file, line and example of each rejected row, for people: no cell is a formula."""
    rows = [(each.reason, each.file, each.line, each.example) for each in report.rejected_rows]
    table = pd.DataFrame(rows, columns=["reason", "file", "line", "example"]).astype({"line": "Int64"})
    path.write_bytes(csv_bytes(table))
