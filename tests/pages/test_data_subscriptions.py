"""Data: a table of subscriptions alone is told from events, can be read as either, and takes payments beside it."""

import io

import pytest
import streamlit as st

from analysis.ingest.names import FIELDS
from pages._ui import loading
from tests.pages.session import opened_data

STRIPE = (
    b"id,Customer ID,Plan,Currency,Interval,Amount,Status,Created (UTC),Canceled At (UTC),Ended At (UTC)\n"
    b"s1,cus_a,Pro,usd,month,10.00,canceled,2026-01-01,2026-02-01,2026-02-01\n"
)


@pytest.fixture(autouse=True)
def _fresh_caches():
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


def test_a_stripe_export_asks_nothing_and_can_be_read_as_events():
    file = io.BytesIO(STRIPE)
    file.name = "stripe.csv"
    spooled = loading.spool([file])
    app = opened_data("Load a file", _spool=spooled)
    said = {field: app.selectbox(key=f"_map_subscriptions_{field}").value for field in FIELDS["subscriptions"]}
    assert (said["user_id"], said["start"], said["end"]) == ("Customer ID", "Created (UTC)", "Ended At (UTC)")
    assert any("Read as subscriptions" in each.value for each in app.caption)
    app.button(key="read_as").click().run()
    assert [each.message for each in app.exception] == []
    assert app.selectbox(key="_map_events_timestamp").value == "Created (UTC)"
    spooled.drop()
