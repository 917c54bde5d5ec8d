"""What a dropped file seems to say: columns with reasons, changeable until loaded; other tables; the load itself."""

from dataclasses import replace

import streamlit as st

from analysis import wording
from analysis.errors import OffbeatError
from analysis.ingest import NamedFile, Preview
from analysis.ingest.columns import Table
from analysis.ingest.timestamps import zone_names
from pages._ui import link, loading, show, uploads
from pages._ui.loading import Load, Spool

HOME_PAGE, MONEY_PAGE = "pages/home.py", "pages/money.py"
ROWS_SHOWN = 5
NO_COLUMN = "(none)"
FIELDS = {
    "user_id": "Who (user id)",
    "user_fallback": "Who, where that is empty",
    "timestamp": "When (time)",
    "event": "What (event name)",
    "amount": "Money (amount)",
    "account_id": "Account",
    "mrr": "Money a month (MRR)",
    "mrr_cents": "Money a month, in cents",
    "amount_cents": "Money, in cents",
    "email": "E-mail",
    "is_trial": "Whether it is a trial",
}
BESIDE: dict[Table, str] = {
    "users": "Users: plan, country, account …",
    "subscriptions": "Subscriptions: start, end, mrr, plan …",
    "payments": "Payments or invoices: who, day, amount, status …",
}


def draw(spooled: Spool) -> None:
    """Draw the form; nothing is loaded before the button, and what was loaded before stays until then."""
    try:
        main = loading.seen(spooled.main, spooled.table)
    except OffbeatError as problem:
        show.error(problem)
        _draw_drop(spooled)
        return
    show.section(
        f"What {spooled.name} seems to say", f"Read as {spooled.table}. Change what is wrong; nothing is loaded yet."
    )
    _draw_other_reading(spooled)
    columns = _draw_columns(main)
    spooled, more_columns, zone = _draw_options(spooled)
    with st.container(horizontal=True):
        pressed = st.button("**Load**", icon=":material/play_arrow:", key="load")
        _draw_drop(spooled)
    if pressed:
        _run(replace(spooled, columns=columns | more_columns), zone)
    show.section("First rows", "As they stand in the file.")
    show.table(show.first_rows(main.columns.header, main.rows[:ROWS_SHOWN]), alt="First rows of the file")


def _draw_other_reading(spooled: Spool) -> None:
    """Offer to read a single file as the other kind of table: events, or subscriptions alone."""
    if len(spooled.main) > 1:
        return
    other, label = ("subscriptions", "who pays what") if spooled.table == "events" else ("events", "who came when")
    st.button(
        f"Read it as {other} ({label})", icon=":material/swap_horiz:", type="tertiary", key="read_as",
        on_click=uploads.keep_spooled, args=(spooled.read_as(other),),
    )  # fmt: skip


def _draw_columns(seen: Preview) -> dict[str, str]:
    """Show each field's column with the reason for the guess; return `--map` texts of those a person changed."""
    changed = {}
    table = seen.columns.table
    grid = st.columns(3, gap="medium")
    for place, choice in enumerate(seen.columns.choices):
        with grid[place % 3]:
            options = [NO_COLUMN, *seen.columns.header]
            guessed = choice.column or NO_COLUMN
            picked = st.selectbox(
                FIELDS.get(choice.field, choice.field.replace("_", " ").capitalize()), options,
                index=options.index(guessed), key=f"_map_{table}_{choice.field}", help=wording.escaped(choice.reason),
            )  # fmt: skip
            st.caption(wording.escaped(choice.reason) if picked == guessed else "chosen by you")
            if picked != guessed:
                field = choice.field if table == "events" else f"{table}.{choice.field}"
                changed[field] = "" if picked == NO_COLUMN else picked
    return changed


def _draw_options(spooled: Spool) -> tuple[Spool, dict[str, str], str | None]:
    """Draw what may be added: users, subscriptions and payments with their columns, a time zone."""
    with st.expander("Add users, subscriptions, payments or a time zone", key="_options"):
        places = dict(zip(BESIDE, st.columns(len(BESIDE), gap="large"), strict=True))
        files = {
            table: places[table].file_uploader(label, type=loading.KINDS, key=uploads.uploader_key(table))
            for table, label in BESIDE.items()
            if table != spooled.table
        }
        spooled, columns = spooled.with_tables(**files), {}
        for table in files:
            file = getattr(spooled, table)
            if file is not None:
                columns |= _draw_table(file, table)
        zone = st.selectbox(
            "Time zone", zone_names(), index=None, key="_zone",
            placeholder="each user's own where the users table has one, else as stored in the file, else UTC",
        )  # fmt: skip
    return spooled, columns, zone


def _draw_table(file: NamedFile, table: Table) -> dict[str, str]:
    st.markdown(f"**{table.capitalize()}**")
    try:
        return _draw_columns(loading.seen((file,), table))
    except OffbeatError as problem:
        show.error(problem)
        return {}


def _draw_drop(spooled: Spool) -> None:
    if st.button("Drop another file", icon=":material/undo:"):
        spooled.drop()
        uploads.set_spooled(None)
        st.rerun()


def _run(spooled: Spool, zone: str | None) -> None:
    """Load in a child process; any click on the page meanwhile cancels it, and what was loaded stays."""
    load = Load(spooled, zone)
    try:
        with st.status("Reading the file …", expanded=True) as status:
            st.caption("Any other click cancels; what you had stays.")
            for stage in load.stages():
                status.update(label=f"Reading the file: {wording.escaped(stage)}")
            own = load.result()
    except OffbeatError as problem:
        show.error(problem)
        return
    finally:
        load.cancel()
    spooled.drop()
    uploads.set_spooled(None)
    uploads.show_after_rerun(own)
    link.open_page(HOME_PAGE if own.dataset.activity.users else MONEY_PAGE)
