"""What `churn` says of who left: by kind, plan, industry; leaks, trend, season; lists of who left and whom to ask."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import pandas as pd

from analysis.activity import to_date
from analysis.export import plain_csv_bytes
from analysis.money.at_stake import at_stake
from analysis.money.best import best_of
from analysis.money.by_group import (
    Groups,
    by_attribute,
    by_kind,
    by_plan,
    by_rhythm,
    by_segment,
    by_tenure,
    by_vertical,
    by_way,
)
from analysis.money.kinds import Lost, lost_of
from analysis.money.leaks import leaks_of
from analysis.money.of_study import ledger_of, subscriptions_of
from analysis.money.reasons import reasons, said
from analysis.money.season import Season, season
from analysis.money.to_act_on import failing_cards, renewing, scheduled
from analysis.money.trend import Step, last_year, trend
from analysis.money.undated import left_out
from analysis.segments.frequency import FREQUENCY_CLASSES
from analysis.study import Study

LOST_COLUMNS = (
    "payer", "day", "mrr", "plan", "kind", "why", "how", "way", "life_days", "active_days", "silent_days",
    "came_back_days", "reason",
)  # fmt: skip
_TREND_MONEY = ("mrr_start", "mrr_lost")


def who_left(study: Study) -> dict[str, Any]:
    """Return who left and what they paid, every way the page Money tells it; money in units of money."""
    lost, leaks, best = lost_of(study), leaks_of(study), best_of(study)
    return {
        "by_kind": _groups(by_kind(study)),
        "by_way": _groups(by_way(study)),
        "by_plan": _groups(by_plan(study)),
        "by_vertical": _groups(by_vertical(study)),
        "by_country": _groups(by_attribute(study, "country")),
        "by_tenure": _groups(by_tenure(study)),
        "by_rhythm": _groups(by_rhythm(study)),
        "by_segment": _groups(
            by_segment(study, (*(f"frequency:{each}" for each in FREQUENCY_CLASSES), *study.own_names))
        ),
        "reasons": _records(reasons(lost), ("cents",)),
        "words": _records(said(lost), ("cents",)),
        "contraction": {"amount": lost.contraction_cents / 100, "customers": lost.contraction_customers},
        "not_known": [
            *(each for each in (lost.why_no_activity, leaks.no_vertical) if each),
            *left_out(subscriptions_of(study), study.activity.observed_to),
        ],
        "leaks": _records(leaks.cells, ("mrr",)),
        "leaks_sentence": leaks.sentence,
        "best": {name: _records(table, ()) for name, table in (("verticals", best.verticals), ("cells", best.cells))},
    }


def over_time(study: Study) -> dict[str, Any]:
    """Return the trend, the season or why it is refused, and revenue at risk beside what was lost lately."""
    found, level = ledger_of(study), study.settings.compare.level
    stake = at_stake(study)
    return {
        "trend": {step: _records(_dated(trend(found, step, level=level)), _TREND_MONEY) for step in get_args(Step)},
        "last_year": _records(_dated(last_year(found, level=level)), _TREND_MONEY),
        "seasonality": _seasons([season(found, step, level=level) for step in get_args(Step)]),
        "at_stake": _records(stake.piles, ("mrr",)),
        "lost_lately": {
            "months": list(stake.lost_months), "amount": stake.lost_cents / 100, "customers": stake.lost_customers,
        },
    }  # fmt: skip


def write_lists(study: Study, folder: Path) -> None:
    """Write scheduled.csv, lost.csv, renewals.csv and cards.csv; days as dates, money in units of money."""
    files = {
        "scheduled": scheduled(study), "lost": _lost_list(lost_of(study)), "renewals": renewing(study),
        "cards": failing_cards(study),
    }  # fmt: skip
    for name, table in files.items():
        cents = [column for column in ("mrr", "due_cents") if column in table]
        (folder / f"{name}.csv").write_bytes(plain_csv_bytes(in_units(_dated(table), cents)))


def in_units(frame: pd.DataFrame, cents: Sequence[str]) -> pd.DataFrame:
    """Return a frame with these columns of cents in units of money, under names without `_cents`."""
    return frame.assign(**{name: frame[name] / 100 for name in cents}).rename(
        columns={name: name.removesuffix("_cents") if name != "cents" else "amount" for name in cents}
    )


def _lost_list(lost: Lost) -> pd.DataFrame:
    return lost.rows.rename(columns={"cents": "mrr"})[list(LOST_COLUMNS)]


def _groups(found: Groups) -> list[dict[str, Any]] | dict[str, str]:
    return {"refused": found.refused} if found.refused else _records(found.table, ("mrr",))


def _seasons(found: list[Season]) -> dict[str, Any]:
    """Return each step's months or quarters of the year; the reason where all are refused."""
    if all(each.refused for each in found):
        return {"refused": found[0].refused}
    return {
        each.step: {"refused": each.refused} if each.refused else {
            "pvalue": each.pvalue, "strongest": each.strongest, "sentence": each.sentence,
            "parts": each.table.to_dict("records"),
        }
        for each in found
    }  # fmt: skip


def _records(table: pd.DataFrame, cents: Sequence[str]) -> list[dict[str, Any]]:
    return in_units(table, cents).to_dict("records")


def _dated(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with its days as ISO dates, under their own names; missing stays missing."""
    days = [name for name in table if name == "day" or name.endswith("_day")]
    return table.assign(**{
        name: [None if pd.isna(each) else to_date(int(each)).isoformat() for each in table[name]] for name in days
    })  # fmt: skip
