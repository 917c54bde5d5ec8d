"""At which period do people come back?"""

import streamlit as st

from analysis.charts.periodogram import PICK
from analysis.views.folded import cells_of, folded_of
from pages._ui import answer, cache, pick, show, study
from pages._ui.fold import fold

PERIOD_KEY, PEAK_KEY = "fold_days", "fold_peak"


def draw() -> None:
    """How many people repeat each period beyond their weekdays; then the daily series wrapped at any period."""
    now = study.current()
    folded = cache.view(folded_of, now)
    answer.draw("Which beat do people share?", folded.sentence, now)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        period = st.number_input(
            "Period, days", 2.0, 60.0, 7.0, 0.01, key=PERIOD_KEY, bind="query-params", width=160,
            help="Type any period, 29.53 too; the line follows.",
        )  # fmt: skip
        _peaks(folded.names, period)
    if folded.picture:
        show.section("What people repeat", f"{folded.caption} Click a bar to fold there.")
        pick.picture(folded.picture, key="repeats", selection=PICK, value=period, on_pick=_fold_at)
    show.section("Folded", "Drag the line: days that fall together stack up into a stripe.")
    with st.container(border=True):
        fold(folded.table, key="fold", value=period, on_release=_fold_at)
    show.numbers(cache.made(cells_of, now, period, by=lambda: folded.cells_at(period)), key="fold")


def _fold_at(days: float) -> None:
    st.session_state[PERIOD_KEY] = days


def _peaks(names: dict[float, str], period: float) -> None:
    """Offer the periods that stand out as buttons; the one folded at is pressed."""
    if names:
        st.session_state[PEAK_KEY] = period if period in names else None
        st.pills("Stand out", list(names), format_func=names.get, key=PEAK_KEY, on_change=_fold_at_peak)


def _fold_at_peak() -> None:
    if st.session_state[PEAK_KEY] is not None:
        _fold_at(st.session_state[PEAK_KEY])
