"""Win back: a list without a single label, an example judged, a campaign registered with its survey, links."""

from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from analysis.activity import to_day
from analysis.ingest import read
from analysis.win_back.campaigns import Campaign
from pages._ui.uploads import Upload
from tests.pages import session

WORK, CAMPAIGNS = {"win_back_tab": "Did it work?"}, {"win_back_tab": "Campaigns"}

said = partial(session.said, kinds=("markdown", "caption", "text"))
pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture(scope="module")
def customers(tmp_path_factory) -> Upload:
    """180 customers and a log of their log-ins: no events, no money, every sixth comes on Thursdays."""
    rng = np.random.default_rng(8)
    start, rows = date(2025, 1, 2).toordinal(), []
    for user in range(180):
        days = 7 * np.arange(40) if user % 6 == 0 else np.flatnonzero(rng.random(286) < rng.uniform(0.02, 0.2))
        last = 286 if user % 3 else 200 + user % 60
        rows += [f"c{user:03d},{date.fromordinal(start + int(day))}" for day in days if day < last]
    path = tmp_path_factory.mktemp("customers") / "logins.csv"
    path.write_text("customer,date\n" + "\n".join(rows) + "\n", encoding="utf-8")
    dataset, report = read([path])
    return Upload(replace(dataset, name="logins.csv"), report)


def opened(own: Upload | None = None, *, campaigns: tuple | None = None, **link: str) -> AppTest:
    return session.opened("win_back", own=own, state={} if campaigns is None else {"_campaigns": campaigns}, **link)


def settled(app: AppTest) -> AppTest:
    return session.checked(app.run())


def test_a_log_of_logins_alone_gives_a_list(customers):
    app = opened(customers, contact="all")
    text = said(app)
    assert "180 people: " in text
    assert "their usual day comes within 7 days" in text
    spared = app.dataframe[1].value
    assert list(spared.columns[:2]) == ["Person", "Expected"]
    assert spared["Expected"].str.startswith("Thursday").any()
    people = app.dataframe[0].value
    assert "Worth in 90 days" not in people, "nothing is known of money"
    assert {"Person", "Group", "Why"} <= set(people.columns)
    assert "you can see a difference of" in text


def test_choices_travel_in_the_link(customers):
    app = opened(customers, contact="lifecycle:returning", purpose="Newsletter", left_out="50 %")
    assert app.selectbox(key="_contact").value == "lifecycle:returning"
    assert app.selectbox(key="purpose").value == "newsletter"
    assert "50 % of them left out on purpose" in said(app)
    app.selectbox(key="purpose").set_value("card")
    assert "Next step: it needs subscriptions" in said(settled(app))


def test_sliders_move_the_hold_out_and_whom_not_to_mail(customers):
    app = opened(customers, contact="all")
    app.slider(key="page_win_back.expected_within_days").set_value(0)
    app.slider(key="page_win_back.cost_per_contact").set_value(2.0)
    text = said(settled(app))
    assert "Nobody on this list is expected by itself so soon" in text
    assert app.slider(key="win_back.expected_within_days").value == 0


def test_without_a_list_an_example_can_be_tried():
    app = opened(**WORK)
    assert "No list yet" in said(app)
    app.button(key="contacted_example").click()
    text = said(settled(app))
    assert "contacted came back within 30 days" in text
    assert "Only people left out on purpose do" in text
    app.date_input(key="sent_day").set_value(date(2026, 6, 20))
    assert "the day agreed on is 19 Jul 2026" in said(settled(app))


def test_a_campaign_is_registered_beside_the_dates_of_mine():
    app = opened(**WORK)
    app.button(key="contacted_example").click()
    settled(app)
    app.text_input(key="campaign_name").set_value("Spring mail")
    app.number_input(key="campaign_cost").set_value(90.0)
    next(each for each in app.button if each.label == "**Register**").click()
    settled(app)
    assert [each.name for each in app.session_state["_dates"]] == ["Spring mail"]
    app = opened(campaigns=app.session_state["_campaigns"], **CAMPAIGNS)
    table = app.dataframe[0].value
    assert table["Campaign"].tolist() == ["Spring mail"]
    assert table["Judged by"].tolist() == ["earlier dates"]


def test_a_campaign_does_not_replace_a_list_of_dates():
    app = opened(**WORK, dates="Releases~0~2026-03-01")
    app.button(key="contacted_example").click()
    settled(app)
    app.text_input(key="campaign_name").set_value("Releases")
    next(each for each in app.button if each.label == "**Register**").click()
    settled(app)
    assert "found “Releases”, which a list of dates has already" in said(app)
    assert [each.days for each in app.session_state["_dates"]] == [(to_day(date(2026, 3, 1)),)]
    app.date_input(key="sent_day").set_value(date(2026, 6, 20))
    settled(app)
    app.session_state["_as_of"] = date(2026, 5, 31)
    assert settled(app).date_input(key="sent_day").value <= date(2026, 5, 31), "no day outside the data is kept"


def test_no_campaign_says_how_to_get_one(customers):
    assert "Register a contact under" in said(opened(customers, **CAMPAIGNS))


def test_a_list_that_says_when_it_was_made_sets_the_day(customers):
    app = opened(customers, **WORK)
    lines = "\n".join(f"c{user:03d},2025-08-01" for user in range(60))
    app.file_uploader(key="contacted_file").set_value(("contact.csv", f"User ID,Made On\n{lines}".encode(), "text/csv"))
    assert settled(app).date_input(key="sent_day").value == date(2025, 8, 2)
    app.date_input(key="sent_day").set_value(date(2025, 8, 20))
    assert settled(app).date_input(key="sent_day").value == date(2025, 8, 20), "only a new list moves it"


def test_answers_are_dropped_and_parted(customers):
    people = "\n".join(f"c{user:03d}" for user in range(60)).encode()
    call = Campaign.of("Call", to_day(date(2025, 8, 20)), people)
    app = opened(customers, campaigns=(customers.dataset.fingerprint, (call,)), **CAMPAIGNS)
    app.session_state["campaign_Call"] = True
    settled(app)
    answers = "\n".join(f"c{user:03d},{'price' if user % 3 else 'time'}" for user in range(30))
    app.file_uploader(key="answers_Call").set_value(("answers.csv", f"id,reason\n{answers}".encode(), "text/csv"))
    assert "30 of 60 people asked answered" in said(settled(app))
    app.selectbox(key="_answers_by_Call").set_value("weekday:Thu")
    settled(app)
    parted = next(each.value for each in app.dataframe if "Segment" in each.value)
    assert set(parted["Segment"]) == {"Thursdays", "Everyone else"}
