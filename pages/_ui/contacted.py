"""The list of contacted people of this session, and its campaigns; they name people, so no link carries them."""

from datetime import date

import streamlit as st

from analysis.activity import to_date, to_day
from analysis.daysets.date_lists import LONGEST_NAME
from analysis.errors import OffbeatError
from analysis.study import Study
from analysis.views.campaign_result import example_list, made_and_sent_day, outcome_titles, usual_sent_day
from analysis.win_back.campaigns import Campaign, require_own_name, usual_name, with_campaign
from pages._ui import cache, own_dates, show, uploads

_LIST, _CAMPAIGNS, _PROBLEM = "_contacted", "_campaigns", "_campaign_problem"
_NAME, _COST = "campaign_name", "campaign_cost"
LARGEST_LIST_MB = 50


def people() -> bytes | None:
    """Return the list dropped last on these data, or None."""
    of, data = st.session_state.get(_LIST, ("", None))
    return data if of == uploads.loaded().dataset.fingerprint else None


def campaigns() -> tuple[Campaign, ...]:
    """Return the campaigns registered on these data."""
    of, known = st.session_state.get(_CAMPAIGNS, ("", ()))
    return known if of == uploads.loaded().dataset.fingerprint else ()


def _keep(key: str, value: object) -> None:
    st.session_state[key] = (uploads.loaded().dataset.fingerprint, value)


def drop(now: Study) -> tuple[bytes | None, int, str]:
    """Draw where a list is dropped, the day of the contact, and what it is judged by; return all three."""
    dropped = st.file_uploader(
        "Who was contacted: our list or a mail tool's, by id or e-mail", type=["csv", "txt", "tsv"],
        key="contacted_file", max_upload_size=LARGEST_LIST_MB,
    )  # fmt: skip
    is_new = dropped is not None and dropped.getvalue() != people()
    if is_new:
        _keep(_LIST, dropped.getvalue())
    titles = cache.view(outcome_titles, now)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sent = _day_field(now, cache.view(made_and_sent_day, now, dropped.getvalue()) if is_new else None)
        outcome = st.selectbox("Judged by", list(titles), format_func=titles.get, key="_outcome", width=260)
    day = to_day(sent) if isinstance(sent, date) else cache.view(usual_sent_day, now)
    return people(), day, outcome


def _day_field(now: Study, list_says: int | None) -> date | None:
    """Draw the day of the contact; a new list that says when it was made moves it to the day after."""
    default = {"value": to_date(cache.view(usual_sent_day, now))}
    if list_says is not None:
        st.session_state["sent_day"], default = to_date(list_says), {}
    return st.date_input(
        "Day of the contact", key="sent_day", width=200, min_value=to_date(now.activity.observed_from),
        max_value=to_date(now.activity.observed_to), **default,
    )  # fmt: skip


def offer_example(now: Study, sent_day: int) -> None:
    """Say what a list would give, and offer one to try it with."""
    with st.container(border=True):
        st.markdown(":material/mail: **No list yet.** Drop the people you contacted, with the day of the contact.")
        st.caption(
            "You see how many came back, and how many would have come anyway: by those left out on purpose, or "
            "without them by people like them on earlier dates. Take everybody mailed, not only who opened it."
        )
        st.button(
            "Try it with people nobody wrote to", icon=":material/science:", key="contacted_example",
            on_click=_try, args=(now, sent_day),
        )  # fmt: skip


def _try(now: Study, sent_day: int) -> None:
    _keep(_LIST, example_list(now, sent_day))


def register(data: bytes, sent_day: int) -> None:
    """Draw the form that keeps a contact as a campaign; its day joins the dates of mine."""
    with (
        st.popover("Register as a campaign", icon=":material/campaign:", key="register"),
        st.form("register_form", border=False),
    ):
        st.text_input("Name", key=_NAME, placeholder="Spring mail", max_chars=LONGEST_NAME)
        st.number_input("Cost in all", 0.0, key=_COST, help="0: not known.")
        st.form_submit_button("**Register**", on_click=_register, args=(data, sent_day))
    show_problem()


def _register(data: bytes, sent_day: int) -> None:
    dates = [each.name for each in own_dates.lists()]
    name = st.session_state[_NAME].strip() or usual_name(sent_day, dates)
    try:
        new = Campaign.of(name, sent_day, data, cost=float(st.session_state[_COST]))
        require_own_name(new, campaigns(), dates)
    except OffbeatError as problem:
        st.session_state[_PROBLEM] = problem
        return
    _keep(_CAMPAIGNS, with_campaign(campaigns(), new))
    own_dates.add(new.dates)
    st.toast("Registered. It stands under Campaigns and among the dates of mine.")


def show_problem() -> None:
    """Say, once, why something was not registered."""
    problem = st.session_state.pop(_PROBLEM, None)
    if problem:
        show.error(problem)


def forget(name: str) -> None:
    """Drop a campaign and its day; only in a callback."""
    _keep(_CAMPAIGNS, tuple(each for each in campaigns() if each.name != name))
    own_dates.forget(name)
