"""Monthly revenue at risk: whose people are between visits, late or gone, beside what was lost lately."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.at_risk.late import late
from analysis.at_risk.piles import PILES
from analysis.money.months import months
from analysis.money.of_study import ledger_of
from analysis.study import Filters, Study

NOT_SILENT, NO_EVENTS = "not_silent", "no_events"
AT_STAKE_PILES = (NOT_SILENT, *PILES, NO_EVENTS)
LAST_MONTHS = 3
COLUMNS = ("pile", "customers", "mrr")


@dataclass(frozen=True, eq=False)
class AtStake:
    """Revenue by how its payers come, and what was lost in the last whole months.

    Attributes
    ----------
    piles
        pile (`AT_STAKE_PILES`, in order), customers (int64), mrr (int64, cents a month): they add up to all revenue on
        the last day. Of an account its member who came last stands for it.
    why_no_piles
        Why nobody is in a pile, "" where somebody can be.
    lost_months
        The last whole months, at most three, "2026-03", in order.
    lost_cents, lost_customers
        Lost in them; a customer counts once a month.
    """

    piles: pd.DataFrame = field(repr=False)
    why_no_piles: str
    lost_months: tuple[str, ...]
    lost_cents: int
    lost_customers: int


def at_stake(study: Study) -> AtStake:
    """Return revenue at risk, of who is counted (`analysis.money.shown`); raises OffbeatError as `ledger_of`."""
    found = ledger_of(study)
    spans = found.spans[found.spans["end_day"].isna()]
    code, payers = pd.factorize(spans["payer"])
    cents = np.zeros(len(payers), np.int64)
    np.add.at(cents, code, spans["cents"].to_numpy())
    pile = _piles(study, pd.Index(payers))
    last = months(found)
    last = last[~last["is_partial"]].tail(LAST_MONTHS)
    table = pd.DataFrame({
        "pile": pd.array(AT_STAKE_PILES, dtype="str"), "customers": np.bincount(pile, minlength=len(AT_STAKE_PILES)),
        "mrr": [int(cents[pile == place].sum()) for place in range(len(AT_STAKE_PILES))],
    })  # fmt: skip
    why = "" if study.activity.users else "No events were loaded, so nobody is known to be late."
    return AtStake(
        table[list(COLUMNS)], why, tuple(last["month"]), int(last["churn"].sum()), int(last["customers_churned"].sum())
    )


def _piles(study: Study, payers: pd.Index) -> np.ndarray:
    """Return each payer's place in `AT_STAKE_PILES`, int64."""
    nobody = AT_STAKE_PILES.index(NO_EVENTS)
    row = _rows_of(study, payers) if study.activity.users else np.full(len(payers), -1)
    if not (row >= 0).any():
        return np.full(len(payers), nobody)
    everybody = Study(study.prepared, study.segmentation, Filters(unit=study.filters.unit), study.settings)
    # -1, not inactive by the rule, comes first.
    pile = np.append(late(everybody).pile.astype(np.int64) + 1, nobody)
    return pile[row]


def _rows_of(study: Study, payers: pd.Index) -> np.ndarray:
    """Return the user who stands for each payer, -1 for nobody: themselves, else the account's member who came last."""
    activity = study.activity
    row = pd.Index(activity.user_ids.to_pandas()).get_indexer(payers)
    if not study.dataset.has_accounts:
        return row
    newest_first = np.argsort(-activity.last_day.astype(np.int64), kind="stable")
    latest = study.dataset.attributes["account_id"].iloc[newest_first].dropna().drop_duplicates()
    member = pd.Index(latest).get_indexer(payers)
    return np.where(row >= 0, row, np.where(member >= 0, latest.index.to_numpy()[member], -1))
