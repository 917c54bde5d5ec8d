"""Patterns: the switch of what people are compared with sets the threshold, which the link and Undo carry."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analysis.views.baseline import ADDRESS

APP = str(Path(__file__).parents[2] / "app.py")
RUN_SECONDS = 120
SWITCH = "_baseline"


@pytest.fixture(autouse=True)
def _fresh_caches():
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


def opened(**link: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=RUN_SECONDS)
    for name, value in link.items():
        app.query_params[name] = value
    app.switch_page("pages/patterns.py")
    return checked(app.run())


def checked(app: AppTest) -> AppTest:
    assert [each.message for each in app.exception] == []
    return app


def in_force(app: AppTest) -> str:
    """Return what the tab says people are compared with; the switch, the threshold and the sentence agree."""
    said = next(each.value for each in app.caption if each.value.startswith("Compared with "))
    found = "your other users" if app.toggle(key=ADDRESS).value else "the calendar"
    assert said.startswith(f"Compared with {found}")
    assert app.button_group(key=SWITCH).value == int(app.toggle(key=ADDRESS).value)
    return found


def linked(app: AppTest) -> str:
    found = app.query_params.get(ADDRESS, "")
    return found if isinstance(found, str) else found[-1]


def test_the_calendar_is_the_default_and_leaves_the_link():
    app = opened()
    assert in_force(app) == "the calendar"
    assert linked(app) == ""


def test_the_switch_sets_the_threshold_at_once_and_undo_takes_it_back():
    app = opened()
    checked(app.button_group(key=SWITCH).set_value(1).run())
    assert in_force(app) == "your other users"
    assert linked(app) == "true"
    checked(next(each for each in app.button if each.label == "Undo").click().run())
    assert in_force(app) == "the calendar"
    assert linked(app) == ""


@pytest.mark.parametrize("text", ["true", "1"])
@pytest.mark.parametrize("tab", ["At a glance", "Beats"])
def test_a_link_carries_it_to_both_tabs(tab, text):
    app = opened(patterns_tab=tab, **{ADDRESS: text})
    assert in_force(app) == "your other users"
    assert not app.warning


def test_what_is_neither_on_nor_off_is_refused_with_a_word():
    app = opened(**{ADDRESS: "7"})
    assert in_force(app) == "the calendar"
    assert any("0 for off or 1 for on" in each.value for each in app.warning)


def test_the_panel_s_switch_moves_it_too():
    app = opened()
    app.session_state["thresholds"] = True
    checked(app.run())
    checked(app.toggle(key=ADDRESS).set_value(True).run())
    assert in_force(app) == "your other users"
