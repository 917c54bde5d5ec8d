"""Before any page: who is not let in sees one sentence, whichever entry and link they take."""

import time
from pathlib import Path

import pytest
from streamlit.runtime.secrets import secrets_singleton
from streamlit.testing.v1 import AppTest

from pages._ui import sign_in
from pages._ui.hosting import health
from pages._ui.hosting.allowed import sign_in_from
from tests.hosting.test_allowed import WHOLE

ROOT = Path(__file__).parents[2]
ENTRIES = ["app.py", *(f"pages/{page.name}" for page in sorted((ROOT / "pages").glob("*.py")))]
READ_ANEW = sign_in.settings.__wrapped__
ALONE = ["title", "text", "button"]
PERSON = {"is_logged_in": True, "iss": "https://id.acme.test/", "aud": "offbeat", "email_verified": True}


@pytest.fixture(autouse=True)
def needs_sign_in(monkeypatch, fresh_caches):
    monkeypatch.setattr(sign_in, "settings", lambda: sign_in_from(WHOLE))
    monkeypatch.setattr(secrets_singleton, "_secrets", sign_in_from(WHOLE).secrets())


def opened(entry: str, user: dict) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.query_params["weekday.min_share"] = "0.7"
    at.user = user
    if entry != "app.py":
        at.switch_page(entry)  # runs the page's file as a cold link does
    return at.run()


def kinds(at: AppTest) -> list[str]:
    """The kinds of all elements on screen."""
    return [each.type for each in at if each.type not in ("root", "main", "sidebar", "event")]


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_entry_asks_first(entry):
    at = opened(entry, {})
    assert not at.exception
    assert [each.value for each in at.text] == ["Sign in to see the data of your team."]
    assert [each.label for each in at.button] == ["Sign in"]
    assert kinds(at) == ALONE
    assert "_dataset" not in at.session_state


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"email": "eve@else.test"}, "eve@else.test is not on the list of who may see this."),
        ({"email": "![x](http://else.test/x)"}, "![x](http://else.test/x) is not on the list of who may see this."),
        ({"email_verified": False}, "ann@acme.test is not let in: its provider has not verified the address."),
        ({"iat": 0}, "Your sign-in is over: sign in again."),
    ],
)
def test_somebody_else_sees_one_sentence(changed, sentence):
    at = opened("app.py", PERSON | {"email": "ann@acme.test", "iat": time.time()} | changed)
    assert [each.value for each in at.text] == [sentence]
    assert kinds(at) == ALONE


def test_who_is_allowed_sees_home_and_the_way_out():
    at = opened("app.py", PERSON | {"email": "ann@acme.test", "iat": time.time()})
    assert not at.exception
    assert "What should I know today?" in [each.value for each in at.title]
    assert at.button(key="sign_out").label == "Sign out"
    assert [each for each in at.caption if each.value.startswith("Signed in as ann")]


def test_a_server_without_the_routes_of_the_sign_in_lets_nobody_in(monkeypatch):
    monkeypatch.setattr(secrets_singleton, "_secrets", {"other": 1})
    at = opened("app.py", {})
    assert [each.value for each in at.text] == [sign_in.NOT_SERVED]
    assert not at.button


def test_a_provider_without_a_list_lets_nobody_in(monkeypatch, caplog):
    monkeypatch.setattr(sign_in, "settings", READ_ANEW)
    at = opened("app.py", PERSON | {"email": "ann@acme.test", "iat": time.time()})
    assert "Expected OFFBEAT_ALLOWED" in caplog.text
    assert kinds(at) == ["exception"]


def test_only_this_process_can_look_at_its_health():
    assert health.is_check({health._CLAIM: health._SIGN})
    for forged in ({}, {health._CLAIM: ""}, {health._CLAIM: None}, {health._CLAIM: "x" * 32}):
        assert not health.is_check(forged)
