"""The call of the command line that computes a pin again."""

import json
import re
import shlex
from collections.abc import Iterator

from analysis.activity import to_date
from analysis.errors import OffbeatError, shortened
from analysis.story import plain_json as checked
from analysis.story.address import Part
from analysis.story.filters_json import filters_to_plain
from analysis.story.pin import Pin
from analysis.study import Filters

# Filters that no option of every subcommand carries: `show --filters` does.
BESIDE = ("period_days", "as_of", "dates", "churn_counts")
_PLAIN_STEP = re.compile(r"\w+")
WHOLE = "."  # the part that is all of a result


def call_of(pin: Pin, file: str = "FILE") -> str:
    """Return the call that prints what a pin shows; `file` stands for the events, other tables are added by hand."""
    words = ["python", "-m", "analysis", "show", file, "--view", pin.view, "--part", part_text(pin.part)]
    if pin.arguments:
        words += ["--arguments", _json(pin.arguments)]
    words += [word for address, value in pin.settings.items() for word in ("--set", f"{address}={value}")]
    return shlex.join([*words, *_filter_words(pin.filters)])


def part_text(part: Part) -> str:
    """Return the way to a part as one word: "parts.0.picture"; a list in JSON where a step is no plain name."""
    steps = [str(each) for each in part]
    is_plain = all(_PLAIN_STEP.fullmatch(each) for each in steps) and not any(
        isinstance(step, str) and step.isdecimal() for step in part
    )
    return (".".join(steps) or WHOLE) if is_plain else _json(part)


def part_of_text(text: str) -> Part:
    """Return the way that `part_text` wrote; raises OffbeatError."""
    if not text.startswith("["):
        return tuple(int(each) if each.isdecimal() else each for each in text.split(".") if each)
    return tuple(json_arguments(text))


def json_arguments(text: str) -> tuple[checked.Plain, ...]:
    """Return the arguments of a view from a list in JSON; raises OffbeatError."""
    try:
        return checked.arguments(json.loads(text))
    except (ValueError, RecursionError):
        raise OffbeatError(
            f'Expected a list in JSON, found "{shortened(text)}".', hint="write for example '[\"weekday:Tue\"]'."
        ) from None


def _filter_words(filters: Filters) -> Iterator[str]:
    if filters.who != "all":
        yield from ("--where", filters.who)
    if filters.unit == "accounts":
        yield "--accounts"
    if filters.bots == "out":
        yield "--without-bots"
    for option, values in _repeated(filters):
        for value in values:
            yield from (option, value)
    beside = {name: value for name, value in filters_to_plain(filters).items() if name in BESIDE}
    if beside:
        yield from ("--filters", _json(beside))


def _repeated(filters: Filters) -> tuple[tuple[str, list[str]], ...]:
    return (
        ("--active", list(filters.active_events)),
        ("--value-event", list(filters.value_events)),
        ("--define", [f"{each.name}={each.rule}" for each in filters.segments]),
        ("--ignore-date", [to_date(day).isoformat() for day in filters.ignored_days]),
        ("--leave-out-domain", list(filters.left_out_domains)),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
