"""`reengage-measure`: did a contact bring people back?"""

import argparse
import math
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.activity import to_date, to_day
from analysis.commands.date_options import parse_date
from analysis.commands.loading import load
from analysis.export import plain_csv_bytes
from analysis.win_back.lift import Estimate
from analysis.win_back.measure import Measured, measure
from analysis.win_back.outcomes import CAME_BACK
from analysis.win_back.people_file import read_people
from analysis.win_back.placebo import Expected
from analysis.win_back.survey import BY_FREQUENCY, Survey, survey
from analysis.win_back.told import money_sentence, needed_sentence, sentence, warnings

HELP = "did a contact bring people back: against people left out on purpose, or earlier dates"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add who was contacted, when, and what it is judged by."""
    add = parser.add_argument
    add("--list", required=True, type=Path, metavar="LIST", help="who was contacted, by id or e-mail")
    add("--sent", required=True, metavar="DATE", help="the day of the contact, the first one counted")
    add("--answers", type=Path, metavar="FILE", help="survey answers that came back, by id or e-mail")
    judged = "came_back, active_days, amount, mrr, events, active_hours or uses:EVENT"
    add("--outcome", default=CAME_BACK, metavar="NAME", help=judged)


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return the lift with its interval, what would have come anyway, and what to be careful about."""
    study, sent = load(options).study(), to_day(parse_date(options.sent))
    people = read_people(options.list.read_bytes(), study)
    found = answer(measure(study, people, sent, outcome=options.outcome), study.settings.compare.min_users)
    if options.answers is None:
        return found
    said = survey(study, people, read_people(options.answers.read_bytes(), study), segments=BY_FREQUENCY)
    if options.out is not None:
        silent = pd.DataFrame({"user_id": study.activity.user_ids.take(said.silent).to_pandas()})
        (options.out / "unanswered.csv").write_bytes(plain_csv_bytes(silent))
    return found | {"survey": _survey(said)}


def answer(found: Measured, least_left_out: int) -> dict[str, Any]:
    """Return a measured campaign as the JSON object; a lift or return that is not known is null with its reason."""
    people = found.people
    return {
        "method": found.method,
        "outcome": found.outcome.name,
        "sent": to_date(found.sent_day).isoformat(),
        "last_day": to_date(found.last_day).isoformat(),
        "agreed_day": to_date(found.agreed_day).isoformat(),
        "contacted": len(found.groups.contacted),
        "left_out": len(found.groups.left_out),
        "came_back": found.came_back,
        "left_out_came_back": found.left_out_came_back,
        "lift": _estimate(found.lift),
        "expected_anyway": _estimate(found.expected_anyway),
        "recovered_amount": found.recovered.value if found.recovered.is_known else None,
        "recovered_amount_interval": _estimate(found.recovered),
        "recovered_as": found.money or None,
        "number_needed_to_contact": found.needed.value,
        "number_needed_to_contact_interval": _estimate(found.needed),
        "placebo": _forecast(found.forecast),
        "list": {
            "matched_by": people.matched_by, "column": people.column, "lines": len(people.cells),
            "unmatched": len(people.unmatched), "repeated": people.repeated, "newer": found.groups.newer,
            "in_both": people.in_both, "no_group": len(people.unread), "shared_emails": people.shared,
        },
        "sentence": sentence(found),
        "sentences": [needed_sentence(found), money_sentence(found)],
        "warnings": [
            {"warning": each.slug, "sentence": each.sentence}
            for each in warnings(found, least_left_out=least_left_out)
        ],
    }  # fmt: skip


def _survey(said: Survey) -> dict[str, Any]:
    share = said.answered / said.asked if said.asked else None
    return {
        "asked": said.asked,
        "answered": said.answered,
        "rate": {"value": share, "low": said.rate.low, "high": said.rate.high},
        "column": said.column,
        "reasons": said.reasons.to_dict("records"),
        "by_segment": said.by_segment.to_dict("records"),
        "not_asked": said.others,
        "unmatched": said.unknown,
    }  # fmt: skip


def _estimate(found: Estimate) -> dict[str, Any]:
    return {"value": found.value, "low": found.low, "high": found.high, "reason": found.reason or None}


def _forecast(found: Expected | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "dates": found.dates, "forecasts": found.forecasts, "can_tell": found.can_tell,
        "noticed_from": found.half_width if math.isfinite(found.half_width) else None, "reason": found.reason or None,
    }  # fmt: skip
