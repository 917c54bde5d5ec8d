"""What followed for quiet people: how often the interval of the difference holds the true one, on made-up crowds."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.activity import Activity
from analysis.at_risk.quiet_later import Later, later_of
from analysis.at_risk.quiet_settings import QuietSigns
from analysis.calibration.figures import Figure
from analysis.calibration.markdown import mean_text, section, share_text, table, yes_text
from analysis.dataset import Dataset

TITLE = "What followed for quiet people"
TOLD = """{repeats} made-up crowds of {people} people a row, each under a seed of its own. Everybody comes on every
third day at random up to the day on which the signs are read; the quiet use nothing but the basics. Some never come
again, as often as the row says, and some of those who pay stop paying; where accounts leave together, five people
share an account, and all of it goes or none. Counted is how often the 95 % interval holds the true difference."""
REPEATS, PEOPLE, SEED = 1_000, 300, 61_000  # so many that .95 lies almost three standard errors within the bounds
COVERED = (0.93, 0.98)
ACCOUNT_SIZE = 5
FIRST_DAY, BEFORE_DAYS = 20_000, 120
EVENTS = ("login", "export")
OUTCOMES = {"silent": "silent", "churned": "no longer paying"}


class Crowd(NamedTuple):
    """One row: how many of 1 are quiet, how many of 1 then go, and whether they go by accounts."""

    title: str
    quiet_share: float
    quiet_gone: float
    others_gone: float
    together: bool = False


CROWDS = (
    Crowd("no difference, 20 of 100 go", 0.4, 0.2, 0.2),
    Crowd("no difference, 4 of 100 go", 0.4, 0.04, 0.04),
    Crowd("35 of 100 quiet people go, 15 of the others", 0.3, 0.35, 0.15),
    Crowd("60 of 100 quiet people go, 5 of the others", 0.25, 0.6, 0.05),
    Crowd("no difference, accounts leave together", 0.4, 0.2, 0.2, together=True),
    Crowd("35 of 100 quiet people go, 15 of the others, accounts leave together", 0.3, 0.35, 0.15, together=True),
)


def covered(crowd: Crowd, *, repeats: int) -> dict[str, np.ndarray]:
    """Return for every outcome whether each repeat's interval holds the true difference, bool, shape (repeats,)."""
    truth = crowd.quiet_gone - crowd.others_gone
    found = [
        later_in(crowd, np.random.default_rng([SEED, CROWDS.index(crowd), repeat])).outcomes.set_index("outcome")
        for repeat in range(repeats)
    ]
    return {
        outcome: np.array([rows.at[outcome, "low"] <= truth <= rows.at[outcome, "high"] for rows in found])
        for outcome in OUTCOMES
    }


def later_in(crowd: Crowd, rng: np.random.Generator) -> Later:
    """Return what followed in one made-up crowd."""
    quiet = QuietSigns()
    group = np.arange(PEOPLE) // (ACCOUNT_SIZE if crowd.together else 1)
    is_quiet = (rng.random(PEOPLE) < crowd.quiet_share)[group]
    gone_share = np.where(is_quiet, crowd.quiet_gone, crowd.others_gone)
    # Silence and the end of payment are drawn apart: each is an outcome of its own.
    silent, unpaid = ((rng.random(PEOPLE)[group] < gone_share) for _ in range(2))
    activity = _activity(rng, is_quiet, silent, after_days=quiet.later_days)
    end = np.where(unpaid, FIRST_DAY + BEFORE_DAYS + 10, -1)
    dataset = Dataset(activity, _users(group, together=crowd.together), _subscriptions(group, end, crowd))
    return later_of(dataset, quiet, among=np.ones(PEOPLE, bool))


def _activity(rng: np.random.Generator, quiet: np.ndarray, silent: np.ndarray, *, after_days: int) -> Activity:
    active = rng.random((PEOPLE, BEFORE_DAYS + after_days)) < 1 / 3
    active[:, BEFORE_DAYS - 1] = True  # all still come on the day the signs are read
    active[:, BEFORE_DAYS:] &= ~silent[:, None]
    active[:, -1] |= ~silent
    user, place = np.nonzero(active)
    exports = rng.random(len(user)) < np.where(quiet, 0.0, 0.4)[user]
    counts = np.count_nonzero(active, axis=1)
    uses = pd.DataFrame(columns=["user", "event", "days", "count", "first_day", "last_day", "amount"])
    uses = uses.astype({"user": np.int32, "first_day": np.int32})
    return Activity(
        pa.array([f"u{row:05d}" for row in range(PEOPLE)], pa.string()),
        np.concatenate(([0], np.cumsum(counts))).astype(np.int64), (FIRST_DAY + place).astype(np.int32),
        np.ones(len(user), np.uint32), np.zeros(len(user), np.uint32), np.where(exports, 3, 1).astype(np.uint64), None,
        EVENTS, uses, FIRST_DAY, FIRST_DAY + BEFORE_DAYS + after_days - 1,
    )  # fmt: skip


def _users(group: np.ndarray, *, together: bool) -> pd.DataFrame:
    account = [f"a{each}" for each in group] if together else None
    return pd.DataFrame({"user_id": [f"u{row:05d}" for row in range(PEOPLE)], "account_id": account})


def _subscriptions(group: np.ndarray, end: np.ndarray, crowd: Crowd) -> pd.DataFrame:
    first = np.unique(group, return_index=True)[1]
    payer = [f"a{group[row]}" if crowd.together else f"u{row:05d}" for row in first]
    ends = pd.array([None if day < 0 else int(day) for day in end[first]], "Int64")
    return pd.DataFrame({"user_id": payer, "start_day": FIRST_DAY, "end_day": ends, "mrr_cents": 100})


def coverage(*, repeats: int = REPEATS) -> dict[str, np.ndarray]:
    """Return by row and outcome whether each interval holds the true difference."""
    return {
        f"{crowd.title}: {OUTCOMES[outcome]}": hits
        for crowd in CROWDS
        for outcome, hits in covered(crowd, repeats=repeats).items()
    }


def outside(found: Mapping[str, np.ndarray]) -> list[str]:
    """Return the rows whose coverage lies outside its bounds."""
    return [what for what, hits in found.items() if not COVERED[0] <= hits.mean() <= COVERED[1]]


def followed_section(found: Mapping[str, np.ndarray], *, repeats: int) -> str:
    """Return the section: what was measured, its bounds, whether it holds."""
    told = TOLD.format(repeats=repeats, people=PEOPLE)
    bounds, missed = f"{share_text(COVERED[0])} to {share_text(COVERED[1])}", outside(found)
    rows = [(what, mean_text(Figure(what, hits)), bounds, yes_text(what not in missed)) for what, hits in found.items()]
    return section(TITLE, told, table(("crowd and outcome", "interval holds the truth", "bound", "holds"), rows))
