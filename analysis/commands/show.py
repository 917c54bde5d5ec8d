"""`show`: one thing a page shows, as JSON or as a picture; what a pin's call says."""

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.charts.still import png, svg
from analysis.commands.loading import load
from analysis.errors import OffbeatError
from analysis.story.address import view_function
from analysis.story.again import result_of
from analysis.story.call import BESIDE, json_arguments, part_of_text
from analysis.story.filters_json import filters_from_plain
from analysis.story.html import story_html
from analysis.story.pin import Pin
from analysis.story.plain_json import mapping
from analysis.story.start import pin_of
from analysis.story.table_json import table_to_plain
from analysis.study import Filters

HELP = "one thing a page shows: its sentence, its chart and its numbers"
FILE_SUFFIXES = (".png", ".svg", ".html")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what is shown, and the filters that other subcommands do not have."""
    add = parser.add_argument
    add("--view", required=True, metavar="NAME", help="module below analysis.views and function: glance.glance_of")
    add("--part", required=True, metavar="WAY", help="what of its result: when, parts.0.picture, or a list in JSON")
    add("--arguments", default="[]", metavar="JSON", help="arguments of the function after the study, a list")
    add("--filters", default="{}", metavar="JSON", help=f"filters without an option of their own: {', '.join(BESIDE)}")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return what is shown, as a pin keeps it; `--out` with .png, .svg or .html draws the chart."""
    view_function(options.view)  # a wrong name is said before the files are read
    part, arguments, beside = part_of_text(options.part), json_arguments(options.arguments), _filters(options.filters)
    loaded = load(options)
    studied = replace(loaded, filters=replace(loaded.filters, **beside)).study()
    result = result_of(studied, options.view, arguments)
    pin = pin_of(studied, options.view, arguments, part, result, title=options.view)
    table = None if pin.kept.table is None else _rows(table_to_plain(pin.kept.table))
    said = {"view": pin.view, "sentence": pin.sentence, "alt": pin.kept.alt, "table": table}
    return said if options.out is None else {**said, "path": _drawn(pin, options.out)}


def _filters(text: str) -> dict[str, Any]:
    """Return the filters that are given, by name; raises OffbeatError."""
    try:
        plain = mapping(json.loads(text))
    except (ValueError, RecursionError):
        raise OffbeatError(
            "Expected --filters to be an object in JSON, found something else.",
            hint="write for example --filters '{\"period_days\": 90}'.",
        ) from None
    filters: Filters = filters_from_plain(plain)
    return {name: getattr(filters, name) for name in plain}


def _rows(table: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a table as one object a row."""
    names, columns = ([each[what] for each in table["columns"]] for what in ("name", "cells"))
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _drawn(pin: Pin, out: Path) -> str:
    """Write the chart, or a page with it and its numbers; return the path. Raises OffbeatError for no chart."""
    path = out if out.suffix in FILE_SUFFIXES else out / "shown.html"
    if path.suffix == ".html":
        path.write_text(story_html([pin], title=pin.title, with_people=True), encoding="utf-8", newline="\n")
    elif pin.kept.spec is None:
        raise OffbeatError("Expected a chart to draw, found none.", hint="leave --out out, or let it end in .html.")
    elif path.suffix == ".png":
        path.write_bytes(png(pin.kept.spec))
    else:
        path.write_text(svg(pin.kept.spec), encoding="utf-8", newline="\n")
    return str(path)
