"""Money at a million subscriptions: ledger, months, cohorts, the differences to Stripe."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from analysis.money.cohorts import cohorts
from analysis.money.ledger import ledger
from analysis.money.months import months
from analysis.money.stripe import differences

MOST_SECONDS = 5.0
SUBSCRIPTIONS, PAYERS = 1_000_000, 600_000
FIRST_DAY, LAST_DAY = 19_000, 20_500


def subscriptions() -> pd.DataFrame:
    """Return a million made-up subscriptions of 600,000 payers over four years, 60 % of them ended."""
    draw = np.random.default_rng(1)
    start = draw.integers(FIRST_DAY, LAST_DAY - 100, SUBSCRIPTIONS)
    end = pd.array(start + draw.geometric(1 / 300, SUBSCRIPTIONS), "Int32")
    end[draw.random(SUBSCRIPTIONS) < 0.4] = pd.NA
    table = pd.DataFrame({
        "user_id": np.char.mod("c%07d", np.sort(draw.integers(0, PAYERS, SUBSCRIPTIONS))),
        "start_day": start.astype(np.int32), "end_day": end,
        "cancelled_day": end - draw.integers(0, 30, SUBSCRIPTIONS).astype(np.int32),
        "period_end_day": end + draw.integers(0, 30, SUBSCRIPTIONS).astype(np.int32),
        "mrr_cents": draw.integers(100, 99_999, SUBSCRIPTIONS),
        "plan": draw.choice(["Basic", "Pro", "Team"], SUBSCRIPTIONS), "status": "",
    })  # fmt: skip
    return table.astype({"user_id": "str", "plan": "str", "status": "str"})


def run() -> dict[str, Any]:
    """Return wall seconds of each computation, and of what the Movements tab needs together."""
    table = subscriptions()
    seconds: dict[str, float] = {}

    def timed(name: str, compute: Callable[[], Any]) -> Any:
        started = time.perf_counter()
        answer = compute()
        seconds[name] = time.perf_counter() - started
        return answer

    found = timed(
        "ledger",
        lambda: ledger(
            table,
            as_of_day=LAST_DAY,
        ),
    )
    timed("months", lambda: months(found))
    timed("cohorts", lambda: cohorts(found))
    timed("not Stripe's number", lambda: differences(table, as_of_day=LAST_DAY, known=found))
    together = sum(seconds.values())
    figures = {f"{name}, 1M subscriptions, s": (spent, MOST_SECONDS) for name, spent in seconds.items()}
    return {**figures, "all of the tab Movements, 1M subscriptions, s": (together, MOST_SECONDS)}
