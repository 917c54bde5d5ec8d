"""Caches over analysis functions, keyed by content fingerprint; data is passed as `_data` so that it is never hashed.

Streamlit hashes big frames by a sample of their rows and shares caches between users: a key made of anything but a
fingerprint could hand one user another user's numbers. What is kept weighs by its people, since every session that
moves a threshold has results of its own.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import NamedTuple, TypeVar

import streamlit as st

from analysis import study as studies
from analysis.dataset import Dataset
from analysis.ingest.limits import machine_memory_bytes
from analysis.reads import Reads, ReadStudy, values_of
from analysis.settings import Settings, from_query, to_query
from analysis.story.again import compute_in
from analysis.story.pin import Content, Pin
from analysis.study import Filters, Prepared, Study
from pages._ui import viewed
from pages._ui.shelf import Shelf

View = TypeVar("View")
# What a person, or an active day, takes in what is kept: measured on fifty thousand people, and rounded up.
SCORES_BYTES, DAY_BYTES, LABELS_BYTES, VIEW_BYTES = 2_000, 16, 100, 20
SMALL_BYTES = 150_000  # charts and tables, however few people they show
# Of the machine's memory, for each process; and how many stay in any case, of data however large.
SCORES_SHARE, LABELS_SHARE, VIEWS_SHARE = 0.10, 0.005, 0.015
LEAST_SCORES, LEAST_LABELS, LEAST_VIEWS = 4, 24, 64


class Shelves(NamedTuple):
    """What is kept of datasets, of datasets under thresholds, and of what is shown of these.

    `reads` are the groups of thresholds that each view was seen to read.
    """

    prepared: Shelf
    tuned: Shelf
    views: Shelf
    reads: dict[str, dict[tuple[str, ...], None]]


@st.cache_resource(show_spinner=False)
def _shelves() -> Shelves:
    """Return the shelves of this process; they go with Streamlit's own caches."""
    memory_bytes = machine_memory_bytes()
    return Shelves(
        prepared=Shelf(int(SCORES_SHARE * memory_bytes), least=LEAST_SCORES),
        tuned=Shelf(int(LABELS_SHARE * memory_bytes), least=LEAST_LABELS),
        views=Shelf(int(VIEWS_SHARE * memory_bytes), least=LEAST_VIEWS),
        reads={},
    )


@lru_cache(maxsize=1024)
def settings_key(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Return what identifies settings in a cache key."""
    return tuple(to_query(settings).items())


def prepared(dataset: Dataset, filters: Filters) -> Prepared:
    """Return the dataset, narrowed and scored; once a dataset and narrowing."""
    activity = dataset.activity
    weight_bytes = SCORES_BYTES * activity.users + DAY_BYTES * activity.user_days
    key = (dataset.fingerprint, filters.narrowing)
    return _shelves().prepared.once(key, lambda: _prepare(dataset, filters), weight_bytes=weight_bytes)


def tuned(dataset: Dataset, filters: Filters, settings: Settings) -> Study:
    """Return the study under these filters and thresholds."""
    ready = prepared(dataset, filters)
    key = (dataset.fingerprint, *_filters_key(filters), settings_key(settings))
    weight_bytes = LABELS_BYTES * ready.dataset.activity.users + SMALL_BYTES
    return _shelves().tuned.once(key, lambda: studies.tune(ready, filters, settings), weight_bytes=weight_bytes)


def study_key(study: Study) -> Hashable:
    """Return what identifies a study in a cache key."""
    return (*_place_of(study), settings_key(study.settings))


def _place_of(study: Study) -> tuple[Hashable, ...]:
    return (study.dataset.fingerprint, *_filters_key(study.filters))


def _filters_key(filters: Filters) -> tuple[Hashable, ...]:
    shown = (filters.who, filters.period_days, filters.bots, filters.segments, filters.value_events)
    return (filters.narrowing, *shown, filters.churn_counts, filters.left_out_domains)


def _prepare(dataset: Dataset, filters: Filters) -> Prepared:
    with st.spinner("Reading everyone's pattern …"):
        return studies.prepare(dataset, filters)


def view(compute: Callable[..., View], study: Study, *arguments: Hashable) -> View:
    """Return `compute(study, *arguments)`, once what it reads of a study; `compute` is a function of `analysis.views`.

    A threshold that it never asks for may move: what it made stays.
    """
    name = _name_of(compute)
    found = _view(name, study, arguments, lambda read: compute(read, *arguments))
    viewed.note(name.removeprefix("analysis.views."), study, arguments, found)
    return found


def made(compute: Callable[..., View], study: Study, *arguments: Hashable, by: Callable[[], View]) -> View:
    """Return what `compute(study, *arguments)` would, made `by` what the page has at hand; a pin computes it so."""
    name = _name_of(compute)
    key = (name, study_key(study), arguments, _kinds(arguments))
    found = _shelves().views.once(key, by, weight_bytes=_weight_bytes(study))
    viewed.note(name.removeprefix("analysis.views."), study, arguments, found)
    return found


def beside(compute: Callable[..., View], study: Study, other: Study, *arguments: Hashable) -> View:
    """Return `compute(study, other, *arguments)`, once two studies and arguments: a view that compares them."""

    def with_other(read: Study) -> View:
        return compute(read, other, *arguments)

    found = _view(_name_of(compute), study, (study_key(other), *arguments), with_other)
    viewed.note("", study, arguments, found)
    return found


def again(pin: Pin, dataset: Dataset) -> Content:
    """Return what a pin shows on a dataset, once both; raises OffbeatError where these data cannot show it."""
    if not pin.view:
        return pin.kept
    found = tuned(dataset, pin.filters, from_query(pin.settings))
    arguments = (pin.arguments, pin.part, pin.title, pin.sentence)
    return _view(f"story.{pin.view}", found, arguments, lambda read: compute_in(pin, read))


def _view(name: str, study: Study, arguments: tuple[Hashable, ...], compute: Callable[[Study], View]) -> View:
    place = (name, _place_of(study), arguments, _kinds(arguments))
    # What was read when the view was made before, by whomever: nearly always it is the same again.
    known = _shelves().reads.setdefault(name, {})

    def keys() -> list[Hashable]:
        return [(place, names, values_of(study, names)) for names in [*known]]

    def make() -> tuple[Hashable, View]:
        reads = Reads()
        found = compute(ReadStudy.of(study, reads))
        names = reads.end()
        known[names] = None
        return (place, names, values_of(study, names)), found

    turn = (place, settings_key(study.settings))
    return _shelves().views.once_under(keys, make, turn=turn, weight_bytes=_weight_bytes(study))


def _name_of(compute: Callable) -> str:
    return f"{compute.__module__}.{compute.__qualname__}"


def _kinds(arguments: tuple[Hashable, ...]) -> tuple[type, ...]:
    return tuple(map(type, arguments))  # 1, 1.0 and True are the same key and may not be the same view


def _weight_bytes(study: Study) -> int:
    return VIEW_BYTES * study.activity.users + SMALL_BYTES


def forget() -> None:
    """Drop everything computed, of whatever data: what was deleted must not live on here. It is computed anew."""
    shelves = _shelves()
    for kept in (shelves.prepared, shelves.tuned, shelves.views):
        kept.clear()
