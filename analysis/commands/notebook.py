"""`notebook`: a story as a notebook for Jupyter, which computes every number of it again."""

import argparse
from typing import Any

from analysis.commands.loading import load, read_arguments
from analysis.commands.story_options import add_story_options, pins_of, write_story
from analysis.story.notebook import story_notebook

HELP = "a story as a notebook for Jupyter that gives the same numbers"
FILE_SUFFIXES = (".ipynb",)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this subcommand."""
    add_story_options(parser)


def run(options: argparse.Namespace) -> dict[str, str]:
    """Write the notebook and return its path; its first cell reads the files of this call."""
    loaded = load(options)
    pins = pins_of(options, loaded)
    book = story_notebook(pins, title=options.title, reads=_reads(options), with_people=options.with_people)
    return write_story(options, "exploration.ipynb", book)


def _reads(options: argparse.Namespace) -> dict[str, Any]:
    """Return the arguments of `analysis.read` that this call gives."""
    return {"paths": list(options.files), **{name: each for name, each in read_arguments(options).items() if each}}
