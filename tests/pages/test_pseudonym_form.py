"""Pseudonyms in the form of a dropped file: switched on, the key kept, used again; a wrong key holds the load."""

import io
import stat
from pathlib import Path

import pytest

from analysis.pseudonyms import key_from_text, key_text, new_key, pseudonym
from pages._ui import loading
from tests.pages.session import opened_data
from tests.pages.test_data_loading import loaded_elsewhere

pytestmark = pytest.mark.usefixtures("fresh_caches")
FILE = b"user_id,timestamp\n" + b"".join(b"anna%d,2026-01-%02d 10:00\n" % (n % 3, 1 + n // 3) for n in range(30))


@pytest.fixture
def spooled():
    file = io.BytesIO(FILE)
    file.name = "mine.csv"
    files = loading.spool([file])
    yield files
    files.drop()


def test_the_key_is_made_used_and_used_again(spooled):
    app = opened_data("Load a file", _spool=spooled)
    app.toggle(key="_pseudonymise").set_value(True).run()
    (path,) = spooled.folder.glob("*.key")
    assert stat.S_IMODE(Path(path).stat().st_mode) == 0o600
    key = key_from_text(path.read_text())
    app.button(key="load").click().run()
    loaded_elsewhere(app)
    loaded = app.session_state["_upload"]
    ids = loaded.dataset.activity.user_ids.to_pylist()
    assert ids == sorted(pseudonym(key, f"anna{number}") for number in range(3))
    assert "anna" not in str(loaded.report.to_dict())


def test_a_key_of_ones_own_and_a_wrong_one(spooled):
    app = opened_data("Load a file", _spool=spooled)
    app.toggle(key="_pseudonymise").set_value(True).run()
    mine = new_key()
    app.file_uploader(key="_pseudonym_file").set_value(("my.key", key_text(mine).encode(), "text/plain")).run()
    (path,) = spooled.folder.glob("*.key")
    assert key_from_text(path.read_text()) == mine
    app.file_uploader(key="_pseudonym_file").set_value(("my.key", b"something", "text/plain")).run()
    assert app.button(key="load").disabled
    assert any("Expected a key file that Offbeat made" in each.value for each in app.text)
