"""Data, Load a file: what names and values leave open is asked, a guess is called one, and the answer is loaded."""

import io
from dataclasses import replace

import pytest
import streamlit as st

from pages._ui import loading
from pages._ui.load_child import Load
from tests.pages.session import opened_data

AMOUNTS = (1999, 4900, 995, 12900, 2950, 9900)


@pytest.fixture(autouse=True)
def _fresh_caches():
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


def spooled_file():
    rows = "".join(f"u{place % 3}1,2026-03-{1 + place:02},{paid}\n" for place, paid in enumerate(AMOUNTS))
    file = io.BytesIO(f"kd,timestamp,amount\n{rows}".encode())
    file.name = "paid.csv"
    return loading.spool([file])


def test_a_guess_is_called_one_and_cents_are_asked_about():
    spooled = spooled_file()
    app = opened_data("Load a file", _spool=spooled)
    assert app.selectbox(key="_map_events_user_id").value == "kd"
    assert any(each.value.startswith("A guess\\, please check") for each in app.caption)
    asked = app.radio(key="_ask_cents")
    assert (asked.value, len(asked.options)) == (None, 2)
    spooled.drop()


def test_an_answer_reaches_the_reader():
    own = Load(replace(spooled_file(), answers={"cents": "yes"}), None).result()
    assert float(own.report.amount) == pytest.approx(sum(AMOUNTS) / 100)
    assert own.dataset.activity.users == 3
