"""Study: a dataset under filters and thresholds; what every view and most commands receive."""

import hashlib
from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from analysis import markup, wording
from analysis.activity import Activity, to_date, to_day
from analysis.batches import batch_dates, daily_crowds
from analysis.bots import bots
from analysis.dataset import Dataset
from analysis.daysets import DateList
from analysis.errors import OffbeatError
from analysis.features import features as features_of
from analysis.hours import HourScores, hour_table, score_hours
from analysis.kept import Kept
from analysis.labels import Segmentation, label, label_thresholds
from analysis.mail_domains import domains_of_units
from analysis.money.settings import ChurnCounts
from analysis.rhythms import Scores, score
from analysis.rhythms.change import Parts, find_changes, score_parts
from analysis.rhythms.recent import score_recent
from analysis.segments import OwnSegment, People, chosen, fits, spelled_out
from analysis.settings import Settings

Unit = Literal["people", "accounts"]
MOST_SHOWN = 12  # patterns in a notebook's summary


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What is looked at. None changes a label except `as_of`, `unit`, `active_events`, `dates` and `ignored_days`.

    Attributes
    ----------
    who
        A segment's name or rule; "all" for everyone.
    period_days
        Charts show this many days up to the end; 0 shows everything.
    as_of
        What was known at the end of this day; None is the end of the data.
    unit
        People, or accounts (active on the union of their members' days).
    active_events
        Only these events count as being active; empty means any.
    value_events
        These events count as an action of value where quiet people are looked for; empty means all that are not basic.
    dates
        A person's own lists of dates, tested like any other set of days.
    segments
        A person's own segments: names that may stand wherever a segment is asked for. Who is in one hangs on labels,
        which are those of everyone.
    ignored_days
        Dates (days since 1970) on which nobody counts: their user-days are left out, and they are no days of silence.
    left_out_domains
        E-mail domains, lower case, whose people are not shown: colleagues and test accounts, as somebody said.
    bots
        Whether who may be a bot is shown; labels are computed on everyone either way.
    churn_counts
        On which day a cancellation counts, in Money only: `analysis.money.spans.paid_spans`.
    """

    who: str = "all"
    period_days: int = 0
    as_of: date | None = None
    unit: Unit = "people"
    active_events: tuple[str, ...] = ()
    value_events: tuple[str, ...] = ()
    dates: tuple[DateList, ...] = ()
    segments: tuple[OwnSegment, ...] = ()
    ignored_days: tuple[int, ...] = ()
    left_out_domains: tuple[str, ...] = ()
    bots: Literal["in", "out"] = "in"
    churn_counts: ChurnCounts = "period_end"

    @property
    def narrowing(self) -> Hashable:
        """What changes the scores: unit, as of, active events, dates; a cache key beside the dataset's fingerprint."""
        as_of = self.as_of.isoformat() if self.as_of else ""
        return (self.unit, as_of, self.active_events, self.dates, self.ignored_days)


@dataclass(frozen=True, eq=False)
class Prepared:
    """What knows no threshold: the dataset as narrowed, its scores (row i = user i) and features (row i = user i).

    `people` is the users table before people became accounts, where they did.
    """

    dataset: Dataset
    scores: Scores
    features: pd.DataFrame
    people: pd.DataFrame | None = None

    @cached_property
    def kept(self) -> Kept:
        """What was made of these data for some thresholds."""
        return Kept(self.dataset.activity.users)

    @cached_property
    def hours(self) -> HourScores:
        """At what time of day each user comes."""
        return score_hours(self.dataset.activity)

    @cached_property
    def mail_domains(self) -> pd.Series:
        """The e-mail domain of each user, missing where none is known, shape (users,)."""
        people = self.dataset.users if self.people is None else self.people
        return domains_of_units(self.dataset.activity, people, are_accounts=self.people is not None)

    @cached_property
    def recent_scores(self) -> Scores:
        """The scores of the last 90 days alone."""
        return score_recent(self.scores.days, until=self.dataset.activity.observed_to)

    @cached_property
    def parts(self) -> Parts:
        """The scores of the last parts of everybody's history, which tell who took up a pattern."""
        return score_parts(self.scores.days)

    @property
    def crowds(self) -> pd.DataFrame:
        """How many users came on each date, and how many usually do."""
        return daily_crowds(self.dataset.activity)


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

    def with_filters(self, filters: Filters) -> "Study":
        """Return the same labels under filters that narrow alike (`Filters.narrowing`)."""
        return Study(self.prepared, self.segmentation, filters, self.settings)

    def members(self, name: str) -> np.ndarray:
        """Return who is in a segment (a name or a rule), bool, shape (users,); raises UnknownNameError, RuleError."""
        return chosen(name, self.people)

    @property
    def people(self) -> People:
        """Everyone, with what segments are chosen by."""
        own, value = self.filters.segments, self.filters.value_events
        return People(self.dataset, self.segmentation, self.prepared.features, self.settings, own, value)

    @cached_property
    def own_names(self) -> tuple[str, ...]:
        """The own segments whose rules fit these data, in order."""
        return tuple(each.name for each in self.filters.segments if fits(each.name, self.people))

    def spelled_out(self, name: str) -> str:
        """Return an own name with its rule, as results are to carry it; any other segment as it is."""
        return spelled_out(name, self.filters.segments)

    @cached_property
    def chosen(self) -> np.ndarray:
        """Who the filter shows, bool, shape (users,)."""
        named = self.members(self.filters.who)
        named = named & ~self.internal if self.filters.left_out_domains else named
        return named & ~self.bots if self.filters.bots == "out" else named

    @cached_property
    def chosen_key(self) -> bytes:
        """What tells apart whom two studies of the same data show."""
        return hashlib.blake2b(self.chosen.tobytes(), digest_size=16).digest()

    @cached_property
    def internal(self) -> np.ndarray:
        """Who has an address of a domain left out, bool, shape (users,)."""
        return self.prepared.mail_domains.isin(self.filters.left_out_domains).to_numpy()

    @cached_property
    def bots(self) -> np.ndarray:
        """Who may be a bot, bool, shape (users,)."""
        return bots(self.activity, self.segmentation, self.settings.bots, hours=self.prepared.hours)

    @cached_property
    def batch_dates(self) -> pd.DataFrame:
        """Dates on which many users came at once, as `analysis.batches.batch_dates`."""
        return batch_dates(self.prepared.crowds, self.settings.batches)

    @cached_property
    def hour_table(self) -> pd.DataFrame:
        """The time of day of each user that is not everybody's, as `analysis.hours.hour_table`."""
        return hour_table(self.prepared.hours, self.settings.hours)

    @cached_property
    def recent(self) -> Segmentation:
        """The labels of the last 90 days alone."""
        return label(self.prepared.recent_scores, self.settings)

    @cached_property
    def changes(self) -> pd.DataFrame:
        """Who took up a pattern that the whole history hides, as `analysis.rhythms.change.find_changes`."""
        return find_changes(self.prepared.parts, self.segmentation, self.settings)

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

    def _repr_html_(self) -> str:
        """What Jupyter shows: whom it is about, and how many keep each pattern."""
        groups = self.segmentation.groups(among=self.chosen)
        groups = groups[groups["users"] > 0].sort_values("users", ascending=False, kind="stable")
        names = [f"{rhythm}:{detail}".rstrip(":") for rhythm, detail in groups[["rhythm", "detail"]].to_numpy()]
        counts = zip(map(wording.segment_title, names), groups["users"].tolist(), strict=True)
        shown = f"{wording.units(int(self.chosen.sum()), self.unit_word)} of {self.dataset.name or 'these data'}"
        return markup.card("Patterns", list(counts)[:MOST_SHOWN], sentence=f"{wording.capital(shown)}.")

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
    if filters.ignored_days:
        activity = activity.without_days(np.array(filters.ignored_days, np.int32))
    if activity is not dataset.activity:
        dataset = dataset.with_activity(activity)
    return dataset.by_account() if filters.unit == "accounts" else dataset


def prepare(dataset: Dataset, filters: Filters | None = None) -> Prepared:
    """Score a dataset once; no threshold enters."""
    narrowed = narrow(dataset, filters or Filters())
    lists = filters.dates if filters else ()
    people = dataset.users if filters and filters.unit == "accounts" else None
    return Prepared(narrowed, score(narrowed.activity, lists=lists), features_of(narrowed), people)


def tune(prepared: Prepared, filters: Filters | None = None, settings: Settings | None = None) -> Study:
    """Label a scored dataset under thresholds: masks only, milliseconds."""
    settings = settings or Settings()
    # Other thresholds than those of labels move more often, and labels of the same ones can be shared.
    labels = prepared.kept.once("labels", label_thresholds(settings), lambda: label(prepared.scores, settings))
    return Study(prepared, labels, filters or Filters(), settings)


def study(dataset: Dataset, filters: Filters | None = None, settings: Settings | None = None) -> Study:
    """Score and label a dataset: `tune(prepare(dataset))`."""
    return tune(prepare(dataset, filters), filters, settings)


def with_settings(studied: Study, settings: Settings) -> Study:
    """Return the same study under other thresholds."""
    return tune(studied.prepared, replace(studied.filters), settings)
