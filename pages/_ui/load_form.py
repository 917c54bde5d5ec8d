"""Dropped files before they are loaded: what they seem to say, what is asked, other tables, the button."""

from dataclasses import replace

import streamlit as st

from analysis import wording
from analysis.errors import OffbeatError
from analysis.ingest import NamedFile, Preview
from analysis.ingest.columns import Table
from analysis.ingest.timestamps import zone_names
from pages._ui import column_form, decisions, load_line, loading, pseudonym_form, sheet_form, show, uploads
from pages._ui.column_form import Asked
from pages._ui.loading import Spool

ROWS_SHOWN = 5
BESIDE: dict[Table, str] = {
    "users": "Users: plan, country, account …",
    "subscriptions": "Subscriptions: start, end, mrr, plan …",
    "payments": "Payments or invoices: who, day, amount, status …",
}


def draw(spooled: Spool) -> None:
    """Draw the form; nothing is loaded before the button, and what was loaded before stays until then."""
    failed = uploads.problem()
    if failed is not None:
        show.error(failed)
    try:
        main = loading.seen(spooled.main, spooled.table)
    except OffbeatError as problem:
        if failed is None:
            show.error(problem)
        _draw_drop(spooled)
        return
    said = f"Read as {spooled.table}. Change what is wrong; nothing is loaded yet."
    show.section(f"What {spooled.name} seems to say", said)
    _draw_other_reading(spooled)
    main, asked = sheet_form.draw_sheet(spooled.main, main, spooled.table)
    columns = column_form.draw_columns(main)
    asked += column_form.draw_questions(main) + sheet_form.draw_link(main)
    spooled, more_columns, more_asked = _draw_options(spooled, main)
    asked += more_asked + pseudonym_form.draw(spooled)
    _draw_load(replace(spooled, columns=columns | more_columns, answers=asked.answers), main, asked.missing)
    show.section("First rows", "As they stand in the file.")
    show.plain_table(show.first_rows(main.columns.header, main.rows[:ROWS_SHOWN]), alt="First rows of the file")


def _draw_load(spooled: Spool, main: Preview, missing: int) -> None:
    zone = decisions.given(main.columns.header, decisions.ZONE)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "**Load**", icon=":material/play_arrow:", key="load", disabled=missing > 0,
            on_click=load_line.start, args=(spooled, zone),
        )  # fmt: skip
        _draw_add(spooled, zone, is_held=missing > 0)
        _draw_drop(spooled)
        if missing:
            st.caption(f"Load waits for {wording.plural(missing, 'answer')} above.", width="content")


def _draw_add(spooled: Spool, zone: str | None, *, is_held: bool) -> None:
    """Offer to add these data to one's own that are shown."""
    base = uploads.base_of(spooled)
    if base is not None and spooled.events:
        name = wording.escaped(base.dataset.name)
        st.button(
            f"Add to {name}", icon=":material/playlist_add:", key="add_newer", disabled=is_held,
            on_click=load_line.start, args=(spooled, zone, base),
            help="Newer data of the same people: days in both files count once; thresholds, segments and findings "
            "stay. Load shows these data alone instead.",
        )  # fmt: skip


def _draw_other_reading(spooled: Spool) -> None:
    """Offer to read a single file as the other kind of table: events, or subscriptions alone."""
    if len(spooled.main) > 1:
        return
    other, label = ("subscriptions", "who pays what") if spooled.table == "events" else ("events", "who came when")
    st.button(
        f"Read it as {other} ({label})", icon=":material/swap_horiz:", type="tertiary", key="read_as",
        on_click=uploads.keep_spooled, args=(spooled.read_as(other),),
    )  # fmt: skip


def _draw_options(spooled: Spool, main: Preview) -> tuple[Spool, dict[str, str], Asked]:
    """Draw what may be added: users, subscriptions and payments with their columns and questions, a time zone."""
    others = [table for table in BESIDE if table != spooled.table]
    kept = [table for table in others if table in spooled.beside]
    label = "Add users, subscriptions, payments or a time zone"
    with st.expander(label, key="_options", expanded=bool(kept)):
        places = dict(zip(others, st.columns(len(others), gap="large"), strict=True))
        files = {table: places[table].container() for table in others}
        given = {table: _draw_file(spooled, table, files[table]) for table in others}
        try:
            spooled = spooled.with_tables(**given)
        except OSError as problem:
            show.error(loading.problem_of(problem))
        columns, asked = {}, Asked()
        for table, file in spooled.beside.items():
            named, open_questions = _draw_table(file, table) if table in others else ({}, Asked())
            columns, asked = columns | named, asked + open_questions
        _draw_zone(main)
    return spooled, columns, asked


def _draw_file(spooled: Spool, table: Table, place: "st.delta_generator.DeltaGenerator") -> object:
    """Draw the uploader of a table beside the events, or the file that was given for it; return a new upload."""
    with place:
        file = spooled.beside.get(table)
        if file is None:
            return st.file_uploader(BESIDE[table], type=loading.KINDS, key=uploads.uploader_key(table))
        st.markdown(f"{wording.escaped(BESIDE[table])}  \n**{wording.escaped(file.name)}**")
        without = replace(spooled, **{table: None})
        remove = f"_remove_{table}"
        st.button("Remove", icon=":material/close:", key=remove, on_click=uploads.keep_spooled, args=(without,))
        return None


def _draw_zone(main: Preview) -> None:
    zones, header = list(zone_names()), main.columns.header
    before = decisions.given(header, decisions.ZONE)
    zone = st.selectbox(
        "Time zone", zones, index=zones.index(before) if before in zones else None, key="_zone",
        placeholder="each user's own where the users table has one, else as stored in the file, else UTC",
    )  # fmt: skip
    decisions.keep(header, decisions.ZONE, zone)


def _draw_table(file: NamedFile, table: Table) -> tuple[dict[str, str], Asked]:
    st.markdown(f"**{table.capitalize()}**")
    try:
        seen, asked = sheet_form.draw_sheet((file,), loading.seen((file,), table), table)
    except OffbeatError as problem:
        show.error(problem)
        return {}, Asked()
    return column_form.draw_columns(seen), asked + column_form.draw_questions(seen)


def _draw_drop(spooled: Spool) -> None:
    st.button("Drop another file", icon=":material/undo:", key="drop_another", on_click=_drop, args=(spooled,))


def _drop(spooled: Spool) -> None:
    spooled.drop()
    uploads.set_problem(None)
    uploads.set_spooled(None)
