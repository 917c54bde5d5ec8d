"""`segments`: how large each segment is, who is in it, and how sizes react to thresholds."""

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.commands.loading import load
from analysis.export import plain_csv_bytes
from analysis.segments.sizes import default_names, sensitivity
from analysis.study import Study

HELP = "sizes of segments, their members, and how sizes react to thresholds"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this subcommand."""
    parser.add_argument(
        "--segment", action="append", metavar="NAME",
        help="weekday:Tue, frequency:weekly, lifecycle:dormant, plan=Pro, ...; default all rhythms and frequencies",
    )  # fmt: skip


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return `segments` and `sensitivity`; write members.csv. `--where` narrows who is counted."""
    study = load(options).study()
    names = default_names(study.segmentation) if options.segment is None else list(dict.fromkeys(options.segment))
    members = {name: study.members(name) & study.chosen for name in names}
    if options.out is not None:
        _write_members(study, members, options.out / "members.csv")
    total = int(study.chosen.sum())
    counted = {name: int(chosen.sum()) for name, chosen in members.items()}
    return {
        "users": total,
        "segments": [
            {"name": name, "users": users, "share": users / total if total else None} for name, users in counted.items()
        ],
        "sensitivity": sensitivity(
            study.prepared.scores, study.prepared.features, study.settings, among=study.chosen, names=options.segment
        ),
    }


def _write_members(study: Study, members: dict[str, np.ndarray], path: Path) -> None:
    """Write user_id, segment, by id, then in the segments' order."""
    row, place = np.nonzero(np.column_stack(list(members.values())))
    ids = study.activity.user_ids.to_numpy(zero_copy_only=False)
    table = pd.DataFrame({"user_id": ids[row], "segment": np.array(list(members), object)[place]})
    path.write_bytes(plain_csv_bytes(table))
