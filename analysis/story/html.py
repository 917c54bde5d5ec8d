"""A story as one page of HTML: opens offline and asks nobody for anything, charts move, numbers stand behind them."""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis import markup, wording
from analysis.activity import to_date
from analysis.charts.dress import DARK, LIGHT, stretched
from analysis.charts.picture import MOST_MARKS
from analysis.errors import OffbeatError
from analysis.story.bundle import bundle
from analysis.story.call import call_of
from analysis.story.changed import changed
from analysis.story.origin import origin_of
from analysis.story.pin import Content, Pin
from analysis.story.private import without_people

_STYLE = Path(__file__).with_name("report.css")
# Within a script `<` could begin what ends it, and two separators end a line of JavaScript.
_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


@dataclass(frozen=True, eq=False)
class _Told:
    """One pin as the page shows it: what it shows, and what changed since; `changed` is "" where nothing is asked."""

    pin: Pin
    content: Content
    changed: str = ""


def story_html(
    pins: Sequence[Pin],
    *,
    title: str = "What we found",
    again: Sequence[Content | OffbeatError] | None = None,
    with_people: bool = False,
) -> str:
    """Return a story as a whole page.

    Parameters
    ----------
    again
        What each pin shows on newer data (`analysis.story.again.compute_all`); None shows each as it was pinned.
    with_people
        Whether pins that name people show whom; otherwise only how many.
    """
    shown = _told(pins, again)
    if not with_people:
        shown = [replace(each, pin=without_people(each.pin), content=_counted(each)) for each in shown]
    charts: list[dict[str, Any]] = []
    sections = [_section(each, charts) for each in shown]
    body = "\n".join([_head(title, pins), *sections, _foot()])
    scripts = _scripts(charts) if charts else ""
    return _page(title, body, scripts)


def _told(pins: Sequence[Pin], again: Sequence[Content | OffbeatError] | None) -> list[_Told]:
    if again is None:
        return [_Told(pin, pin.kept) for pin in pins]
    return [
        _Told(pin, pin.kept, f"Kept as it was: {now.sentence}")
        if isinstance(now, OffbeatError)
        else _Told(pin, now, f"Since it was pinned: {changed(pin.kept, now)}" if pin.view else "Kept as it was.")
        for pin, now in zip(pins, again, strict=True)
    ]


def _counted(told: _Told) -> Content:
    """Return what is shown without saying who people are: of what is new, as of what was kept."""
    if not told.pin.names_people:
        return told.content
    return without_people(replace(told.pin, sentence=told.content.sentence, kept=told.content)).kept


def _section(told: _Told, charts: list[dict[str, Any]]) -> str:
    """Return one pin; its chart is added to the charts of the page."""
    pin, content = told.pin, told.content
    parts = [f"<h2>{markup.escaped(pin.title)}</h2>", f'<p class="sentence">{markup.escaped(content.sentence)}</p>']
    if told.changed and not (pin.names_people and not pin.view):
        parts.append(f'<p class="changed">{markup.escaped(told.changed)}</p>')
    if pin.note:
        parts.append(f'<p class="note">{_lines(pin.note)}</p>')
    parts += [_figure(content, charts), _origin(pin)]
    return f"<section>{''.join(parts)}</section>"


def _lines(text: str) -> str:
    return "\n".join(markup.escaped(line) for line in text.splitlines())


def _figure(content: Content, charts: list[dict[str, Any]]) -> str:
    table = ""
    if content.table is not None:
        table = f'<div class="scroll" tabindex="0">{markup.table(content.table, most_rows=MOST_MARKS)}</div>'
    if content.spec is None:
        return table
    charts.append(stretched({**content.spec, "description": content.alt}))
    chart = f'<div class="chart" id="chart-{len(charts) - 1}"></div>'
    numbers = markup.behind("Show numbers", table) if table else ""
    return f'<figure aria-label="{markup.escaped(content.alt)}">{chart}</figure>{numbers}'


def _origin(pin: Pin) -> str:
    facts = "".join(f"<p>{markup.escaped(name)}: {markup.escaped(told)}</p>" for name, told in origin_of(pin))
    call = f"<pre>{markup.escaped(call_of(pin))}</pre>" if pin.view else ""
    return markup.behind("How it was made", facts + call)


def _head(title: str, pins: Sequence[Pin]) -> str:
    sources = sorted({f"{each.data_name}, known to {wording.day(to_date(each.last_day))}" for each in pins})
    told = " · ".join([wording.plural(len(pins), "finding"), *sources])
    return f'<header><h1>{markup.escaped(title)}</h1><p class="source">{markup.escaped(told)}</p></header>'


def _foot() -> str:
    return (
        "<footer><p>Made with Offbeat. This page holds everything it shows and asks no other computer for anything; "
        "“How it was made” gives the call that computes a finding again.</p>"
        "<noscript><p>The charts need JavaScript; the numbers of each stand below it.</p></noscript></footer>"
    )


def _scripts(charts: list[dict[str, Any]]) -> str:
    colours = {"light": LIGHT.config, "dark": DARK.config}
    return "\n".join([_data("charts", charts), _data("colours", colours), f"<script>{bundle()}</script>"])


def _data(name: str, value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT)
    return f'<script type="application/json" id="{name}">{text}</script>'


def _page(title: str, body: str, scripts: str) -> str:
    style = _STYLE.read_text(encoding="utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(has_charts=bool(scripts))}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{markup.escaped(title)}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n{body}\n{scripts}\n</body>\n</html>\n"
    )


def _policy(*, has_charts: bool) -> str:
    """Return what the page may do: run its own one script, show its own pictures; nothing from anywhere else."""
    script = "'none'"
    if has_charts:
        digest = hashlib.sha256(bundle().encode()).digest()
        script = f"'sha256-{base64.b64encode(digest).decode()}'"
    allowed = [f"script-src {script}", "style-src 'unsafe-inline'", "img-src data: blob:"]
    return "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"])
