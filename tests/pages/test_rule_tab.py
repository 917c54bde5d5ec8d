"""Is my rule right? The tab, its slider, the card on Home and the address that opens it."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

APP = str(Path(__file__).parents[2] / "app.py")
TAB = {"at_risk_tab": "Is my rule right?"}


@pytest.fixture(scope="module", autouse=True)
def _fresh_caches():
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


def opened(page: str = "home", **link: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=120)
    for name, value in link.items():
        app.query_params[name] = value
    if page != "home":
        app.switch_page(f"pages/{page}.py")
    app.run()
    assert [each.message for each in app.exception] == []
    return app


def heads(app: AppTest) -> list[str]:
    return [each.value.replace("\\", "") for each in app.header]


def said(app: AppTest) -> str:
    return " ".join(each.value for each in (*app.markdown, *app.caption)).replace("\\", "").replace("*", "")


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


def test_days_no_slider_takes_are_refused_with_a_word():
    app = opened(rule="3000")
    assert "Is my 30-day rule right?" in heads(app)
    assert any("inactive.days" in each.value.replace("\\", "") for each in app.warning)


def test_a_rule_of_a_segment_is_still_one():
    app = opened("segments", rule="active_days >= 3", segments_tab="Yours")
    assert app.query_params["rule"] in ("active_days >= 3", ["active_days >= 3"])
