"""E-mail domains of one's own people, left out of what is shown; the choice outlives the file and travels in links."""

import streamlit as st

from analysis.mail_domains import known_domain
from analysis.views.own_people import OwnPeople
from pages._ui import show
from pages._ui.link import plain, put

DOMAINS_KEY, DOMAINS_NAME = "_domains", "without"
_WIDGET = "left_out_domains"
COLUMNS = {
    "Share of people": st.column_config.NumberColumn(format="percent"),
    "Share of accounts": st.column_config.NumberColumn(format="percent"),
    "Active days each": st.column_config.NumberColumn(format="%.1f"),
}


def fill() -> None:
    """Set what the session does not hold yet from its link."""
    if DOMAINS_KEY not in st.session_state:
        leave_out(plain(DOMAINS_NAME).split("\n"))


def write() -> None:
    """Write the choice into the link."""
    put(DOMAINS_NAME, "\n".join(chosen()))


def chosen() -> tuple[str, ...]:
    """Return the domains left out, in alphabetical order."""
    return st.session_state[DOMAINS_KEY]


def leave_out(domains: list[str]) -> None:
    """Leave out exactly these; only in a callback or before anything is drawn."""
    st.session_state[DOMAINS_KEY] = tuple(sorted({known_domain(each) for each in domains} - {""}))


def leave_out_none() -> None:
    """Count everybody again; only in a callback."""
    leave_out([])


def draw(seen: OwnPeople) -> None:
    """Draw the domains that may be one's own, with the choice of those left out; nothing where no address is known."""
    if not seen.domains:
        return
    show.section("Your own people", "Colleagues and test accounts count like anybody else until you leave them out.")
    st.markdown(show.bold_numbers(seen.sentence))
    st.session_state[_WIDGET] = list(chosen())
    st.multiselect(
        "Leave out people of", list(seen.domains), key=_WIDGET, placeholder="no domain", on_change=_take,
        accept_new_options=True, help="The part of an e-mail address behind the @. Undo takes it back.",
    )  # fmt: skip
    with st.expander("Show the domains", key="own_domains"):
        show.plain_table(seen.table, alt="E-mail domains of people", config=COLUMNS)


def _take() -> None:
    leave_out(st.session_state[_WIDGET])
