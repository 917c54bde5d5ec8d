"""Is my rule right? The tab, its slider, the card on Home and the address that opens it."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.session import opened, said

TAB = {"at_risk_tab": "Is my rule right?"}


pytestmark = pytest.mark.usefixtures("fresh_caches")


def heads(app: AppTest) -> list[str]:
    return [each.value.replace("\\", "") for each in app.header]


def test_the_slider_moves_the_rule_and_the_answer():
    app = opened("at_risk", **TAB)
    before = said(app)
    assert "Of 100 people your 30-day rule calls gone" in before
    app.slider(key="page_inactive.days").set_value(60).run()
    assert [each.message for each in app.exception] == []
    assert [each.value for each in app.title] == ["Is my 60-day rule right?"]
    assert app.slider(key="inactive.days").value == 60
    assert "Of 100 people your 60-day rule calls gone" in said(app)
    assert len(app.dataframe) == 1


def test_a_rule_may_go_by_its_own_events_and_the_link_carries_them():
    """To one rule only exports are visits: it cannot tell of more people, the answer on top stays."""
    app = opened("at_risk", **TAB)
    table, answer = app.dataframe[0].value.set_index("Rule"), app.markdown[0].value
    app.multiselect(key="visit_fixed").set_value(["report_export"]).run()
    assert [each.message for each in app.exception] == []
    own = app.dataframe[0].value.set_index("Rule")
    assert own["Cannot tell"].iloc[0] > table["Cannot tell"].iloc[0]
    assert own.iloc[1:].equals(table.iloc[1:])
    assert app.markdown[0].value == answer
    assert "only report_export is a visit" in said(app)
    assert app.query_params["visit"] in ("fixed=report_export", ["fixed=report_export"])
    again = opened("at_risk", visit="fixed=report_export", **TAB)
    assert again.dataframe[0].value.set_index("Rule").equals(own)


def test_home_has_the_card_below_the_findings():
    app = opened()
    assert heads(app) == ["Findings", "Is my 30-day rule right?"]
    assert "it called gone" in said(app)


@pytest.mark.parametrize("days", ["30", "45"])
def test_the_address_opens_the_card_on_top(days):
    app = opened(rule=days)
    assert heads(app) == [f"Is my {days}-day rule right?", "Findings"]
    assert f"your {days}-day rule" in said(app)
    assert app.slider(key="inactive.days").value == int(days)
    assert "rule" not in app.query_params


@pytest.mark.parametrize(("days", "word"), [
    ("400", "The link asks for 400 at “Silent for”, whose slider runs from 7 to 120; 30 is used."),
    ("3000", "inactive.days"),
])  # fmt: skip
def test_days_no_slider_takes_are_refused_with_a_word(days, word):
    app = opened(rule=days)
    assert "Is my 30-day rule right?" in heads(app)
    assert any(word in each.value.replace("\\", "") for each in app.warning)


def test_a_rule_of_a_segment_is_still_one():
    app = opened("segments", rule="active_days >= 3", segments_tab="Yours")
    assert app.query_params["rule"] in ("active_days >= 3", ["active_days >= 3"])
