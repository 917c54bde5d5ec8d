"""`reengage-measure`: did a contact bring people back?"""

import argparse
import math
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.activity import to_date, to_day
from analysis.commands.date_options import parse_date
from analysis.commands.loading import load
from analysis.errors import OffbeatError
from analysis.export import plain_csv_bytes
from analysis.win_back.cautions import warnings
from analysis.win_back.lift import Estimate
from analysis.win_back.measure import Measured, measure
from analysis.win_back.outcomes import CAME_BACK
from analysis.win_back.people_file import PeopleFile, read_people
from analysis.win_back.placebo import Expected
from analysis.win_back.survey import BY_FREQUENCY, Survey, segments_by, survey
from analysis.win_back.told import money_sentence, needed_sentence, sentence

HELP = "did a contact bring people back: against people left out on purpose, or earlier dates"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add who was contacted, when, and what it is judged by."""
    add = parser.add_argument
    add("--list", required=True, type=Path, metavar="LIST", help="who was contacted, by id or e-mail")
    add("--sent", metavar="DATE", help="the day of the contact, the first one counted; default: the day after our own "
        "list was made")  # fmt: skip
    add("--answers", type=Path, metavar="FILE", help="survey answers that came back, by id or e-mail")
    add("--answers-by", default=BY_FREQUENCY, metavar="NAME", help="count answers by frequency, rhythm, lifecycle or "
        "attr:COLUMN, or in a segment, by name or rule, and outside it")  # fmt: skip
    add("--outcome", default=CAME_BACK, metavar="NAME", help="came_back, or a metric of comparisons that the days "
        "after a contact can tell: active_days, amount, adopts:EVENT, retained:7 ...")  # fmt: skip


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return the lift with its interval, what would have come anyway, and what to be careful about."""
    study = load(options).study()
    people = read_people(options.list.read_bytes(), study)
    sent = _sent_day(options.sent, people)
    found = answer(measure(study, people, sent, outcome=options.outcome), study.settings.compare.min_users)
    if options.answers is None:
        return found
    answers = read_people(options.answers.read_bytes(), study)
    said = survey(study, people, answers, segments=segments_by(study, options.answers_by))
    if options.out is not None:
        silent = pd.DataFrame({"user_id": study.activity.user_ids.take(said.silent).to_pandas()})
        (options.out / "unanswered.csv").write_bytes(plain_csv_bytes(silent))
    return found | {"survey": _survey(said)}


def _sent_day(text: str | None, people: PeopleFile) -> int:
    if text is not None:
        return to_day(parse_date(text))
    if people.made_day is None:
        raise OffbeatError(
            "Expected the day of the contact, found none on the list.", hint="name it with --sent 2026-05-16."
        )
    return people.made_day + 1


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
            "lost_zeros": len(people.lost_zeros), "two_ways": len(people.two_ways),
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
        "dates": found.dates,
        "own_dates": found.disturbed.dates, "own_dates_left_out": found.disturbed.left_out,
        "forecasts": found.forecasts, "can_tell": found.can_tell,
        "noticed_from": found.half_width if math.isfinite(found.half_width) else None, "reason": found.reason or None,
    }  # fmt: skip
