"""The Change tab: what is followed and between which days stands in the link; the people of a move are listed."""

from functools import partial

import pytest

from tests.pages import session
from tests.pages.session import checked, said

opened = partial(session.opened, "patterns", patterns_tab="Change")
pytestmark = pytest.mark.usefixtures("fresh_caches")


def test_the_last_month_first_then_any_two_days():
    app = opened()
    assert "In June 2026, 19 people changed how often they come" in said(app)
    assert [each.value for each in app.header] == ["Sizes over time", "From which to which", "From one day to the next"]
    checked(app.selectbox(key="_since").set_value("2026-03-31").run())
    assert "Between 31 Mar 2026 and 30 Jun 2026" in said(app)
    assert app.query_params["since"] in ("2026-03-31", ["2026-03-31"])


def test_weeks_and_a_segment_by_link():
    app = opened(change_of="A segment", follow="weekday:Tue", change_by="Weeks", since="2026-05-31", until="2026-06-28")
    assert "Between 31 May 2026 and 28 Jun 2026, “Tuesdays” went from 72 to" in said(app)


def test_who_changed_is_listed():
    app = opened()
    app.session_state["change_who"] = True
    checked(app.run())
    assert app.selectbox(key="_move").value == "frequency:monthly > frequency:weekly"
    people = next(each.value for each in app.dataframe if "Person" in each.value)
    assert len(people) == 7
