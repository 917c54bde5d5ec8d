"""What everybody together loses of what they pay, and the plan that is clear of it."""

from dataclasses import dataclass

import numpy as np

from analysis.money.by_group import by_plan
from analysis.money.exposure import all_paid
from analysis.money.kind_words import Kind
from analysis.money.kinds import lost_of
from analysis.study import Study


@dataclass(frozen=True)
class WorstPlan:
    """The plan that loses most of what it pays.

    Attributes
    ----------
    share, low, high
        Lost a month, of what was paid for it a month, in [0, 1].
    everybody
        The same of all plans together.
    customers, cents
        Who left, and what they paid a month.
    kind
        The kind of leaving most of its money went by.
    """

    name: str
    share: float
    low: float
    high: float
    everybody: float
    customers: int
    cents: int
    kind: Kind


def lost_share(study: Study) -> float:
    """Return what everybody together lost a month, of what was paid a month, in [0, 1]; nan where nothing was paid."""
    money = float(all_paid(study)["money_months"].sum())
    return float(lost_of(study).rows["cents"].sum()) / money if money else np.nan


def worst_plan(study: Study) -> WorstPlan | None:
    """Return the plan that loses most of what it pays, None where the interval of none is clear of everybody's share.

    Plans that fewer than `money.least_cell_customers` left are not looked at. Raises OffbeatError as `ledger_of`.
    """
    rows, everybody = by_plan(study).table, lost_share(study)
    rows = rows[(rows["low"] > everybody) & (rows["customers"] >= study.settings.money.least_cell_customers)]
    if rows.empty:
        return None
    first = rows.sort_values("share", ascending=False, kind="stable").iloc[0]
    lost = lost_of(study).rows
    by_kind = lost[lost["plan"] == first["name"]].groupby("kind", observed=True)["cents"].sum()
    if by_kind.empty:
        return None
    shares = (float(first[each]) for each in ("share", "low", "high"))
    return WorstPlan(
        str(first["name"]), *shares, everybody, int(first["customers"]), int(first["mrr"]), by_kind.idxmax()
    )
