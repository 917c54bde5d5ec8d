"""What a campaign is judged by: one number a person for the days from the contact on."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.activity import Activity
from analysis.compare.metrics import PLAIN_METRICS, known_metrics, metric_of
from analysis.dataset import Dataset
from analysis.errors import OffbeatError, UnknownNameError
from analysis.win_back.moments import Moments
from analysis.win_back.window_values import (
    Values,
    came_after,
    different_events,
    first_uses,
    monthly,
    of_these_days,
    summed,
    when_asked,
)

CAME_BACK, MRR = "came_back", "mrr"
Unit = Literal["people", "days", "money", "events", "hours", "features", "number"]
OF_WHO_CAME = ("amount_per_active_day", "gap_median_days", "gap_cv")
# Metrics that say nothing of the days after a contact, and why.
_NO_OUTCOMES = {
    "tenure_days": "it grows alike for everybody",
    "inactive_time": "a silence takes longer to show than the days counted",
    "attr": "a column does not change with a contact",
    "volume": "it adds all people up",
}
NO_REPLAY_OF_MRR = "people like them by their visits may pay something else; people left out on purpose would tell it"
NO_REPLAY_OF_WHO_CAME = "it is known only of people who came; people left out on purpose would tell more"


@dataclass(frozen=True, eq=False)
class Outcome:
    """One thing a campaign is judged by.

    Attributes
    ----------
    title
        Plain words for the middle of a sentence: "active days".
    values
        (rows, first day, last day) -> one number a row, float64: what each did on these days, both included; nan for
        whom it cannot be measured.
    no_replay
        Why earlier dates cannot tell what it would have been anyway; "" where they can.
    """

    name: str
    title: str
    unit: Unit
    values: Values
    no_replay: str = ""

    @property
    def is_share(self) -> bool:
        """Whether each person has 0 or 1, so that means are shares."""
        return self.unit == "people"

    @property
    def is_of_who_came(self) -> bool:
        """Whether it is known only of people who came on these days."""
        return self.name in OF_WHO_CAME


def outcome_names(dataset: Dataset) -> list[str]:
    """Return the outcomes these data can tell: coming back first, then days, money, events one by one."""
    known = [name for name in known_metrics(dataset) if name != MRR or len(_payers(dataset))]
    plain = ["active_days", "amount", MRR, "events", "active_hours", "features_used", *OF_WHO_CAME]
    days = [name for name in known if name.startswith(("retained:", "retained_from:"))]
    kept_apart = [f"uses:{event}" for event in dataset.activity.event_names]
    found = [name for name in known if name.startswith(("adopts:", "first_use:"))]
    return [CAME_BACK, *(name for name in plain if name in known), *days, *kept_apart, *found]


def outcome_of(name: str, dataset: Dataset, moments: Moments) -> Outcome:
    """Return an outcome by name; raises UnknownNameError, or OffbeatError where these data cannot tell it.

    `came_back`: active on at least one of the days. Every metric of comparisons that the days after a contact can tell
    (docs/win-back.md, "Did it work"), by its name there, measured on these days: `active_hours` and `uses:EVENT` are
    summed over them (user-days keep the days with an event, not how many times), `mrr` is that of the last of them.
    """
    if name == CAME_BACK:
        counted = when_asked(lambda: summed(moments, np.ones(dataset.activity.user_days)))
        return Outcome(name, "came back", "people", lambda *asked: (counted(*asked) > 0).astype(float))
    family, _, argument = name.partition(":")
    if family in _NO_OUTCOMES:
        raise OffbeatError(
            f'Expected what the days after a contact can tell, found "{name}": {_NO_OUTCOMES[family]}.',
            hint=f"choose one of {', '.join(_families(dataset))}.",
        )
    if name == MRR:
        return Outcome(name, "monthly revenue at the end", "money", monthly(dataset.activity, _required(dataset)),
                       NO_REPLAY_OF_MRR)  # fmt: skip
    of_a_rare_event = family == "uses" and argument not in dataset.activity.event_names
    if of_a_rare_event or (name not in PLAIN_METRICS and not argument):
        raise UnknownNameError.of("outcome", name, outcome_names(dataset))
    metric = metric_of(name, dataset)
    if name in OF_WHO_CAME:
        return Outcome(name, metric.title, metric.unit, of_these_days(metric, dataset), NO_REPLAY_OF_WHO_CAME)
    if argument:
        return _of_family(family, metric.name.partition(":")[2], dataset, moments)
    title = "active hours" if name == "active_hours" else metric.title
    return Outcome(name, title, metric.unit, _plain(name, moments))


def _families(dataset: Dataset) -> list[str]:
    """Return the outcomes with one name for those of every event and day."""
    shorter = {"uses": "uses:EVENT", "adopts": "adopts:EVENT", "first_use": "first_use:EVENT",
               "retained": "retained:DAY", "retained_from": "retained_from:DAY"}  # fmt: skip
    names = (name.partition(":")[0] for name in outcome_names(dataset))
    return list(dict.fromkeys(shorter.get(name, name) for name in names))


def _plain(name: str, moments: Moments) -> Values:
    activity = moments.activity
    if name == "features_used":
        return when_asked(lambda: different_events(moments))
    weights = {
        "active_days": lambda: np.ones(activity.user_days),
        "events": lambda: activity.events.astype(float),
        "active_hours": lambda: np.bitwise_count(activity.hours).astype(float),
        "amount": lambda: np.nan_to_num(activity.amount),
    }
    return when_asked(lambda: summed(moments, weights[name]()))


def _of_family(family: str, argument: str, dataset: Dataset, moments: Moments) -> Outcome:
    """Return an outcome of one event or day; the name was checked as a metric's."""
    activity, name = dataset.activity, f"{family}:{argument}"
    if family == "adopts":
        title = f"the share who used {argument} for the first time"
        values = when_asked(lambda: first_uses(activity, argument, is_share=True))
        return Outcome(name, title, "people", values)
    if family == "first_use":
        values = when_asked(lambda: first_uses(activity, argument, is_share=False))
        return Outcome(name, f"days until the first {argument}", "days", values)
    if family == "uses":
        values = when_asked(lambda: summed(moments, _with_event(activity, argument)))
        return Outcome(name, f"days with {argument}", "days", values)
    exactly = family == "retained"
    title = f"the share who came {'exactly ' if exactly else ''}{argument} days{'' if exactly else ' or more'} after it"
    return Outcome(name, title, "people", came_after(moments, int(argument), exactly=exactly))


def _with_event(activity: Activity, event: str) -> np.ndarray:
    bit = np.uint64(activity.event_names.index(event))
    return ((activity.event_bits >> bit) & np.uint64(1)).astype(float)


def _payers(dataset: Dataset) -> pd.DataFrame:
    """Return the subscriptions of those counted, with their row numbers as `payer`; those of others tell nothing."""
    if dataset.subscriptions is None:
        return pd.DataFrame()
    payer = pd.Index(dataset.activity.user_ids.to_pandas()).get_indexer(dataset.subscriptions["user_id"])
    return dataset.subscriptions.assign(payer=payer)[payer >= 0]


def _required(dataset: Dataset) -> pd.DataFrame:
    paid = _payers(dataset)
    if not len(paid):
        raise OffbeatError(
            "Expected subscriptions of those counted, found none.",
            hint="add them with --subscriptions FILE, or count accounts with --accounts where accounts pay.",
        )
    return paid
