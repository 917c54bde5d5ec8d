"""`movement`: everybody labelled anew at the end of every week or month, and who moved between two days."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.activity import to_date, to_day
from analysis.at_risk.slowdowns import slowdowns, slowdowns_since
from analysis.commands.date_options import parse_date
from analysis.commands.loading import load
from analysis.export import plain_csv_bytes
from analysis.movement import Moment, moments, then, transitions
from analysis.movement.daily_states import DAILY_STATES, daily_states
from analysis.movement.moments import last_span
from analysis.movement.own_moves import own_moves
from analysis.movement.pulse import pulse
from analysis.movement.silences import silences
from analysis.movement.track import followed, sizes_over_time
from analysis.study import Study

HELP = "sizes over time, who went from which label to which, and who slowed down"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this subcommand."""
    parser.add_argument("--period", choices=("week", "month"), default="month", help="label at the end of every one")
    parser.add_argument("--since", metavar="DATE", help="list only what is new since the end of this day")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return `periods`, `transitions`, `slowdowns` and what else moved; write slowdowns.csv.

    Moves are those between `from_day` and `to_day`: `--since` and the last day, else the last whole week or month.
    """
    study = load(options).study()
    since = None if options.since is None else parse_since(options.since, study)
    start, end = last_span(study.activity, options.period) if since is None else (since, study.activity.observed_to)
    slowed = slowdowns(study)
    slower = slowed.slower if since is None else slowdowns_since(study, since)
    if options.out is not None:
        _write_slowdowns(slower, options.out / "slowdowns.csv")
    shown = [each for each in moments(study.activity, options.period) if since is None or each.day > since]
    found = silences(study, start, end)
    return {
        "from_day": to_date(start),
        "to_day": to_date(end),
        "periods": _periods(study, shown),
        "transitions": _transitions(study, start, end, only_new=since is not None),
        "segments": own_moves(study, start, end).to_dict("records"),
        "came": int(found.came.sum()),
        "went_silent": int(found.went_silent.sum()),
        "came_back": int(found.came_back.sum()),
        "pulse": _pulse(study, options.period, {to_date(each.start) for each in shown}),
        "daily_states": _daily_states(study, start, end),
        "slowdowns": len(slower),
        "unseen": asdict(slowed.unseen),
    }


def parse_since(text: str, study: Study) -> int:
    """Return the day of `--since`, days since 1970, no later than the last day; raises OffbeatError for no date."""
    return int(np.clip(to_day(parse_date(text)), study.activity.observed_from - 1, study.activity.observed_to))


def _periods(study: Study, shown: list[Moment]) -> list[dict[str, Any]]:
    """Return one entry a period, in order, with the sizes of all labels at its end."""
    sizes = sizes_over_time(study, shown)
    by_day = {day: dict(zip(rows["name"], rows["users"], strict=True)) for day, rows in sizes.groupby("end")}
    return [
        {
            "start": to_date(each.start),
            "end": to_date(each.day),
            "whole": each.is_whole,
            "sizes": by_day.get(to_date(each.day), {}),
        }
        for each in shown
    ]


def _transitions(study: Study, start: int, end: int, *, only_new: bool) -> list[dict[str, Any]]:
    rows = []
    for kind, segment in followed(study):
        before, after = (then(study, kind, day, segment=segment) for day in (start, end))
        table = transitions(before, after, among=study.chosen)
        table.insert(0, "kind", segment or kind)
        rows += table[table["from"] != table["to"]].to_dict("records") if only_new else table.to_dict("records")
    return rows


def _pulse(study: Study, period: str, starts: set) -> list[dict[str, Any]]:
    table = pulse(study.chosen_activity, period)
    return table[table["period"].isin(starts)].rename(columns={"period": "start"}).to_dict("records")


def _daily_states(study: Study, start: int, end: int) -> list[dict[str, Any]]:
    """Return each state with its users on a mean day, and where they are the next day."""
    found = daily_states(study.chosen_activity)
    means, rates = found.mean_day(start + 1, end), found.rates(start, end - 1)
    return [
        {"state": state, "users_a_day": means[place], "next_day": dict(zip(DAILY_STATES, rates[place], strict=True))}
        for place, state in enumerate(DAILY_STATES)
    ]


def _write_slowdowns(slower: pd.DataFrame, path: Path) -> None:
    path.write_bytes(plain_csv_bytes(slower.reset_index(drop=True)))
