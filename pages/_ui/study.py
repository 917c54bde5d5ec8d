"""The one reader and writer of the session and the URL: which dataset, which filters, which thresholds, undo."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from analysis import wording
from analysis.dataset import Dataset
from analysis.errors import OffbeatError
from analysis.ingest import ReadReport
from analysis.knobs import Knob
from analysis.presets import preset
from analysis.sample import SAMPLES, load_sample
from analysis.settings import Settings
from analysis.study import Filters, Study
from pages._ui import cache

LINK_VERSION = "1"
# Plain text parameters of a link. Their options depend on the data, so no widget may be bound to them.
PLAIN = ("data", "people", "who", "as_of", "active", "user", "group_a", "group_b", "pattern")
UNIT_KEY, PERIOD_KEY = "unit", "period"
WHO_KEY, AS_OF_KEY, ACTIVE_KEY = "_who", "_as_of", "_active"
LONGEST_UNDO = 50
LONGEST_COUNT = 12  # digits: a link is typed by anybody


@dataclass(frozen=True)
class Upload:
    """An uploaded dataset; private to its session."""

    dataset: Dataset
    report: ReadReport


def open_link() -> None:
    """Take the plain parameters of the link this session was opened with, once; keep the filters whole, always."""
    if "_show_only" in st.session_state:
        st.session_state[WHO_KEY] = st.session_state.pop("_show_only")
    if "_arrived" in st.session_state:
        use_upload(st.session_state.pop("_arrived"))
    if "_link" not in st.session_state:
        st.session_state["_link"] = {name: st.query_params[name] for name in PLAIN if name in st.query_params}
        st.session_state["_undo"] = []
    _fill_filters()


def _fill_filters() -> None:
    """Set the filters the session does not hold from the link: a page switch in mid-run may drop a widget's value."""
    active = [each for each in plain("active").split("\n") if each]
    asked = {WHO_KEY: plain("who") or "all", AS_OF_KEY: _date_or_none(plain("as_of")), ACTIVE_KEY: active}
    st.session_state.update({key: value for key, value in asked.items() if key not in st.session_state})


def write_link() -> None:
    """Write what no bound widget carries into the URL, on every run: navigation drops it."""
    dataset = loaded().dataset
    put("who", "" if st.session_state[WHO_KEY] == "all" else st.session_state[WHO_KEY])
    put("as_of", filters().as_of.isoformat() if filters().as_of else "")
    put("active", "\n".join(st.session_state[ACTIVE_KEY]))
    if upload() is not None:
        put("data", f"fp-{dataset.fingerprint[:12]}")
        put("people", str(dataset.activity.users))
    link = st.session_state["_link"]
    for name in PLAIN:
        if link.get(name):
            if st.query_params.get(name) != link[name]:
                st.query_params[name] = link[name]
        elif name in st.query_params:
            del st.query_params[name]
    if st.query_params.get("v") != LINK_VERSION:
        st.query_params["v"] = LINK_VERSION


def plain(name: str) -> str:
    """Return a plain parameter of the link, empty where it is not set."""
    return st.session_state["_link"].get(name, "")


def put(name: str, text: str) -> None:
    """Set a plain parameter of the link."""
    st.session_state["_link"][name] = text


def upload() -> Upload | None:
    """Return this session's upload, or None while a sample is shown."""
    return st.session_state.get("_upload")


def loaded() -> Upload:
    """Return what is shown: this session's upload, else the sample the link names, else the SaaS sample."""
    own = upload()
    if own is not None:
        return own
    name = plain("data")
    return Upload(*load_sample(name if name in SAMPLES else "saas"))


def missing_file() -> str | None:
    """Return a sentence where the link was made on a file this session does not have, else None."""
    asked = plain("data")
    if not asked.startswith("fp-") or upload() is not None:
        return None
    people = plain("people")
    size = f" with {int(people):,} people" if people.isdecimal() and len(people) <= LONGEST_COUNT else ""
    return f"This link was made on a file{size}. Drop it on Data to see it; until then the sample is shown."


def spooled() -> Any:
    """Return the files dropped and not yet loaded (`loading.Spool`), or None."""
    return st.session_state.get("_spool")


def set_spooled(files: Any) -> None:
    """Keep dropped files until their reading is confirmed; empties the uploaders, which hold them in memory."""
    st.session_state["_spool"] = files
    st.session_state["_uploads"] = st.session_state.get("_uploads", 0) + 1


def uploader_key(name: str) -> str:
    """Return the key of an uploader; a new one after each drop."""
    return f"_{name}_{st.session_state.get('_uploads', 0)}"


def show_after_rerun(own: Upload) -> None:
    """Show an upload from the next run on: filters can only be cleared before their widgets are drawn."""
    st.session_state["_arrived"] = own


def use_upload(own: Upload) -> None:
    """Show an upload from now on; filters that name its predecessor's users and dates go."""
    expected = plain("data")
    st.session_state["_upload"] = own
    st.session_state["_notice"] = None
    if expected.startswith("fp-") and expected != f"fp-{own.dataset.fingerprint[:12]}":
        st.session_state["_notice"] = "This is not the file the link was made on; its thresholds are applied to yours."
    _clear_filters()


def use_sample(name: str) -> None:
    """Show a sample from now on and forget this session's upload."""
    st.session_state.pop("_upload", None)
    put("data", name)
    put("people", "")
    _clear_filters()


def notice() -> str | None:
    """Return what should be said about link and file, or None."""
    return missing_file() or st.session_state.get("_notice")


def settings() -> Settings:
    """Return the thresholds as the sliders stand; one not drawn yet as the link says, else as its default."""
    known = Settings()
    for address, knob in known.knobs():
        value = st.session_state[address] if address in st.session_state else _linked(address, knob)
        if value is not None and value != knob.default:
            known = known.replace_knob(address, value)
    return known


def _linked(address: str, knob: Knob) -> float | None:
    """Return what the link says of a threshold, or None where its slider will not take it."""
    try:
        value = knob.parse(st.query_params.get(address, ""), owner=address)
    except OffbeatError:
        return None
    return value if knob.span[0] <= value <= knob.span[1] else None


def set_threshold(address: str, value: float) -> None:
    """Move a threshold from outside its slider (live cut, undo, preset); only in a callback."""
    knob = Settings().knob(address)
    st.session_state[address] = knob.check(round(value) if knob.is_whole else round(value, 6), owner=address)


def filters() -> Filters:
    """Return the filters as the filter line stands."""
    return Filters(
        who=st.session_state[WHO_KEY],
        period_days=st.session_state.get(PERIOD_KEY) or 0,
        as_of=st.session_state[AS_OF_KEY],
        unit=st.session_state.get(UNIT_KEY) or "people",
        active_events=tuple(st.session_state[ACTIVE_KEY]),
    )


def current() -> Study:
    """Return dataset, filters and thresholds as they stand; a filter the data do not know is dropped, with a word."""
    try:
        found = cache.tuned(loaded().dataset, filters(), settings())
        _ = found.chosen
    except OffbeatError as error:
        st.session_state["_dropped"] = str(error)
        _clear_filters()
        found = cache.tuned(loaded().dataset, Filters(), settings())
    return found


def loosened(address: str) -> Study:
    """Return the study with one threshold at its loosest: what a live cut is drawn from, whatever its value."""
    return cache.tuned(loaded().dataset, filters(), settings().loosened(address))


def linked_choice(label: str, name: str, options: list[str], *, default: str) -> str:
    """Draw a selectbox over segment names whose value travels in the link as plain text.

    It is not bound: options depend on the data, and a cold link to a bound one would lose its value for good.
    """
    key = f"_{name}"
    if st.session_state.get(key) not in options:
        asked = plain(name)
        st.session_state[key] = asked if asked in options else default
    chosen = st.selectbox(label, options, key=key, format_func=wording.segment_title, width=260)
    put(name, chosen)
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


def dropped() -> str | None:
    """Return, once, why the filters were dropped."""
    return st.session_state.pop("_dropped", None)


def apply_preset(name: str) -> None:
    """Move every threshold to a preset; only in a callback."""
    _restore_settings(preset(name))


def reset() -> None:
    """Put every threshold and filter back; only in a callback."""
    _restore_settings(Settings())
    _clear_filters()
    st.session_state[UNIT_KEY], st.session_state[PERIOD_KEY] = "people", 0


def record_step() -> None:
    """Remember the state of sliders and filters whenever it changed, for undo."""
    steps = st.session_state["_undo"]
    now = _snapshot()
    if not steps or steps[-1] != now:
        steps.append(now)
        del steps[:-LONGEST_UNDO]


def can_undo() -> bool:
    """Whether there is a step to go back to."""
    return len(st.session_state["_undo"]) > 1


def undo() -> None:
    """Go back one step, exactly; only in a callback."""
    steps = st.session_state["_undo"]
    if len(steps) > 1:
        steps.pop()
        for key, value in steps[-1].items():
            st.session_state[key] = list(value) if key == ACTIVE_KEY else value


def _snapshot() -> dict[str, Any]:
    known = settings()
    snapshot: dict[str, Any] = {address: known.value(address) for address, _ in known.knobs()}
    shown = filters()
    return snapshot | {
        WHO_KEY: shown.who, AS_OF_KEY: shown.as_of, ACTIVE_KEY: shown.active_events,
        UNIT_KEY: shown.unit, PERIOD_KEY: shown.period_days,
    }  # fmt: skip


def _restore_settings(known: Settings) -> None:
    for address, _ in known.knobs():
        st.session_state[address] = known.value(address)


def _clear_filters() -> None:
    st.session_state[WHO_KEY], st.session_state[AS_OF_KEY], st.session_state[ACTIVE_KEY] = "all", None, []


def _date_or_none(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
