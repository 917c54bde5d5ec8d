"""Pin: something worth keeping, with where it comes from and what it said then; and pins as JSON.

A story file, a shared link's store and `--pins` hold that JSON. Nothing read from it is run.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

import pandas as pd

from analysis.errors import OffbeatError
from analysis.settings import from_query
from analysis.story import plain_json as checked
from analysis.story.filters_json import filters_from_plain, filters_to_plain
from analysis.story.harmless import require_harmless
from analysis.story.table_json import table_from_plain, table_to_plain
from analysis.study import Filters

PinKind = Literal["finding", "chart", "table"]
VIEW_NAME = re.compile(r"([a-z]\w*)\.([a-z]\w*)", re.ASCII)  # module below analysis.views, and function
FORM = "offbeat-story-1"
MOST_PINS = 500
_TEXTS = ("title", "sentence", "fingerprint", "data_name", "page", "query", "note")


@dataclass(frozen=True, eq=False)
class Content:
    """What a pin shows: a sentence, a chart as Vega-Lite with its words, a table; None where there is none."""

    sentence: str
    spec: dict[str, Any] | None = field(default=None, repr=False)
    alt: str = ""
    table: pd.DataFrame | None = field(default=None, repr=False)


@dataclass(frozen=True, eq=False)
class Pin:
    """What was pinned: where it comes from, and what it said then.

    Attributes
    ----------
    title
        Heading of the section it stood under.
    sentence
        What it said when pinned: the page's answer, or the words of the chart or table.
    view
        Module below `analysis.views` and function, such as "glance.glance_of"; "" where it cannot be computed again and
        stays as it was.
    arguments
        Of the function, after the study: texts, numbers, truth values, None, and tuples of them.
    part
        The way from the function's result to what is shown, as `analysis.story.address.path_to`.
    settings
        Changed thresholds as in a link, as `analysis.settings.to_query`.
    fingerprint
        Of the dataset as narrowed.
    last_day
        Last day of these data, days since 1970.
    page, query
        Where to open it again: the page's slug, and the rest of the link.
    names_people
        Whether it holds user ids: left out of what is handed on unless asked.
    kept
        What it showed then.
    note
        What a person wrote beside it.
    """

    title: str
    sentence: str
    view: str
    arguments: tuple
    part: tuple[str | int, ...]
    settings: dict[str, str]
    filters: Filters
    fingerprint: str
    data_name: str
    last_day: int
    page: str
    query: str
    kind: PinKind
    names_people: bool
    kept: Content
    note: str = ""


def pins_to_json(pins: Sequence[Pin]) -> str:
    """Return a story as JSON: the pins in order, with what they showed."""
    return json.dumps({"form": FORM, "pins": [pin_to_plain(each) for each in pins]}, ensure_ascii=False, indent=1)


def pins_from_json(written: str | bytes) -> tuple[Pin, ...]:
    """Return the pins of a story file; raises OffbeatError where it is none."""
    try:
        read = json.loads(written)
    except (ValueError, RecursionError):
        raise _no_story() from None
    if not isinstance(read, dict) or read.get("form") != FORM:
        raise _no_story()
    pins = checked.items(read.get("pins"))
    if len(pins) > MOST_PINS:
        raise OffbeatError(
            f"Expected a story of at most {MOST_PINS} pins, found {len(pins):,}.", hint="save it in several files."
        )
    return tuple(pin_from_plain(each) for each in pins)


def pin_to_plain(pin: Pin) -> dict[str, Any]:
    """Return a pin as values that JSON knows."""
    kept = pin.kept
    return {
        **{name: getattr(pin, name) for name in _TEXTS},
        "view": pin.view,
        "kind": pin.kind,
        "arguments": checked.without_gaps(pin.arguments),
        "part": list(pin.part),
        "settings": dict(pin.settings),
        "filters": filters_to_plain(pin.filters),
        "last_day": pin.last_day,
        "names_people": pin.names_people,
        "kept": {
            "sentence": kept.sentence,
            "spec": checked.without_gaps(kept.spec),
            "alt": kept.alt,
            "table": None if kept.table is None else table_to_plain(kept.table),
        },
    }


def pin_from_plain(plain: Any) -> Pin:
    """Return the pin of such values; raises OffbeatError for what no pin can be."""
    plain = checked.mapping(plain)
    try:
        settings = {checked.text(name): checked.text(value) for name, value in plain["settings"].items()}
        from_query(settings)
        return Pin(
            **{name: checked.text(plain[name]) for name in _TEXTS},
            view=_view_name(plain["view"]),
            kind=checked.choice(plain["kind"], get_args(PinKind)),
            arguments=checked.arguments(plain["arguments"]),
            part=_part(plain["part"]),
            settings=settings,
            filters=filters_from_plain(checked.mapping(plain["filters"])),
            last_day=checked.whole_numbers([plain["last_day"]])[0],
            names_people=bool(plain["names_people"]),
            kept=_content(checked.mapping(plain["kept"])),
        )
    except (KeyError, TypeError, AttributeError) as problem:
        raise checked.refuse("a whole pin", type(problem).__name__) from problem


def _content(plain: dict[str, Any]) -> Content:
    spec, table = plain["spec"], plain["table"]
    kept = Content(sentence=checked.text(plain["sentence"]), alt=checked.text(plain["alt"]))
    if spec is not None:
        require_harmless(checked.mapping(spec))
        kept = replace(kept, spec=spec)
    return kept if table is None else replace(kept, table=table_from_plain(checked.mapping(table)))


def _view_name(found: Any) -> str:
    """Return the name of a view, which may be gone by now; raises OffbeatError for what was never one."""
    name = checked.text(found)
    if name and not VIEW_NAME.fullmatch(name):
        raise checked.refuse("the name of a view", name)
    return name


def _part(found: Any) -> tuple[str | int, ...]:
    part = checked.arguments(found)
    for step in part:
        if isinstance(step, bool) or not isinstance(step, str | int):
            raise checked.refuse("names and positions", step)
    return part


def _no_story() -> OffbeatError:
    return OffbeatError(
        "Expected a story saved by Offbeat, found something else.",
        hint="choose a file that was saved on the page Story.",
    )
