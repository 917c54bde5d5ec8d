"""The study that Money shows: one's own, or, where it holds no subscriptions, the sample below what is missing."""

from typing import NoReturn

import streamlit as st

from analysis import wording
from analysis.sample import load_sample
from analysis.study import Filters, Study
from analysis.views.cards import Headline
from analysis.views.money_words import Missing, missing_of, source
from pages._ui import cache, churn_counts, link, pin_button, show, study, uploads
from pages._ui.answer import sourced

SAMPLE = "saas"
ON_SAMPLE = ("The same on the SaaS sample", "Made-up people and amounts, so that you see what it would look like.")


def shown(question: str) -> Study:
    """Return the study to show; where the data of the session cannot answer, say so first and return the sample's."""
    now = study.current()
    missing = cache.view(missing_of, now)
    if missing is None:
        pin_button.headed(question)
        st.title(question, anchor=False)
        return now
    _draw_missing(question, missing, now)
    beside = Filters(bots="out", churn_counts=churn_counts.chosen())
    return cache.tuned(load_sample(SAMPLE)[0], beside, study.settings())


def open_leaks() -> NoReturn:
    """Go to where losses stand by plan."""
    st.session_state["money_tab"] = "Leaks"
    link.open_page("pages/money.py")


def answer(said: str | Headline, found: Study) -> None:
    """State the answer in a sentence, and where the numbers come from."""
    st.markdown(show.bold_numbers(said if isinstance(said, str) else said.sentence))
    sourced(said, wording.escaped(f"{uploads.name_of(found.dataset)} · {cache.view(source, found)}"))


def _draw_missing(question: str, missing: Missing, now: Study) -> None:
    st.title(question, anchor=False)
    st.caption(show.source(now) if now.activity.users else wording.escaped(uploads.loaded().dataset.name))
    show.empty(
        wording.escaped(missing.what), why=wording.escaped(missing.hint), page="pages/data.py",
        label=missing.step,
    )  # fmt: skip
    show.section(*ON_SAMPLE)
