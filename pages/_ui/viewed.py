"""What this run has computed, so that whatever is shown can say where it comes from; a pin keeps that address."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from analysis.story.address import path_to
from analysis.study import Study

_KEY = "_viewed"


@dataclass(frozen=True, eq=False)
class Viewed:
    """One view of this run: its name below `analysis.views`, the study it was computed of, what came of it.

    `name` is "" where the view cannot be computed from one study and plain arguments.
    """

    name: str
    study: Study
    arguments: tuple[Hashable, ...]
    result: Any


@dataclass(frozen=True, eq=False)
class Found:
    """Where something shown comes from: the view, and the way from its result to what is shown."""

    view: Viewed
    part: tuple[str | int, ...]


def begin() -> None:
    """Forget what the run before computed; first in every run."""
    st.session_state[_KEY] = []


def note(name: str, study: Study, arguments: tuple[Hashable, ...], result: Any) -> None:
    """Remember a view of this run."""
    st.session_state.setdefault(_KEY, []).append(Viewed(name, study, arguments, result))


def where(shown: object) -> Found | None:
    """Return where something shown comes from, or None where no view of the last run holds it."""
    for view in reversed(st.session_state.get(_KEY, [])):
        part = path_to(view.result, shown)
        if part is not None:
            return Found(view, part)
    return None
