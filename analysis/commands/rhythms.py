"""`rhythms`: which pattern each user keeps, how many would by chance, and who leans."""

import argparse
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import wording
from analysis.commands.loading import load
from analysis.export import plain_csv_bytes
from analysis.rhythms.chance import expected_by_chance
from analysis.rhythms.table import user_table
from analysis.study import Study
from analysis.timezones import NO_HOURS, flips

HELP = "which pattern each user keeps, with the number chance would give"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this subcommand."""
    parser.add_argument(
        "--shifts", action="store_true", help="count the labels that change with every clock 1 to 12 hours off"
    )


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return `users`, `tested`, `too_few`, `rhythms`; write users.csv. `--where` narrows who is counted.

    `--shifts` adds `timezone_shifts`, written as timezone_shifts.csv, and `timezone_shifts_why_not`.
    """
    study = load(options).study()
    if options.out is not None:
        table = user_table(study.activity, study.segmentation)[study.chosen]
        (options.out / "users.csv").write_bytes(plain_csv_bytes(table))
    users = int(study.chosen.sum())
    tested = int((study.prepared.scores.tested(study.settings.evidence) & study.chosen).sum())
    answer = {"users": users, "tested": tested, "too_few": users - tested, "rhythms": _rhythms(study, users)}
    return answer | _timezone_shifts(study, options.out) if options.shifts else answer


def _timezone_shifts(study: Study, out: Path | None) -> dict[str, Any]:
    """Return one entry a shift, or none and the reason; scoring everybody 24 times is why it must be asked for."""
    if not study.activity.has_hours:
        return {"timezone_shifts": [], "timezone_shifts_why_not": NO_HOURS}
    table = flips(study.activity, study.settings, among=study.chosen)
    if out is not None:
        (out / "timezone_shifts.csv").write_bytes(plain_csv_bytes(table))
    return {"timezone_shifts": table.to_dict("records"), "timezone_shifts_why_not": ""}


def _rhythms(study: Study, users: int) -> list[dict[str, Any]]:
    """Return one entry a label, largest first; primary labels, so users add up."""
    chance = expected_by_chance(study.activity, study.settings, scores=study.prepared.scores, among=study.chosen)
    groups: pd.DataFrame = study.segmentation.groups(among=study.chosen)
    return [
        {
            "rhythm": row.rhythm,
            "detail": row.detail,
            "title": wording.segment_title(f"{row.rhythm}:{row.detail}" if row.detail else row.rhythm),
            "users": row.users,
            "share": row.users / users if users else None,
            "expected_by_chance": chance.get((row.rhythm, row.detail)),
            "leaning": row.leaning,
        }
        for row in groups.itertuples()
    ]
