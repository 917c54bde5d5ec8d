"""`find`: what Home shows, as sentences."""

import argparse
from dataclasses import asdict
from typing import Any

from analysis.commands.loading import load
from analysis.findings import find

HELP = "the findings Home shows, as sentences"


def add_options(parser: argparse.ArgumentParser) -> None:
    """`find` has no options of its own."""


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return the findings, ranked by money, then users."""
    findings = find(load(options).study())
    return {"findings": [asdict(each) for each in findings]}
