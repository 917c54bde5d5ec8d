"""The Stay tab: the number on top, the segment of the link, weeks or months in the link."""

from functools import partial

import pytest

from tests.pages import session
from tests.pages.session import said

opened = partial(session.opened, "segments", segments_tab="Stay")
pytestmark = pytest.mark.usefixtures("fresh_caches")


def test_the_segment_of_the_link_is_told_first_and_weeks_can_be_chosen():
    app = opened(group_a="plan=Pro")
    assert app.selectbox(key="_group_a").value == "plan=Pro"
    assert "Of plan: Pro, 77 % came in month 3" in said(app)
    assert [each.value for each in app.header] == ["By start", "By segment", "Not silent yet"]
    next(each for each in app.get("button_group") if each.label == "Counted in").set_value("week").run()
    assert "came in week 4" in said(app)


def test_everyone_can_be_chosen_and_other_tabs_take_their_own_default():
    app = opened(group_a="all", stay_by="Weeks")
    assert "Of all users, " in said(app)
    assert "came in week 4" in said(app)
    assert opened(group_a="all", segments_tab="Profile").selectbox(key="_group_a").value != "all"
