"""The page Money: Like Stripe and back, other data than subscriptions, subscriptions without events, hostile names."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analysis.ingest import read
from pages._ui.uploads import Upload
from tests.pages import session
from tests.pages.session import said

TABS = ("Movements", "Leaks", "Trend", "To act on")
WITHOUT_EVENTS = ("home", "patterns", "segments", "at_risk", "win_back", "person")
HOSTILE = "![x](http://127.0.0.1:9/x.png)"


pytestmark = pytest.mark.usefixtures("fresh_caches")


def opened(page: str = "money", **asked: Any) -> AppTest:
    return checked(session.opened(page, **asked))


def checked(app: AppTest) -> AppTest:
    assert len(session.checked(app).title) == 1
    return app


def subscriptions_alone(folder: Path, rows: list[str]) -> Upload:
    path = folder / "subscriptions.csv"
    path.write_text("customer,start,end,mrr,plan,status,reason\n" + "\n".join(rows) + "\n", encoding="utf-8")
    dataset, report = read([], subscriptions=path)
    return Upload(replace(dataset, name="subscriptions.csv"), report)


@pytest.fixture(scope="module")
def alone(tmp_path_factory) -> Upload:
    """Forty customers; every third left, those of Basic because a payment failed."""
    rows = [
        f"c{k},2025-01-{1 + k % 28:02d},{'2025-05-10' if k % 3 == 0 else ''},{20 + k},"
        f"{'Basic' if k % 2 else 'Team'},{'canceled' if k % 3 == 0 else 'active'},"
        f"{('payment_failed' if k % 2 else HOSTILE) if k % 3 == 0 else ''}"
        for k in range(40)
    ]
    return subscriptions_alone(tmp_path_factory.mktemp("alone"), rows)


def test_like_stripe_counts_like_it_and_undo_and_reset_lead_back():
    app = opened(not_stripe="1")
    app.session_state["not_stripe"] = True
    app.run()
    before = said(app)
    app.toggle(key="like_stripe").set_value(True).run()
    assert "leaving counts when asked to cancel" in said(app)
    assert app.query_params["churn"] in ("scheduled", ["scheduled"])
    app.session_state["not_stripe"] = True
    assert checked(app.run()).toggle(key="like_stripe").value
    assert "Counted like Stripe now" in said(app)
    next(each for each in app.button if each.label == "Undo").click().run()
    assert "at the end of the time paid for" in said(app)
    app.session_state["not_stripe"] = True
    assert said(checked(app.run())) == before
    app = opened(churn="scheduled")
    next(each for each in app.button if each.label == "Reset").click().run()
    assert "churn" not in app.query_params
    assert "at the end of the time paid for" in said(checked(app))


@pytest.mark.parametrize("tab", TABS)
def test_without_subscriptions_the_sample_stands_beneath_what_is_missing(tab):
    app = opened(data="shop", money_tab=tab)
    assert "These data hold no subscriptions." in said(app)
    assert "The same on the SaaS sample" in [each.value for each in app.header]
    assert "SaaS sample · 515 subscriptions" in said(app)


def test_an_export_of_current_subscriptions_only_is_refused_with_the_hint(tmp_path):
    own = subscriptions_alone(tmp_path, [f"c{k},2025-01-01,,20,Pro,active," for k in range(30)])
    app = opened(own=own)
    assert "cancelled ones too" in said(app)
    assert "The same on the SaaS sample" in [each.value for each in app.header]


@pytest.mark.parametrize("tab", TABS)
def test_subscriptions_alone_are_enough(tab, alone):
    app = opened(own=alone, money_tab=tab)
    assert "subscriptions.csv · 40 subscriptions of 40 paying customers" in said(app)
    assert "SaaS sample" not in said(app)


def test_names_from_the_file_are_plain_text(alone):
    app = opened(own=alone, money_tab="Leaks")
    app.session_state["leaks_why"] = True
    checked(app.run())
    reasons = next(each.value for each in app.dataframe if "Reason given" in each.value)
    assert "X http 127 0 0 1 9 x png" in set(reasons["Reason given"])
    drawn = [each.value for kind in ("markdown", "caption", "header") for each in getattr(app, kind)]
    assert not [each for each in drawn if HOSTILE in each]


def test_who_narrows_what_is_counted_and_says_so():
    app = opened(who='plan = "Basic"', money_tab="Leaks")
    assert "only accounts with somebody chosen under Who, counted whole" in said(app)
    assert {each for table in app.dataframe if "Plan" in table.value for each in table.value["Plan"]} == {"Basic"}
    assert "Who keeps best" in [each.value for each in app.header]


@pytest.mark.parametrize("page", WITHOUT_EVENTS)
def test_pages_that_need_events_say_so_and_lead_to_money(page, alone):
    app = opened(page, own=alone, user="c1")
    assert "These data hold subscriptions and no events." in said(app)
    assert ("The same on the SaaS sample" in [each.value for each in app.header]) == (page != "person")
    assert not app.dataframe


def test_a_story_of_money_needs_no_events(alone):
    app = opened(own=alone, money_tab="Leaks")
    next(each for each in app.button if each.key.endswith("_pin")).click()
    checked(app.run())
    app = checked(app.switch_page("pages/story.py").run())
    assert "1 finding, in your order." in said(app)


def test_the_page_of_data_stays(alone):
    assert "subscriptions" in said(opened("data", own=alone, data_tab="How it was read"))


def test_the_group_of_the_link_is_shown_and_another_can_be_chosen():
    app = opened(money_tab="Leaks", loss_by="tenure")
    assert app.selectbox(key="_loss_by").value == "tenure"
    app.selectbox(key="_loss_by").set_value("attr.country").run()
    assert app.query_params["loss_by"] in ("attr.country", ["attr.country"])
    checked(app)


def test_customers_by_quarter():
    app = opened(money_tab="Trend", loss_of="Customers", loss_period="Quarters")
    assert "Of those who paid twelve months before" in said(app)
    assert "whole quarter" in said(app)
