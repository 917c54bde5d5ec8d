"""A story as a notebook for Jupyter: the functions the pages call, under the same settings, give the same numbers."""

from collections.abc import Mapping, Sequence
from typing import Any

from analysis import wording
from analysis.sample import TITLES
from analysis.settings import from_query
from analysis.story.address import is_view
from analysis.story.origin import origin_of
from analysis.story.pin import Pin
from analysis.story.private import without_people
from analysis.story.python_text import import_lines, imports_of, python_text

_SETTING_UP = {("analysis.settings", "Settings"), ("analysis.study", "Filters"), ("analysis.study", "study")}
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def story_notebook(
    pins: Sequence[Pin],
    *,
    title: str = "What we found",
    reads: Mapping[str, Any] | None = None,
    with_people: bool = False,
) -> str:
    """Return a story as the text of an `.ipynb` file, cells not run yet.

    Parameters
    ----------
    reads
        Arguments of `analysis.read`, "paths" first; None leaves the file's name to be set, or reads the sample.
    with_people
        Whether pins that name people have their cells; otherwise only their sentences.
    """
    import nbformat.v4 as form  # not for who makes none

    shown = list(pins) if with_people else [without_people(each) for each in pins]
    told = [("markdown", f"# {wording.escaped(title)}\n\n{_how_to_run()}"), ("code", _reading(pins, reads))]
    for before, pin in zip([None, *shown[:-1]], shown, strict=True):
        told.append(("markdown", _markdown(pin)))
        if is_view(pin.view):
            told.append(("code", _code(pin, before)))
    make = {"markdown": form.new_markdown_cell, "code": form.new_code_cell}
    cells = [make[kind](text, id=f"cell-{place}") for place, (kind, text) in enumerate(told)]
    book = form.new_notebook(cells=cells, metadata={"kernelspec": _KERNEL})
    return f"{form.writes(book)}\n"


def _how_to_run() -> str:
    return (
        "Made with Offbeat. Run it from Offbeat's folder, or with that folder on `sys.path`: every number below is "
        "computed anew by the functions the app's pages call."
    )


def _reading(pins: Sequence[Pin], reads: Mapping[str, Any] | None) -> str:
    """Return the cell that reads the data."""
    names = {each.data_name for each in pins}
    sample = next((name for name, title in TITLES.items() if names == {title}), None)
    if reads is None and sample:
        lines = ["from analysis import load_sample", *import_lines(_SETTING_UP), ""]
        return "\n".join([*lines, f"dataset, report = load_sample({sample!r})", "report"])
    reads = dict(reads or {"paths": [min(names, default="events.csv")]})
    paths, more = reads.pop("paths"), "".join(f", {name}={python_text(each)}" for name, each in reads.items())
    imports = import_lines(_SETTING_UP.union(*(imports_of(each) for each in reads.values())))
    return "\n".join([
        "from analysis import read", *imports, "",
        f"paths = {paths!r}  # the events: set it to where your files lie",
        f"dataset, report = read(paths{more})", "report",
    ])  # fmt: skip


def _markdown(pin: Pin) -> str:
    facts = "  \n".join(wording.escaped(f"{name}: {told}") for name, told in origin_of(pin))
    note = [f"> {wording.escaped(line)}" for line in pin.note.splitlines()]
    parts = [f"## {wording.escaped(pin.title)}", wording.escaped(pin.sentence), "\n".join(note), facts]
    return "\n\n".join(each for each in parts if each)


def _code(pin: Pin, before: Pin | None) -> str:
    """Return the cell that computes a pin; what the cell before has set already is not set again."""
    module, _, function = pin.view.partition(".")
    imports = {(f"analysis.views.{module}", function)}
    lines = []
    if before is None or not is_view(before.view) or (before.settings, before.filters) != (pin.settings, pin.filters):
        settings = from_query(pin.settings)
        imports |= (imports_of(settings) | imports_of(pin.filters)) - _SETTING_UP
        lines = [
            f"settings = {python_text(settings)}",
            f"filters = {python_text(pin.filters)}",
            "studied = study(dataset, filters, settings)",
        ]
    shown, more = _access(pin)
    arguments = "".join(f", {python_text(each)}" for each in pin.arguments)
    said = f"# When it was pinned: {' '.join(pin.sentence.split())}"
    computed = f"found = {function}(studied{arguments})"
    return "\n".join([*import_lines(imports | more), "", *lines, computed, said, shown])


def _access(pin: Pin) -> tuple[str, set[tuple[str, str]]]:
    """Return the expression of what is shown, and what it needs imported."""
    if any(isinstance(step, str) and not step.isidentifier() for step in pin.part):
        return f"resolve(found, {python_text(pin.part)})", {("analysis.story.address", "resolve")}
    steps = (f".{each}" if isinstance(each, str) else f"[{each}]" for each in pin.part)
    return f"found{''.join(steps)}", set()
