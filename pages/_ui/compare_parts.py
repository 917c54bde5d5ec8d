"""The parts of the Compare tab; those below its answer are computed when they are opened."""

import streamlit as st

from analysis import wording
from analysis.study import Study
from analysis.views.adopted import TITLE as ADOPTED_TITLE
from analysis.views.adopted import adoption_answer, adoption_of, adoption_told
from analysis.views.comparison import Compared
from analysis.views.comparison_told import Told
from analysis.views.spread import TITLE as SPREAD_TITLE
from analysis.views.spread import spread_choices, spread_of
from pages._ui import answer, cache, looked, show
from pages._ui.compare_choice import Asked


def effects(compared: Compared, found: Told) -> None:
    """Effects with intervals beside who is still there; of several segments whether any differs."""
    left, right = st.columns(2, gap="large")
    with left:
        show.section("Effects, with their intervals", compared.effects_caption)
        show.picture(compared.effects, key="effects")
    with right:
        show.section("Who is still there", compared.silence.caption)
        if compared.silence.picture:
            show.picture(compared.silence.picture, key="survival")
            show.table(compared.silence.at_risk, alt="How many are still followed on each day")
    if found.at_once:
        st.markdown(show.bold_numbers(found.at_once))


def numbers(found: Told) -> None:
    """Every pair, sentences to copy, what to read with care, what could have been missed."""
    show.table(found.table, alt="All comparisons: effect, interval, adjusted p, caveats")
    _sentences(found)
    left, right = st.columns(2, gap="large")
    if found.caveats:
        left.warning("\n\n".join(wording.escaped(each) for each in found.caveats), icon=":material/rotate_right:")
    with right:
        st.markdown("**What could have been missed**")
        show.plain_list(found.missed)


def _sentences(told: Told) -> None:
    """Every sentence with its copy button."""
    with st.expander("**In sentences, to copy**", icon=":material/format_quote:", on_change="rerun",
                     key="compare_sentences") as opened:  # fmt: skip
        if opened.open:
            for sentence in told.sentences:
                st.code(sentence, language=None, wrap_lines=True)


def spread(now: Study, asked: Asked) -> None:
    """One metric's distribution in each segment."""
    with st.expander(f"**{SPREAD_TITLE}**", icon=":material/stairs:", on_change="rerun",
                     key="compare_spread") as opened:  # fmt: skip
        if not opened.open:
            return
        choices = cache.view(spread_choices, now, asked.metrics)
        if not choices:
            st.caption("Choose a metric that is a number of each of them.")
            return
        metric = st.selectbox("Metric", list(choices), format_func=choices.get, key="_spread_metric", width=320)
        part = cache.view(spread_of, now, asked.groups, metric)
        st.caption(wording.escaped(part.caption))
        if part.picture:
            show.picture(part.picture, key="spread")


def adoption(now: Study, asked: Asked) -> None:
    """What the first segment does that another does not; opening it is looking at one test an event."""
    with st.expander(f"**{ADOPTED_TITLE}**", icon=":material/compare_arrows:", on_change="rerun",
                     key="compare_adoption") as opened:  # fmt: skip
        if not opened.open:
            return
        other = asked.groups[1]
        if len(asked.groups) > 2:
            other = st.selectbox("The others are", asked.groups[1:], format_func=wording.segment_title,
                                 key="_adoption_other", width=320)  # fmt: skip
        found = cache.view(adoption_of, now, asked.groups, other)
        seen = looked.look(found.questions)
        sentence, part, notes = cache.made(
            adoption_answer, now, asked.groups, other, asked.correction, seen.beside(found.questions),
            by=lambda: adoption_told(found, seen, asked.correction),
        )  # fmt: skip
        st.markdown(show.bold_numbers(sentence))
        with st.container(horizontal=True, gap="small"):
            show.copyable(sentence, key="copy_adoption")
            answer.pin(sentence, key="adoption_answer", title=ADOPTED_TITLE)
        if part.picture:
            st.caption(wording.escaped(part.caption))
            show.picture(part.picture, key="adoption")
        show.plain_list(notes)
