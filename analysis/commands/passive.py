"""`passive`: who still comes, gets little and says nothing, sign by sign."""

import argparse
from typing import Any

import numpy as np

from analysis.activity import to_date
from analysis.at_risk.quiet import passive_table, quiet_in
from analysis.at_risk.quiet_later import quiet_later
from analysis.at_risk.quiet_signs import SIGNS
from analysis.commands.loading import load
from analysis.export import plain_csv_bytes

HELP = "who still comes, gets little and says nothing: signs, people, and what became of people like them"


def add_options(parser: argparse.ArgumentParser) -> None:
    """`passive` has no options of its own: signs move by `--set quiet...`, value by `--value-event`."""


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return `users`, `come` (who still come), `passive`, `signs`, `not_asked` and `later`; write passive.csv."""
    study = load(options).study()
    quiet = quiet_in(study)
    if options.out is not None:
        table = passive_table(study, quiet)
        table["last_day"] = np.datetime_as_string(table["last_day"].to_numpy().astype("datetime64[D]"))
        (options.out / "passive.csv").write_bytes(plain_csv_bytes(table))
    later = quiet_later(study)
    return {
        "users": int(study.chosen.sum()),
        "come": int((quiet.comes & study.chosen).sum()),
        "passive": int((quiet.passive & study.chosen).sum()),
        "signs": [{"sign": slug, "users": int((holds & study.chosen).sum())} for slug, holds in quiet.signs.items()],
        "not_asked": [{"sign": slug, "needs": SIGNS[slug].needs} for slug in quiet.not_asked],
        "value_events": list(quiet.sources.value),
        "later": {
            "day": to_date(later.day).isoformat(), "days": later.days, "refused": later.reason or None,
            "outcomes": later.outcomes.to_dict("records"), "by_signs": later.by_signs.to_dict("records"),
        },
    }  # fmt: skip
