"""The link: plain text parameters that no bound widget carries, and what a link asks that cannot be done."""

from datetime import date
from typing import NoReturn

import streamlit as st

from analysis.errors import OffbeatError
from analysis.knobs import Knob
from analysis.settings import Settings

LINK_VERSION = "1"
RULE, RULE_DAYS = "rule", "inactive.days"
# Plain text parameters of a link. Their options depend on the data, so no widget may be bound to them.
PLAIN = (
    "data", "people", "who", "as_of", "active", "user", "group_a", "group_b", "metrics", "pattern", "dates", "ignore",
    "segments", "rule", "baseline", "first", "follow", "since", "until", "move", "value",
    "visit", "without", "churn", "loss_by", "contact", "view", "tour",
)  # fmt: skip


def take() -> None:
    """Take the plain parameters of the link this session was opened with."""
    st.session_state["_link"] = {name: st.query_params[name] for name in PLAIN if name in st.query_params}
    _take_rule_days()
    for address, knob in Settings.knobs():
        # `--set` and notebooks write 0 and 1, which Streamlit's own reading would drop without a word.
        if knob.is_switch and st.query_params.get(address) in ("0", "1"):
            st.session_state[address] = st.query_params[address] == "1"
            st.query_params[address] = str(st.session_state[address]).lower()


def _take_rule_days() -> None:
    """Read `?rule=30` as the days of the rule of silence; any other rule is one of a segment in the making."""
    text = st.session_state["_link"].get(RULE, "")
    if text.isascii() and text.isdigit():
        del st.session_state["_link"][RULE], st.query_params[RULE]
        st.query_params[RULE_DAYS] = text  # its slider takes it, or `refused_thresholds` says why not
        low, high = Settings.knob(RULE_DAYS).span
        if low <= int(text) <= high:
            st.session_state[RULE_DAYS] = int(text)
        st.session_state["_asked_rule"] = True


def asks_for_rule() -> bool:
    """Whether this session was opened with `?rule=30`."""
    return st.session_state.get("_asked_rule", False)


def write() -> None:
    """Write what no bound widget carries into the URL, on every run: navigation drops it."""
    link = st.session_state["_link"]
    for name in PLAIN:
        if link.get(name):
            if st.query_params.get(name) != link[name]:
                st.query_params[name] = link[name]
        elif name in st.query_params:
            del st.query_params[name]
    if st.query_params.get("v") != LINK_VERSION:
        st.query_params["v"] = LINK_VERSION


def open_page(page: str) -> NoReturn:
    """Go to another page with every setting kept; the link is written anew there.

    A bare `st.switch_page` raises as soon as the URL holds the value of a bound widget, such as a moved threshold.
    """
    st.switch_page(page, query_params={})


def refused_thresholds() -> str | None:
    """Say which thresholds of the link cannot be used: Streamlit drops them without a word."""
    refused = []
    for address in [name for name in st.query_params if "." in name]:
        try:
            knob = Settings.knob(address)
            value = knob.parse(st.query_params[address], owner=address.partition(".")[0])
        except OffbeatError as error:
            refused.append(str(error))
            continue
        low, high = knob.span
        if not low <= value <= high:
            refused.append(
                f"The link asks for {value:g} at “{knob.label}”, whose slider runs from {low:g} to {high:g}; "
                f"{knob.default:g} is used."
            )
    return " ".join(refused) or None


def threshold(address: str, knob: Knob) -> float | None:
    """Return what the link says of a threshold, or None where its slider will not take it."""
    try:
        value = knob.parse(st.query_params.get(address, ""), owner=address)
    except OffbeatError:
        return None
    return value if knob.span[0] <= value <= knob.span[1] else None


def day(name: str) -> date | None:
    """Return a plain parameter as a date, None where it is none."""
    try:
        return date.fromisoformat(plain(name))
    except ValueError:
        return None


def plain(name: str) -> str:
    """Return a plain parameter of the link, empty where it is not set."""
    return st.session_state["_link"].get(name, "")


def put(name: str, text: str) -> None:
    """Set a plain parameter of the link."""
    st.session_state["_link"][name] = text
