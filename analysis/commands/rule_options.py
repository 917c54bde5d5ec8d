"""Options of rules that call people gone: what counts as a visit to each of them."""

import argparse
from collections.abc import Mapping

from analysis.at_risk.rules import RULE_NAMES, read_visits


def add_rule_options(parser: argparse.ArgumentParser) -> None:
    """Add `--visit`, repeatable."""
    parser.add_argument(
        "--visit", action="append", default=[], metavar="RULE=EVENT",
        help=f"to this rule ({', '.join(RULE_NAMES)}) only this event is a visit (repeat for more)",
    )  # fmt: skip


def visits(options: argparse.Namespace) -> Mapping[str, tuple[str, ...]]:
    """Return rule name -> events; raises InvalidSettingError, UnknownNameError."""
    return read_visits(options.visit)
