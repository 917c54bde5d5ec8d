"""The population's periodogram: at which periods more people repeat themselves than the site's weekdays explain.

Every user's own days are scanned; a period's strength is the share of users whose scan is strong there. A site where
all come Monday to Friday would be strong at seven days without anybody having a habit of their own, so beside it stands
the share that the same users would give by the site's weekday profile alone.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import signal, stats

from analysis.activity import Activity, weekday_of
from analysis.compare.shares import proportions
from analysis.fold import MONTH_DAYS
from analysis.kernels.periods import PERIODS, period_scan
from analysis.kernels.profile_draws import DateProfile, redraw_by_profile

STRONG_Z = -np.log(0.01)  # z of days at random goes beyond it in one case of a hundred
FEWEST_TURNS = 3  # a period is asked of users whose window holds it this often: below, a single stay looks like one
FEWEST_USERS = 30  # that a share can be told
SAMPLED_USERS = 5_000  # redrawn, seeded, where there are more
FEWEST_REDRAWS, MOST_REDRAWS, DRAWN_USERS = 20, 200, 30_000  # redraws of each user, such that about so many are drawn
SEED = 1970
BAND_LEVEL = 0.95  # of the band, over all periods together
INTERVAL_LEVEL = 0.95
OVERTONE_REACH_DAYS = 0.5  # whole days are asked: a third of 10 days shows at 3, a half of a month at 15
SAME_USERS_SHARE = 0.5  # of a peak's strong users who are also strong at a multiple of it: it is their overtone
_WEEKDAYS, _IGNORED = 7, 7
PEAK_COLUMNS = (
    "period_days", "fold_days", "overtone_of_days", "excess_users", "excess_low_users", "excess_high_users",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Periodogram:
    """What the population repeats.

    Attributes
    ----------
    frame
        One row a period: period_days (2 to 35), tested_users, strong_users, share, expected_share, band_low_share,
        band_high_share (where chance alone would lie at all periods together, 19 times of 20), excess_users,
        excess_low_users, excess_high_users (95 % interval). nan where fewer than `FEWEST_USERS` can be asked.
    peaks
        The periods that stand out, `PEAK_COLUMNS`: fundamental ones first, each group by excess. fold_days is the
        period to fold at (a month where 30 and 31 days are both strong, else period_days); overtone_of_days is 0 for a
        period that stands for itself: somebody who comes every 10 days also repeats every 5.
    tested_users
        Users with enough active days.
    fewest_days
        Active days that are enough.
    """

    frame: pd.DataFrame
    peaks: pd.DataFrame
    tested_users: int
    fewest_days: int

    @property
    def is_defined(self) -> bool:
        """Whether enough users could be asked at any period."""
        return bool(self.frame["share"].notna().any())


def periodogram(activity: Activity, *, fewest_days: int) -> Periodogram:
    """Return the share of users who repeat themselves at each period, beside what weekdays alone would give.

    Expected: each user's days are redrawn over their own window, first and last day and their number kept, with the
    population's weekday profile as weights (all tested users; seeded; of more than `SAMPLED_USERS` a sample). A peak is
    a local maximum of the excess that lies above the band and that rises from the ground around it by more than
    chance: people who stay for a while raise all long periods together.
    """
    rows = np.flatnonzero(activity.active_days >= fewest_days)
    if len(rows) < FEWEST_USERS:
        frame = _frame(*np.zeros((2, 2, len(PERIODS)), int))
        return Periodogram(frame, _peaks(frame, np.zeros((0, len(PERIODS)), bool)), len(rows), fewest_days)
    strong, asked = _strong(activity.offsets, activity.day, rows)
    by_chance, drawn = _by_weekdays_alone(activity, rows)
    frame = _frame(np.array([strong.sum(axis=0), by_chance]), np.array([asked.sum(axis=0), drawn]))
    return Periodogram(frame, _peaks(frame, strong), len(rows), fewest_days)


def weekday_profile(activity: Activity, rows: np.ndarray) -> DateProfile:
    """Return how likely each weekday is among these users: their days on it per date of it in their own windows.

    Ignored days are no dates anybody could have come.
    """
    dates = np.arange(activity.observed_from, activity.observed_to + 1)
    kind = weekday_of(dates).astype(np.int8)
    kind[activity.ignored_days - activity.observed_from] = _IGNORED
    opened = np.bincount(activity.first_day[rows] - dates[0], minlength=len(dates))
    closed = np.bincount(activity.last_day[rows] + 1 - dates[0], minlength=len(dates) + 1)
    present = np.cumsum(opened - closed[:-1])
    exposure = np.bincount(kind, present, _WEEKDAYS + 1)
    chosen = np.zeros(activity.users, bool)
    chosen[rows] = True
    day = activity.day[chosen[activity.user]]
    hits = np.bincount(kind[day - dates[0]], minlength=_WEEKDAYS + 1).astype(float)
    return DateProfile(int(dates[0]), kind, np.divide(hits, exposure, out=np.zeros_like(hits), where=exposure > 0))


def _strong(offsets: np.ndarray, day: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return who is strong at each period, and who could be asked: bool, shape (len(rows), periods) each."""
    span = day[offsets[rows + 1] - 1] - day[offsets[rows]] + 1
    asked = span[:, None] >= FEWEST_TURNS * PERIODS
    return (period_scan(offsets, day, rows=rows) >= STRONG_Z) & asked, asked


def _by_weekdays_alone(activity: Activity, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how many are strong, and could be asked, over all redraws of all sampled users: int, shape (periods,)."""
    profile = weekday_profile(activity, rows)
    if len(rows) > SAMPLED_USERS:
        rows = np.sort(np.random.default_rng(SEED).choice(rows, SAMPLED_USERS, replace=False))
    strong, asked = np.zeros(len(PERIODS), int), np.zeros(len(PERIODS), int)
    for redraw in range(int(np.clip(DRAWN_USERS // len(rows), FEWEST_REDRAWS, MOST_REDRAWS))):
        drawn = redraw_by_profile(rows, activity.offsets, activity.day, profile=profile, seed=SEED + redraw)
        is_strong, is_asked = _strong(*drawn, np.arange(len(rows)))
        strong += is_strong.sum(axis=0)
        asked += is_asked.sum(axis=0)
    return strong, asked


def _frame(strong: np.ndarray, asked: np.ndarray) -> pd.DataFrame:
    """Return the frame of `Periodogram` from counts of shape (2, periods): as seen, and as redrawn."""
    defined = asked[0] >= FEWEST_USERS
    with np.errstate(invalid="ignore", divide="ignore"):
        share, expected = np.where(defined, strong / asked, np.nan)
        # One spread for both errors, of the users and of the redraws.
        both = np.where(defined, 1 / (1 / asked[0] + 1 / asked[1]), 0).round()
        tail = (1 - BAND_LEVEL) / 2 / len(PERIODS)
        low, high = (stats.binom.ppf(level, both, expected) / both for level in (tail, 1 - tail))
    excess = np.array([_excess(strong[:, k], asked[:, k]) if ok else (np.nan,) * 3 for k, ok in enumerate(defined)])
    return pd.DataFrame(
        {
            "period_days": PERIODS, "tested_users": asked[0], "strong_users": strong[0], "share": share,
            "expected_share": expected, "band_low_share": low, "band_high_share": high, "excess_users": excess[:, 0],
            "excess_low_users": excess[:, 1], "excess_high_users": excess[:, 2],
        }
    )  # fmt: skip


def _excess(strong: np.ndarray, asked: np.ndarray) -> tuple[float, float, float]:
    """Return users beyond the expected ones, with Newcombe's interval of the difference of two shares."""
    (effect,) = proportions(strong[0], asked[0], strong[1], asked[1], level=INTERVAL_LEVEL).effects
    return effect.value * asked[0], effect.interval.low * asked[0], effect.interval.high * asked[0]


def _peaks(frame: pd.DataFrame, strong: np.ndarray) -> pd.DataFrame:
    """Return the peaks of `Periodogram` from its frame and who is strong where."""
    known = frame[frame["share"].notna()]
    over = (known["share"] - known["expected_share"]).to_numpy()
    # Mirrored at two days, the shortest period there is; the longest has no far side that it could rise from.
    places, found = signal.find_peaks(np.concatenate((over[1:2], over)), prominence=0)
    at = known.iloc[places - 1]
    top, foot = at["share"], (at["share"] - found["prominences"]).clip(0, 1)
    spread = np.sqrt((top * (1 - top) + foot * (1 - foot)) / at["tested_users"])
    # As strict as the band: where each user has a period of their own the excess is a plateau, full of chance maxima.
    # Over nine kinds of null 1 of 180 runs had a peak this way; at a bound of 1.96 it was 42.
    rises = found["prominences"] > stats.norm.isf((1 - BAND_LEVEL) / 2 / len(PERIODS)) * spread
    at = at[rises & (top > at["band_high_share"])]
    peaks = at.assign(fold_days=_fold_days(at, known), overtone_of_days=_overtones(at["period_days"], strong))
    peaks = peaks.sort_values("excess_users", ascending=False, kind="stable")
    first = peaks["overtone_of_days"] == 0
    return pd.concat([peaks[first], peaks[~first]], ignore_index=True)[list(PEAK_COLUMNS)]


def _fold_days(peaks: pd.DataFrame, known: pd.DataFrame) -> list[float]:
    """Return the period of each peak, a month where both whole days around it are above the band."""
    above = set(known["period_days"][known["share"] > known["band_high_share"]])
    whole = (int(MONTH_DAYS), int(MONTH_DAYS) + 1)
    is_month = above.issuperset(whole)
    return [MONTH_DAYS if is_month and period in whole else float(period) for period in peaks["period_days"]]


def _overtones(periods: pd.Series, strong: np.ndarray) -> list[int]:
    """Return for each peak the longest other one whose people make it up, 0 where there is none."""
    column = {period: strong[:, period - PERIODS[0]] for period in periods}
    return [max((long for long in periods if _is_overtone(short, long, column)), default=0) for short in periods]


def _is_overtone(short_days: int, long_days: int, strong: dict[int, np.ndarray]) -> bool:
    """Return whether the short period is a half, a third, ... of the longer one and most of its people keep both."""
    parts = round(long_days / short_days)
    divides = parts > 1 and abs(long_days / parts - short_days) <= OVERTONE_REACH_DAYS
    return divides and strong[long_days][strong[short_days]].mean() >= SAME_USERS_SHARE
