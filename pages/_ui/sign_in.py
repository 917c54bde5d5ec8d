"""The sign-in before every run: who is not let in sees one sentence and the way in or out, and nothing of the data."""

import time
from functools import cache

import streamlit as st

from analysis import wording
from analysis.errors import OffbeatError
from pages._ui.hosting import health
from pages._ui.hosting.allowed import ALLOWED, Refusal, SignIn, sign_in_from

SAID: dict[Refusal, str] = {
    "unknown": "Sign in to see the data of your team.",
    "over": "Your sign-in is over: sign in again.",
    "unverified": "{mail} is not let in: its provider has not verified the address.",
    "stranger": "{mail} is not on the list of who may see this.",
}
NOT_SERVED = "The sign-in is not set up on this server, so nobody is let in: start it with serve.py."


@cache
def settings() -> SignIn | None:
    """Return how people sign in here, read once a process; None where everybody may come in.

    Raises
    ------
    OffbeatError
        Where Streamlit knows a provider and nobody said who may come in: that lets in nobody, and not everybody.
    """
    found = sign_in_from()
    if found is None and _knows_provider():
        raise OffbeatError(
            f"Expected {ALLOWED} and its companions beside the section [auth] of the secrets, found none.",
            hint="set them, or remove the section: docs/hosting.md has the table.",
        )
    return found


def _knows_provider() -> bool:
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def refusal() -> Refusal | None:
    """Return why the person of this session may not come in; None who may."""
    sign_in = settings()
    if sign_in is None or health.is_check(st.user.to_dict()):
        return None
    return sign_in.refusal(st.user.to_dict(), time.time())


def stop_unless_allowed() -> None:
    """End the run here for who may not come in; before anything of the data is read."""
    why = refusal()
    if why is None:
        return
    st.title("Offbeat", anchor=False)
    if not _knows_provider():
        st.text(NOT_SERVED)
        st.stop()
    st.text(SAID[why].format(mail=st.user.get("email") or "Whoever you are"))
    if why in ("unknown", "over"):
        st.button("Sign in", type="primary", key="sign_in", on_click=st.login)
    else:
        st.button("Sign out", key="sign_out", on_click=st.logout)
    st.stop()


def draw_way_out() -> None:
    """Draw, at the foot of a page, who is signed in and the way out; nothing where nobody has to sign in."""
    if settings() is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="signed_in"):
        st.caption(wording.escaped(f"Signed in as {st.user.get('email')}"))
        st.button("Sign out", type="tertiary", key="sign_out", on_click=st.logout)
