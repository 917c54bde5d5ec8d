"""Segments, Yours: what a rule can test in these data, with which words, over which values."""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.value_spread import value_spread
from analysis.segments.rules import Check, Field, Missing, Name, Not, OneOf, Rule, RuleError, parse
from analysis.segments.rules.columns import Column, as_days, column_of
from analysis.segments.rules.printer import field_text
from analysis.segments.rules.tree import Op, Value
from analysis.study import Study
from analysis.views.comparison import group_names
from analysis.views.rule_words import FIGURES, field_title

FieldKind = Literal["number", "text", "flag", "date", "segment"]
SEGMENT = "segment"
MISSING = "missing"
_KNOWN = {MISSING: "not known"}
OPERATORS: MappingProxyType[FieldKind, dict[str, str]] = MappingProxyType({
    "number": {">=": "at least", "<=": "at most", "=": "exactly", **_KNOWN},
    "text": {"in": "one of", "not in": "none of", **_KNOWN},
    "flag": {"true": "yes", "false": "no", **_KNOWN},
    "date": {">=": "on or after", "<": "before", **_KNOWN},
    "segment": {"in": "in", "not in": "not in"},
})  # fmt: skip
# A column of texts is offered as dates where nearly all of them are: some cells are always spoilt.
LEAST_DATES_SHARE = 0.9
MOST_VALUES = 200
BARS = 40
# The slider leaves out one in a hundred at either end: one giant would squeeze everybody else into one bar.
SHOWN_QUANTILES = (0.01, 0.99)
STEPS = 200
MOST_WHOLE = 2**53  # a browser knows no larger whole numbers


@dataclass(frozen=True)
class Span:
    """What the slider of a figure runs over; `start` is where it stands first. Whole numbers where `is_whole`."""

    low: float
    high: float
    step: float
    start: float
    is_whole: bool


def fields_of(study: Study) -> dict[str, str]:
    """Return what can be tested, as a rule writes it -> what the screen calls it; figures nobody has are left out."""
    features, activity = study.prepared.features, study.activity
    figures = {name: FIGURES[name] for name in features if features[name].notna().any()}
    columns = [Field("attr", name) for name in study.dataset.attribute_names]
    events = [Field("uses", name) for name in activity.event_names if len(activity.event_names) > 1]
    others = {field_text(each): field_title(each) for each in (*columns, *events)}
    return {SEGMENT: "A segment you have", **figures, **others}


def field_kind(study: Study, key: str) -> FieldKind:
    """Return what the values of a field are; texts that are nearly all dates are dates."""
    if key == SEGMENT:
        return SEGMENT
    column = _column(study, key)
    if column.kind == "text":
        return "date" if _dates_share(column) >= LEAST_DATES_SHARE else "text"
    return "date" if column.kind == "time" else column.kind


def _dates_share(column: Column) -> float:
    try:
        days = as_days(column)[column.known]
    except RuleError:  # not a single one is a date
        return 0.0
    return float((~np.isnat(days)).mean())


def values_of(study: Study, key: str) -> tuple[str, ...]:
    """Return the values to choose from: those of a column, most people first, or the segments there are."""
    if key == SEGMENT:
        return tuple(group_names(study))
    column = _column(study, key)
    counted = pd.Series(column.values[column.known & study.chosen]).value_counts()
    return tuple(str(each) for each in counted.index[:MOST_VALUES])


def dates_of(study: Study, key: str) -> tuple[date, date] | None:
    """Return the first and last date of a field, None where nobody has one."""
    days = as_days(_column(study, key))
    days = days[~np.isnat(days)]
    return (days.min().astype(object), days.max().astype(object)) if len(days) else None


def span_of(study: Study, key: str) -> Span:
    """Return what the slider of a figure runs over among the chosen users; of one value alone, that and one more."""
    values = _known_values(study, key)
    is_whole = bool((values == np.round(values)).all() and np.abs(values).max(initial=0) < MOST_WHOLE)
    low, middle, high = np.quantile(values, (SHOWN_QUANTILES[0], 0.5, SHOWN_QUANTILES[1])) if len(values) else (0, 0, 1)
    step = _nice_step(max(high - low, 0.01) / STEPS)
    step = max(1.0, step) if is_whole else step
    low, high = np.floor(low / step + 1e-9) * step, np.ceil(high / step - 1e-9) * step
    start = np.round(middle / step) * step
    return Span(*(round(float(each), 9) for each in (low, max(high, low + step), step, start)), is_whole)


def spread_of(study: Study, key: str, op: str, value: float) -> Picture:
    """Draw how the chosen users spread over a figure, and which of them a test keeps."""
    span, values = span_of(study, key), _known_values(study, key)
    width = max(span.step, np.ceil((span.high - span.low) / BARS / span.step) * span.step)
    starts = np.arange(span.low, span.high + span.step / 2, width)
    place = np.clip(np.searchsorted(starts, values, side="right") - 1, 0, len(starts) - 1)
    kept = {">=": starts >= value, "<=": starts <= value}.get(op, (starts <= value) & (value < starts + width))
    ends = [wording.decimal(each, 0 if span.is_whole else 2) for each in starts]
    bars = pd.DataFrame({
        "from": starts, "to": starts + width * 0.9, "count": np.bincount(place, minlength=len(starts)), "kept": kept,
        "shown": [f"{each} or more" if each == ends[-1] else f"from {each}" for each in ends],
    })  # fmt: skip
    label = f"{OPERATORS['number'][op]} {value:,.10g}"
    return value_spread(bars, cut=value, label=label, title=fields_of(study)[key], unit_word=study.unit_word)


def built(key: str, op: str, values: tuple[Value, ...] = ()) -> Rule:
    """Return the test of a field that a person put together; `op` is a key of `OPERATORS`."""
    if key == SEGMENT:
        return Not(Name(str(values[0]))) if op == "not in" else Name(str(values[0]))
    field = _field(key)
    if op == MISSING:
        return Missing(field)
    if op in ("true", "false"):
        return Check(field, "=", op == "true")
    if op in ("in", "not in"):
        return OneOf(field, values, op == "not in") if len(values) > 1 else Check(field, _SINGLE[op], values[0])
    return Check(field, op, values[0])  # type: ignore[arg-type]


_SINGLE: dict[str, Op] = {"in": "=", "not in": "!="}


def _field(key: str) -> Field:
    test = parse(f"{key} is missing")
    assert isinstance(test, Missing)
    return test.field


def _column(study: Study, key: str) -> Column:
    return column_of(_field(key), study.people)


def _known_values(study: Study, key: str) -> np.ndarray:
    column = _column(study, key)
    values = column.values[column.known & study.chosen].astype(np.float64)
    return values[np.isfinite(values)]


def _nice_step(about: float) -> float:
    """Return 1, 2 or 5 times a power of ten, at least `about`."""
    power = 10.0 ** np.floor(np.log10(about))
    return float(next(each * power for each in (1, 2, 5, 10) if each * power >= about - 1e-12))
