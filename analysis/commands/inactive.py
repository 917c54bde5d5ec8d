"""`inactive`: who a rule of silence calls inactive, in four piles; the overdue list."""

import argparse
from typing import Any

from analysis.activity import to_date
from analysis.at_risk.late import late
from analysis.at_risk.missing import missing
from analysis.at_risk.overdue import overdue, with_p_alive
from analysis.at_risk.rules_table import rules_table
from analysis.at_risk.why import why
from analysis.commands.loading import load
from analysis.commands.rule_options import add_rule_options, visits
from analysis.counted_days import last_day_of_silent
from analysis.export import plain_csv_bytes

HELP = "who is between visits, late, gone; the overdue list by value at risk"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what is a visit to which rule; the rule itself is `--set inactive.days=30`."""
    add_rule_options(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return `as_of`, `cutoff` (the last day of who counts as inactive), piles, rules and what was learnt from.

    Writes overdue.csv, by value at risk, then by id.
    """
    study, visited = load(options).study(), visits(options)
    found = late(study)
    days = study.settings.inactive.days
    if options.out is not None:
        listed = with_p_alive(overdue(study, found), study, visited)
        (options.out / "overdue.csv").write_bytes(plain_csv_bytes(listed))
    few = found.chances.few_gaps(days)
    now = study.activity.observed_to
    return {
        "as_of": to_date(now).isoformat(),
        "cutoff": to_date(last_day_of_silent(study.activity, days)).isoformat(),
        "inactive": int(found.inactive.sum()),
        "late_already": int(found.early.sum()),
        "money": found.money or None,
        "piles": found.piles.to_dict("records"),
        **rules_table(study, visited),
        "replayed": [
            {"day": to_date(each.day).isoformat(), "people": each.people, "came_back": each.came_back}
            for each in found.chances.replays
        ],
        "unchecked": found.chances.reason or None,
        "missing": missing(study),
        "few_gaps": {"people": few.people, "came_back": few.came_back, "within_days": few.horizon_days},
        "lives": why(study, found).lives.to_dict("records"),
    }
