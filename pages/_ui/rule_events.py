"""What counts as a visit, rule by rule, where rules are held against each other; the choice travels in links."""

import streamlit as st

from analysis.at_risk.rules import RULE_NAMES
from pages._ui.link import plain, put

VISIT_KEY, VISIT_NAME = "_visit", "visit"


def fill() -> None:
    """Set what the session does not hold yet from its link; a line that names no rule is left out."""
    if VISIT_KEY not in st.session_state:
        asked = [each for each in plain(VISIT_NAME).split("\n") if each.partition("=")[2]]
        st.session_state[VISIT_KEY] = tuple(each for each in asked if each.partition("=")[0] in RULE_NAMES)


def write() -> None:
    """Write the choice into the link."""
    put(VISIT_NAME, "\n".join(chosen()))


def chosen() -> tuple[str, ...]:
    """Return lines like "fixed=login"; none means that all rules go by the same days."""
    return st.session_state[VISIT_KEY]


def keep_known(events: tuple[str, ...]) -> list[str]:
    """Forget chosen events the data do not hold, and return them."""
    gone = [each for each in chosen() if _event(each) not in events]
    if gone:
        st.session_state[VISIT_KEY] = tuple(each for each in chosen() if each not in gone)
    return [_event(each) for each in gone]


def forget() -> None:
    """Choose none: other data hold other events."""
    st.session_state[VISIT_KEY] = ()


def draw(rules: dict[str, str], events: tuple[str, ...]) -> None:
    """Draw one choice a rule (its name and title) among the events of these data."""
    if len(events) < 2:
        return
    with st.popover("What counts as a visit, rule by rule", icon=":material/rule:"):
        st.caption(
            "For this comparison only. Without a choice a rule goes by the same days as every other number here."
        )
        for rule, title in rules.items():
            key = f"visit_{rule}"
            st.session_state[key] = [_event(each) for each in chosen() if each.startswith(f"{rule}=")]
            st.multiselect(title, list(events), key=key, placeholder="any day they came", on_change=_take)


def _event(line: str) -> str:
    return line.partition("=")[2]


def _take() -> None:
    picked = {rule: st.session_state.get(f"visit_{rule}", ()) for rule in RULE_NAMES}
    st.session_state[VISIT_KEY] = tuple(f"{rule}={event}" for rule, events in picked.items() for event in events)
