"""The baseline of sizes: thresholds and filters a person remembered, in the session and, where short, in the link."""

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from analysis import wording
from analysis.errors import OffbeatError
from analysis.settings import Settings, from_query, to_query
from analysis.study import Filters, Study
from analysis.views.since import since_of, who_of
from pages._ui import cache, people_list, show, study
from pages._ui.link import plain, put
from pages._ui.uploads import loaded

NAME = "baseline"
LONGEST_LINK = 500
_KEY, _WHO_KEY = "_remembered", "_baseline_who"
_MARK = ("set", "1")  # a baseline of defaults and no filter is one too


def then() -> Study | None:
    """Return the study under the remembered thresholds and filters; None where there is none, or data refuse it."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = _read(plain(NAME))
    kept = st.session_state[_KEY]
    if kept is None:
        return None
    settings, filters = kept
    try:
        found = cache.tuned(loaded().dataset, filters, settings)
        _ = found.chosen
    except OffbeatError:
        forget()
        st.warning("The baseline does not fit these data, so it was cleared.", icon=":material/info:")
        return None
    return found


def button() -> None:
    """Draw the button that remembers, or the one that forgets."""
    if st.session_state.get(_KEY) is None:
        st.button(
            "Set as baseline", icon=":material/flag:", on_click=remember, type="tertiary",
            help="Then every size shows who entered and who left since. Thresholds and filters are kept as they stand.",
        )  # fmt: skip
    else:
        st.button("Clear baseline", icon=":material/flag:", on_click=forget, type="tertiary")


def draw(now: Study, before: Study) -> None:
    """Say what changed since the baseline, and who entered and left."""
    found = cache.beside(since_of, now, before)
    show.section("Since the baseline", found.sentence)
    if not plain(NAME):
        st.caption("The link has no room for this baseline, so it does not travel in it.")
    if found.table is None or not found.names:
        return
    show.table(found.table, alt="Segments with who entered and who left since the baseline")
    show.copyable(found.copied, key="baseline_copy")
    with st.expander("See who", on_change="rerun", key="baseline_who") as who:
        if who.open:
            _draw_who(now, before, found.names)


def remember() -> None:
    """Keep thresholds and filters as they stand; only in a callback."""
    kept = study.settings(), study.filters()
    st.session_state[_KEY] = kept
    text = _text(*kept)
    put(NAME, text if len(text) <= LONGEST_LINK else "")


def forget() -> None:
    """Have no baseline any more."""
    st.session_state[_KEY] = None
    put(NAME, "")


def _draw_who(now: Study, before: Study, names: list[str]) -> None:
    if st.session_state.get(_WHO_KEY) not in names:
        st.session_state[_WHO_KEY] = names[0]
    name = st.selectbox("Of", names, format_func=wording.segment_title, key=_WHO_KEY, width=260)
    moved = cache.beside(who_of, now, before, name)
    for title, people in (("Entered", moved.entered), ("Left", moved.left)):
        st.markdown(f"**{title}**")
        if people.empty:
            st.caption("Nobody.")
        else:
            people_list.draw(people, key=f"baseline_{title.lower()}", alt=f"{title} {wording.segment_title(name)}")


def _text(settings: Settings, filters: Filters) -> str:
    """Write a baseline as a link does; own dates and dates left out are not in it, the link's own are taken."""
    parts = {
        "who": "" if filters.who == "all" else filters.who,
        "as_of": filters.as_of.isoformat() if filters.as_of else "",
        "active": "\n".join(filters.active_events),
        "unit": "" if filters.unit == "people" else filters.unit,
        "bots": "" if filters.bots == "out" else filters.bots,
    }
    return urlencode([_MARK, *to_query(settings).items(), *((name, text) for name, text in parts.items() if text)])


def _read(text: str) -> tuple[Settings, Filters] | None:
    parts = dict(parse_qsl(text[: 2 * LONGEST_LINK]))
    if parts.get(_MARK[0]) != _MARK[1]:
        return None
    try:
        settings = from_query({name: value for name, value in parts.items() if "." in name})
        as_of = date.fromisoformat(parts["as_of"]) if "as_of" in parts else None
    except (OffbeatError, ValueError):
        return None
    return settings, replace(
        study.filters(), who=parts.get("who", "all"), as_of=as_of,
        active_events=tuple(each for each in parts.get("active", "").split("\n") if each),
        unit="accounts" if parts.get("unit") == "accounts" else "people",
        bots="in" if parts.get("bots") == "in" else "out",
    )  # fmt: skip
