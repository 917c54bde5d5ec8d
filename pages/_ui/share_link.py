"""What a short link carries, and the making of one: the view of this run, and the data as they may be seen."""

import json
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote_plus, urlencode, urlsplit, urlunsplit

import streamlit as st

from analysis import wording
from analysis.errors import OffbeatError
from analysis.segments.own_text import from_text, to_text
from analysis.settings import Settings, to_query
from analysis.store import Sees, View
from analysis.store.counts_only import CountsOnly, counts_only, report_of_counts
from analysis.store.kept_splits import draws_in
from analysis.story.pin import Pin, pin_to_plain
from analysis.story.private import without_people
from analysis.study import Filters
from pages._ui import pins, shared_store, uploads

_LIVE, _WORKSPACES = "_live", "_shared_workspaces"
_SEGMENTS = "segments"
_DATA = ("data", "people")
_NOT_SHARED = ("view", "manage", "v", "tour")


class Asked(NamedTuple):
    """Thresholds and filters as they stand."""

    settings: Settings
    filters: Filters


class Made(NamedTuple):
    """The link, and what was left out of it because it names somebody."""

    url: str
    left_out: tuple[str, ...]


def note_live(address: str) -> None:
    """Remember that a slider or cut line of this page moves a threshold."""
    st.session_state.setdefault(_LIVE, address)


def begin_page() -> None:
    """Forget the sliders of the page before, when a page is about to be drawn."""
    st.session_state.pop(_LIVE, None)


def carried(asked: Asked) -> str:
    """Say what a link made now would carry."""
    moved, kept = len(to_query(asked.settings)), len(pins.pins())
    parts = ["this page", *([wording.plural(moved, "moved threshold")] if moved else [])]
    parts += ["the filters"] if asked.filters != Filters(bots=asked.filters.bots) else []
    return wording.listed([*parts, *([wording.plural(kept, "pin")] if kept else [])])


def make(sees: Sees, *, days: int, asked: Asked) -> Made:
    """Keep the view of the last run, with its data where they are shared; raises OffbeatError. Only in a callback."""
    page, own = st.session_state.get("_page", "home"), uploads.own_upload()
    query, story, left_out = _query(asked.settings), [*pins.pins()], []
    counts = None
    if own is not None and sees != "settings":  # first: how many people there are may be somebody's id as well
        query = {name: value for name, value in query.items() if name not in _DATA}
    if own is not None and sees == "counts":
        if page == "person":
            raise OffbeatError(
                "Expected a page without one person to share as counts, found the page of somebody.",
                hint="go to another page, or share with people.",
            )
        counts = _counted(own, query, story, asked.filters)
        query, left_out = _without_names(query, counts)
        story, gone = _pins_without_names(story, counts)
        left_out += gone
    elif sees == "settings":
        story, left_out = _pins_alone(story, own)
    view = View(
        page=page, query=query, sees=sees, data_name=uploads.loaded().dataset.name,
        slider=st.session_state.get(_LIVE, ""), pins=tuple(map(pin_to_plain, story)),
    )  # fmt: skip
    made = _keep(view, own, counts, days=days)
    return Made(address_of("view", made), tuple(left_out))


def address_of(name: str, token: str) -> str:
    """Return the address of this app with one parameter."""
    here = urlsplit(st.context.url or "")
    page = st.session_state.get("_page", "home")
    path = here.path.rstrip("/").removesuffix(f"/{page}")
    return urlunsplit((here.scheme, here.netloc, f"{path}/", urlencode({name: token}), ""))


def _counted(
    own: uploads.Upload, query: Mapping[str, str | list[str]], story: list[Pin], filters: Filters
) -> CountsOnly:
    """Return the data as counts, everybody in the random parts that the view and its story name."""
    named = unquote_plus(json.dumps([query, [pin_to_plain(each) for each in story]]))
    return counts_only(own.dataset, left_out_domains=filters.left_out_domains, draws=draws_in(named))


def _query(settings: Settings) -> dict[str, str | list[str]]:
    """Return the parameters of this page; a slider moved in this very run is not in the address yet."""
    shown: dict[str, str | list[str]] = {}
    for name in st.query_params:
        values = st.query_params.get_all(name)
        shown[name] = values[0] if len(values) == 1 else values
    moved = {name: text.lower() if text in ("True", "False") else text for name, text in to_query(settings).items()}
    here = {name: value for name, value in shown.items() if name not in _NOT_SHARED and not _is_threshold(name)}
    return here | moved


def _is_threshold(name: str) -> bool:
    return any(address == name for address, _ in Settings.knobs())


def _without_names(
    query: Mapping[str, str | list[str]], counts: CountsOnly
) -> tuple[dict[str, str | list[str]], list[str]]:
    """Return the parameters that name nobody, and what those that do were about."""
    kept, left_out = {}, []
    for name, value in query.items():
        if name == "user":
            continue
        if name == _SEGMENTS:
            value, gone = _segments_without_names(str(value), counts)
            left_out += gone
        texts = value if isinstance(value, list) else [value]
        # What is left out by its domain stays left out, and its people stay in that domain.
        if name != "without" and any(map(counts.names.is_told_by, texts)):
            left_out.append(f"the choice of “{name}”")
        else:
            kept[name] = value
    return kept, left_out


def _segments_without_names(text: str, counts: CountsOnly) -> tuple[str, list[str]]:
    own = from_text(text)
    gone = [each for each in own if counts.names.is_told_by(f"{each.name} {each.rule}")]
    return to_text([each for each in own if each not in gone]), [f"a segment of yours ({len(gone)})"] if gone else []


def _pins_without_names(story: list[Pin], counts: CountsOnly) -> tuple[list[Pin], list[str]]:
    told = [without_people(each) for each in story]
    kept = [each for each in told if not counts.names.is_in(pin_to_plain(each))]
    gone = len(story) - len(kept)
    return kept, [wording.plural(gone, "pin")] if gone else []


def _pins_alone(story: list[Pin], own: uploads.Upload | None) -> tuple[list[Pin], list[str]]:
    """Return the pins that go without their data: they name nobody, but for people of a sample."""
    if own is not None and story:
        return _pins_without_names(story, counts_only(own.dataset))
    here = uploads.loaded().dataset.name
    return [each if each.data_name == here else without_people(each) for each in story], []


def _keep(view: View, own: uploads.Upload | None, counts: CountsOnly | None, *, days: int) -> str:
    """Keep the view; its data once a session and way of sharing them."""
    kept = shared_store.store()
    owner = shared_store.owner()
    if own is None or view.sees == "settings":
        return kept.keep_view(view, owner=owner, days=days)
    known = st.session_state.setdefault(_WORKSPACES, {})
    dataset, report = (own.dataset, own.report)
    if counts is not None:
        dataset, report = counts.dataset, report_of_counts(own.report, counts)
    key = (dataset.fingerprint, dataset.name, view.sees)
    if key not in known or not kept.has_data(known[key]):
        known[key] = kept.keep_data(dataset, report)
    return kept.keep_view(view, owner=owner, days=days, workspace=known[key])
