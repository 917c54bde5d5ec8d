"""`read`: what was read as what, what was rejected, who matched, what the file can answer."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.commands.loading import Loaded, load
from analysis.dataset import Dataset
from analysis.export import csv_bytes
from analysis.ingest import ReadReport, save
from analysis.study import narrow

HELP = "read files and report rows, columns, rejects and matches"
_NOT_SHOWN = ("rejected_rows",)


def add_options(parser: argparse.ArgumentParser) -> None:
    """`read` has no options of its own."""


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return the read report; with `--out` write the dataset and rejects.csv.

    `--active`, `--accounts`, `--ignore-date`, `--where` and `--without-bots` narrow `users`, `user_days`, the
    fingerprint and what is written; rows stay those of the file.
    """
    loaded = load(options)
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
    return {key: value for key, value in report.to_dict().items() if key not in _NOT_SHOWN}


def _narrowed(loaded: Loaded) -> Dataset:
    """Return the dataset under the call's options; only a segment, or who may be a bot, needs everyone scored."""
    if loaded.filters.who == "all" and loaded.filters.bots == "in":
        return narrow(loaded.dataset, loaded.filters)
    study = loaded.study()
    return study.dataset if study.chosen.all() else study.dataset.with_activity(study.chosen_activity)


def write_rejects(report: ReadReport, path: Path) -> None:
    """Write reason, file, line and example of each rejected row, for people: no cell is a formula."""
    rows = [(each.reason, each.file, each.line, each.example) for each in report.rejected_rows]
    table = pd.DataFrame(rows, columns=["reason", "file", "line", "example"]).astype({"line": "Int64"})
    path.write_bytes(csv_bytes(table))
