"""What this session has pinned to its story, in order; read and written here alone."""

import json
from collections.abc import Hashable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from analysis.activity import Activity
from analysis.settings import to_query
from analysis.story.again import content_at
from analysis.story.pin import MOST_PINS, Content, Pin, PinKind
from analysis.story.private import without_people
from pages._ui import uploads, viewed

_KEY, _HERE = "_pins", "_pinned_here"
# Of a link: what the data are, and what is no setting.
_NOT_SETTINGS = ("data", "people", "v", "view", "tour")


def pins() -> tuple[Pin, ...]:
    """Return the pins in their order."""
    return tuple(st.session_state.get(_KEY, ()))


def restore(wanted: tuple[Pin, ...]) -> None:
    """Show these pins from now on: those of a link or of a story file."""
    st.session_state[_KEY], st.session_state[_HERE] = list(wanted[:MOST_PINS]), {}


def without(gone: tuple[Pin, ...]) -> tuple[Pin, ...]:
    """Return the pins in their order without some, which may have been renamed or annotated since."""
    contents = {id(each.kept) for each in gone}
    return tuple(each for each in pins() if id(each.kept) not in contents)


def forget_people(data_name: str) -> None:
    """Keep no more of data that are forgotten than their counts; only in a callback."""
    restore(tuple(without_people(each) if each.data_name == data_name else each for each in pins()))


def is_pinned(shown: object) -> bool:
    """Whether this very thing was pinned in this session and is still in the story."""
    return _known_as(shown) in st.session_state.get(_HERE, {})


def toggle(shown: Any, title: str, sentence: str, kind: PinKind, *, names_people: bool = False) -> None:
    """Pin what is shown, or take it out of the story again; only in a callback."""
    here = st.session_state.setdefault(_HERE, {})
    kept = st.session_state.setdefault(_KEY, [])
    if _known_as(shown) in here:
        _, pin = here.pop(_known_as(shown))
        kept[:] = [each for each in kept if each is not pin]
    elif len(kept) >= MOST_PINS:
        st.toast(f"A story holds {MOST_PINS} pins. Take one out first.", icon=":material/info:")
    else:
        pin = _pin(shown, title, sentence, kind, names_people=names_people)
        kept.append(pin)
        here[_known_as(shown)] = (shown, pin)  # held, so that nothing else can take its id


def remove(number: int) -> None:
    """Take a pin out; only in a callback."""
    gone = st.session_state[_KEY].pop(number)
    here = st.session_state.get(_HERE, {})
    st.session_state[_HERE] = {each: held for each, held in here.items() if held[1] is not gone}


def move(number: int, by: int) -> None:
    """Move a pin up (-1) or down (1); only in a callback."""
    kept = st.session_state[_KEY]
    to = min(max(number + by, 0), len(kept) - 1)
    kept.insert(to, kept.pop(number))


def change(number: int, **changed: str) -> None:
    """Give a pin another title or note."""
    kept, here = st.session_state[_KEY], st.session_state.get(_HERE, {})
    old, kept[number] = kept[number], replace(kept[number], **changed)
    for each, (shown, pin) in here.items():
        if pin is old:
            here[each] = (shown, kept[number])


def _known_as(shown: object) -> Hashable:
    """Return what tells that this was pinned: a sentence by what it says, since some are made anew in each run."""
    return shown if isinstance(shown, str) else id(shown)


def _pin(shown: Any, title: str, sentence: str, kind: PinKind, *, names_people: bool) -> Pin:
    found = viewed.where(shown)
    now = st.session_state["_viewed"][-1].study if found is None else found.view.study
    is_again = found is not None and bool(found.view.name) and _is_plain(found.view.arguments)
    return Pin(
        title=title, sentence=sentence,
        view=found.view.name if is_again else "", arguments=found.view.arguments if is_again else (),
        part=found.part if is_again else (),
        settings=to_query(now.settings), filters=now.filters, fingerprint=now.dataset.fingerprint,
        data_name=uploads.name_of(now.dataset), last_day=_last_day(now.activity),
        page=st.session_state.get("_page", "home"), query=_query(), kind=kind, names_people=names_people,
        kept=_content(shown, sentence),
    )  # fmt: skip


def _last_day(activity: Activity) -> int:
    return int(activity.observed_to)


def _is_plain(arguments: tuple) -> bool:
    """Whether the arguments of a view can be written down and read again."""
    try:
        json.dumps(arguments)
    except TypeError:
        return False
    return True


def _content(shown: Any, sentence: str) -> Content:
    """Return what is shown as a pin keeps it."""
    kept = content_at(shown)
    return replace(kept, sentence=sentence, alt=kept.alt or sentence)


def _query() -> str:
    asked = st.query_params.to_dict()
    return urlencode({name: text for name, text in asked.items() if name not in _NOT_SETTINGS})
