"""`profile`: who the people of a segment are and what they do, against everyone else."""

import argparse
from dataclasses import asdict
from typing import Any

from analysis.commands.loading import load
from analysis.contrasts import Contrast
from analysis.profile import profile

HELP = "who the users of a segment are and what they do, against everyone else"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this subcommand."""
    parser.add_argument("--segment", metavar="NAME", required=True, help="weekday:Tue, frequency:weekly, plan=Pro, ...")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return the profile; `--where` narrows both sides."""
    study = load(options).study()
    found = profile(
        study.dataset, study.spelled_out(options.segment), study.members(options.segment), study.settings,
        features=study.prepared.features, among=study.chosen,
    )  # fmt: skip
    return {
        "segment": options.segment,
        "users": found.users,
        "rest": found.rest,
        "attributes": [_row(each) for each in found.of_kind("attribute")],
        "hours": [_row(each) for each in found.of_kind("hour")],
        "events": [_row(each) for each in found.of_kind("event")],
        "money": [asdict(each) for each in found.money],
        "people": [study.activity.user_ids[row].as_py() for row in found.people],
        "left_out": list(found.left_out),
        "caveats": [asdict(each) for each in found.caveats],
    }


def _row(each: Contrast) -> dict[str, Any]:
    """Return a contrast with its interval beside the difference: low, high, level."""
    row = asdict(each)
    del row["kind"]
    return row | row.pop("interval")
