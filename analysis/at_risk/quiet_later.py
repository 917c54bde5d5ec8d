"""What became of quiet people: signs by what was known on an earlier day, silence and churn after it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.activity import Activity, to_date
from analysis.at_risk.quiet import quiet_people
from analysis.at_risk.quiet_settings import QuietSigns
from analysis.at_risk.together import design_effect, households
from analysis.compare.shares import newcombe
from analysis.dataset import Dataset
from analysis.rhythms.intervals import wilson_interval
from analysis.study import Study

Outcome = Literal["silent", "churned"]
LEAST_PEOPLE = 30  # in each group; of fewer the interval is too wide to be of use
COLUMNS = ("outcome", "quiet", "quiet_count", "others", "others_count", "difference", "low", "high", "reason")


@dataclass(frozen=True, eq=False)
class Later:
    """What the signs were followed by.

    Attributes
    ----------
    day
        When the signs were read, days since 1970.
    days
        Days after it in which the outcome was seen.
    outcomes
        One row an outcome, columns `COLUMNS`: people and how many of them it happened to; the difference of the shares
        with Newcombe's 95 % interval, nan with the reason where there are too few. People of one account leave
        together, so the interval is that of as many people as leave on their own (`analysis.at_risk.together`).
    by_signs
        One row a number of signs: signs, people, silent, share, low, high (Wilson, 95 %, as
        many people as leave on their own).
    reason
        Why nothing could be looked at, "" where it could.
    """

    day: int
    days: int
    outcomes: pd.DataFrame
    by_signs: pd.DataFrame
    reason: str = ""


def quiet_later(study: Study) -> Later:
    """Return how the signs of an earlier day relate to silence and churn after it, among the people shown.

    Only people who came then are compared, quiet ones with the others. It is a relation and no cause: quiet people may
    also differ in how often they come.
    """
    return later_of(study.dataset, study.settings.quiet, among=study.chosen, value_events=study.filters.value_events)


def later_of(dataset: Dataset, quiet: QuietSigns, *, among: np.ndarray, value_events: tuple[str, ...] = ()) -> Later:
    """Return the same of users `among` (bool, shape (users,)) of a dataset, under the thresholds of quiet people."""
    days, activity = quiet.later_days, dataset.activity
    day = activity.observed_to - days
    nothing = pd.DataFrame(columns=COLUMNS)
    if day - activity.observed_from < days:
        first, last = to_date(activity.observed_from), to_date(activity.observed_to)
        reason = f"The data cover {first} to {last}: too short to look {days} days back and have as many before."
        return Later(day, days, nothing, pd.DataFrame(), reason)
    known = activity.first_day <= day
    early = dataset.with_activity(activity.until(day))
    then = quiet_people(early, quiet, value_events=value_events, dated=True)
    if not then.signs:
        return Later(
            day, days, nothing, pd.DataFrame(), "These data hold no sign with a date, so nothing can be compared."
        )
    people = _People(then.passive, then.comes & among[known], households(early))
    silent = activity.last_day[known] <= day
    rows = [_compared("silent", people, silent)]
    if dataset.subscriptions is not None:
        paying, left = _churned(early, day, activity.observed_to)
        rows.append(_compared("churned", people.of(paying), left))
    return Later(day, days, pd.DataFrame(rows, columns=COLUMNS), _by_signs(then.index, people, silent))


@dataclass(frozen=True, eq=False)
class _People:
    """Who is quiet, who is compared at all (both bool, shape (users,)), and whom each would leave with."""

    quiet: np.ndarray
    shown: np.ndarray
    household: np.ndarray

    def of(self, some: np.ndarray) -> "_People":
        return _People(self.quiet, self.shown & some, self.household)


def _compared(outcome: Outcome, people: _People, happened: np.ndarray) -> tuple:
    quiet, happened = people.quiet[people.shown], happened[people.shown]
    sizes = int(quiet.sum()), int((~quiet).sum())
    counts = int((quiet & happened).sum()), int((~quiet & happened).sum())
    head = (outcome, sizes[0], counts[0], sizes[1], counts[1])
    if min(sizes) < LEAST_PEOPLE:
        reason = f"{sizes[0]:,} quiet people and {sizes[1]:,} others then; a comparison takes {LEAST_PEOPLE} of each."
        return (*head, np.nan, np.nan, np.nan, reason)
    shares = counts[0] / sizes[0], counts[1] / sizes[1]
    weight = np.where(quiet, 1 / sizes[0], -1 / sizes[1])
    residual = happened - np.where(quiet, *shares)
    alike = design_effect(weight, residual, people.household[people.shown])
    interval = newcombe(*(each / alike for pair in zip(counts, sizes, strict=True) for each in pair))
    return (*head, shares[0] - shares[1], interval.low, interval.high, "")


def _by_signs(index: np.ndarray, people: _People, silent: np.ndarray) -> pd.DataFrame:
    rows = [
        (signs, *_share(silent[inside], people.household[inside]))
        for signs in range(int(index[people.shown].max(initial=0)) + 1)
        for inside in [people.shown & (index == signs)]
    ]
    return pd.DataFrame(rows, columns=["signs", "people", "silent", "share", "low", "high"])


def _share(silent: np.ndarray, household: np.ndarray) -> tuple:
    """Return people, silent ones, their share with Wilson's interval at as many people as leave on their own."""
    people, gone = len(silent), int(silent.sum())
    share = gone / people if people else np.nan
    alike = design_effect(np.ones(people), silent - share, household) if people else 1.0
    low, high = wilson_interval(gone / alike, people / alike)
    return people, gone, share, float(low), float(high)


def _churned(early: Dataset, day: int, end: int) -> tuple[np.ndarray, np.ndarray]:
    """Return who paid on `day`, themselves or by their account, and whose payments had all ended by `end`."""
    payers = [_payers(early.subscriptions, when) for when in (day, end)]
    paid, still = (_belong(early.activity, early.attributes, each) for each in payers)
    return paid, paid & ~still


def _payers(subscriptions: pd.DataFrame, day: int) -> set[str]:
    """Return whose subscription runs on a day; `end_day` is the first day without it."""
    end = subscriptions["end_day"]
    running = (subscriptions["start_day"] <= day) & (end.isna() | (end > day))
    return set(subscriptions.loc[running, "user_id"])


def _belong(activity: Activity, attributes: pd.DataFrame, payers: set[str]) -> np.ndarray:
    ids = activity.user_ids.to_pandas()
    own = ids.isin(payers).to_numpy(bool)
    return own | attributes["account_id"].isin(payers).to_numpy(bool) if "account_id" in attributes else own
