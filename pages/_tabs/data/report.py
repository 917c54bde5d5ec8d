"""How was the file read, and what can it answer?"""

import streamlit as st

from analysis.study import Study
from analysis.views.clock import clock_of, is_quick
from analysis.views.reading import reading_of
from pages._ui import cache, show, study, uploads


def draw() -> None:
    """Every row is loaded, rejected with a reason, or blank; what was assumed; what joined; what it can answer."""
    now = study.current()
    reading = reading_of(uploads.loaded().report)
    show.heading("How was it read?", reading.sentence, now)
    with st.grid(4, min_column_width=165):
        for card in reading.cards:
            show.card(card)
    show.section("What this file can answer", "And what is missing where it cannot.")
    show.table(reading.answers, alt="Questions this file can answer")
    left, right = st.columns(2, gap="large")
    with left:
        show.section("Columns", "What was read as what, and why.")
        show.table(reading.columns, alt="Columns and reasons")
    with right:
        show.section("Assumed and joined", "Time zone, doubles, matches between the tables.")
        show.plain_list(reading.notes)
    if reading.midnight_warning:
        _draw_clock(now, reading.midnight_warning)
    if len(reading.rejects):
        show.section("Rows not loaded", "By reason, with the first example.")
        show.table(reading.rejects, alt="Rejected rows by reason")
        show.download(reading.rejected_rows, name="rejects", label="Download rejected rows")


def _draw_clock(now: Study, warning: str) -> None:
    show.section("If the time zone were another", warning)
    if is_quick(now) or st.toggle("Count the patterns that would change", key="_try_clocks"):
        clock = cache.view(clock_of, now)
        st.markdown(show.bold_numbers(clock.sentence))
        show.picture(clock.picture, key="clock_shifts")
