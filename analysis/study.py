"""Study: a dataset under filters and thresholds; what every view and most commands receive."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from analysis.activity import Activity, to_date, to_day
from analysis.dataset import Dataset
from analysis.errors import OffbeatError
from analysis.features import features as features_of
from analysis.labels import Segmentation, label
from analysis.rhythms import Scores, score
from analysis.segments import members
from analysis.settings import Settings

Unit = Literal["people", "accounts"]


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What is looked at. None of these ever changes a label except `as_of`, `unit` and `active_events`.

    Attributes
    ----------
    who
        A segment name; "all" for everyone.
    period_days
        Charts show this many days up to the end; 0 shows everything.
    as_of
        What was known at the end of this day; None is the end of the data.
    unit
        People, or accounts (active on the union of their members' days).
    active_events
        Only these events count as being active; empty means any.
    """

    who: str = "all"
    period_days: int = 0
    as_of: date | None = None
    unit: Unit = "people"
    active_events: tuple[str, ...] = ()

    @property
    def narrowing(self) -> tuple[str, str, tuple[str, ...]]:
        """What changes the scores: unit, as of, active events; a cache key beside the dataset's fingerprint."""
        return (self.unit, self.as_of.isoformat() if self.as_of else "", self.active_events)


@dataclass(frozen=True, eq=False)
class Prepared:
    """What knows no threshold: the dataset as narrowed, its scores (row i = user i) and features (row i = user i)."""

    dataset: Dataset
    scores: Scores
    features: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Study:
    """A dataset with scores, labels and a choice of users."""

    prepared: Prepared
    segmentation: Segmentation
    filters: Filters
    settings: Settings

    @property
    def dataset(self) -> Dataset:
        """The dataset as narrowed by unit, as of and active events."""
        return self.prepared.dataset

    @property
    def activity(self) -> Activity:
        """Everyone's whole history up to as of: what labels are computed on."""
        return self.prepared.dataset.activity

    def members(self, name: str) -> np.ndarray:
        """Return who is in a segment, bool, shape (users,); raises UnknownNameError."""
        return members(
            name,
            dataset=self.dataset,
            segmentation=self.segmentation,
            features=self.prepared.features,
            settings=self.settings,
        )

    @cached_property
    def chosen(self) -> np.ndarray:
        """Who the filter shows, bool, shape (users,)."""
        return self.members(self.filters.who)

    @cached_property
    def chosen_activity(self) -> Activity:
        """The chosen users' whole history: what series are computed on before they are cut to the period."""
        return self.activity if self.chosen.all() else self.activity.of_users(self.chosen)

    @property
    def shown_from(self) -> int:
        """First day charts show, days since 1970."""
        first = self.activity.observed_from
        return (
            max(first, self.activity.observed_to - self.filters.period_days + 1) if self.filters.period_days else first
        )

    @cached_property
    def shown(self) -> Activity:
        """The chosen users' activity within the period: what charts without a time axis draw."""
        return self.chosen_activity.since(self.shown_from) if self.filters.period_days else self.chosen_activity

    @property
    def unit_word(self) -> str:
        """ "people" or "accounts", for sentences."""
        return self.filters.unit


def narrow(dataset: Dataset, filters: Filters) -> Dataset:
    """Return the dataset as known at `as_of`, with the chosen active events, by people or accounts."""
    activity = dataset.activity
    if filters.active_events:
        activity = activity.active_on(filters.active_events)
    if filters.as_of is not None:
        if to_day(filters.as_of) < activity.observed_from:
            raise OffbeatError(
                f"Expected a day within the data, found as of {filters.as_of}.",
                hint=f"the data start on {to_date(activity.observed_from)}.",
            )
        activity = activity.until(to_day(filters.as_of))
    if activity is not dataset.activity:
        dataset = dataset.with_activity(activity)
    return dataset.by_account() if filters.unit == "accounts" else dataset


def prepare(dataset: Dataset, filters: Filters | None = None) -> Prepared:
    """Score a dataset once; no threshold enters."""
    narrowed = narrow(dataset, filters or Filters())
    return Prepared(narrowed, score(narrowed.activity), features_of(narrowed))


def tune(prepared: Prepared, filters: Filters | None = None, settings: Settings | None = None) -> Study:
    """Label a scored dataset under thresholds: masks only, milliseconds."""
    settings = settings or Settings()
    return Study(prepared, label(prepared.scores, settings), filters or Filters(), settings)


def study(dataset: Dataset, filters: Filters | None = None, settings: Settings | None = None) -> Study:
    """Score and label a dataset: `tune(prepare(dataset))`."""
    return tune(prepare(dataset, filters), filters, settings)


def with_settings(studied: Study, settings: Settings) -> Study:
    """Return the same study under other thresholds."""
    return tune(studied.prepared, replace(studied.filters), settings)
