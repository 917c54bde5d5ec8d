"""`read`: what was read as what, what was rejected, who matched, what the file can answer."""

import argparse
import csv
from pathlib import Path
from typing import Any

from analysis.commands.loading import load
from analysis.ingest import ReadReport, save

HELP = "read files and report rows, columns, rejects and matches"
_NOT_SHOWN = ("rejected_rows",)


def add_options(parser: argparse.ArgumentParser) -> None:
    """`read` has no options of its own."""


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return the read report; with `--out` write the dataset and rejects.csv."""
    loaded = load(options)
    if options.out is not None:
        save(loaded.dataset, loaded.report, options.out)
        write_rejects(loaded.report, options.out / "rejects.csv")
    return {key: value for key, value in loaded.report.to_dict().items() if key not in _NOT_SHOWN}


def write_rejects(report: ReadReport, path: Path) -> None:
    """Write reason, file, line and example of each rejected row."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(("reason", "file", "line", "example"))
        table.writerows((each.reason, each.file, each.line, each.example) for each in report.rejected_rows)
