"""The made-up shop: two years of purchases with amounts, more of them before Christmas."""

from functools import partial

import numpy as np
import pandas as pd

from analysis.activity import to_date
from analysis.synthetic import habits
from analysis.synthetic.people import LAST_DAY
from analysis.synthetic.planted import FIRST_DAY, KINDS, Kind

SEED = 20240701
CUSTOMERS = 3000
# January to December: how often a purchase comes true; the year ends with presents
SEASON = np.array([0.55, 0.5, 0.6, 0.65, 0.65, 0.6, 0.5, 0.5, 0.65, 0.75, 1.0, 1.0])
SHOPPERS: dict[str, tuple[int, Kind]] = {
    "day_25": (70, KINDS["day_25"]),
    "weekend": (
        90,
        Kind(partial(habits.on_weekdays, weekdays=(5, 6), turnout=0.22, stray_share=0.05), "weekend"),
    ),
    "every_14_days": (70, KINDS["every_14_days"]),
}
LEAST_DAYS = 420
TYPICAL_BASKET = 38.0


def draw_purchases(rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return purchases in the order of time (user_id, timestamp without offset, event, amount), and what is planted."""
    ids = np.array([f"c{number:05d}" for number in range(1, CUSTOMERS + 1)])
    kinds = _draw_kinds(rng)
    days = [_days_of(rng, kind) for kind in kinds]
    row = np.repeat(np.arange(CUSTOMERS), [len(each) for each in days])
    day = np.concatenate(days).astype(int)
    second = np.rint(rng.normal(15, 3.2, len(day)).clip(6, 23.4) * 3600).astype(int)
    stamps = np.datetime_as_string((day * 86400 + second).astype("datetime64[s]"))
    basket = TYPICAL_BASKET * rng.lognormal(0, 0.35, CUSTOMERS)
    amount = np.rint(basket[row] * rng.lognormal(0, 0.45, len(row)) * 100) / 100
    purchases = pd.DataFrame(
        {"user_id": ids[row], "timestamp": stamps, "event": "purchase", "amount": np.char.mod("%.2f", amount)}
    )
    return purchases.iloc[np.lexsort((row, stamps))].reset_index(drop=True), _truth(ids, kinds)


def _draw_kinds(rng: np.random.Generator) -> np.ndarray:
    kinds = np.full(CUSTOMERS, "", dtype="U32")
    planted = np.repeat(list(SHOPPERS), [users for users, _ in SHOPPERS.values()])
    kinds[rng.choice(CUSTOMERS, len(planted), replace=False)] = planted
    return kinds


def _days_of(rng: np.random.Generator, kind: str) -> np.ndarray:
    """Return the days one customer buys on: their habit, or random days thinned by the season."""
    first = int(rng.integers(FIRST_DAY, LAST_DAY - (LEAST_DAYS if kind else 30)))
    if kind:
        return SHOPPERS[kind][1].habit(rng, first, LAST_DAY)
    stay = int(rng.exponential(300)) + 14
    days = habits.at_random(rng, first, min(first + stay, LAST_DAY), low=0.008, high=0.12)
    month = np.array([to_date(day).month for day in days], dtype=int) - 1
    kept = days[rng.random(len(days)) < SEASON[month]]
    return kept if len(kept) else np.array([first], dtype=np.int32)


def _truth(ids: np.ndarray, kinds: np.ndarray) -> pd.DataFrame:
    planted = np.flatnonzero(kinds != "")
    labels = [SHOPPERS[kind][1] for kind in kinds[planted]]
    return pd.DataFrame(
        {
            "user_id": ids[planted],
            "rhythm": [label.rhythm for label in labels],
            "detail": [label.detail for label in labels],
        }
    )
