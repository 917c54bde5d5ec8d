"""`compare`: do groups differ, by how much, and how sure."""

import argparse
import sys
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from analysis import wording
from analysis.commands.loading import load
from analysis.compare import compare_with_omnibus, default_metrics
from analysis.compare.results import Comparison
from analysis.errors import OffbeatError
from analysis.export import plain_csv_bytes
from analysis.study import Study

HELP = "whether groups differ on metrics, with effects, intervals and adjusted p values"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this subcommand."""
    parser.add_argument(
        "--group", action="append", metavar="NAME", required=True,
        help="a segment, or rest: everyone outside the first group; one group alone is compared with rest",
    )  # fmt: skip
    parser.add_argument(
        "--metric", action="append", metavar="NAME",
        help="default amount, active_days, inactive_time, features_used, retained:28, where the data hold them",
    )  # fmt: skip


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return `comparisons` of all pairs, `omnibus` where more than two groups; write comparisons.csv.

    p is adjusted over both together.
    """
    study = load(options).study()
    groups = groups_of(options.group, study)
    metrics, notes = (options.metric, []) if options.metric else default_metrics(study.dataset)
    for note in notes:
        print(note, file=sys.stderr)
    pairs, omnibus = compare_with_omnibus(
        study.dataset, groups, metrics, study.settings, features=study.prepared.features
    )
    comparisons = [as_row(each) for each in pairs]
    looked_at = max((each.looked_at for each in pairs), default=0)
    answer: dict[str, Any] = {"comparisons": comparisons, "looked_at": looked_at, "notes": notes}
    if omnibus:
        answer["omnibus"] = [asdict(each) | {"groups": [_name(group) for group in each.groups]} for each in omnibus]
    if options.out is not None:
        (options.out / "comparisons.csv").write_bytes(plain_csv_bytes(_flat(comparisons)))
    return answer


def groups_of(names: list[str], study: Study) -> dict[str, np.ndarray]:
    """Return name -> members in order, among the users shown; "rest" is everyone outside the first group.

    An own segment is spelled out, so that the comparison knows what it was chosen by.
    """
    names = list(dict.fromkeys(names))
    if names[0] == "rest":
        raise OffbeatError(
            'Expected a segment as the first group, found "rest".',
            hint="name the segment first: --group weekday:Tue --group rest.",
        )
    names = [*names, "rest"] if len(names) == 1 else names
    first = study.members(names[0])
    everyone = {name: ~first if name == "rest" else study.members(name) for name in names}
    return {study.spelled_out(name): members & study.chosen for name, members in everyone.items()}


def as_row(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison with its interval inside the effect: name, value, low, high, level."""
    row = asdict(comparison)
    interval = row["effect"].pop("interval")
    row["effect"] |= interval
    return row | {side: _name(row[side]) for side in ("group_a", "group_b")}


def _name(group: str) -> str:
    """Return a group's name as it was asked for."""
    return wording.own_and_rule(group)[0] or group


def _flat(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return one line a comparison: the effect's parts in columns, caveats as slugs."""
    flat = []
    for row in rows:
        slugs = " ".join(caveat["slug"] for caveat in row["caveats"])
        line: dict[str, Any] = {}
        for key, value in row.items():
            if key != "smallest":
                line |= _parts(key, value) if key == "effect" else {key: slugs if key == "caveats" else value}
        flat.append(line | _parts("smallest", row["smallest"]))
    return pd.DataFrame(flat)


def _parts(what: str, values: dict[str, Any]) -> dict[str, Any]:
    return {what if key == "name" else f"{what}_{key}": value for key, value in values.items()}
