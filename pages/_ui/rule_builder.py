"""The builder of a rule: what to look at, how, which value; “Add” writes it behind the rule so far."""

from datetime import date

import streamlit as st

from analysis.errors import OffbeatError
from analysis.segments.rules.joining import JOININGS, Joining
from analysis.study import Study
from analysis.views.build import extended
from analysis.views.rule_fields import (
    MISSING,
    OPERATORS,
    FieldKind,
    dates_of,
    field_kind,
    fields_of,
    span_of,
    spread_of,
    values_of,
)
from pages._ui import cache, own_segments, show

_FIELD, _HOW, _TEXT, _PROBLEM = "_build_field", "_build_how", "_build_text", "_build_problem"
_FIRST = "active_days"
_NARROW_PX, _WIDE_PX = 150, 260


def draw(now: Study) -> None:
    """Draw the fields of one condition and the button that adds it."""
    fields = cache.view(fields_of, now)
    with st.container(border=True):
        how = _how()
        with st.container(horizontal=True, vertical_alignment="bottom"):
            if st.session_state.get(_FIELD) not in fields:
                st.session_state[_FIELD] = _FIRST
            field = st.selectbox("What", list(fields), format_func=fields.get, key=_FIELD, width=_WIDE_PX)
            kind = cache.view(field_kind, now, field)
            words = OPERATORS[kind]
            op = st.selectbox("How", list(words), format_func=words.get, key=f"_build_op_{kind}", width=_NARROW_PX)
        values = _values(now, field, kind, op)
        st.button(
            "**Add**", icon=":material/add:", on_click=_add, args=(now, how, (field, op, values or ())),
            disabled=values is None, help="Puts this condition behind the rule.",
        )  # fmt: skip


def text() -> None:
    """Draw the rule as text: the one truth of builder and people below; Enter applies it."""
    st.session_state[_TEXT] = own_segments.rule()
    with st.form("rule_text", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "The rule, as text", key=_TEXT, placeholder="active_days >= 10 and not weekend", width="stretch",
            help="Join conditions with and, or, not and brackets. Names with spaces stand in double quotes.",
        )  # fmt: skip
        st.form_submit_button("Apply", on_click=_apply)
    problem = st.session_state.pop(_PROBLEM, None)
    if problem:
        show.error(problem)


def _how() -> Joining:
    if not own_segments.rule():
        return "and"
    return st.segmented_control("And then", JOININGS, default="and", required=True, key=_HOW)


def _values(now: Study, field: str, kind: FieldKind, op: str) -> tuple | None:
    """Draw what the field is compared with; None while nothing is chosen."""
    if op == MISSING or kind == "flag":
        return ()
    if kind == "number":
        return (_cut(now, field, op),)
    if kind == "date":
        return _day(now, field)
    options = list(cache.view(values_of, now, field))
    if kind == "segment":
        return (st.selectbox("Which", options, format_func=show.title, key="_build_segment"),)
    return tuple(st.multiselect("Values", options, key=f"_build_values_{field}", placeholder="Choose")) or None


def _cut(now: Study, field: str, op: str) -> float:
    """Draw the histogram of a figure and the slider of the cut below it."""
    span = cache.view(span_of, now, field)
    chart = st.container()
    low, high, step, start = (
        int(each) if span.is_whole else each for each in (span.low, span.high, span.step, span.start)
    )
    # The key holds the ends: under another filter the slider is another one, and its old value may lie outside.
    key = f"_build_cut_{field}_{low}_{high}"
    value = st.slider("Value", low, high, start, step, key=key, label_visibility="collapsed")
    spread = cache.view(spread_of, now, field, op, value)
    chart.vega_lite_chart(spread.sent, key="value_spread", alt=spread.alt, width="stretch")
    show.numbers(spread, key="value_spread")
    return value


def _day(now: Study, field: str) -> tuple[date] | None:
    ends = cache.view(dates_of, now, field)
    if ends is None:
        st.caption("Nobody has a date here.")
        return None
    first, last = ends
    chosen = st.date_input("Date", first, first, last, key=f"_build_day_{field}_{first}_{last}", format="YYYY-MM-DD")
    return (chosen,) if isinstance(chosen, date) else None


def _add(now: Study, how: Joining, test: tuple) -> None:
    try:
        own_segments.write_rule(extended(now, own_segments.rule(), how, test))
    except OffbeatError as problem:
        st.session_state[_PROBLEM] = problem


def _apply() -> None:
    own_segments.write_rule(st.session_state[_TEXT])
