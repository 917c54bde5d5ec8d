"""`reengage-list`: whom to contact, whom not to mail, who is left out on purpose."""

import argparse
from typing import Any

import numpy as np

from analysis.activity import to_date
from analysis.commands.loading import load
from analysis.errors import OffbeatError, shortened
from analysis.win_back.contact_list import AT_RISK, EXPECTED, LISTS, SILENT, ContactList, make_list
from analysis.win_back.list_told import list_sentences
from analysis.win_back.people_file import CONTACT, LEFT_OUT, NOT_MAILED
from analysis.win_back.purposes import BY_SLUG

HELP = "a list to contact: reason, value, usual day, whom not to mail, who is left out on purpose"
_NOBODY = 0.0


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add whom, what for, and the draw."""
    at_risk = ", ".join(f"{AT_RISK}{name}" for name in (SILENT, *LISTS))
    add = parser.add_argument
    add("--segment", required=True, metavar="NAME", help=f"a segment's name or rule, or one of {at_risk}")
    add("--purpose", choices=tuple(BY_SLUG), default="", help="only those it fits")
    add("--holdout", metavar="SHARE", help="share left out on purpose; default: what shows win_back.lift_to_see")
    add("--seed", metavar="N", help="seed of the draw; default: --set win_back.seed")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return counts, the seed and what the share left out can show; write contact.csv."""
    study = load(options).study()
    share = None if options.holdout is None else _number(options.holdout, "a share", float)
    seed = None if options.seed is None else _number(options.seed, "a whole number", int)
    found = make_list(study, options.segment, purpose=options.purpose, share=share, seed=seed)
    if options.out is not None:
        (options.out / "contact.csv").write_bytes(found.csv)
    return {
        "segment": found.segment,
        "purpose": found.purpose or None,
        "made_on": to_date(study.activity.observed_to).isoformat(),
        "users": len(found.rows),
        "contact": found.count(CONTACT),
        "left_out": found.count(LEFT_OUT),
        "do_not_mail": found.count(NOT_MAILED),
        "expected_anyway": int((found.why_not == EXPECTED).sum()),
        "with_email": int(found.table["Email"].notna().sum()),
        "seed": found.seed,
        "holdout": _hold_out(found),
        "base_share": found.base_share,
        "saved": found.saved,
        "break_even_lift": found.break_even,
        "value": float(np.nansum(found.table["Value"])) if found.table["Value"].notna().any() else None,
        "sentences": list(list_sentences(study, found)),
    }


def _hold_out(found: ContactList) -> dict[str, Any]:
    shown = found.hold_out
    return {
        "share": _NOBODY if shown is None else shown.share,
        "left_out": found.count(LEFT_OUT),
        "contacted": found.count(CONTACT),
        "smallest_lift": None if shown is None else shown.smallest_lift,
    }


def _number(text: str, kind: str, read: type) -> float:
    try:
        return read(text)
    except ValueError:
        raise OffbeatError(f'Expected {kind}, found "{shortened(text)}".', hint="write for example 0.1 or 7.") from None
