"""`digest`: what changed since a day, as Markdown."""

import argparse

from analysis.commands.loading import load
from analysis.commands.movement import parse_since
from analysis.findings.told import findings_told
from analysis.movement.digest import digest

HELP = "what changed since a day, as Markdown for a mail"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this subcommand."""
    parser.add_argument("--since", metavar="DATE", required=True, help="tell what changed after the end of this day")


def run(options: argparse.Namespace) -> str:
    """Return the digest, Markdown and not JSON."""
    study = load(options).study()
    return f"{digest(study, parse_since(options.since, study))}\n{findings_told(study)}"
