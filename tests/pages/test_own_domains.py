"""Data, How it was read: people of one's own domain are left out, visibly, undone in one step, kept in the link."""

from dataclasses import replace
from datetime import date

import pytest
import streamlit as st

from analysis.ingest import read
from pages._ui.uploads import Upload
from tests.pages.session import opened_data


@pytest.fixture(autouse=True)
def _fresh_caches():
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture(scope="module")
def staff(tmp_path_factory):
    path = tmp_path_factory.mktemp("staff") / "staff.csv"
    people = ("ann@own.example", "bob@own.example", "cem@else.example", "dia@else.example", "eve@gmail.com")
    rows = [f"{who},{date(2026, 3, day)}" for who in people for day in (1, 2, 3)]
    path.write_text("user_id,timestamp\n" + "\n".join(rows) + "\n")
    dataset, report = read(path)
    return Upload(replace(dataset, name="staff.csv"), report)


def captions(app):
    return " ".join(each.value for each in app.caption).replace("\\", "")


def test_a_domain_is_left_out_and_counted_again(staff):
    app = opened_data("How it was read", _upload=staff)
    choice = app.multiselect(key="left_out_domains")
    assert choice.options == ["else.example", "own.example"]
    choice.select("own.example").run()
    assert [each.message for each in app.exception] == []
    assert "2 of own.example left out" in captions(app)
    assert app.session_state["_link"]["without"] == "own.example"
    next(each for each in app.button if each.label == "Undo").click().run()
    assert "example left out" not in captions(app)
    app.multiselect(key="left_out_domains").select("else.example").run()
    next(each for each in app.button if each.label.startswith("Count else")).click().run()
    assert "example left out" not in captions(app)


def test_a_link_leaves_them_out_and_a_new_file_keeps_them_out(staff):
    app = opened_data("How it was read", _upload=staff, _domains=("own.example",))
    assert "2 of own.example left out" in captions(app)
    app.session_state["_arrived"] = staff
    app.run()
    assert "2 of own.example left out" in captions(app)
