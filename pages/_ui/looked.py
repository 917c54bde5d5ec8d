"""What this session has looked at in comparisons, one ledger a dataset: p is adjusted over all of it."""

from collections.abc import Iterable

import streamlit as st

from analysis import wording
from analysis.compare import Looked
from analysis.compare.looked import Question
from analysis.compare.multiplicity import Correction
from analysis.views.comparison_told import AFRESH_HELP, family_sentence
from pages._ui.uploads import loaded

_KEY, _FORGOTTEN_KEY = "_looked", "_looked_forgotten"


def look(questions: Iterable[Question]) -> Looked:
    """Note that these tests are looked at; return everything looked at, these too."""
    looked = _ledger(_KEY).with_asked(questions)
    st.session_state[_KEY][loaded().dataset.fingerprint] = looked
    return looked


def draw(looked: Looked, correction: Correction) -> None:
    """Say how many tests p is adjusted over, and offer to count afresh."""
    forgotten = len(_ledger(_FORGOTTEN_KEY).seen - looked.seen)
    with st.container(horizontal=True, vertical_alignment="center", key="family"):
        st.caption(wording.escaped(family_sentence(looked.count, forgotten, correction)), width="stretch")
        st.button("Count afresh", icon=":material/restart_alt:", type="tertiary", on_click=_afresh, help=AFRESH_HELP)


def _ledger(key: str) -> Looked:
    return st.session_state.setdefault(key, {}).get(loaded().dataset.fingerprint, Looked())


def _afresh() -> None:
    fingerprint = loaded().dataset.fingerprint
    st.session_state[_FORGOTTEN_KEY][fingerprint] = _ledger(_FORGOTTEN_KEY).with_asked(_ledger(_KEY).seen)
    st.session_state[_KEY][fingerprint] = Looked()
