"""Data, Load a file: by its path on one's own computer; beyond the upload limit only where the route is served."""

import pytest

from analysis.ingest.local import SETTING
from pages._ui import loading, streamed
from pages._ui.load_child import Load
from tests.pages.session import opened_data

pytestmark = pytest.mark.usefixtures("fresh_caches")
ROWS = "user_id,timestamp\n" + "".join(f"u{who},2026-01-{day:02d}\n" for who in range(9) for day in (5, 12, 19))
FIELD = "_path_0"


@pytest.fixture
def mine(tmp_path, monkeypatch):
    monkeypatch.setenv(SETTING, "1")
    path = tmp_path / "mine=of *May*.csv"
    path.write_text(ROWS)
    return path


def said(app):
    return " ".join(each.value for each in [*app.text, *app.markdown, *app.caption]).replace("\\", "")


def test_a_file_named_by_its_path_is_shown_and_stays_where_it_is(mine):
    app = opened_data("Load a file")
    app.text_input(key=FIELD).set_value(f'"{mine}"').run()
    assert any("What mine=of *May*.csv seems to say" in each.value.replace("\\", "") for each in app.header)
    files = app.session_state["_spool"]
    assert (files.events[0].path, list(files.folder.iterdir())) == (mine, [])
    app.button(key="drop_another").click().run()
    assert (mine.read_text(), files.folder.exists()) == (ROWS, False)


def test_it_is_loaded_from_there_and_looked_at_anew_each_time(mine):
    files = loading.spool_local(mine)
    assert Load(files, None).result().dataset.activity.user_days == 27
    files.drop()
    assert mine.read_text() == ROWS
    mine.write_text("who,when\nu,2026-01-01\n")
    again = loading.spool_local(mine)
    assert loading.seen(again.events, "events").columns.header == ("who", "when")
    again.drop()


@pytest.mark.parametrize("typed", ["/no/such/file.csv", "mine.csv", "/"])
def test_a_path_that_leads_to_no_file_is_one_sentence(mine, typed):
    app = opened_data("Load a file")
    app.text_input(key=FIELD).set_value(typed).run()
    assert [each.message for each in app.exception] == []
    assert "Expected the whole path of a file, found none" in said(app)
    assert "_spool" not in app.session_state


@pytest.mark.parametrize("is_served", [True, False])
def test_on_a_server_of_others_no_path_is_asked_and_a_large_file_is_sent(monkeypatch, is_served):
    monkeypatch.delenv(SETTING, raising=False)
    monkeypatch.setattr(streamed, "is_served", lambda: is_served)
    app = opened_data("Load a file", large_file=True)
    assert not app.text_input
    assert ("`make run`" in said(app)) is not is_served
    assert ("_send_file_place" in app.session_state) is is_served
    if is_served:
        app.session_state["_send_file_place"].drop()


def test_a_file_that_came_is_shown_even_after_another_page(monkeypatch):
    monkeypatch.setattr(streamed, "is_served", lambda: True)
    place = streamed.place()
    (place.folder / "whole").write_text(ROWS)
    place.file, place.name, place.is_used = place.folder / "whole", "large.csv", True
    app = opened_data("Load a file", large_file=True, _send_file_place=place)
    assert any("What large.csv seems to say" in each.value.replace("\\", "") for each in app.header)
    assert not place.folder.exists()
    app.session_state["_spool"].drop()
