"""Money at a million subscriptions and a million payments: Leaks, Trend, To act on, with the ledger they need."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from analysis.dataset import Dataset
from analysis.ingest.alone import no_activity
from analysis.money.at_stake import at_stake
from analysis.money.by_group import by_kind, by_plan, by_tenure, by_vertical, by_way
from analysis.money.kinds import lost_of
from analysis.money.leaks import leaks_of
from analysis.money.of_study import ledger_of
from analysis.money.reasons import reasons, said
from analysis.money.season import season
from analysis.money.to_act_on import failing_cards, renewing, scheduled
from analysis.money.trend import last_year, trend
from analysis.study import Study, study
from tests.benchmarks.money import FIRST_DAY, LAST_DAY, subscriptions

MOST_SECONDS = 5.0
PAYMENTS = 1_000_000
SAID = ("payment_failed", "too_expensive", "unused", "the export is slow", "project finished", "", "other")
TABS: dict[str, tuple[Callable[[Study], Any], ...]] = {
    "Leaks": (
        lambda asked: reasons(lost_of(asked)), lambda asked: said(lost_of(asked)), by_kind, by_way, leaks_of, by_plan,
        by_vertical, by_tenure,
    ),
    "Trend": (
        lambda asked: trend(ledger_of(asked), "month"), lambda asked: trend(ledger_of(asked), "quarter"),
        lambda asked: last_year(ledger_of(asked)), lambda asked: season(ledger_of(asked), "month"),
        lambda asked: season(ledger_of(asked), "quarter"),
    ),
    "To act on": (scheduled, failing_cards, renewing, at_stake),
}  # fmt: skip


def run() -> dict[str, Any]:
    """Return wall seconds of the ledger, and of each tab once there is one."""
    asked = study(_dataset())
    ledger_seconds = _seconds(asked, (ledger_of,))
    tabs = {f"{name}, 1M subscriptions, s": (_seconds(asked, parts), MOST_SECONDS) for name, parts in TABS.items()}
    return {"ledger of a study, 1M subscriptions, s": (ledger_seconds, MOST_SECONDS), **tabs}


def _seconds(asked: Study, parts: tuple[Callable[[Study], Any], ...]) -> float:
    started = time.perf_counter()
    for part in parts:
        part(asked)
    return time.perf_counter() - started


def _dataset() -> Dataset:
    draw = np.random.default_rng(2)
    table = subscriptions()
    table = table.assign(reason=pd.array(draw.choice(SAID, len(table)), "str"))
    payers = table["user_id"].unique()
    users = pd.DataFrame({"user_id": payers, "account_id": None, "industry": draw.choice(list("ABCDEF"), len(payers))})
    payments = pd.DataFrame({
        "payer": draw.choice(payers, PAYMENTS), "day": draw.integers(FIRST_DAY, LAST_DAY, PAYMENTS).astype(np.int32),
        "amount_cents": 1000, "refunded_cents": 0,
        "status": draw.choice(["paid", "failed", "open", "void"], PAYMENTS, p=[0.9, 0.06, 0.02, 0.02]),
    })  # fmt: skip
    payments = payments.astype({"payer": "str", "status": "str"})
    activity = no_activity(FIRST_DAY, LAST_DAY)
    return Dataset(activity, users.astype({"account_id": "str", "industry": "str"}), table, payments=payments)
