"""What groups are compared on: every metric's name, title, unit, kind, and how it is measured a user."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
import pandas as pd

from analysis.compare.measured import (
    Measured,
    Sources,
    adopts,
    first_use,
    inactive_time,
    rate,
    retained,
    retained_from,
    uses,
)
from analysis.dataset import Dataset
from analysis.errors import OffbeatError, UnknownNameError
from analysis.wording import PLAIN_WORDS

Kind = Literal["typical", "mean", "share", "time", "category", "volume"]
Unit = Literal["days", "money", "hours", "features", "events", "users", "times", "number", "none"]
MOST_DAYS = 1_000_000  # beyond any history; a date so far off would not fit its type
_OF_EVENTS = ("adopts", "uses", "first_use")
DEFAULT_METRICS = ("amount", "active_days", "inactive_time", "features_used", "retained:28")


@dataclass(frozen=True)
class Metric:
    """One thing groups are compared on.

    Attributes
    ----------
    title
        Plain words for the middle of a sentence: "active days".
    kind
        Which test fits: "typical" Mann-Whitney (counts, money: skewed), "mean" reshuffled means, "share" of users
        (values 0, 1, nan), "time" log-rank, "category" a table of counts,
        "volume" a ratio of sums with users as the unit.
    hangs_on
        The facts (see `analysis.segments.titles.Fact`, or `attr:COLUMN`) that decide it: a segment chosen by one of
        them differs by construction.
    grows
        Whether it adds up with time, so that unequal time with us decides it.
    measure
        Sources -> one value a user: float64 with nan where not measured, `Durations`, `Volumes`, or a column of
        categories.
    """

    name: str
    title: str
    unit: Unit
    kind: Kind
    measure: Callable[[Sources], Measured]
    hangs_on: frozenset[str] = frozenset()
    grows: bool = False


def metric_of(name: str, dataset: Dataset) -> Metric:
    """Return a metric by name; raises UnknownNameError, or OffbeatError where these data cannot measure it."""
    family, _, argument = name.partition(":")
    if name not in PLAIN_METRICS and family != name and family in _FAMILIES:
        return _FAMILIES[family](argument, dataset)
    if name not in PLAIN_METRICS:
        raise UnknownNameError.of("metric", name, known_metrics(dataset))
    if not _is_measured(name, dataset):
        raise OffbeatError(
            f'Expected data that hold the metric "{name}", found none.', hint=_MISSING_HINTS.get(name, _NO_TIMES)
        )
    return PLAIN_METRICS[name]


def known_metrics(dataset: Dataset) -> list[str]:
    """Return the names of the metrics these data can measure: the plain ones, then one a column and event."""
    plain = [name for name in PLAIN_METRICS if _is_measured(name, dataset)]
    columns = [f"attr:{column}" for column in dataset.attribute_names]
    events = [f"{family}:{event}" for family in _OF_EVENTS for event in dataset.activity.event_names]
    return [*plain, "retained:28", "retained_from:28", *columns, *events]


def default_metrics(dataset: Dataset) -> tuple[list[str], list[str]]:
    """Return the default metrics these data can measure, and a sentence for each that was left out."""
    absent = [name for name in DEFAULT_METRICS if name in PLAIN_METRICS and not _is_measured(name, dataset)]
    notes = [f'Left out "{name}": the data do not hold it. To compare it, {_MISSING_HINTS[name]}' for name in absent]
    return [name for name in DEFAULT_METRICS if name not in absent], notes


def _feature(name: str, sources: Sources) -> np.ndarray:
    return sources.features[name].to_numpy(np.float64)


def _amount_per_active_day(sources: Sources) -> np.ndarray:
    return _feature("amount", sources) / _feature("active_days", sources)


def _plain(name: str, title: str, unit: Unit, kind: Kind = "typical", **more: object) -> Metric:
    measure = more.pop("measure", partial(_feature, name))
    return Metric(name, title, unit, kind, measure, **more)  # type: ignore[arg-type]


_DAYS, _GAPS, _LATER = frozenset({"active_days"}), frozenset({"gaps"}), frozenset({"active_days", "recency"})
_SILENCE, _USES, _AMOUNT = frozenset({"gaps", "recency"}), frozenset({"uses"}), frozenset({"amount"})
PLAIN_METRICS: dict[str, Metric] = {
    each.name: each
    for each in (
        _plain("active_days", "active days", "days", hangs_on=_DAYS, grows=True),
        _plain("active_hours", "active hours a day", "hours", "mean", hangs_on=frozenset({"active_hours"})),
        _plain("events", "events", "events", hangs_on=_DAYS, grows=True),
        _plain("amount", "amount", "money", hangs_on=_AMOUNT, grows=True),
        _plain("amount_per_active_day", "amount per active day", "money", hangs_on=_AMOUNT,
               measure=_amount_per_active_day),
        _plain("tenure_days", PLAIN_WORDS["tenure"], "days", hangs_on=frozenset({"tenure"})),
        _plain("gap_median_days", "usual days between visits", "days", hangs_on=_GAPS),
        _plain("gap_cv", "unevenness of visits", "number", hangs_on=_GAPS),
        _plain("features_used", "features used", "features", hangs_on=_USES, grows=True),
        _plain("inactive_time", "time until gone silent", "days", "time", hangs_on=_SILENCE,
               measure=lambda sources: inactive_time(sources.dataset, sources.settings.inactive)),
        _plain("mrr", "monthly revenue", "money", hangs_on=frozenset({"mrr"})),
        _plain("volume:amount", "amount per active day, all together", "money", "volume", hangs_on=_AMOUNT,
               measure=partial(rate, total="amount", base="active_days")),
        _plain("volume:events", "events per active day, all together", "events", "volume",
               measure=partial(rate, total="events", base="active_days")),
        _plain("volume:active_days", "active days per day with us, all together", "number", "volume", hangs_on=_DAYS,
               measure=partial(rate, total="active_days", base="tenure_days")),
    )
}  # fmt: skip
_NO_TIMES = "it needs times of day, and these data hold dates only."
_OF_AMOUNT = ("amount", "amount_per_active_day", "volume:amount")
_MISSING_HINTS = {
    **dict.fromkeys(_OF_AMOUNT, "name the amount column with --map amount=COLUMN."),
    "features_used": "name the column of event names with --map event=COLUMN.",
    "mrr": "add a subscriptions table whose ids are those counted: users, or accounts with --accounts.",
}


def _is_measured(name: str, dataset: Dataset) -> bool:
    if name in _OF_AMOUNT:
        return dataset.activity.amount is not None
    if name == "features_used":
        return bool(dataset.activity.event_names)
    if name == "active_hours":
        return dataset.activity.has_hours
    return name != "mrr" or _has_payer(dataset)


def _has_payer(dataset: Dataset) -> bool:
    """Whether the feature `mrr` is known of anyone: subscriptions of accounts tell nothing of people."""
    if dataset.subscriptions is None:
        return False
    started = dataset.subscriptions["start_day"] <= dataset.activity.observed_to
    return bool(dataset.activity.user_ids.to_pandas().isin(dataset.subscriptions.loc[started, "user_id"]).any())


def _day_of(family: str, text: str, dataset: Dataset) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= MOST_DAYS):
        raise UnknownNameError.of("metric", f"{family}:{text}", known_metrics(dataset))
    return int(text)


def _retained_metric(text: str, dataset: Dataset) -> Metric:
    day = _day_of("retained", text, dataset)
    return Metric(f"retained:{day}", f"the share active exactly {day} days after their first", "users", "share",
                  lambda sources: retained(sources.dataset, day), _LATER | _GAPS | {"weekday"})  # fmt: skip


def _retained_from_metric(text: str, dataset: Dataset) -> Metric:
    day = _day_of("retained_from", text, dataset)
    return Metric(f"retained_from:{day}", f"the share still active after {day} days", "users", "share",
                  lambda sources: retained_from(sources.dataset, day), _LATER)  # fmt: skip


def _attribute_metric(column: str, dataset: Dataset) -> Metric:
    if column not in dataset.attribute_names:
        raise UnknownNameError.of("metric", f"attr:{column}", known_metrics(dataset))
    values = dataset.users[column]
    hangs_on = frozenset({f"attr:{column}"})
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        return Metric(f"attr:{column}", column, "number", "typical",
                      lambda sources: sources.dataset.attributes[column].to_numpy(np.float64, na_value=math.nan),
                      hangs_on)  # fmt: skip
    return Metric(f"attr:{column}", column, "none", "category",
                  lambda sources: sources.dataset.attributes[column], hangs_on)  # fmt: skip


def _event_of(family: str, event: str, dataset: Dataset) -> None:
    # uses holds every event name, event_names only the 63 with most users
    if not (dataset.activity.uses["event"] == event).any():
        raise UnknownNameError.of("metric", f"{family}:{event}", known_metrics(dataset))


def _adopts_metric(event: str, dataset: Dataset) -> Metric:
    _event_of("adopts", event, dataset)
    return Metric(f"adopts:{event}", f"the share who ever used {event}", "users", "share",
                  lambda sources: adopts(sources.dataset, event), _USES, grows=True)  # fmt: skip


def _uses_metric(event: str, dataset: Dataset) -> Metric:
    _event_of("uses", event, dataset)
    return Metric(f"uses:{event}", f"uses of {event}", "times", "typical",
                  lambda sources: uses(sources.dataset, event), _USES, grows=True)  # fmt: skip


def _first_use_metric(event: str, dataset: Dataset) -> Metric:
    _event_of("first_use", event, dataset)
    return Metric(f"first_use:{event}", f"time until the first {event}", "days", "time",
                  lambda sources: first_use(sources.dataset, event), _USES)  # fmt: skip


_FAMILIES: dict[str, Callable[[str, Dataset], Metric]] = {
    "retained": _retained_metric,
    "retained_from": _retained_from_metric,
    "attr": _attribute_metric,
    "adopts": _adopts_metric,
    "uses": _uses_metric,
    "first_use": _first_use_metric,
}
