"""Pages that need events, where only subscriptions were loaded: what is missing, where there is something, and the
answer that the sample gives."""

from collections.abc import Callable

import streamlit as st

from analysis import wording
from analysis.charts.picture import Picture
from analysis.sample import load_sample
from analysis.study import Filters, Study
from analysis.views.contact_list import ANY_PURPOSE, SUGGESTED, list_names, list_of
from analysis.views.glance import glance_of
from analysis.views.late import late_of
from analysis.views.sizes import sizes_of
from analysis.views.today import today_of
from pages._ui import cache, money_data, pin_button, show, study, uploads

NEEDS_NONE = ("money", "data", "story")
DATA_PAGE, MONEY_PAGE = "pages/data.py", "pages/money.py"
MOST_FINDINGS = 3


def is_answerless(page: str) -> bool:
    """Return whether a page (its file's name) has nothing to go by."""
    return page not in NEEDS_NONE and not uploads.loaded().dataset.activity.users


def draw(page: str, question: str) -> None:
    """Say what is missing, lead to what these data can answer, and show the same on the sample beneath."""
    st.title(question, anchor=False)
    st.caption(wording.escaped(f"{uploads.loaded().dataset.name} · no events"))
    with st.container(border=True):
        st.markdown(":material/search_off: **Nothing to show yet.** These data hold subscriptions and no events.")
        st.caption(
            "With a file of who came when, this page tells when people come, who is late and who is gone. "
            "What was paid and lost stands under Money."
        )
        with st.container(horizontal=True):
            st.page_link(DATA_PAGE, label="Add events on Data", icon=":material/upload_file:")
            st.page_link(MONEY_PAGE, label="Open Money", icon=":material/payments:")
    if page in _ON_SAMPLE:
        pin_button.headed(question)
        show.section(*money_data.ON_SAMPLE)
        sample = load_sample(money_data.SAMPLE)[0]
        _ON_SAMPLE[page](cache.tuned(sample, Filters(bots="out"), study.settings()))


def _home(sample: Study) -> None:
    today = cache.view(today_of, sample, "all")
    st.markdown(show.bold_numbers(today.headline.sentence))
    show.plain_list(tuple(each.sentence for each in today.findings[:MOST_FINDINGS]))


def _patterns(sample: Study) -> None:
    glance = cache.view(glance_of, sample)
    _answer(glance.headline.sentence, glance.when_caption, glance.when)


def _segments(sample: Study) -> None:
    sizes = cache.view(sizes_of, sample)
    _answer("", sizes.caption, sizes.patterns)


def _at_risk(sample: Study) -> None:
    late = cache.view(late_of, sample)
    _answer(late.sentence, late.caption, late.picture)


def _win_back(sample: Study) -> None:
    names = cache.view(list_names, sample)
    made = cache.view(list_of, sample, names[0], ANY_PURPOSE, SUGGESTED)
    show.plain_list((made.sentence, made.power, made.spared))


def _answer(sentence: str, caption: str, picture: Picture) -> None:
    if sentence:
        st.markdown(sentence)
    st.caption(wording.escaped(caption))
    show.picture(picture, key="on_sample")


_ON_SAMPLE: dict[str, Callable[[Study], None]] = {
    "home": _home, "patterns": _patterns, "segments": _segments, "at_risk": _at_risk, "win_back": _win_back,
}  # fmt: skip
