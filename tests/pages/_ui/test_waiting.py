"""The grey block holds a place once, and never where an answer of the same data stands already."""

from contextlib import nullcontext

import pytest

from pages._ui import waiting


@pytest.fixture
def session(monkeypatch):
    kept: dict = {}
    monkeypatch.setattr(waiting.st, "session_state", kept)
    return kept


def shown(monkeypatch, fingerprint: str, name: str) -> bool:
    dataset = type("Dataset", (), {"fingerprint": fingerprint})
    monkeypatch.setattr(waiting.uploads, "loaded", lambda: type("Upload", (), {"dataset": dataset}))
    return not isinstance(waiting.until_drawn(name), nullcontext)


def test_once_a_tab_and_dataset(session, monkeypatch):
    asked = [("one", "late"), ("one", "late"), ("one", "quiet"), ("two", "late"), ("two", "late")]
    assert [shown(monkeypatch, *each) for each in asked] == [True, False, True, True, False]
