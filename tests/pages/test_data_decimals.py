"""Data, Load a file: whether a comma begins the decimals is asked where amounts leave it open, answered, remembered."""

import io
from dataclasses import replace
from decimal import Decimal

import pytest

from pages._ui import loading
from pages._ui.load_child import Load
from tests.pages.session import opened_data

pytestmark = pytest.mark.usefixtures("fresh_caches")
OPEN = "user;timestamp;amount\n" + "".join(f"u{n % 3}1;2026-03-{n + 1:02};{n + 1},250\n" for n in range(9))


@pytest.fixture
def dropped():
    made = []

    def write(name):
        file = io.BytesIO(OPEN.encode())
        file.name = name
        made.append(loading.spool([file]))
        return made[-1]

    yield write
    for each in made:
        each.drop()


def test_the_sign_is_asked_answered_and_remembered(dropped):
    app = opened_data("Load a file", _spool=dropped("open.csv"))
    assert app.button(key="load").disabled
    assert app.radio(key="_ask_decimal").value is None
    app.radio(key="_ask_decimal").set_value("comma").run()
    app.button(key="load").click().run()
    running = app.session_state["_running"]
    assert running.spooled.answers == {"decimal": ("comma",)}
    app.button(key="cancel_load").click().run()
    app.button(key="drop_another").click().run()
    again = dropped("april.csv")
    app.session_state["_spool"] = again
    app.run()
    assert app.radio(key="_ask_decimal").value == "comma"
    found = Load(replace(again, answers=running.spooled.answers), None).result()
    assert found.report.amount == Decimal("47.25")
