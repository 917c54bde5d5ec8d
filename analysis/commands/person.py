"""`person`: why one user has the label they have."""

import argparse
from dataclasses import asdict
from typing import Any

import pandas as pd

from analysis.activity import to_date
from analysis.commands.loading import load
from analysis.export import plain_csv_bytes
from analysis.rhythms.explain import explain_user
from analysis.rhythms.why import why_label
from analysis.segmentation import Segmentation

HELP = "one user's label and the evidence for and against every pattern"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this subcommand."""
    parser.add_argument("--user", metavar="ID", required=True, help="a user id (an account with --accounts)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return the label, why it won, and the evidence on every pattern; write days.csv."""
    study = load(options).study()
    activity, scores, labels = study.activity, study.prepared.scores, study.segmentation
    row = activity.row_of(options.user)
    days = [to_date(day) for day in activity.days_of(row).tolist()]
    if options.out is not None:
        (options.out / "days.csv").write_bytes(plain_csv_bytes(pd.DataFrame({"day": days})))
    found = explain_user(activity, scores, labels, row)
    leaning = labels.leaning[row] >= 0
    return {
        "user_id": options.user,
        "active_days": len(days),
        "first_day": days[0],
        "last_day": days[-1],
        "label": _label(labels, row),
        "leaning": labels.name_of(int(labels.leaning[row]), int(labels.leaning_detail[row])) if leaning else None,
        "last_90_days": _label(study.recent, row),
        "why": list(why_label(scores, labels, row, found)),
        "evidence": [asdict(each) for each in found],
    }


def _label(labels: Segmentation, row: int) -> str:
    return labels.name_of(int(labels.rhythm[row]), int(labels.detail[row]))
