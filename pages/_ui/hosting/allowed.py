"""Who may sign in: the provider that says who somebody is, and the list of domains and people, from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from analysis.errors import OffbeatError

ISSUER, CLIENT_ID, CLIENT_SECRET = "OFFBEAT_LOGIN_ISSUER", "OFFBEAT_LOGIN_CLIENT_ID", "OFFBEAT_LOGIN_CLIENT_SECRET"
COOKIE_SECRET, ADDRESS, ALLOWED = "STREAMLIT_SERVER_COOKIE_SECRET", "OFFBEAT_ADDRESS", "OFFBEAT_ALLOWED"
HOURS, UNVERIFIED = "OFFBEAT_LOGIN_HOURS", "OFFBEAT_LOGIN_UNVERIFIED_MAIL"
NEEDED = (ISSUER, CLIENT_ID, CLIENT_SECRET, COOKIE_SECRET, ADDRESS, ALLOWED)
OPTIONAL = (HOURS, UNVERIFIED)
SHORTEST_SECRET = 32  # characters of what signs the cookies
LONGEST_HOURS = 720  # Streamlit's cookie ends after 30 days
LATEST_AHEAD_S = 300  # clocks of two servers differ

Refusal = Literal["unknown", "over", "unverified", "stranger"]


@dataclass(frozen=True)
class SignIn:
    """How people sign in, and who of them may come in.

    Attributes
    ----------
    issuer
        Address of the OpenID Connect provider, as its tokens name it.
    address
        Scheme and host under which people reach the app.
    allowed
        Mail addresses and domains, in lower case.
    longest_hours
        How long a sign-in lasts.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    cookie_secret: str = field(repr=False)
    address: str
    allowed: frozenset[str]
    longest_hours: float = 12
    needs_verified_mail: bool = True

    def refusal(self, claims: Mapping[str, Any], now_s: float) -> Refusal | None:
        """Return why who made `claims` may not come in at `now_s` (seconds since 1970); None who may.

        Signing in says who somebody is, not that they may come in: issuer, recipient and age of the claims, and the
        mail address against the list, are looked at here each time.
        """
        if not self._is_for_us(claims):
            return "unknown"
        made_s = claims.get("iat")
        if not isinstance(made_s, int | float) or not -LATEST_AHEAD_S <= now_s - made_s <= self.longest_hours * 3600:
            return "over"
        if self.needs_verified_mail and claims.get("email_verified") is not True:
            return "unverified"
        return None if self._is_listed(claims.get("email")) else "stranger"

    def _is_for_us(self, claims: Mapping[str, Any]) -> bool:
        meant = claims.get("aud")
        return (
            claims.get("is_logged_in") is True
            and str(claims.get("iss")).rstrip("/") == self.issuer.rstrip("/")
            and self.client_id in (meant if isinstance(meant, list) else [meant])
        )

    def _is_listed(self, mail: object) -> bool:
        if not isinstance(mail, str) or mail.count("@") != 1:
            return False
        name, _, domain = mail.lower().partition("@")
        return bool(name) and bool({f"{name}@{domain}", domain} & self.allowed)

    def secrets(self) -> dict[str, dict[str, str]]:
        """Return what `st.login` wants to know."""
        return {
            "auth": {
                "redirect_uri": f"{self.address}/oauth2callback",
                "cookie_secret": self.cookie_secret,
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "server_metadata_url": f"{self.issuer.rstrip('/')}/.well-known/openid-configuration",
            }
        }


def sign_in_from(environment: Mapping[str, str] = os.environ) -> SignIn | None:
    """Return how people sign in; None where the environment names nothing of it.

    Raises
    ------
    OffbeatError
        Where it names a part only: a slip of the pen must not open the app to everybody.
    """
    said = {name: environment.get(name, "").strip() for name in (*NEEDED, *OPTIONAL)}
    if not any(text for name, text in said.items() if name not in (COOKIE_SECRET, ADDRESS)):
        return None
    missing = [name for name in NEEDED if not said[name]]
    if missing:
        raise OffbeatError(
            f"Expected all settings of the sign-in, found none for {', '.join(missing)}.",
            hint="set them, or none of the sign-in: docs/hosting.md has the table.",
        )
    return SignIn(
        issuer=said[ISSUER],
        client_id=said[CLIENT_ID],
        client_secret=said[CLIENT_SECRET],
        cookie_secret=_long_enough(said[COOKIE_SECRET]),
        address=_origin(said[ADDRESS]),
        allowed=_listed(said[ALLOWED]),
        longest_hours=_hours(said[HOURS] or "12"),
        needs_verified_mail=said[UNVERIFIED] != "1",
    )


def _long_enough(secret: str) -> str:
    if len(secret) < SHORTEST_SECRET:
        found = f"Expected {COOKIE_SECRET} of {SHORTEST_SECRET} characters or more, found {len(secret)}."
        raise OffbeatError(found, hint="make one with: openssl rand -hex 32.")
    return secret


def _origin(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/") or parts.query:
        found = f'Expected {ADDRESS} to be scheme and host, found "{address}".'
        raise OffbeatError(found, hint="write it like https://offbeat.example.com.")
    return f"{parts.scheme}://{parts.netloc}"


def _listed(text: str) -> frozenset[str]:
    """Read `acme.com, ann@other.org`; `@acme.com` means the domain as well."""
    entries = [each.lower() for each in text.replace(",", " ").split()]
    wrong = [each for each in entries if "*" in each or each.count("@") > 1 or "." not in each.rpartition("@")[2]]
    if wrong:
        found = f'Expected domains and mail addresses in {ALLOWED}, found "{wrong[0]}".'
        raise OffbeatError(found, hint="write them like acme.com, ann@other.org.")
    return frozenset(each.removeprefix("@") for each in entries)


def _hours(text: str) -> float:
    try:
        hours = float(text)
    except ValueError:
        hours = 0
    if not 0 < hours <= LONGEST_HOURS:
        found = f'Expected {HOURS} to be hours, up to {LONGEST_HOURS}, found "{text}".'
        raise OffbeatError(found, hint="leave it out for 12 hours.")
    return hours
