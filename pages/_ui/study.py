"""The session's study: which dataset, which filters, which thresholds. With `link`, `uploads`, `steps` and
`chosen_filters` the only readers and writers of the session and the URL, besides the components' own values."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import combinations

import streamlit as st

from analysis import wording
from analysis.errors import OffbeatError
from analysis.settings import Settings
from analysis.study import Filters, Study
from pages._ui import cache, link, own_dates, rule_events, share, shared_view, value_events
from pages._ui.chosen_filters import REFUSABLE, WHO_KEY, clear_filters, fill_filters, filters, write_filters
from pages._ui.link import plain, put
from pages._ui.on_pages import ON_PAGES, SWITCHES
from pages._ui.uploads import Upload, keep_for_change, loaded, missing_file

_SETTLED = "_settled"


def open_session() -> None:
    """Take the link this session was opened with, once; keep the filters whole, always."""
    if "_show_only" in st.session_state:
        st.session_state[WHO_KEY] = st.session_state.pop("_show_only")
    if "_arrived" in st.session_state:
        use_upload(st.session_state.pop("_arrived"))
    if "_link" not in st.session_state:
        shared_view.take()
        link.take()
        st.session_state["_undo"] = []
        st.session_state["_drawn"] = []
        st.session_state["_moved"] = {address for address, _ in Settings.knobs() if address in st.query_params}
        st.session_state["_notice"] = link.refused_thresholds()
    elif (over := shared_view.ended()) is not None:
        if loaded().shared:
            use_sample("saas")
        shared_view.say(over)
    fill_filters()


def write_link() -> None:
    """Write filters and dataset into the URL."""
    write_filters()
    share.write()
    link.write()


def use_upload(own: Upload) -> None:
    """Show an upload from now on; filters that name its predecessor's users go, and dates left out of other data.

    Where newer data were added to what is shown, everything stays.
    """
    is_known = plain("data") in (share.mark(own, version=version) for version in share.VERSIONS)
    other = shared_view.other_data() or share.other_data(own)
    st.session_state["_upload"] = own
    if own.added is not None:  # filters, dates and events of value are still those of these data
        return
    clear_filters()
    said = [] if other is None else [other]
    if not is_known:
        said += _ignored_no_more()
    st.session_state["_notice"] = " ".join(said) or None


def use_sample(name: str) -> None:
    """Show a sample from now on and forget this session's upload."""
    st.session_state.pop("_upload", None)
    shared_view.leave()
    keep_for_change(None)
    put("data", name)
    put("people", "")
    clear_filters()
    st.session_state["_notice"] = " ".join(_ignored_no_more()) or None


def _ignored_no_more() -> list[str]:
    """Count the dates left out again: they were chosen for other data. Return what is to be said of it."""
    if not own_dates.ignored_days():
        return []
    own_dates.ignore_none()
    return ["The dates left out were chosen for other data; they are counted again."]


def notice() -> str | None:
    """Return what should be said about link and file, or None."""
    return shared_view.problem() or missing_file() or st.session_state.get("_notice")


def settings() -> Settings:
    """Return the thresholds as the sliders stand; one not drawn yet as the link says, else as its default."""
    return st.session_state[_SETTLED] if _SETTLED in st.session_state else _as_sliders_stand()


@contextmanager
def settled_once() -> Iterator[None]:
    """Let a run read its sliders once, after they are drawn (`settle`): every part of a page asks for thresholds."""
    try:
        yield
    finally:
        st.session_state.pop(_SETTLED, None)  # callbacks and the next run read them anew


def settle() -> None:
    """Say that the sliders of this run are drawn: thresholds stay as they stand."""
    st.session_state[_SETTLED] = _as_sliders_stand()


def _as_sliders_stand() -> Settings:
    known = Settings()
    for address in {*kept_drawn(), *st.session_state["_drawn"]}:
        knob = known.knob(address)
        value = st.session_state.get(address)
        value = link.threshold(address, knob) if value is None else value
        if value is not None and value != knob.default:
            known = known.replace_knob(address, int(value) if knob.is_switch else value)
            st.session_state["_moved"].add(address)
    return known


def kept_drawn() -> list[str]:
    """Return the thresholds whose sliders are drawn though nobody sees them, in display order.

    Those that have left their default in this session or its link, and those a cut line, slider or switch of this page
    moves: a slider drawn first in the run after its value was set would not write the URL.
    """
    kept = {*SWITCHES, *ON_PAGES.get(st.session_state.get("_page", ""), ()), *st.session_state["_moved"]}
    return [address for address, _ in Settings.knobs() if address in kept]


def remember_drawn(addresses: list[str]) -> None:
    """Note the sliders this run has drawn beside the moved ones: the next run asks them for their value."""
    st.session_state["_drawn"] = addresses


def set_threshold(address: str, value: float) -> None:
    """Move a threshold from outside its slider (live cut, undo, preset); only in a callback."""
    knob = Settings().knob(address)
    checked = knob.check(round(value) if knob.is_whole else round(value, 6), owner=address)
    st.session_state[address] = bool(checked) if knob.is_switch else checked
    st.session_state["_moved"].add(address)


def set_thresholds(wanted: Settings) -> None:
    """Move every threshold to `wanted` (undo, preset, reset); only in a callback."""
    known = settings()
    for address, _ in known.knobs():
        if wanted.value(address) != known.value(address):
            set_threshold(address, wanted.value(address))


def current() -> Study:
    """Return dataset, filters and thresholds as they stand; a filter the data do not know is dropped, with a word."""
    events = loaded().dataset.activity.event_names
    for kept, so in ((value_events, "it is no action of value here"), (rule_events, "no rule can go by it")):
        if gone := kept.keep_known(events):
            st.session_state["_dropped"] = f"These data hold no {wording.listed(gone)}, so {so}."
    try:
        return _found(filters())
    except OffbeatError as error:
        st.session_state["_dropped"] = str(error)
        return _without_refused()


def _found(asked: Filters) -> Study:
    """Return the study under some filters; raises OffbeatError where the data do not know one of them."""
    found = cache.tuned(loaded().dataset, asked, settings())
    _ = found.chosen
    return found


def _without_refused() -> Study:
    """Return the study without the fewest filters that it takes, each of which goes."""
    for count in range(1, len(REFUSABLE)):
        for names in combinations(REFUSABLE, count):
            try:
                return _drop(names)
            except OffbeatError:
                continue
    return _drop(tuple(REFUSABLE))


def _drop(names: tuple[str, ...]) -> Study:
    """Drop some filters; raises OffbeatError, with all of them kept, where the data do not know another one."""
    nothing = {name: getattr(Filters(), name) for name in names}
    found = _found(replace(filters(), **nothing))
    for name, value in nothing.items():
        st.session_state[REFUSABLE[name]] = list(value) if name == "active_events" else value
    return found


def loosened(address: str) -> Study:
    """Return the study with one threshold at its loosest: what a live cut is drawn from, whatever its value."""
    return cache.tuned(loaded().dataset, filters(), settings().loosened(address))


def linked_choice(
    label: str, name: str, options: list[str], *, default: str, titles: Callable[[str], str] = wording.segment_title
) -> str:
    """Draw a selectbox over segment names (`titles` says how they read) whose value travels in the link as plain text.

    It is not bound: options depend on the data, and a cold link to a bound one would lose its value for good.
    """
    key = f"_{name}"
    if st.session_state.get(key) not in options:
        asked = plain(name)
        st.session_state[key] = asked if asked in options else default
    chosen = st.selectbox(
        label, options, key=key, format_func=titles, width=260,
        # Said again: a click during the run that set the value would leave the browser without it.
        index=options.index(st.session_state[key]),
    )  # fmt: skip
    put(name, chosen)
    link.write()  # the run wrote the link before the choice was known
    return chosen


def open_pattern(name: str) -> None:
    """Choose a pattern and the tab that shows it, for a page switch that follows."""
    put("pattern", name)
    st.session_state.pop("_pattern", None)
    st.session_state["patterns_tab"] = "Beats"


def show_only(name: str) -> None:
    """Filter every page to a segment from the next run on, and open the people of it."""
    st.session_state["_show_only"] = name
    st.session_state["patterns_tab"] = "People"


def open_comparison(group_a: str, group_b: str) -> None:
    """Choose two groups and the tab that compares them, for a page switch that follows."""
    for name, group in (("group_a", group_a), ("group_b", group_b)):
        put(name, group)
        st.session_state.pop(f"_{name}", None)
    st.session_state["segments_tab"] = "Compare"


def open_rule_check() -> None:
    """Choose the tab that holds a rule against what came after, for a page switch that follows."""
    st.session_state["at_risk_tab"] = "Is my rule right?"


def follow_name(old: str, new: str) -> None:
    """Go on showing and comparing an own segment under its new name; only in a callback."""
    if st.session_state[WHO_KEY] == old:
        st.session_state[WHO_KEY] = new
    for name in ("group_a", "group_b"):
        groups = plain(name).split("\n")
        if old in groups:
            put(name, "\n".join(new if each == old else each for each in groups))
            st.session_state.pop(f"_{name}", None)


def dropped() -> str | None:
    """Return, once, why the filters were dropped."""
    return st.session_state.pop("_dropped", None)
