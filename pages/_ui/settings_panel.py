"""All thresholds behind one button of the filter line: Knob -> bound slider and URL key, search, presets, reset."""

import streamlit as st

from analysis.knobs import Knob
from analysis.presets import PRESETS, preset_of
from analysis.settings import to_query
from pages._ui import steps, study

SLIDER_FORMATS = {"share": "percent", "days": None, "users": None, "number": None}


def draw() -> None:
    """Draw every slider, on every page, open or not: a link carries only widgets that are drawn."""
    changed = len(to_query(study.settings()))
    label = f"Thresholds · {changed} changed" if changed else "Thresholds"
    with st.popover(label, icon=":material/tune:", key="thresholds"):
        _draw_presets()
        wanted = st.text_input("Search thresholds", key="_search", placeholder="share, gap, q …").strip().lower()
        known = study.settings()
        for slug, tunable in known.tunables():
            changed = any(known.value(f"{slug}.{each.name}") != each.default for each in tunable.knobs())
            title = f"{tunable.title} · changed" if changed else tunable.title
            hit = wanted and any(
                wanted in f"{tunable.title} {each.label} {each.help}".lower() for each in tunable.knobs()
            )
            with st.expander(title, expanded=bool(hit), key=f"_panel_{slug}"):
                for knob in tunable.knobs():
                    _draw_slider(f"{slug}.{knob.name}", knob)
        st.button("Reset all", icon=":material/restart_alt:", on_click=steps.reset, width="stretch")


def _draw_presets() -> None:
    now = preset_of(study.settings())
    with st.container(horizontal=True, gap="small"):
        for name in PRESETS:
            label = f"**{name}**" if name == now else name
            st.button(label, key=f"_preset_{name}", on_click=steps.apply_preset, args=(name,))


def _draw_slider(address: str, knob: Knob) -> None:
    low, high = knob.span
    whole = knob.is_whole
    if address in st.session_state:
        st.session_state[address] = st.session_state[address]  # a page change empties the URL: this writes it again
    st.slider(
        knob.label,
        int(low) if whole else float(low),
        int(high) if whole else float(high),
        value=knob.default,
        step=int(knob.step) if whole else float(knob.step),
        format=SLIDER_FORMATS[knob.unit],
        key=address,
        help=f"{knob.help} (`{address}`)",
        bind="query-params",
    )
