"""Which file is shown, and how do I drop my own?"""

import streamlit as st

from analysis import wording
from analysis.errors import OffbeatError
from analysis.ingest import Preview, preview
from pages._ui import loading, show, study
from pages._ui.loading import Load, Spool

LARGEST_UPLOAD_MB = 200
KINDS = ["csv", "gz", "tsv", "txt", "parquet"]
NO_COLUMN = "(none)"
FIELDS = {
    "user_id": "Who (user id)",
    "user_fallback": "Who, where that is empty",
    "timestamp": "When (time)",
    "event": "What (event name)",
    "amount": "Money (amount)",
    "account_id": "Account",
}


def draw() -> None:
    """Drop files, look at what was understood, change it, load."""
    now = study.current()
    show.heading("What is loaded?", "Drop a file of who, when and what; everything else is found in it.", now)
    spooled = study.spooled()
    if spooled is None:
        _draw_upload()
    else:
        _draw_confirm(spooled)


def _draw_upload() -> None:
    files = st.file_uploader(
        f"Events: who, when, what. CSV, CSV.gz or Parquet, one or more parts, up to {LARGEST_UPLOAD_MB} MB each",
        type=KINDS, accept_multiple_files=True, key=study.uploader_key("events"), max_upload_size=LARGEST_UPLOAD_MB,
    )  # fmt: skip
    if files:
        _spool(files)
    st.markdown("Or explore a sample")
    with st.container(horizontal=True):
        st.button("SaaS: 2,000 people", icon=":material/apartment:", on_click=study.use_sample, args=("saas",))
        st.button("Shop: 3,000 customers", icon=":material/shopping_bag:", on_click=study.use_sample, args=("shop",))
    st.caption(
        "Files are read on this server, in a process of their own; after that only who was active on which day stays."
    )


def _spool(files: list) -> None:
    try:
        study.set_spooled(loading.spool(files))
    except OSError as problem:
        show.error(loading.problem_of(problem))
        return
    st.rerun()


def _draw_confirm(spooled: Spool) -> None:
    try:
        seen = preview(spooled.events)
    except OffbeatError as problem:
        show.error(problem)
        _draw_drop(spooled)
        return
    show.section(f"What {wording.escaped(spooled.name)} seems to say", "Change what is wrong; nothing is loaded yet.")
    columns = _draw_columns(seen)
    show.table(show.first_rows(seen.columns.header, seen.rows), alt="First rows of the file")
    tables = st.columns(2, gap="large")
    users = tables[0].file_uploader(
        "Users (optional): plan, country, account …", type=KINDS, key=study.uploader_key("users")
    )
    subscriptions = tables[1].file_uploader(
        "Subscriptions (optional): start, end, mrr, plan …", type=KINDS, key=study.uploader_key("subscriptions")
    )
    zone = st.text_input(
        "Time zone", placeholder="as stored in the file; else UTC. For example Europe/Berlin", key="_zone"
    )
    with st.container(horizontal=True):
        if st.button("**Load**", icon=":material/play_arrow:", key="load"):
            _run(spooled.with_tables(users, subscriptions, columns), zone.strip() or None)
        _draw_drop(spooled)


def _draw_drop(spooled: Spool) -> None:
    if st.button("Drop another file", icon=":material/undo:"):
        spooled.drop()
        study.set_spooled(None)
        st.rerun()


def _draw_columns(seen: Preview) -> dict[str, str]:
    """Show each field's column with the reason for the guess; return the ones a person changed."""
    changed = {}
    grid = st.columns(3, gap="medium")
    for place, choice in enumerate(seen.columns.choices):
        with grid[place % 3]:
            options = [NO_COLUMN, *seen.columns.header]
            picked = st.selectbox(
                FIELDS[choice.field],
                options,
                index=options.index(choice.column or NO_COLUMN),
                key=f"_map_{choice.field}",
            )
            st.caption(wording.escaped(choice.reason))
            if picked != (choice.column or NO_COLUMN):
                changed[choice.field] = "" if picked == NO_COLUMN else picked
    return changed


def _run(spooled: Spool, zone: str | None) -> None:
    """Load in a child process; any click on the page meanwhile cancels it, and what was loaded stays."""
    load = Load(spooled, zone)
    try:
        with st.status("Reading the file …", expanded=True) as status:
            st.caption("Any other click cancels; what you had stays.")
            for stage in load.stages():
                status.update(label=f"Reading the file: {stage}")
            own = load.result()
    except OffbeatError as problem:
        show.error(problem)
        return
    finally:
        load.cancel()
    spooled.drop()
    study.set_spooled(None)
    study.show_after_rerun(own)
    st.rerun()
