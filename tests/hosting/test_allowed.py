"""The settings of the sign-in are whole or none at all: a slip of the pen opens nothing."""

import pytest

from analysis.errors import OffbeatError
from pages._ui.hosting.allowed import ALLOWED, COOKIE_SECRET, NEEDED, sign_in_from

WHOLE = {
    "OFFBEAT_LOGIN_ISSUER": "https://id.acme.test/",
    "OFFBEAT_LOGIN_CLIENT_ID": "offbeat",
    "OFFBEAT_LOGIN_CLIENT_SECRET": "s",
    "STREAMLIT_SERVER_COOKIE_SECRET": "a" * 32,
    "OFFBEAT_ADDRESS": "https://offbeat.acme.test/",
    "OFFBEAT_ALLOWED": "@Acme.test, ann@other.test",
}


def test_nothing_said_needs_no_sign_in():
    assert sign_in_from({}) is None
    assert sign_in_from({COOKIE_SECRET: "a" * 32, "OFFBEAT_ADDRESS": "https://offbeat.acme.test", ALLOWED: " "}) is None


def test_the_whole_is_read():
    found = sign_in_from(WHOLE)
    assert found.allowed == {"acme.test", "ann@other.test"}
    auth = found.secrets()["auth"]
    assert auth["redirect_uri"] == "https://offbeat.acme.test/oauth2callback"
    assert auth["server_metadata_url"] == "https://id.acme.test/.well-known/openid-configuration"
    assert "a" * 32 not in repr(found)


@pytest.mark.parametrize("name", NEEDED)
def test_a_part_is_refused_by_name(name):
    with pytest.raises(OffbeatError, match=name):
        sign_in_from({key: value for key, value in WHOLE.items() if key != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STREAMLIT_SERVER_COOKIE_SECRET", "short"),
        ("OFFBEAT_ADDRESS", "offbeat.acme.test"),
        ("OFFBEAT_ADDRESS", "https://acme.test/offbeat"),
        ("OFFBEAT_ALLOWED", "*"),
        ("OFFBEAT_ALLOWED", "*.acme.test"),
        ("OFFBEAT_ALLOWED", "acme"),
        ("OFFBEAT_ALLOWED", "a@b@acme.test"),
        ("OFFBEAT_LOGIN_HOURS", "never"),
        ("OFFBEAT_LOGIN_HOURS", "0"),
        ("OFFBEAT_LOGIN_HOURS", "nan"),
        ("OFFBEAT_LOGIN_HOURS", "721"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(name, value):
    with pytest.raises(OffbeatError, match=name):
        sign_in_from(WHOLE | {name: value})


def test_unverified_mail_only_where_said():
    claims = {"is_logged_in": True, "iss": "https://id.acme.test", "aud": ["offbeat"], "iat": 0, "email": "a@acme.test"}
    assert sign_in_from(WHOLE).refusal(claims, 60) == "unverified"
    assert sign_in_from(WHOLE | {"OFFBEAT_LOGIN_UNVERIFIED_MAIL": "1"}).refusal(claims, 60) is None
    assert sign_in_from(WHOLE | {"OFFBEAT_LOGIN_HOURS": "1"}).refusal(claims, 3601) == "over"
