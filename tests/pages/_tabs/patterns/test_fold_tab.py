"""The Fold tab: periods that stand out are buttons, and a pick folds there."""

from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import session

opened = partial(session.opened, "patterns", patterns_tab="Fold")
pytestmark = pytest.mark.usefixtures("fresh_caches")


def peaks(app: AppTest):
    return next(each for each in app.get("button_group") if each.label == "Stand out")


def test_the_periods_that_stand_out_are_buttons():
    app = opened()
    assert peaks(app).options == ["7 days", "a month", "10 days"]
    assert peaks(app).value == 7.0
    assert any("people more than weekdays alone explain" in each.value for each in app.markdown)


def test_a_button_folds_at_its_period():
    app = opened()
    peaks(app).set_value(10.0).run()
    assert app.number_input(key="fold_days").value == 10.0
    assert peaks(app).value == 10.0


def test_the_link_presses_the_button_it_fits_and_no_other():
    assert peaks(opened(fold_days="30.44")).value == 30.44
    app = opened(fold_days="12")
    assert app.number_input(key="fold_days").value == 12.0
    assert peaks(app).value is None


def test_few_people_are_told_so():
    app = opened(who="cadence:14", **{"evidence.min_active_days": "30"})
    assert any("Too early to say what people repeat" in each.value for each in app.markdown)
    assert not [each for each in app.get("button_group") if each.label == "Stand out"]
