"""How a heading, a chart, a table, a finding, an empty state or an error is put on screen."""

import re
from calendar import month_name
from collections.abc import Hashable

import pandas as pd
import streamlit as st

from analysis import wording
from analysis.activity import to_date
from analysis.charts.picture import Picture
from analysis.errors import OffbeatError
from analysis.export import csv_bytes
from analysis.study import Study
from analysis.table_dates import date_columns
from analysis.views.cards import Card
from pages._ui import pin_button, uploads

ROW_HEIGHT = 38
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_AFTER_NO_MONTH = "".join(f"(?<!{name} )" for name in month_name[1:]) + rf"(?<!{_MONTH} )"  # one width a look back
_NUMBER = re.compile(rf"(?<![\w\\.]){_AFTER_NO_MONTH}(−?\d(?:\d|\\,(?=\d))*(?:\\\.\d+)?(?: \\%)?)(?!\w)(?! {_MONTH} )")
ROWS_UNSCROLLED = 14


def heading(question: str, sentence: str, study: Study) -> None:
    """State the page's question, its one-sentence answer, and where the numbers come from."""
    pin_button.headed(question)
    st.title(question, anchor=False)
    st.markdown(sentence)
    st.caption(source(study))


def source(study: Study) -> str:
    """Return name, size, dates and filter of what is shown; printed under headings and on exports."""
    activity = study.activity
    parts = [
        wording.escaped(uploads.loaded().dataset.name),  # a cached study may carry another session's file name
        f"{wording.count(activity.users)} {study.unit_word}",
        f"{wording.count(activity.user_days)} active days",
        f"{wording.day(to_date(activity.observed_from))} to {wording.day(to_date(activity.observed_to))}",
    ]
    if study.filters.who != "all":
        shown = wording.count(int(study.chosen.sum()))
        parts.append(f"shown: {wording.escaped(wording.segment_title(study.filters.who))}, {shown}")
    hidden = int(study.bots.sum()) if study.filters.bots == "out" else 0
    if hidden:
        parts.append(f"{wording.count(hidden)} like clockwork left out, maybe bots")
    if study.filters.left_out_domains:
        internal = wording.count(int(study.internal.sum()))
        parts.append(f"{internal} of {wording.escaped(wording.listed(study.filters.left_out_domains))} left out")
    if study.filters.ignored_days:
        parts.append(f"{wording.plural(len(study.filters.ignored_days), 'date')} left out")
    if study.filters.active_events:
        parts.append(f"active means {wording.escaped(wording.listed(study.filters.active_events))}")
    return " · ".join(parts)


def title(segment: str) -> str:
    """Return a segment's name as a list of options shows it."""
    return wording.segment_title(segment)


def section(title: str, caption: str) -> None:
    """Head a section: one line of title, one of caption; both may hold names from data and are shown as they are."""
    pin_button.headed(title)
    with st.container(gap=None):
        st.header(wording.escaped(title), anchor=False)
        st.caption(wording.escaped(caption))


def picture(drawn: Picture, *, key: Hashable, names_people: bool = False) -> None:
    """Show a chart with its alternative text, its numbers behind it, and a pin."""
    st.vega_lite_chart(drawn.sent, key=str(key), alt=drawn.alt, width="stretch")
    numbers(drawn, key=key, names_people=names_people)


def numbers(drawn: Picture, *, key: Hashable, names_people: bool = False) -> None:
    """Offer the numbers behind a chart, and to pin it."""
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        with st.expander("Show numbers", on_change="rerun", key=f"{key}_numbers") as behind:
            if behind.open:
                plain_table(drawn.table, alt=drawn.alt)
                _as_file(drawn.table, key=f"{key}_numbers")
        pin_button.draw(drawn, drawn.alt, "chart", key=key, names_people=names_people)


def table(frame: pd.DataFrame, *, alt: str, config: dict | None = None, names_people: bool = False) -> None:
    """Show a plain table, the same as a file, and a pin."""
    with st.container(horizontal_alignment="right", gap=None):
        plain_table(frame, alt=alt, config=config)
        with st.container(horizontal=True, horizontal_alignment="right", gap="small"):
            _as_file(frame, key=alt)
            pin_button.draw(frame, alt, "table", key=alt, names_people=names_people)


def columns_of(frame: pd.DataFrame) -> dict:
    """Return how columns are shown: whole numbers as 1,234, dates as 5 May 2026; both sort as what they are."""
    counts = frame.select_dtypes("integer").columns
    numbers = {name: st.column_config.NumberColumn(format="localized") for name in counts}
    return numbers | {name: st.column_config.DateColumn(format="D MMM YYYY") for name in date_columns(frame)}


def plain_table(frame: pd.DataFrame, *, alt: str, config: dict | None = None) -> None:
    """Show a table as it is: no index, room to breathe; a long one scrolls."""
    columns = columns_of(frame) | (config or {})
    st.dataframe(
        frame, hide_index=True, row_height=ROW_HEIGHT, alt=alt, column_config=columns, width="stretch",
        placeholder=wording.UNDEFINED,
        height="content" if len(frame) <= ROWS_UNSCROLLED else ROW_HEIGHT * (ROWS_UNSCROLLED + 1),
    )  # fmt: skip


def side_by_side(rows: pd.DataFrame) -> None:
    """Show four columns of sentences: name and verdict, for, against; on a phone one below the other.

    A table of sentences would be four columns of one word each there. Cells hold Markdown, its special letters escaped.
    """
    name, verdict, first, second = rows.columns
    for _, row in rows.iterrows():
        with st.container(border=True, gap="small"):
            left, middle, right = st.columns([3, 5, 5], gap="medium")
            left.markdown(f"**{row[name]}**  \n{row[verdict]}")
            middle.markdown(f":gray[{first}]  \n{row[first] or '–'}")
            right.markdown(f":gray[{second}]  \n{row[second] or '–'}")


def lately(sizes: pd.DataFrame | None) -> None:
    """Show how many keep each pattern lately, or why it is not counted here."""
    if sizes is None:
        st.caption("Not counted here among so many; `python -m analysis rhythms` counts it.")
        return
    st.caption("The last 90 days are read alone, so few can be proven. Taken up: since some day, hidden before.")
    table(sizes, alt="Patterns over all time, in the last 90 days, and taken up lately")


def card(shown: Card) -> None:
    """Show one number, its change against the 28 days before, its weekly trend."""
    label = f"{shown.label} · {shown.share}" if shown.share else shown.label
    arrow = "auto" if (shown.delta or "").startswith(("+", "-")) else "off"
    st.metric(
        label, shown.value, shown.delta, delta_color="blue", delta_arrow=arrow, border=True, height="stretch",
        help=shown.help, chart_data=list(shown.trend) or None, delta_description="vs before" if shown.delta else None,
    )  # fmt: skip


def hides_people() -> bool:
    """Say, where only counts were shared, that lists of people are not; return whether that is so."""
    if uploads.is_counts_only():
        st.caption(uploads.COUNTS_ONLY)
    return uploads.is_counts_only()


def copyable(text: str, *, key: str, call: str = "") -> None:
    """Offer a sentence to paste, as plain text with the browser's copy button; and the command that gives it again."""
    with st.popover("Copy", type="tertiary", key=key):
        st.code(text, language=None, wrap_lines=True)
        if call:
            st.caption("The same from the command line, FILE being the file of these data:")
            st.code(call, language="bash", wrap_lines=True)


def empty(what: str, *, why: str, page: str, label: str) -> None:
    """Say what is missing, why, and offer the one next step."""
    with st.container(border=True):
        st.markdown(f":material/search_off: **Nothing to show yet.** {what}")
        st.caption(why)
        st.page_link(page, label=label)


def error(problem: OffbeatError) -> None:
    """Show what was expected and found, and the next step, as plain text."""
    with st.container(border=True):
        st.markdown(":material/error: **That did not work.** What you had is still here.")
        st.text(problem.sentence)
        st.text(f"Next step: {problem.hint}")


def first_rows(header: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> pd.DataFrame:
    """Return the head of a file as a table of text; columns that only a later file has are empty in it."""
    whole = [[*each, *[""] * (len(header) - len(each))] for each in rows]
    return pd.DataFrame(whole, columns=list(header), dtype="str")


def plain_list(sentences: tuple[str, ...]) -> None:
    """Show sentences that may hold text from data."""
    st.markdown("\n".join(f"- {wording.escaped(each)}" for each in sentences))


def bold_numbers(sentence: str) -> str:
    """Return a plain sentence as Markdown with its numbers in bold, dates apart; text from data stays text."""
    return _NUMBER.sub(r"**\1**", wording.escaped(sentence))


def _as_file(table: pd.DataFrame, *, key: str) -> None:
    """Offer a table as CSV in place of Streamlit's own download, whose cells a spreadsheet may run as formulas."""
    st.download_button(
        ":gray[CSV]", data=lambda: csv_bytes(table), file_name="table.csv", mime="text/csv", type="tertiary",
        icon=":material/download:", on_click="ignore", key=f"{key}_file", help="This table as a file",
    )  # fmt: skip


def download(table: pd.DataFrame, *, name: str, label: str) -> None:
    """Offer a table as CSV that no spreadsheet runs as a formula; built on click."""
    st.download_button(
        label, data=lambda: csv_bytes(table), file_name=f"{name}.csv", mime="text/csv", icon=":material/download:",
        on_click="ignore", key=f"{name}_csv",
    )  # fmt: skip
