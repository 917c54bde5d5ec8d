"""The one thing to do about a finding: the page, tab and list it leads to."""

from collections.abc import Callable
from types import MappingProxyType
from typing import NoReturn

import streamlit as st

from analysis.findings import Finding
from pages._ui import link, list_choice, money_data, study

PATTERNS, AT_RISK, MONEY = "pages/patterns.py", "pages/at_risk.py", "pages/money.py"
_ASKED = "_asked_finding"
_LATE_LISTS = {"late": "late", "early": "early", "between": "between_beats"}


def ask(finding: Finding) -> None:
    """Remember what to open; only in a callback, which cannot change the page."""
    st.session_state[_ASKED] = finding


def follow() -> None:
    """Open what the last click asked for, in the state the finding speaks of; first on the page."""
    finding = st.session_state.pop(_ASKED, None)
    if finding is not None:
        _OPEN[finding.kind](finding)


def _pattern(finding: Finding) -> NoReturn:
    study.open_pattern(finding.arguments["name"])
    link.open_page(PATTERNS)


def _people(finding: Finding) -> NoReturn:
    study.show_only(finding.arguments["name"])
    link.open_page(PATTERNS)


def _comparison(finding: Finding) -> NoReturn:
    study.open_comparison(*finding.arguments["groups"])
    link.open_page("pages/segments.py")


def _leak(_: Finding) -> NoReturn:
    money_data.open_leaks()


def _money_list(finding: Finding) -> NoReturn:
    st.session_state["money_tab"], st.session_state["money_list"] = "To act on", finding.kind
    link.open_page(MONEY)


def _late_list(finding: Finding) -> NoReturn:
    st.session_state["at_risk_tab"], st.session_state["late_list"] = "Late", _LATE_LISTS[finding.kind]
    link.open_page(AT_RISK)


def _at_risk(tab: str) -> Callable[[Finding], NoReturn]:
    def opened(_: Finding) -> NoReturn:
        st.session_state["at_risk_tab"] = tab
        link.open_page(AT_RISK)

    return opened


def _contact(finding: Finding) -> NoReturn:
    list_choice.open_with(finding.arguments["name"])


def _dates(_: Finding) -> NoReturn:
    st.session_state["patterns_tab"] = "At a glance"
    link.open_page(PATTERNS)


def _change(finding: Finding) -> NoReturn:
    """Open what moved in the last whole week or month, which is what Change shows unless told otherwise."""
    segment = finding.arguments["segment"]
    is_class = segment.startswith("frequency:")
    for name, asked in {"since": "", "until": "", "follow": "" if is_class else segment}.items():
        link.put(name, asked)
        st.session_state.pop(f"_{name}", None)
    st.session_state["change_of"] = "frequency" if is_class else "segment"
    st.session_state["change_by"] = finding.arguments["period"]
    st.session_state["patterns_tab"] = "Change"
    link.open_page(PATTERNS)


_OPEN = MappingProxyType({
    "rhythm": _pattern, "only_on": _people, "calendar": _people, "own": _people, "difference": _comparison,
    "leak": _leak, **dict.fromkeys(("cards", "scheduled", "renewals"), _money_list),
    **dict.fromkeys(_LATE_LISTS, _late_list), "slowing": _at_risk("Slowing"), "quiet": _at_risk("Quiet"),
    "win_back": _contact, "shared_date": _dates, "change": _change,
})  # fmt: skip
