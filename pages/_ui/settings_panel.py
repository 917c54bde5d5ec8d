"""All thresholds behind one button of the filter line: Knob -> bound slider and URL key, search, presets, reset."""

import streamlit as st

from analysis.knobs import Knob
from analysis.presets import PRESET_KINDS, preset_of
from analysis.settings import Settings, to_query
from pages._ui import steps, study

SLIDER_FORMATS = {"share": "percent", "days": None, "users": None, "number": None}


def draw() -> None:
    """Draw the button and, in it, every slider while it is open; while it is closed only those a link or Back may need.

    A link carries only widgets that are drawn, and Back needs those whose value was in the URL before. A slider that
    never left its default needs neither, and sixty of them would cost every page a third of its time.
    """
    known = study.settings()
    changed = len(to_query(known))
    label = f"Thresholds · **{changed} changed**" if changed else "Thresholds"
    with st.popover(label, icon=":material/tune:", key="thresholds", on_change="rerun") as panel:
        if panel.open:
            _draw_all(known)
            study.remember_drawn([address for address, _ in known.knobs()])
        else:
            for address in study.kept_drawn():
                _draw_knob(address, known.knob(address))
            study.remember_drawn([])
    study.settle()


def _draw_all(known: Settings) -> None:
    _draw_presets(known)
    wanted = st.text_input("Search thresholds", key="_search", placeholder="share, gap, q …").strip().lower()
    for slug, tunable in known.tunables():
        knobs = tunable.knobs()
        changed = any(known.value(f"{slug}.{each.name}") != each.default for each in knobs)
        title = f"{tunable.title} · changed" if changed else tunable.title
        hit = wanted and any(wanted in f"{tunable.title} {each.label} {each.help}".lower() for each in knobs)
        with st.expander(title, expanded=bool(hit), key=f"_panel_{slug}"):
            for knob in knobs:
                _draw_knob(f"{slug}.{knob.name}", knob)
    st.button("Reset all", icon=":material/restart_alt:", on_click=steps.reset, width="stretch")


def _draw_presets(known: Settings) -> None:
    now = preset_of(known)
    for kind, names in PRESET_KINDS.items():
        with st.container(gap=None):
            st.caption(kind)
            with st.container(horizontal=True, gap="small"):
                for name in names:
                    label = f"**{name}**" if name == now else name
                    st.button(label, key=f"_preset_{name}", on_click=steps.apply_preset, args=(name,))


def _draw_knob(address: str, knob: Knob) -> None:
    if address in st.session_state:
        st.session_state[address] = st.session_state[address]  # a page change empties the URL: this writes it again
    help = f"{knob.help} (`{address}`)"
    if knob.is_switch:
        st.toggle(knob.label, value=bool(knob.default), key=address, help=help, bind="query-params")
    else:
        _draw_slider(address, knob, help=help)


def _draw_slider(address: str, knob: Knob, *, help: str) -> None:
    low, high = knob.span
    whole = knob.is_whole
    st.slider(
        knob.label,
        int(low) if whole else float(low),
        int(high) if whole else float(high),
        value=knob.default,
        step=int(knob.step) if whole else float(knob.step),
        format=SLIDER_FORMATS[knob.unit],
        key=address,
        help=help,
        bind="query-params",
    )
