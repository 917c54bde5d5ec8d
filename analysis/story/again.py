"""A pin computed again: the same view under the same thresholds and filters, on the data at hand."""

from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd

from analysis.charts.picture import Picture
from analysis.dataset import Dataset
from analysis.errors import OffbeatError
from analysis.findings import Finding
from analysis.settings import from_query
from analysis.story.address import resolve, view_function
from analysis.story.pin import Content, Pin
from analysis.study import Prepared, Study, prepare, study, tune
from analysis.views.cards import Headline

# What a view raises that is asked for something these data do not have.
_UNFIT = (TypeError, KeyError, ValueError, IndexError, AttributeError)


def compute(pin: Pin, dataset: Dataset) -> Content:
    """Return what a pin shows on these data; of a pin without a view what it showed when it was pinned.

    Raises OffbeatError where the data do not know a filter, a threshold, an argument, or what was shown.
    """
    return compute_in(pin, study(dataset, pin.filters, from_query(pin.settings))) if pin.view else pin.kept


def compute_in(pin: Pin, studied: Study) -> Content:
    """Return what a pin shows in a study, which stands for its filters and thresholds; raises OffbeatError."""
    if not pin.view:
        return pin.kept
    return content_of(pin, result_of(studied, pin.view, pin.arguments))


def result_of(studied: Study, view: str, arguments: tuple) -> Any:
    """Return what a view returns of a study; raises OffbeatError where it cannot with these data and arguments."""
    function = view_function(view)
    try:
        return function(studied, *arguments)
    except _UNFIT as problem:
        raise OffbeatError(
            f"Expected data and arguments that {view} can show, found some that it cannot ({type(problem).__name__}).",
            hint="check the arguments; what was pinned is kept as it was.",
        ) from problem


def content_of(pin: Pin, result: Any) -> Content:
    """Return what a pin shows of the result of its view; raises OffbeatError where that has no such part."""
    shown = resolve(result, pin.part)
    if isinstance(shown, pd.DataFrame):
        return Content(sentence=pin.sentence, alt=pin.kept.alt, table=shown)
    return content_at(shown)


def content_at(shown: Any) -> Content:
    """Return a chart, a table, a finding or an answer as a pin keeps it; raises OffbeatError for anything else."""
    if isinstance(shown, Picture):
        return Content(sentence=shown.alt, spec=shown.spec, alt=shown.alt, table=shown.table)
    if isinstance(shown, pd.DataFrame):
        return Content(sentence="", table=shown)
    if isinstance(shown, Finding):
        return Content(sentence=shown.sentence)
    if isinstance(shown, Headline):
        return Content(sentence=shown.sentence, table=shown.table)
    if isinstance(shown, str):
        return Content(sentence=shown)
    raise OffbeatError(
        "Expected a chart, a table or a sentence, found none on these data.",
        hint="what was pinned is kept as it was.",
    )


def compute_all(pins: Sequence[Pin], dataset: Dataset) -> tuple[Content | OffbeatError, ...]:
    """Return what each pin shows on these data, or why it cannot; pins of the same data are scored once."""
    prepared: dict[Hashable, Prepared] = {}
    return tuple(_shown_or_problem(pin, dataset, prepared) for pin in pins)


def _shown_or_problem(pin: Pin, dataset: Dataset, prepared: dict[Hashable, Prepared]) -> Content | OffbeatError:
    if not pin.view:
        return pin.kept
    try:
        key = pin.filters.narrowing
        if key not in prepared:
            prepared[key] = prepare(dataset, pin.filters)
        return compute_in(pin, tune(prepared[key], pin.filters, from_query(pin.settings)))
    except OffbeatError as problem:
        return problem
