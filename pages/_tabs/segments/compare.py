"""Do two segments or more really differ?"""

import streamlit as st

from analysis.errors import OffbeatError
from analysis.views.comparison import compared_of
from analysis.views.comparison_told import answer_of, told
from pages._ui import answer, cache, compare_choice, compare_parts, looked, show, study

QUESTION = "Do these segments really differ?"


def draw() -> None:
    """The answer in a sentence and effects with intervals, all numbers with p last, then parts to open."""
    now = study.current()
    head = st.container()
    asked = compare_choice.draw(now)
    try:
        compared = cache.view(compared_of, now, asked.groups, asked.metrics)
    except OffbeatError as problem:
        with head:
            show.heading(QUESTION, "Nothing to compare yet.", now)
        show.error(problem)
        return
    looked.look(compared.answers.questions)
    body = st.container()
    compare_parts.spread(now, asked)
    # Opening it looks at more tests, so it comes before p is adjusted for what stands above it.
    compare_parts.adoption(now, asked)
    seen = looked.look(compared.answers.questions)
    arguments = (*asked, seen.beside(compared.answers.questions))
    found = cache.made(answer_of, now, *arguments, by=lambda: told(compared, seen, asked.correction))
    with head:
        answer.draw(QUESTION, found.sentence, now)
    with body:
        compare_parts.effects(compared, found)
        show.section("All numbers", f"{compared.sizes} Effect first, each interval for itself; p last.")
        looked.draw(seen, asked.correction)
        compare_parts.numbers(found)
