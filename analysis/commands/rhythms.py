"""`rhythms`: which pattern each user keeps, how many would by chance, and who leans."""

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis import wording
from analysis.activity import to_date
from analysis.commands.loading import load
from analysis.export import plain_csv_bytes
from analysis.rhythms.beside import sizes_beside, table_beside
from analysis.rhythms.chance import UNTESTED, expected_by_chance
from analysis.rhythms.table import user_table
from analysis.segments import FREQUENCY_CLASSES
from analysis.segments.spacing import Spacing
from analysis.study import Study
from analysis.timezones import NO_HOURS, flips

HELP = "which pattern each user keeps, with the number chance would give"
NO_HOURS_NO_BOTS = "The times hold dates only, without hours: bots cannot be told from people."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this subcommand."""
    parser.add_argument(
        "--shifts", action="store_true", help="count the labels that change with every clock 1 to 12 hours off"
    )


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return `users`, `tested`, `too_few`, `rhythms` and what else may explain them; write users.csv.

    `--where` and `--without-bots` narrow who is counted; `bots` names those of `--where`, left out or not, and
    `batch_dates` are of everyone. `--shifts` adds `timezone_shifts`, written as timezone_shifts.csv, and
    `timezone_shifts_why_not`.
    """
    study = load(options).study()
    if options.out is not None:
        _write_users(study, options.out / "users.csv")
    users = int(study.chosen.sum())
    tested = int((study.prepared.scores.tested(study.settings.evidence) & study.chosen).sum())
    answer = {
        "users": users,
        "tested": tested,
        "too_few": users - tested,
        "rhythms": _rhythms(study, users),
        "distinctive": bool(study.settings.evidence.distinctive),
        "batch_dates": _batch_dates(study),
        "bots": _bots(study),
    }
    return answer | _timezone_shifts(study, options.out) if options.shifts else answer


def _write_users(study: Study, path: Path) -> None:
    bots = study.bots if study.activity.has_hours else None
    beside = table_beside(study.recent, study.changes, hours=study.hour_table, bots=bots)
    table = user_table(study.activity, study.segmentation).join(beside).join(_frequency(study))
    path.write_bytes(plain_csv_bytes(table[study.chosen]))


def _frequency(study: Study) -> pd.DataFrame:
    """Return each user's frequency class and how sure it is, nan for too_few."""
    spacing, how = Spacing.of(study.activity), study.settings.frequency
    names = np.array(FREQUENCY_CLASSES, object)[how.classify(spacing)]
    return pd.DataFrame({"frequency": names, "frequency_confidence": how.confidence(spacing)})


def _bots(study: Study) -> dict[str, Any]:
    """Return who of the segment may be a bot, ids in byte order; no number where the times have no hours."""
    if not study.activity.has_hours:
        return {"users": None, "ids": [], "why_not": NO_HOURS_NO_BOTS}
    found = study.activity.user_ids.filter(pa.array(study.bots & study.members(study.filters.who))).to_pylist()
    return {"users": len(found), "ids": found, "why_not": ""}


def _batch_dates(study: Study) -> list[dict[str, Any]]:
    """Return the dates many users share, in order."""
    return [
        {
            "day": to_date(row.day),
            "users": int(row.users),
            "expected": row.expected,
            "share_of_alive": row.share_of_alive,
        }
        for row in study.batch_dates.itertuples()
    ]


def _timezone_shifts(study: Study, out: Path | None) -> dict[str, Any]:
    """Return one entry a shift, or none and the reason; scoring everybody 24 times is why it must be asked for."""
    if not study.activity.has_hours:
        return {"timezone_shifts": [], "timezone_shifts_why_not": NO_HOURS}
    table = flips(study.activity, study.settings, among=study.chosen, lists=study.filters.dates, now=study.segmentation)
    if out is not None:
        (out / "timezone_shifts.csv").write_bytes(plain_csv_bytes(table))
    return {"timezone_shifts": table.to_dict("records"), "timezone_shifts_why_not": ""}


def _rhythms(study: Study, users: int) -> list[dict[str, Any]]:
    """Return one entry a label, largest first; primary labels, so users add up, and so do recent_users."""
    chance = expected_by_chance(study.activity, study.settings, scores=study.prepared.scores, among=study.chosen)
    groups = sizes_beside(study.segmentation, study.recent, study.changes, among=study.chosen)
    return [
        {
            "rhythm": row.rhythm,
            "detail": row.detail,
            "title": wording.segment_title(f"{row.rhythm}:{row.detail}" if row.detail else row.rhythm),
            "users": row.users,
            "share": row.users / users if users else None,
            "expected_by_chance": chance.get((row.rhythm, row.detail), None if row.rhythm in UNTESTED else 0.0),
            "leaning": row.leaning,
            "recent_users": row.recent_users,
            "since_users": row.since_users,
        }
        for row in groups.itertuples()
    ]
