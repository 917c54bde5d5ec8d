"""The frame round every page: registry, navigation, the guard against cold deep links, warm-up."""

import gc

import streamlit as st

from analysis.sample import load_sample
from analysis.settings import Settings
from analysis.study import Filters
from pages._ui import cache, filter_line, load_line, no_events, shared_view, sign_in, study, styles, tour, viewed
from pages._ui.hosting.turns import TURNS
from pages._ui.icon import ICON

# One line a page: file, title, icon, the question it answers. Home answers to "/" only.
PAGES = (
    ("home", "Home", ":material/home:", "What should I know today?"),
    ("patterns", "Patterns", ":material/graphic_eq:", "When do people come?"),
    ("segments", "Segments", ":material/tune:", "Who are they, and do they differ?"),
    ("at_risk", "At risk", ":material/notification_important:", "Who is slipping, gone, quiet?"),
    ("money", "Money", ":material/payments:", "Where does revenue leak?"),
    ("win_back", "Win back", ":material/campaign:", "Whom do I contact, did it work?"),
    ("data", "Data", ":material/database:", "What is loaded, and how was it read?"),
)
HIDDEN_PAGES = (
    ("story", "Story", ":material/auto_stories:", "What did we find?"),
    ("person", "Person", ":material/person:", "Why does this one have this label?"),
)
_PAGES_KEY = "_pages"


def configure() -> None:
    """Name the tab and give it its icon; before anything else, or the browser fetches a page's icon from elsewhere."""
    st.set_page_config(page_title="Offbeat", page_icon=ICON, layout="wide")


@st.cache_resource(show_spinner=False)
def warm() -> bool:
    """Load imports, the sample and the compiled loops once, then freeze them out of the garbage collector.

    Else every full collection would walk every object of pandas and altair.
    """
    cache.tuned(load_sample("saas")[0], Filters(), Settings())
    gc.collect()
    gc.freeze()
    return True


def navigation() -> "st.Page":
    """Register the pages and return the one asked for; also switches off the folder's own page list."""
    if _PAGES_KEY not in st.session_state:  # each looks its file up: with nine of them at every click a tenth of it
        visible = [_page(*each, visibility="visible") for each in PAGES]
        st.session_state[_PAGES_KEY] = visible + [_page(*each, visibility="hidden") for each in HIDDEN_PAGES]
    return st.navigation(st.session_state[_PAGES_KEY], position="hidden" if sign_in.refusal() else "top")


def _page(slug: str, title: str, icon: str, question: str, *, visibility: str) -> "st.Page":
    return st.Page(
        f"pages/{slug}.py", title=title, icon=icon, help=question, default=slug == "home", visibility=visibility
    )


def inside_app() -> None:
    """First line of every page: a cold deep link runs the page file without `app.py`; go back through it.

    `pop`, not `get`: with `get` a page run on its own after another page would pass the guard.
    """
    if not st.session_state.pop("_inside_app", False):
        configure()
        navigation()
        st.rerun()
    sign_in.stop_unless_allowed()


def run() -> None:
    """Draw what every page has, then the page; nothing of it to who may not come in."""
    page = navigation()
    sign_in.stop_unless_allowed()
    styles.draw()
    warm()
    with TURNS.turn(), study.settled_once():
        _run_for_session(page)
    sign_in.draw_way_out()


def _run_for_session(page: "st.Page") -> None:
    study.open_session()
    slug = st.session_state["_page"] = page.url_path or "home"
    viewed.begin()
    load_line.draw(slug)
    shared_view.draw(slug)
    filter_line.draw()
    study.write_link()
    tour.draw(slug)
    if no_events.is_answerless(slug):
        no_events.draw(slug, next(each[3] for each in PAGES + HIDDEN_PAGES if each[0] == slug))
    else:
        st.session_state["_inside_app"] = True
        page.run()
