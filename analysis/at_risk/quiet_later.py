"""What became of quiet people: signs by what was known on an earlier day, silence and churn after it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.activity import Activity, to_date
from analysis.at_risk.quiet import quiet_people
from analysis.compare.shares import proportions
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
        with Newcombe's 95 % interval, nan with the reason where there are too few.
    by_signs
        One row a number of signs: signs, people, silent, share, low, high (Wilson, 95 %).
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
    days, activity = study.settings.quiet.later_days, study.activity
    day = activity.observed_to - days
    nothing = pd.DataFrame(columns=COLUMNS)
    if day - activity.observed_from < days:
        first, last = to_date(activity.observed_from), to_date(activity.observed_to)
        reason = f"The data cover {first} to {last}: too short to look {days} days back and have as many before."
        return Later(day, days, nothing, pd.DataFrame(), reason)
    known = activity.first_day <= day
    early = study.dataset.with_activity(activity.until(day))
    then = quiet_people(early, study.settings.quiet, value_events=study.filters.value_events, dated=True)
    if not then.signs:
        return Later(
            day, days, nothing, pd.DataFrame(), "These data hold no sign with a date, so nothing can be compared."
        )
    shown = then.comes & study.chosen[known]
    silent = activity.last_day[known] <= day
    quiet, others = then.passive & shown, shown & ~then.passive
    rows = [_compared("silent", quiet, others, silent)]
    if study.dataset.subscriptions is not None:
        paying, left = _churned(early, day, activity.observed_to)
        rows.append(_compared("churned", quiet & paying, others & paying, left))
    return Later(day, days, pd.DataFrame(rows, columns=COLUMNS), _by_signs(then.index[shown], silent[shown]))


def _compared(outcome: Outcome, quiet: np.ndarray, others: np.ndarray, happened: np.ndarray) -> tuple:
    people, rest = int(quiet.sum()), int(others.sum())
    counts = int((quiet & happened).sum()), int((others & happened).sum())
    head = (outcome, people, counts[0], rest, counts[1])
    if min(people, rest) < LEAST_PEOPLE:
        reason = f"{people} quiet people and {rest} others then; a comparison takes {LEAST_PEOPLE} of each."
        return (*head, np.nan, np.nan, np.nan, reason)
    effect = proportions(counts[0], people, counts[1], rest).effects[0]
    return (*head, effect.value, effect.interval.low, effect.interval.high, "")


def _by_signs(index: np.ndarray, silent: np.ndarray) -> pd.DataFrame:
    people = np.bincount(index)
    gone = np.bincount(index, weights=silent, minlength=len(people)).astype(np.int64)
    low, high = wilson_interval(gone, people)
    share = np.divide(gone, people, out=np.full(len(people), np.nan), where=people > 0)
    columns = {"signs": np.arange(len(people)), "people": people, "silent": gone, "share": share, "low": low}
    return pd.DataFrame({**columns, "high": high})


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
