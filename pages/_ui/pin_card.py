"""One pin of the story: what it says, what changed since, its note, and where it was found."""

import streamlit as st

from analysis import wording
from analysis.activity import to_date
from analysis.story.call import call_of
from analysis.story.pin import Content, Pin
from analysis.story.told import told
from pages._ui import cache, link, pins, shared_view, show, steps, uploads


def draw(pin: Pin, number: int, *, last: int, presents: bool) -> None:
    """Draw a pin; where it is presented only what was found and its note."""
    dataset = uploads.loaded().dataset
    now = told(pin, lambda each: cache.again(each, dataset))
    with st.container(border=True, key=f"story_{number}"):
        if presents:
            st.subheader(wording.escaped(pin.title), anchor=False)
        else:
            _arrange(pin, number, last=last)
        st.markdown(show.bold_numbers(now.content.sentence))
        if now.said:
            st.caption(wording.escaped(now.said))
        _content(now.content, number)
        _note(pin, number, presents=presents)
        if not presents:
            _origin(pin, number)


def _arrange(pin: Pin, number: int, *, last: int) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(
            "Title", pin.title, key=f"story_title_{number}_{id(pin.kept)}", label_visibility="collapsed",
            on_change=_rename, args=(number, f"story_title_{number}_{id(pin.kept)}"),
        )  # fmt: skip
        st.button("Up", key=f"story_up_{number}", on_click=pins.move, args=(number, -1), disabled=number == 0,
                  icon=":material/arrow_upward:", type="tertiary")  # fmt: skip
        st.button("Down", key=f"story_down_{number}", on_click=pins.move, args=(number, 1), disabled=number == last,
                  icon=":material/arrow_downward:", type="tertiary")  # fmt: skip
        st.button("Take out", key=f"story_out_{number}", on_click=pins.remove, args=(number,),
                  icon=":material/close:", type="tertiary")  # fmt: skip


def _content(content: Content, number: int) -> None:
    if content.spec is not None:
        st.vega_lite_chart(content.spec, key=f"story_chart_{number}", alt=content.alt, width="stretch")
        with st.expander("Show numbers", on_change="rerun", key=f"story_numbers_{number}") as behind:
            if behind.open:
                show.plain_table(content.table, alt=content.alt)
    elif content.table is not None:
        show.plain_table(content.table, alt=content.sentence)


def _note(pin: Pin, number: int, *, presents: bool) -> None:
    if presents:
        if pin.note:
            st.markdown(f"*{wording.escaped(pin.note)}*")
        return
    key = f"story_note_{number}_{id(pin.kept)}"
    st.text_area(
        "Note", pin.note, key=key, height=68, placeholder="What it means, what to do about it",
        on_change=_annotate, args=(number, key),
    )  # fmt: skip


def _origin(pin: Pin, number: int) -> None:
    day = wording.day(to_date(pin.last_day))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(wording.escaped(f"Pinned on {pin.data_name}, known to {day}."))
        if st.button("Open where it was found", key=f"story_open_{number}", type="tertiary",
                     on_click=steps.show_pinned, args=(pin,)):  # fmt: skip
            link.open_page(shared_view.path_of(pin.page))
        show.copyable(pin.sentence, key=f"story_copy_{number}", call=call_of(pin) if pin.view else "")


def _rename(number: int, key: str) -> None:
    pins.change(number, title=st.session_state[key].strip() or pins.pins()[number].title)


def _annotate(number: int, key: str) -> None:
    pins.change(number, note=st.session_state[key])
