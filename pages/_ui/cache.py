"""Caches over analysis functions, keyed by content fingerprint; data is passed as `_data` so that it is never hashed.

Streamlit hashes big frames by a sample of their rows and shares caches between users: a key made of anything but a
fingerprint could hand one user another user's numbers.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import TypeVar

import streamlit as st

from analysis import study as studies
from analysis.dataset import Dataset
from analysis.settings import Settings, from_query, to_query
from analysis.story.again import compute_in
from analysis.story.pin import Content, Pin
from analysis.study import Filters, Prepared, Study
from pages._ui import viewed

View = TypeVar("View")


@lru_cache(maxsize=64)
def settings_key(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Return what identifies settings in a cache key."""
    return tuple(to_query(settings).items())


def prepared(dataset: Dataset, filters: Filters) -> Prepared:
    """Return the dataset, narrowed and scored; once a dataset and narrowing."""
    return _prepared(dataset.fingerprint, filters.narrowing, dataset, filters)


def tuned(dataset: Dataset, filters: Filters, settings: Settings) -> Study:
    """Return the study under these filters and thresholds."""
    ready = prepared(dataset, filters)
    key = (dataset.fingerprint, *_filters_key(filters), settings_key(settings))
    return _tuned(key, ready, filters, settings)


def study_key(study: Study) -> Hashable:
    """Return what identifies a study in a cache key."""
    return (study.dataset.fingerprint, *_filters_key(study.filters), settings_key(study.settings))


def _filters_key(filters: Filters) -> tuple[Hashable, ...]:
    shown = (filters.who, filters.period_days, filters.bots, filters.segments, filters.value_events)
    return (filters.narrowing, *shown, filters.churn_counts, filters.left_out_domains)


@st.cache_resource(max_entries=8, show_spinner="Reading everyone's pattern …")
def _prepared(fingerprint: str, narrowing: Hashable, _dataset: Dataset, _filters: Filters) -> Prepared:
    return studies.prepare(_dataset, _filters)


@st.cache_resource(max_entries=24, show_spinner=False)
def _tuned(key: Hashable, _prepared: Prepared, _filters: Filters, _settings: Settings) -> Study:
    return studies.tune(_prepared, _filters, _settings)


def view(compute: Callable[..., View], study: Study, *arguments: Hashable) -> View:
    """Return `compute(study, *arguments)`, once a study and arguments; `compute` is a function of `analysis.views`."""
    name = f"{compute.__module__}.{compute.__qualname__}"
    found = _view(name, study_key(study), arguments, compute, study)
    viewed.note(name.removeprefix("analysis.views."), study, arguments, found)
    return found


def beside(compute: Callable[..., View], study: Study, other: Study, *arguments: Hashable) -> View:
    """Return `compute(study, other, *arguments)`, once two studies and arguments: a view that compares them."""

    def with_other(first: Study, *rest: Hashable) -> View:
        return compute(first, other, *rest)

    name, keys = f"{compute.__module__}.{compute.__qualname__}", (study_key(study), study_key(other))
    found = _view(name, keys, arguments, with_other, study)
    viewed.note("", study, arguments, found)
    return found


def again(pin: Pin, dataset: Dataset) -> Content:
    """Return what a pin shows on a dataset, once both; raises OffbeatError where these data cannot show it."""
    if not pin.view:
        return pin.kept
    found = tuned(dataset, pin.filters, from_query(pin.settings))
    arguments = (pin.arguments, pin.part, pin.title, pin.sentence)

    def computed(study: Study, *_: Hashable) -> Content:
        return compute_in(pin, study)

    return _view(f"story.{pin.view}", study_key(found), arguments, computed, found)


@st.cache_resource(max_entries=64, show_spinner=False)
def _view(name: str, key: Hashable, arguments: tuple, _compute: Callable[..., View], _study: Study) -> View:
    return _compute(_study, *arguments)


def forget() -> None:
    """Drop everything computed, of whatever data: what was deleted must not live on here. It is computed anew."""
    for kept in (_prepared, _tuned, _view):
        kept.clear()
