"""Who keeps best what is paid: industries, and pairs of plan and industry, that lose least; and what stands out."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.compare.multiplicity import benjamini_hochberg
from analysis.money.by_group import by_vertical
from analysis.money.exposure import paid_of
from analysis.money.groups_of import vertical_column
from analysis.money.leaks import OTHER, plans_and_verticals
from analysis.money.rates import rates
from analysis.money.worst_plan import lost_share
from analysis.study import Study

COLUMNS = (
    "plan", "vertical", "kept", "low", "high", "paying", "customers", "ratio", "ratio_low", "ratio_high", "pvalue",
    "pvalue_adjusted", "stands_out",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Best:
    """Groups of customers by how much of what they pay they keep, best first.

    Attributes
    ----------
    verticals
        One row an industry in which at least `money.least_cell_customers` paid: plan (""), vertical, kept (what is left
        of 1 paid a month after a month, in [0, 1]) with low and high, paying (customers seen paying), customers (who
        left, each once), ratio (how often customers leave, as a multiple of everybody else's) with ratio_low and
        ratio_high, pvalue, pvalue_adjusted (Benjamini & Hochberg over the table), stands_out (bool: they leave less
        often than everybody else does, by pvalue_adjusted). Empty where no industry is known.
    cells
        The same a pair of plan and industry, small ones together as "other" in the last row; a plan where no industry
        is known (vertical "").
    everybody
        What all together keep, in [0, 1]; nan where nothing was paid.
    no_vertical
        Why there is no industry, "" where there is one.
    """

    verticals: pd.DataFrame = field(repr=False)
    cells: pd.DataFrame = field(repr=False)
    everybody: float
    no_vertical: str


def best_of(study: Study) -> Best:
    """Return who kept best in the time looked at; raises OffbeatError as `ledger_of`."""
    found = by_vertical(study)
    verticals = found.table[found.table["paying"] >= study.settings.money.least_cell_customers]
    return Best(
        _ranked(study, verticals.assign(plan="", vertical=verticals["name"])), _ranked(study, _cells(study)),
        1 - lost_share(study), found.refused,
    )  # fmt: skip


def _cells(study: Study) -> pd.DataFrame:
    names, code, lost_code = plans_and_verticals(study, vertical_column(study.dataset))
    table = rates(study, paid_of(study), code, lost_code, names=[plan for plan, _ in names])
    return table.assign(plan=table["name"], vertical=[vertical for _, vertical in names])


def _ranked(study: Study, table: pd.DataFrame) -> pd.DataFrame:
    """Return rows of `analysis.money.rates` by what was kept, adjusted; of equals the one with more customers first."""
    table = table[table["paying"] > 0]
    adjusted = benjamini_hochberg(table["pvalue"].to_numpy(float))
    is_less = (adjusted <= 1 - study.settings.compare.level) & (table["ratio"].to_numpy(float) < 1)
    ranked = table.assign(
        kept=1 - table["share"], low=1 - table["high"], high=1 - table["low"], pvalue_adjusted=adjusted,
        stands_out=np.asarray(is_less, bool), last=table["plan"] == OTHER,
    )  # fmt: skip
    ranked = ranked.sort_values(["last", "kept", "paying"], ascending=[True, False, False], kind="stable")
    return ranked[list(COLUMNS)].reset_index(drop=True)
