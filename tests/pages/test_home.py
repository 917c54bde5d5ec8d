"""Home: the tour, one action a finding, and what is said to somebody who comes back."""

import pytest
from streamlit.testing.v1 import AppTest

from analysis.sample import load_sample
from analysis.study import study
from analysis.views.today import ACTIONS, today_of
from pages._ui import last_visit, open_finding, tour
from tests.pages.session import opened

pytestmark = pytest.mark.usefixtures("fresh_caches")


def card(app: AppTest) -> str:
    return next((each.value for each in app.markdown if "Step " in each.value), "")


def test_the_tour_leads_through_four_pages_and_is_gone():
    app = opened("data", tour="1")  # cold on a page it does not begin on
    assert "Step 1 of 4" in card(app)
    titles = []
    for number in range(1, len(tour.STEPS) + 1):
        app.button(key="tour_next").click().run()
        assert not app.exception
        assert f"Step {number} of 4" in card(app)
        titles.append(app.title[0].value)
    assert titles == [
        "What should I know today?", "Which patterns do people keep?", "Which segments, at which thresholds?",
        "Who is late by their own pattern?",
    ]  # fmt: skip
    app.switch_page("pages/data.py").run()
    assert "Step 4 of 4" in card(app)  # it survives another page
    app.button(key="tour_skip").click().run()
    assert not card(app)
    assert "tour" not in app.query_params
    app.switch_page("pages/home.py").run()
    assert "tour_offer" not in {each.key for each in app.button}


def test_the_tour_is_offered_on_its_sample_alone_and_wrong_steps_are_none():
    assert "tour_offer" in {each.key for each in opened(tour="9").button}
    shop = opened(tour="1", data="shop")
    assert not card(shop)
    assert "tour_offer" not in {each.key for each in shop.button}


def test_every_kind_with_an_action_leads_somewhere():
    assert set(open_finding._OPEN) == set(ACTIONS)


def test_an_action_opens_what_the_finding_is_about():
    app = opened()
    found = today_of(study(load_sample("saas")[0]))
    place = next(number for number, each in enumerate(found.findings) if each.kind == "slowing")
    app.session_state["more_findings"] = True
    app.run()
    app.button(key=f"see_{place}").click().run()
    assert [each.value for each in app.title] == ["Who comes less than before?"]


def test_somebody_who_comes_back_reads_what_moved(monkeypatch):
    said = []
    monkeypatch.setattr(last_visit.st, "markdown", said.append)
    monkeypatch.setattr(last_visit, "_place", lambda now: "here")
    studied = study(load_sample("saas")[0])
    today = today_of(studied, "quick")
    kept = {"place": "here", "visit": {"day": studied.activity.observed_to - 28, "counts": {"strip gone": 1}}}
    for before in (None, {"before": {"place": "elsewhere", "visit": kept["visit"]}}, {"before": {"place": "here"}}):
        monkeypatch.setattr(last_visit.st, "session_state", {last_visit.KEY: before or {}})
        last_visit.say(studied, today)
    assert said == []
    monkeypatch.setattr(last_visit.st, "session_state", {last_visit.KEY: {"before": kept}})
    last_visit.say(studied, today)
    assert "more “Gone by rule”" in said[0].replace("\\", "")
