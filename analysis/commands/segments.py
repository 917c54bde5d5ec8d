"""`segments`: how large each segment is, who is in it, and how sizes react to thresholds."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.commands.loading import load
from analysis.errors import OffbeatError
from analysis.export import plain_csv_bytes
from analysis.segments.chosen import rule_for
from analysis.segments.names import default_names
from analysis.segments.overlap import carried, combinations
from analysis.segments.rules import And
from analysis.segments.sensitivity import Curve, all_curves
from analysis.segments.sql import segment_sql
from analysis.segments.stability import stability
from analysis.study import Study

# What a query over the raw table would not repeat.
WITHOUT_SQL = ("--accounts", "--mapping", "--active")
HELP = "sizes of segments, their members, and how sizes react to thresholds"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this subcommand."""
    parser.add_argument(
        "--segment", action="append", metavar="NAME",
        help="weekday:Tue, frequency:weekly, plan=Pro, ... or a rule; default all rhythms and frequencies",
    )  # fmt: skip
    parser.add_argument(
        "--first", action="append", default=[], metavar="PATTERN",
        help="in `overlaps` this pattern comes before the others (repeat for the next)",
    )  # fmt: skip
    parser.add_argument(
        "--sql", metavar="NAME",
        help="print, instead of JSON, a query of this segment or rule for a raw events table in DuckDB or PostgreSQL",
    )  # fmt: skip


def run(options: argparse.Namespace) -> dict[str, Any] | str:
    """Return `segments`, `keep`, `overlaps`, `sensitivity`, `flat` and `near`; write members.csv.

    `--where` narrows who is counted. With `--sql` it is the text of a query instead.
    """
    if options.sql is not None:
        return _sql(options)
    study = load(options).study()
    names = list(dict.fromkeys(options.segment or [*study.own_names, *default_names(study.segmentation)]))
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
        "keep": [asdict(each) for each in stability(names, study.people, among=study.chosen)],
        "overlaps": _overlaps(study, options.first),
        **_reactions(study, names),
    }


def _overlaps(study: Study, first: list[str]) -> list[dict[str, Any]]:
    """Return which patterns users carry at once, whatever their label is."""
    labels = carried(study.segmentation)
    return combinations(labels, order=first, among=study.chosen).to_dict("records")


def _sql(options: argparse.Namespace) -> str:
    """Return the query of `--sql`; `--where` narrows it too."""
    given = [name for name in WITHOUT_SQL if getattr(options, name.removeprefix("--"))]
    given += [name for name in ("--without-bots", "--leave-out-domain") if getattr(options, name[2:].replace("-", "_"))]
    if given:
        raise OffbeatError(
            f"Expected a segment that a raw events table can tell, found --sql with {given[0]}.",
            hint="leave that out, or take the ids from members.csv (--out DIR).",
        )
    study = load(options).study()
    rule = rule_for(options.sql, study.people)
    if options.where is not None:
        rule = And((rule, rule_for(options.where, study.people)))
    return segment_sql(rule, study.people)


def _reactions(study: Study, names: list[str]) -> dict[str, Any]:
    """Return the curves of each threshold by segment, their flat stretches, and who sits within a step of the cut."""
    curves = all_curves(names, study.people, among=study.chosen)
    return {
        "sensitivity": {
            address: {
                each.segment: [list(pair) for pair in zip(each.values.tolist(), each.users.tolist(), strict=True)]
                for each in some
            }
            for address, some in curves.items()
        },
        "flat": {address: {each.segment: each.flat_stretches() for each in some} for address, some in curves.items()},
        "near": {address: {each.segment: each.near for each in some} for address, some in curves.items()},
    }


def _pairs(curve: Curve) -> list[list[float]]:
    return [list(pair) for pair in zip(curve.values.tolist(), curve.users.tolist(), strict=True)]


def _write_members(study: Study, members: dict[str, np.ndarray], path: Path) -> None:
    """Write user_id, segment, by id, then in the segments' order."""
    row, place = np.nonzero(np.column_stack(list(members.values())))
    ids = study.activity.user_ids.to_numpy(zero_copy_only=False)
    table = pd.DataFrame({"user_id": ids[row], "segment": np.array(list(members), object)[place]})
    path.write_bytes(plain_csv_bytes(table))
