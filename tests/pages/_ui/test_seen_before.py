"""A file loaded before opens at once in the same session, for nobody else, until it is forgotten."""

import pytest

from pages._ui import seen_before
from tests.pages.session import opened_data
from tests.pages.test_data_loading import loaded_elsewhere

pytestmark = pytest.mark.usefixtures("fresh_caches")
ROWS = b"user_id,timestamp\n" + b"".join(b"u%d,2026-03-%02d\n" % (n % 9, 1 + n % 28) for n in range(200))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(seen_before.SETTING, str(tmp_path / "kept"))
    return tmp_path / "kept"


def entries(folder):
    return sorted(path.name for owner in folder.iterdir() if owner.is_dir() for path in owner.iterdir())


def load(app, spooled):
    app.session_state["_spool"] = spooled
    app.query_params["data_tab"] = "Load a file"
    app.switch_page("pages/data.py").run()
    return app.button(key="load").click().run()


def test_it_opens_at_once_for_its_session_only_until_it_is_forgotten(folder, drop):
    app = opened_data("Load a file", _spool=drop(ROWS))
    app.button(key="load").click().run()
    loaded_elsewhere(app)
    first = app.session_state["_upload"].dataset
    assert len(entries(folder)) == 1
    load(app, drop(ROWS))
    assert app.session_state["_running"] is None  # no child was started: it is over
    assert app.session_state["_upload"].dataset.fingerprint == first.fingerprint
    stranger = opened_data("Load a file", _spool=drop(ROWS))
    stranger.button(key="load").click().run()
    assert type(stranger.session_state["_running"]).__name__ == "Load"
    loaded_elsewhere(stranger)
    assert len(entries(folder)) == 2  # each session has its own
    app.query_params["data_tab"] = "How it was read"
    app.switch_page("pages/data.py").run()
    app.button(key="forget_file").click().run()
    assert len(entries(folder)) == 1


def test_without_a_folder_nothing_is_kept(monkeypatch, drop, tmp_path):
    monkeypatch.setenv(seen_before.SETTING, "")
    assert seen_before.key_of(drop(ROWS), None) is None
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(seen_before.SETTING, str(tmp_path / "file" / "below"))
    assert seen_before.key_of(drop(ROWS), None) is None
