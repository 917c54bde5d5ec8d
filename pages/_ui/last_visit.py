"""What changed since the last visit, kept in the visitor's own browser: the server keeps nothing of it."""

from dataclasses import asdict
from pathlib import Path

import streamlit as st

from analysis.study import Study
from analysis.views.today import Today
from analysis.views.visit import Visit, place_of, visit_of, visit_told
from pages._ui import show, uploads

KEY = "last_visit"
_MOUNT = st.components.v2.component(
    "offbeat_last_visit", js=(Path(__file__).parent / "last_visit.js").read_text(encoding="utf-8")
)


def say(now: Study, today: Today) -> None:
    """Say in a line what moved since the visit before, where there was one on older data of this name."""
    before = st.session_state.get(KEY, {}).get("before")
    if not isinstance(before, dict) or before.get("place") != _place(now):
        return
    visit = Visit.read(before.get("visit"))
    told = "" if visit is None else visit_told(visit, visit_of(now, today))
    if told:
        st.markdown(f":material/update: {show.bold_numbers(told)}")


def keep(now: Study, today: Today) -> None:
    """Keep this visit in the browser; last on the page, since it draws nothing."""
    if today.not_looked:  # what was not looked for would seem to have gone
        return
    visit = visit_of(now, today)
    data = {"place": _place(now), "now": {**asdict(visit), "counts": dict(visit.counts)}}
    _MOUNT(key=KEY, data=data, on_before_change=_run_again)


def _place(now: Study) -> str:
    return place_of(now, uploads.loaded().dataset.name)


def _run_again() -> None:
    """Do nothing: the run that follows says it."""
