"""How was the file read, and what can it answer?"""

import streamlit as st

from analysis.study import Study
from analysis.views.clock import clock_of, is_quick
from analysis.views.own_people import own_people_of
from analysis.views.reading import ReadingView, reading_of
from pages._ui import cache, own_domains, read_again, show, study, uploads


def draw() -> None:
    """Every row is loaded, rejected with a reason, or blank; what was assumed; what joined; what it can answer."""
    now = study.current()
    own = uploads.loaded()
    reading = reading_of(own.report, own.added)
    show.heading("How was it read?", reading.sentence, now)
    with st.grid(4, min_column_width=165):
        for card in reading.cards:
            show.card(card)
    read_again.draw()
    _draw_rejects(reading)
    show.section("What this file can answer", "And what is missing where it cannot.")
    show.plain_table(reading.answers, alt="Questions this file can answer")
    show.section("What was read as what", f"With an example from the file.{read_again.hint()}")
    show.plain_table(reading.columns, alt="Columns, how they are written, an example, and reasons")
    show.section("Assumed on the way", "Time zone, doubles, what was left out on purpose.")
    show.plain_list(reading.notes)
    if len(reading.matches):
        show.section("Joined tables", "Nobody is dropped: who is in one table only stays, and is counted here.")
        show.plain_table(reading.matches, alt="How each table joined the events")
    own_domains.draw(cache.view(own_people_of, now))
    if reading.midnight_warning:
        _draw_clock(now, reading.midnight_warning)


def _draw_rejects(reading: ReadingView) -> None:
    if len(reading.rejects):
        show.section("Rows not loaded", reading.listed)
        show.plain_table(reading.rejects, alt="Rejected rows by reason")
        if len(reading.rejected_rows):  # what was shared holds no row of a file
            show.download(reading.rejected_rows, name="rejects", label="Download rejected rows")


def _draw_clock(now: Study, warning: str) -> None:
    show.section("If the time zone were another", warning)
    if is_quick(now) or st.toggle("Count the patterns that would change", key="_try_clocks"):
        clock = cache.view(clock_of, now)
        st.markdown(show.bold_numbers(clock.sentence))
        show.picture(clock.picture, key="clock_shifts")
