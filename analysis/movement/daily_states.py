"""Daily states and what becomes of them overnight: the growth model of Duolingo (Gustafson 2023).

new: first day ever. current: active, and in the 6 days before. reactivated: active, last 7 to 29 days ago. resurrected:
active, last 30 or more days ago. at_risk_wau: not active, last 1 to 6 days ago. at_risk_mau: last 7 to 29 days ago.
dormant: last 30 or more days ago. Windows as tabulated at wowone.github.io. A state hangs on the days since the last
visit alone, so every pair of visits in a row gives all states between them at once.
"""

from dataclasses import dataclass

import numpy as np

from analysis.activity import Activity

DAILY_STATES = ("new", "current", "reactivated", "resurrected", "at_risk_wau", "at_risk_mau", "dormant")
ACTIVE_STATES = DAILY_STATES[:4]
WEEK_DAYS, MONTH_DAYS = 6, 29  # the last silent days on which somebody is at risk of the week, of the month
WARM_UP_DAYS = 30  # before, windows begin before the data, and the long silent look new


@dataclass(frozen=True, eq=False)
class DailyStates:
    """Users by state and day, and their moves to the next day.

    Attributes
    ----------
    first_day
        Day of row 0, days since 1970.
    counts
        int64, shape (days, 7), columns as `DAILY_STATES`; users not seen yet are in none.
    moves
        int64, shape (days - 1, 7, 7): [d, i, j] users of state i on day d and state j on the day after.
    is_counted
        bool, shape (days,): False on dates left out, where nobody can have come.
    """

    first_day: int
    counts: np.ndarray
    moves: np.ndarray
    is_counted: np.ndarray

    def nights(self, low: int, high: int) -> np.ndarray:
        """Return the moves of all nights after the days `low` to `high` (since 1970), int64, shape (7, 7).

        Nights from or to a date left out are not counted.
        """
        rows = slice(max(low - self.first_day, 0), max(high - self.first_day + 1, 0))
        counted = self.is_counted[:-1] & self.is_counted[1:]
        return self.moves[rows][counted[rows]].sum(axis=0)

    def mean_day(self, low: int, high: int) -> np.ndarray:
        """Return the users of each state on a mean day from `low` to `high` (since 1970), float64, shape (7,).

        Days left out are not counted; nan where no day remains.
        """
        rows = slice(max(low - self.first_day, 0), max(high - self.first_day + 1, 0))
        counted = self.counts[rows][self.is_counted[rows]]
        return counted.mean(axis=0) if len(counted) else np.full(counted.shape[1], np.nan)

    def rates(self, low: int, high: int) -> np.ndarray:
        """Return P(state j on the next day | state i), shape (7, 7), after the days `low` to `high` (since 1970).

        Days are weighted by users. [1, :4].sum() is the current users' return rate (CURR), row 0 gives the new users'
        (NURR), 2 the reactivated (RURR), 3 the resurrected (SURR). A row is nan where nobody was in the state.
        """
        total = self.nights(low, high).astype(np.float64)
        of = total.sum(axis=1, keepdims=True)
        return np.divide(total, of, out=np.full_like(total, np.nan), where=of > 0)


def daily_states(activity: Activity) -> DailyStates:
    """Count users by state on every day of the data, and their moves overnight."""
    visits, last = _visits(activity)
    active = visits.sum(axis=2) + last
    return_after = visits.sum(axis=1)  # [day, s]: visits on a day that were followed by s silent days and a visit
    # [day, s]: visits followed by at least s silent days. A last visit is followed by silence to the end of the data.
    silent_for = np.cumsum(return_after[:, ::-1], axis=1)[:, ::-1] + last.sum(axis=1, keepdims=True)
    at_risk = [_later(silent_for, 1, WEEK_DAYS), _later(silent_for, WEEK_DAYS + 1, MONTH_DAYS)]
    dormant = np.cumsum(active[:, 0]) - active.sum(axis=1) - sum(at_risk)
    counts = np.column_stack([active, *at_risk, dormant])
    counted = np.ones(len(counts), bool)
    counted[activity.ignored_days - activity.observed_from] = False
    moves = _moves(counts, visits, return_after, silent_for)
    return DailyStates(activity.observed_from, counts, moves, counted)


def _visits(activity: Activity) -> tuple[np.ndarray, np.ndarray]:
    """Count user-days by day, state and silent days up to the user's next visit (30: or more), and the last ones.

    Shapes (days, 4, 31) and (days, 4): everything else is read from these.
    """
    size, most = activity.observed_to - activity.observed_from + 1, MONTH_DAYS + 1
    gap = np.minimum(np.diff(activity.day, append=np.int32(0)), most + 1)
    state_after = np.select([gap <= WEEK_DAYS, gap <= MONTH_DAYS], [np.int32(1), np.int32(2)], np.int32(3))
    state = np.roll(state_after, 1)
    state[activity.offsets[:-1]] = 0
    silent_days = gap - 1
    silent_days[activity.offsets[1:] - 1] = most + 1
    cell = ((activity.day - activity.observed_from) * 4 + state) * (most + 2) + silent_days
    table = np.bincount(cell, minlength=size * 4 * (most + 2)).reshape(size, 4, most + 2)
    return table[:, :, :-1], table[:, :, -1]


def _later(table: np.ndarray, low: int, high: int) -> np.ndarray:
    """Sum over s = `low` to `high` what stands in column s of the row s days before each day, shape (days,)."""
    total = np.zeros(len(table), np.int64)
    for silent_days in range(low, min(high, len(table) - 1) + 1):
        total[silent_days:] += table[: len(table) - silent_days, silent_days]
    return total


def _moves(counts: np.ndarray, visits: np.ndarray, return_after: np.ndarray, silent_for: np.ndarray) -> np.ndarray:
    moves = np.zeros((*counts.shape, counts.shape[1]), np.int64)
    current, reactivated, resurrected, week, month, dormant = range(1, 7)
    moves[:, :4, current] = visits[:, :, 0]
    moves[:, :4, week] = counts[:, :4] - visits[:, :, 0]
    moves[:, week, current] = _later(return_after, 1, WEEK_DAYS - 1)
    moves[:, week, reactivated] = _later(return_after, WEEK_DAYS, WEEK_DAYS)
    moves[:, month, reactivated] = _later(return_after, WEEK_DAYS + 1, MONTH_DAYS - 1)
    moves[:, month, resurrected] = _later(return_after, MONTH_DAYS, MONTH_DAYS)
    moves[:-1, dormant, resurrected] = counts[1:, resurrected] - moves[:-1, month, resurrected]
    # On the last day of its window whoever does not come moves on.
    moves[:, week, month] = _later(silent_for, WEEK_DAYS, WEEK_DAYS) - moves[:, week, reactivated]
    moves[:, month, dormant] = _later(silent_for, MONTH_DAYS, MONTH_DAYS) - moves[:, month, resurrected]
    for stays in (week, month, dormant):  # who neither came nor moved on stays
        moves[:, stays, stays] = counts[:, stays] - moves[:, stays].sum(axis=1)
    return moves[:-1]
