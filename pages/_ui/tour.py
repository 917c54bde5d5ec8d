"""The tour of the sample in four steps: a card on top of the page that says what is seen there and leads on.

`?tour=1` begins it, on any page; the step travels in the link, so that it survives a change of page and a reload.
"""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from analysis.sample import load_sample
from pages._ui import link, study, uploads

TOUR, SAMPLE = "tour", "saas"
_ENDED, _ASKED = "_tour_ended", "_tour_asked"


@dataclass(frozen=True)
class Step:
    """One step: the page it speaks of, what is to be seen there, how the way to it is called."""

    page: str
    title: str
    text: str
    way: str
    prepare: Callable[[], None] = lambda: None


def _open_tuesdays() -> None:
    study.open_pattern("weekday:Tue")


def _open_sizes() -> None:
    st.session_state["segments_tab"], st.session_state["cut"] = "Sizes", "weekday.min_share"


def _open_late() -> None:
    st.session_state["at_risk_tab"], st.session_state["late_list"] = "Late", "late"


STEPS = (
    Step(
        "home", "What is found",
        "These are made-up people of a small software firm. Each finding says what was found with its numbers, how "
        "much of it chance alone would give, and one thing to do about it. The most money comes first.", "Go to Home",
    ),
    Step(
        "patterns", "Who comes on Tuesdays",
        "A weekly chart shows none of this: some people come on Tuesdays and hardly on another day. The table holds "
        "every pattern with the number chance would give; below it stand the Tuesday people against everyone else.",
        "Who comes on Tuesdays?", _open_tuesdays,
    ),
    Step(
        "segments", "A slider moves a segment",
        "Pull the handle below: bars, sizes and days follow your hand. Let go, and every page counts with the new "
        "threshold, which the link carries. Undo, above, takes it back.", "Move a segment", _open_sizes,
    ),
    Step(
        "at_risk", "Late by their own pattern",
        "Thirty days of silence mean nothing for somebody who comes every month, and a lot for somebody who comes "
        "daily. Each person here is held against their own days. Now on your own file: one row an event is enough.",
        "Who is late?", _open_late,
    ),
)  # fmt: skip


def draw(page: str) -> None:
    """Draw the card of the step the link names, if it names one; other data end the tour."""
    _follow()
    number = _number()
    if not number:
        return
    if not _is_on_sample():
        end()
        return
    step = STEPS[number - 1]
    with st.container(border=True, key="tour"):
        st.markdown(f":material/explore: **Step {number} of {len(STEPS)}: {step.title}**")
        st.markdown(step.text)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if page != step.page:
                _way(step, number, label=step.way)
            elif number < len(STEPS):
                _way(STEPS[number], number + 1, label=f"Next: {STEPS[number].way}")
            else:
                st.button("Drop your own file", key="tour_file", icon=":material/upload_file:", on_click=_to_files)
            last = number == len(STEPS)
            st.button("Done" if last else "Skip the tour", key="tour_skip", type="tertiary", on_click=end)


def offer() -> None:
    """Offer the tour on the sample, until it was taken or skipped in this session."""
    if _number() or not _is_on_sample() or st.session_state.get(_ENDED):
        return
    st.button("New here? Four steps show you round", key="tour_offer", type="tertiary", icon=":material/explore:",
              on_click=_begin)  # fmt: skip


def end() -> None:
    """Take the tour out of the link; it is not offered again in this session."""
    link.put(TOUR, "")
    st.session_state[_ENDED] = True


def _is_on_sample() -> bool:
    return uploads.loaded().dataset.fingerprint == load_sample(SAMPLE)[0].fingerprint


def _begin() -> None:
    link.put(TOUR, "1")


def _way(step: Step, number: int, *, label: str) -> None:
    st.button(label, key="tour_next", icon=":material/arrow_forward:", on_click=_ask, args=(step, number))


def _ask(step: Step, number: int) -> None:
    """Remember where to go; only in a callback, which cannot change the page."""
    link.put(TOUR, str(number))
    st.session_state[_ASKED] = step


def _to_files() -> None:
    end()
    st.session_state[_ASKED] = Step("data", "", "", "")


def _follow() -> None:
    """Go where the last click led."""
    step = st.session_state.pop(_ASKED, None)
    if step is not None:
        step.prepare()
        link.open_page(f"pages/{step.page}.py")


def _number() -> int:
    """Return the step of the link, 0 where it names none."""
    asked = link.plain(TOUR)
    return int(asked) if asked in {str(number) for number in range(1, len(STEPS) + 1)} else 0
