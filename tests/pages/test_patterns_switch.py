"""Patterns: the switch of what people are compared with sets the threshold, which the link and Undo carry."""

from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from analysis.views.baseline import ADDRESS
from tests.pages import session
from tests.pages.session import checked, press

SWITCH = "_baseline"

opened = partial(session.opened, "patterns")
pytestmark = pytest.mark.usefixtures("fresh_caches")


def in_force(app: AppTest) -> str:
    """Return what the tab says people are compared with; the switch, the threshold and the sentence agree."""
    said = next(each.value for each in app.caption if each.value.startswith("Compared with "))
    found = "your other users" if app.toggle(key=ADDRESS).value else "the calendar"
    assert said.startswith(f"Compared with {found}")
    assert app.button_group(key=SWITCH).value == int(app.toggle(key=ADDRESS).value)
    return found


def test_the_calendar_is_the_default_and_leaves_the_link():
    app = opened()
    assert in_force(app) == "the calendar"
    assert session.linked(app, ADDRESS) == ""


def test_the_switch_sets_the_threshold_at_once_and_undo_takes_it_back():
    app = opened()
    checked(app.button_group(key=SWITCH).set_value(1).run())
    assert in_force(app) == "your other users"
    assert session.linked(app, ADDRESS) == "true"
    press(app, "Undo")
    assert in_force(app) == "the calendar"
    assert session.linked(app, ADDRESS) == ""


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
