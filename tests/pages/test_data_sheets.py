"""Data, Load a file: a sheet is chosen, ids linked, subscriptions asked about; each answer reaches the reader."""

import io

import pytest

from pages._ui import loading
from pages._ui.load_child import _options
from tests.fuzz import samples as made
from tests.pages.session import opened_data

pytestmark = pytest.mark.usefixtures("fresh_caches")
LINKED = "user_id,anonymous_id,timestamp\n,a1,2026-01-01\nu1,a1,2026-01-02\nu2,a2,2026-01-03\n"
OPEN_PAID = "user_id,start,mrr\n" + "".join(f"u{n},0{n + 1}/0{n + 2}/2026,{n + 1}900\n" for n in range(6))


@pytest.fixture
def dropped():
    made_here = []

    def write(name, content):
        file = io.BytesIO(content)
        file.name = name
        made_here.append(loading.spool([file]))
        return made_here[-1]

    yield write
    for each in made_here:
        each.drop()


def options_of(app):
    """Press Load and return the options its child was given."""
    app.button(key="load").click().run()
    running = app.session_state["_running"]
    running.cancel()
    return list(_options(running.spooled))


def test_one_of_several_sheets_is_chosen_and_remembered(dropped):
    rows = made.table_rows()
    other = [["customer", "created_at"], *(row[:2] for row in rows[1:4])]
    sheets = {"Raw": made.sheet_xml(rows), "Other": made.sheet_xml(other)}
    app = opened_data("Load a file", _spool=dropped("book.xlsx", made.workbook(sheets)))
    chosen = app.selectbox(key="_sheet_events")
    assert chosen.options == ["as found: Raw", "Raw", "Other"]
    chosen.set_value("Other").run()
    assert app.selectbox(key="_map_events_user_id").value == "customer"
    assert [each.message for each in app.exception] == []
    assert options_of(app) == ["--sheet", "Other"]


def test_linking_is_off_until_somebody_asks_for_it_and_says_what_it_would_do(dropped):
    app = opened_data("Load a file", _spool=dropped("mine.csv", LINKED.encode()))
    assert not app.toggle(key="_link_ids").value
    assert any(each.value.startswith("1 of the anonymous\\_id stands beside exactly one") for each in app.caption)
    app.toggle(key="_link_ids").set_value(True).run()
    assert options_of(app) == ["--link"]


def test_subscriptions_are_asked_for_their_days_and_their_cents(dropped):
    app = opened_data("Load a file", _spool=dropped("paid.csv", OPEN_PAID.encode()))
    assert app.button(key="load").disabled
    app.radio(key="_ask_subscriptions_time_format").set_value("day-first").run()
    app.radio(key="_ask_subscriptions_cents").set_value("yes").run()
    given = options_of(app)
    assert given[given.index("--time-format") + 1] == "subscriptions=day-first"
    assert given[given.index("--cents") + 1] == "subscriptions=yes"
