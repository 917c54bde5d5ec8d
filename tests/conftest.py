"""Fixtures for all tests: the samples, and real data where the machine has them."""

import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

# No deadline: nothing in the tests may depend on how busy the machine is. In CI the same examples every time.
settings.register_profile("house", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("house")
# What the app keeps of files it loaded, and what is shared, is off, except where a test names a folder of its own.
os.environ["OFFBEAT_CACHE"] = os.environ["OFFBEAT_STORE"] = ""

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data; tests that need it skip where OFFBEAT_REAL_DATA is unset."""
    named = os.environ.get("OFFBEAT_REAL_DATA")
    if not named:
        pytest.skip("needs real data: set OFFBEAT_REAL_DATA to their folder")
    folder = Path(named)
    if not folder.is_dir():
        pytest.fail(f"OFFBEAT_REAL_DATA is set to {folder}, which is not a folder")
    return folder


@pytest.fixture(scope="session")
def saas():
    """The SaaS sample as a Dataset."""
    from analysis.sample import load_sample

    return load_sample("saas")[0]


@pytest.fixture(scope="session")
def shop():
    """The shop sample as a Dataset."""
    from analysis.sample import load_sample

    return load_sample("shop")[0]


@pytest.fixture(scope="session", autouse=True)
def packages_looked_through_once() -> Iterator[None]:
    """Let AppTest search the installed packages for components once, and not anew for each page it runs."""
    if "streamlit" not in sys.modules:
        yield
        return
    from streamlit.components.v2 import manifest_scanner

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="module")
def fresh_caches() -> Iterator[None]:
    """Leave the app's caches empty after a module that opened pages: they are the process's, not a session's."""
    yield
    import streamlit as st

    st.cache_data.clear()
    st.cache_resource.clear()
