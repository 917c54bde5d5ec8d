"""Why: what late people did otherwise than active ones who have been here as long; how they left; who came back."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.activity import to_date
from analysis.at_risk.late import Late
from analysis.at_risk.own_beat import late_after_days
from analysis.at_risk.piles import GONE, LATE
from analysis.at_risk.used_before import UsedBefore, used_before
from analysis.counted_days import counted_days
from analysis.study import Study

LIVES = ("short_life", "slow_fade", "sudden_stop", "too_few")
LEAST_FADING_GAPS = 6  # fewer cannot show that the later ones are longer
TENURE_BINS, SEED = 10, 20260101
RETURNED_WITHIN_DAYS = 60


@dataclass(frozen=True, eq=False)
class Why:
    """What tells late people from active ones.

    Attributes
    ----------
    late, active
        int64 row numbers: late or gone people, and for each an active one whose time with us falls in the same tenth.
    late_users
        Late and gone people in all; those without a partner are not in `late`.
    used
        What they used: see `UsedBefore`.
    lives
        One row each of `LIVES`: life, users; they add up to everyone inactive.
    returned
        Who was silent for as long as the rule, longer than is usual for them, and is back: user_id, silent_days,
        returned_on (date), newest first.
    """

    late: np.ndarray
    active: np.ndarray
    late_users: int
    used: UsedBefore
    lives: pd.DataFrame
    returned: pd.DataFrame


def why(study: Study, found: Late) -> Why:
    """Compare late and gone people with active ones of the same time with us, among the users shown."""
    late = np.isin(found.pile, (LATE, GONE)) | found.early
    active = study.chosen & ~found.listed
    pairs = matched(study.activity.first_day, late, active)
    return Why(
        late=pairs[0],
        active=pairs[1],
        late_users=int(late.sum()),
        used=used_before(study.activity, pairs, study.settings.compare),
        lives=_lives(study, found),
        returned=_returned(study, found),
    )


def matched(first_day: np.ndarray, late: np.ndarray, active: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return row numbers of late and active users one to one, each pair from the same tenth of first days; seeded."""
    rng = np.random.default_rng(SEED)
    either = late | active
    if not (late.any() and active.any()):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    edges = np.quantile(first_day[either], np.linspace(0, 1, TENURE_BINS + 1)[1:-1])
    tenth = np.searchsorted(edges, first_day, side="right")
    sides: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
    for each in range(TENURE_BINS):
        own = [np.flatnonzero(side & (tenth == each)) for side in (late, active)]
        size = min(map(len, own))
        for side, rows in zip(sides, own, strict=True):
            side.append(rng.permutation(rows)[:size])
    return np.concatenate(sides[0]), np.concatenate(sides[1])


def _lives(study: Study, found: Late) -> pd.DataFrame:
    """Tell short lives from slow fades and sudden stops: the later half of the gaps against the earlier half."""
    activity, how = study.activity, study.settings.late
    gaps = activity.active_days - 1
    half = gaps // 2
    middle = activity.day[activity.offsets[:-1] + half]
    earlier = (middle - activity.first_day) / np.maximum(half, 1)
    later = (activity.last_day - middle) / np.maximum(gaps - half, 1)
    known = gaps >= LEAST_FADING_GAPS
    life = np.where(known & (later >= how.fade_ratio * earlier), "slow_fade", np.where(known, "sudden_stop", "too_few"))
    life = np.where(activity.last_day - activity.first_day < how.short_life_days, "short_life", life)
    return pd.DataFrame({"life": LIVES, "users": [int((found.inactive & (life == each)).sum()) for each in LIVES]})


def _returned(study: Study, found: Late) -> pd.DataFrame:
    """Return who came back lately, the latest first."""
    activity, (user, place, silent_days) = study.activity, returns(study, found)
    order = np.lexsort((user, -activity.day[place].astype(np.int64)))
    return pd.DataFrame({
        "user_id": activity.user_ids.take(user[order]).to_pandas().astype("str"),
        "silent_days": silent_days[order],
        "returned_on": np.array([to_date(day) for day in activity.day[place][order].tolist()], object),
    })  # fmt: skip


def returns(study: Study, found: Late) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return who came back lately after a silence that was long by the rule and rare for themselves.

    Row numbers ascending, the place of the user-day of the return, and the days silent before it; int64.
    """
    activity, now, chances = study.activity, study.activity.observed_to, found.chances
    # Without the dates left out, as the beat that says what is long; a silence of r days makes a gap of r + 1.
    gap = np.diff(counted_days(activity, now)[0], prepend=0)
    gap[activity.offsets[:-1]] = 0
    rare_from = np.nan_to_num(
        late_after_days(activity, chances.gaps, chances.beat, study.settings.late.late_tail), nan=np.inf
    )
    least = np.maximum(rare_from, study.settings.inactive.days)
    asked = study.chosen & ~found.listed
    back = np.flatnonzero((activity.day > now - RETURNED_WITHIN_DAYS) & (gap > least[activity.user]))
    back = back[asked[activity.user[back]]][::-1]
    user, first = np.unique(activity.user[back], return_index=True)
    place = back[first]
    return user, place, gap[place] - 1
