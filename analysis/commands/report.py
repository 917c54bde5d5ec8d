"""`report`: a story as one page of HTML that opens offline."""

import argparse

from analysis.commands.loading import load
from analysis.commands.story_options import add_story_options, pins_of, write_story
from analysis.story.again import compute_all
from analysis.story.html import story_html

HELP = "a story as one page of HTML that opens offline"
FILE_SUFFIXES = (".html",)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this subcommand."""
    add_story_options(parser)


def run(options: argparse.Namespace) -> dict[str, str]:
    """Write the page and return its path; pins of a saved story are computed again and say what changed."""
    loaded = load(options)
    pins = pins_of(options, loaded)
    again = None if options.pins is None else compute_all(pins, loaded.dataset)
    page = story_html(pins, title=options.title, again=again, with_people=options.with_people)
    return write_story(options, "report.html", page)
