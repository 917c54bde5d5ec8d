"""Who slowed down, who sped up, since when, and what nobody can see yet."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.activity import Activity, to_date
from analysis.at_risk.pace import Change, Pace, score_pace
from analysis.at_risk.pace_limits import Slowdown
from analysis.at_risk.worth import A_MONTH, MoneyKind, worth_of
from analysis.segments.frequency import FREQUENCY_CLASSES, Frequency
from analysis.study import Study

COLUMNS = ("user_id", "from", "to", "since", "gap_before_days", "gap_now_days", "qvalue", "value")
MONTH_DAYS = 30.0
Direction = Literal["slower", "faster"]


@dataclass(frozen=True)
class Unseen:
    """Of how many of the chosen users a slow-down cannot be seen, and why; with `asked_users` they add up to them.

    Attributes
    ----------
    few_gaps
        Fewer than eight gaps between active days.
    long_silent
        Silent for longer than `slowdown.silent_max_days`: Late's business.
    held_back
        Of those asked about: slower by more than chance explains and not warned of, since their own past holds such a
        stretch already, or is too short to say that it does not.
    in_bursts, rare
        Of the others asked about and not warned of: even three weeks of silence would pass as chance, since they come
        in bursts, or rarely.
    asked_users
        Asked about, with those of the lines above.
    """

    few_gaps: int
    long_silent: int
    held_back: int
    in_bursts: int
    rare: int
    asked_users: int


@dataclass(frozen=True, eq=False)
class Slowdowns:
    """Warnings of the chosen users, in the order of their ids.

    Attributes
    ----------
    slower, faster
        user_id; from, to (frequency words: daily, weekly, monthly, rarer; by the median gap before, by the mean gap
        since); since (date of the last day at the old pace); gap_before_days, gap_now_days (mean gaps, the open one
        counts; dates slow for everybody count less); qvalue; value (money a month, nan where unknown). The index is
        the row of the user.
    unseen
        Who cannot be told anything.
    money
        "mrr" where value is the monthly revenue of running subscriptions, "account_mrr" where it is their account's and
        they are the member of it who came last, "amount" where it is what was paid a month before the change, "" where
        no money is known.
    """

    slower: pd.DataFrame
    faster: pd.DataFrame
    unseen: Unseen
    money: MoneyKind


def slowdowns(study: Study) -> Slowdowns:
    """Return who of the chosen users changed pace; tested and corrected for among everybody."""
    pace = pace_of(study)
    slower, faster = (_table(study, pace, direction) for direction in ("slower", "faster"))
    return Slowdowns(slower, faster, _unseen(study, pace), worth_of(study).kind)


def slowdowns_since(study: Study, day: int) -> pd.DataFrame:
    """Return the slow-downs of `slowdowns` that were no warning yet at the end of `day` (days since 1970)."""
    found, activity = slowdowns(study).slower, study.activity
    if day < activity.observed_from:
        return found
    earlier = activity.until(min(day, activity.observed_to))
    then = study.prepared.kept.once("pace_then", earlier.observed_to, lambda: score_pace(earlier))
    known = np.flatnonzero(activity.first_day <= earlier.observed_to)
    told = known[warned(then, earlier, study.settings.slowdown, "slower")]
    return found[~found.index.isin(told)]


def pace_of(study: Study) -> Pace:
    """Return the study's changes of pace, scored once a dataset."""
    return study.prepared.kept.once("pace", None, lambda: score_pace(study.activity))


def warned(pace: Pace, activity: Activity, limits: Slowdown, direction: Direction) -> np.ndarray:
    """Return whose change of pace passes the thresholds, bool, shape (users,)."""
    change: Change = getattr(pace, direction)
    ratio = change.gap_now_days / change.gap_before_days
    enough = ratio >= limits.speed_limit if direction == "slower" else ratio <= 1 / limits.speed_limit
    return enough & (_qvalues(pace, activity, limits, direction) <= limits.q_max)


def _asked(pace: Pace, activity: Activity, limits: Slowdown) -> np.ndarray:
    return pace.tested & (activity.observed_to - activity.last_day <= limits.silent_max_days)


def _qvalues(pace: Pace, activity: Activity, limits: Slowdown, direction: Direction) -> np.ndarray:
    change: Change = getattr(pace, direction)
    asked = _asked(pace, activity, limits)
    return pace.kept.once(f"{direction}_q", limits.silent_max_days, lambda: change.qvalues(asked))


def _table(study: Study, pace: Pace, direction: Direction) -> pd.DataFrame:
    activity, change = study.activity, getattr(pace, direction)
    rows = np.flatnonzero(study.chosen & warned(pace, activity, study.settings.slowdown, direction))
    since = activity.day[activity.offsets[rows + 1] - 1 - change.later[rows]]
    usual = np.array([_median_gap(activity, row, day) for row, day in zip(rows, since, strict=True)])
    columns = (
        activity.user_ids.take(rows).to_pylist(),
        _words(usual, study.settings.frequency),
        _words(change.gap_now_days[rows], study.settings.frequency),
        [to_date(day) for day in since],
        change.gap_before_days[rows],
        change.gap_now_days[rows],
        _qvalues(pace, activity, study.settings.slowdown, direction)[rows],
        _value(study, rows, since),
    )
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)), index=rows)


def _median_gap(activity: Activity, row: int, until: int) -> float:
    days = activity.days_of(row)
    return float(np.median(np.diff(days[days <= until])))


def _words(gap_days: np.ndarray, frequency: Frequency) -> list[str]:
    """Return the class of each gap, as segments by frequency have it."""
    return [FREQUENCY_CLASSES[code] for code in np.searchsorted(frequency.cuts_days, gap_days)]


def _value(study: Study, rows: np.ndarray, since: np.ndarray) -> np.ndarray:
    """Return money a month: revenue of running subscriptions, else what was paid a month before `since`."""
    worth, activity = worth_of(study), study.activity
    if worth.kind in A_MONTH:
        return worth.of_users[rows]
    if not worth.kind or activity.amount is None:
        return np.full(len(rows), np.nan)
    return np.array([_monthly(activity, row, day) for row, day in zip(rows, since, strict=True)])


def _monthly(activity: Activity, row: int, until: int) -> float:
    days = activity.days_of(row)
    paid = activity.amount[activity.offsets[row] : activity.offsets[row + 1]][days <= until]
    return float(np.nansum(paid)) * MONTH_DAYS / (until - int(days[0]) + 1)


def _unseen(study: Study, pace: Pace) -> Unseen:
    chosen, limits = study.chosen, study.settings.slowdown
    asked = chosen & _asked(pace, study.activity, limits)
    level = _warning_level(pace, study)
    held_back = asked & _held_back(pace, limits, level)
    # Of them three weeks of silence would not give a warning, were everything else as it is.
    hidden = asked & (pace.stop_p > level) & ~held_back & ~warned(pace, study.activity, limits, "slower")
    in_bursts = hidden & pace.slower.is_bursty
    return Unseen(
        few_gaps=int((chosen & ~pace.tested).sum()),
        long_silent=int((chosen & pace.tested & ~asked).sum()),
        held_back=int(held_back.sum()),
        in_bursts=int(in_bursts.sum()),
        rare=int((hidden & ~in_bursts).sum()),
        asked_users=int(asked.sum()),
    )


def _held_back(pace: Pace, limits: Slowdown, level: np.ndarray) -> np.ndarray:
    """Return who would be warned of did their own past not hold the like."""
    slower = pace.slower
    enough = slower.gap_now_days / slower.gap_before_days >= limits.speed_limit
    return slower.seen_before & enough & (slower.pvalue <= level)


def _warning_level(pace: Pace, study: Study) -> np.ndarray:
    """Return what Benjamini and Hochberg would ask of one warning more, a p-value by user, shape (users,)."""
    limits, activity = study.settings.slowdown, study.activity
    asked, found = _asked(pace, activity, limits), warned(pace, activity, limits, "slower")
    level = np.zeros(activity.users)
    for family in (pace.slower.is_bursty, ~pace.slower.is_bursty):
        own = asked & family
        level[family] = limits.q_max * (int((found & own).sum()) + 1) / max(1, int(own.sum()))
    return level
