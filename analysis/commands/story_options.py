"""What `report` and `notebook` share: the pins to tell, and where the file goes."""

import argparse
from pathlib import Path

from analysis.commands.loading import Loaded
from analysis.errors import OffbeatError
from analysis.story.pin import Pin, pins_from_json
from analysis.story.start import first_story


def add_story_options(parser: argparse.ArgumentParser) -> None:
    """Add `--pins`, `--title` and `--with-people`."""
    parser.add_argument("--pins", type=Path, metavar="FILE", help="a story saved by the app; default: what Home finds")
    parser.add_argument("--title", default="What we found", metavar="TEXT", help="what the story is called")
    parser.add_argument("--with-people", action="store_true", help="say who people are; default: only how many")


def pins_of(options: argparse.Namespace, loaded: Loaded) -> tuple[Pin, ...]:
    """Return the pins of a saved story, else those these data suggest; raises OffbeatError."""
    if options.pins is not None:
        return pins_from_json(options.pins.read_bytes())
    return first_story(loaded.study())


def write_story(options: argparse.Namespace, name: str, text: str) -> dict[str, str]:
    """Write a file, called `name` where `--out` is a folder; return its path. Raises OffbeatError without `--out`."""
    if options.out is None:
        raise OffbeatError(
            "Expected --out to say where the file goes, found none.", hint=f"add --out {name}, or --out with a folder."
        )
    path = options.out if options.out.suffix == Path(name).suffix else options.out / name
    path.write_text(text, encoding="utf-8", newline="\n")
    return {"path": str(path)}
