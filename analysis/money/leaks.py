"""Leaks: kind of leaving by plan by industry, ranked by revenue lost, with the effort to win it back."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis import wording
from analysis.compare.multiplicity import benjamini_hochberg
from analysis.money.exposure import exposure, paid_of
from analysis.money.groups_of import NOT_KNOWN, attribute_of, vertical_column
from analysis.money.intervals import rate_ratio
from analysis.money.kind_words import EFFORTS
from analysis.money.kinds import KINDS
from analysis.money.rates import lost_rates, placed, shared_codes
from analysis.study import Study

COLUMNS = (
    "kind", "plan", "vertical", "customers", "mrr", "share_of_lost", "share", "low", "high", "paying", "effort",
    "ratio", "ratio_low", "ratio_high", "pvalue", "pvalue_adjusted", "stands_out",
)  # fmt: skip
OTHER = "other"


@dataclass(frozen=True, eq=False)
class Leaks:
    """Where revenue leaks.

    Attributes
    ----------
    cells
        One row a kind, plan and industry in which somebody was lost, most revenue first: kind, plan, vertical ("" where
        no industry is known at all, "other" for small groups together), customers (lost, each once), mrr (int64, cents
        lost), share_of_lost (of all revenue lost), share, low, high (lost this way a month, of what the group paid),
        paying (customers seen paying), effort (`analysis.money.kind_words.EFFORTS`), ratio, ratio_low, ratio_high (how
        often customers leave this way, as a multiple of everybody else's), pvalue, pvalue_adjusted (Benjamini &
        Hochberg over all `tested`), stands_out (bool).
    no_vertical
        Why there is no industry, "" where there is one.
    lost_cents
        All revenue lost, the sum of mrr.
    tested
        Cells looked at, those in which nobody was lost too.
    """

    cells: pd.DataFrame = field(repr=False)
    no_vertical: str
    lost_cents: int
    tested: int

    @property
    def sentence(self) -> str:
        """What leaks most, and whether anything stands out."""
        if self.cells.empty:
            return "Nobody was lost in the time looked at."
        first = self.cells.iloc[0]
        named = wording.listed([each for each in (first["plan"], first["vertical"]) if each])
        place = "small groups together" if first["plan"] == OTHER else named or "those without a plan"
        who = f"customers who {wording.LEFT_BECAUSE[first['kind']]}"
        share = wording.share(first["share_of_lost"])
        return f"The largest part of the revenue lost ({share}) went with {place}: {who}.{self._told}"

    @property
    def _told(self) -> str:
        """Say how many groups lose customers more often than the rest; "" where there is nothing to compare."""
        if not self.tested:
            return ""
        out = int((self.cells["stands_out"] & (self.cells["ratio"] > 1)).sum())
        found = wording.plural(out, "group loses", "groups lose") if out else "As far as can be seen no group loses"
        return f" {found} customers more often than the rest, of {wording.count(self.tested)} looked at."


def leaks_of(study: Study) -> Leaks:
    """Return the leaks of the time looked at; raises OffbeatError as `ledger_of`.

    Plans and industries are told apart where `money.least_cell_customers` paid, whoever left of them, so that a group
    is not looked at because it lost somebody.
    """
    paid, rows = paid_of(study), placed(study)
    column = vertical_column(study.dataset)
    names, code, lost_code = plans_and_verticals(study, column)
    paying = exposure(paid, code, len(names))
    parts = [
        _kind_cells(study, paying, rows, lost_code, names=names, kind=kind)
        for kind in KINDS
        if (rows["kind"] == kind).any()
    ]
    cells = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({name: [] for name in COLUMNS})
    adjusted = benjamini_hochberg(cells["pvalue"].to_numpy(float))
    total = int(rows["cents"].sum())
    cells = cells.assign(
        pvalue_adjusted=adjusted, stands_out=adjusted <= 1 - study.settings.compare.level,
        share_of_lost=cells["mrr"] / total if total else np.nan,
    )  # fmt: skip
    tested = int(np.isfinite(adjusted).sum())
    shown = cells[cells["customers"] > 0].sort_values(
        ["mrr", "kind", "plan", "vertical"], ascending=[False, True, True, True], ignore_index=True
    )
    why = "" if column else "No column names an industry: add a users table that has one."
    return Leaks(shown[list(COLUMNS)], why, total, tested)


def plans_and_verticals(study: Study, column: str | None) -> tuple[list[tuple[str, str]], np.ndarray, np.ndarray]:
    """Return pairs of plan and industry (column None: of plan and ""), small ones as `OTHER`, and which each is.

    Two int64 arrays of places: of stretches paid, of rows lost.
    """
    paid, rows = paid_of(study), placed(study)
    vertical = pd.Series("", index=range(len(paid.payers)), dtype="str")
    if column:
        vertical = attribute_of(study.dataset, paid.payers, column).fillna(NOT_KNOWN)
    vertical = vertical.astype("category")
    lost_vertical = vertical.iloc[rows["place"].to_numpy()]
    plans, plan, lost_plan = shared_codes(paid.plan, rows["plan"])
    verticals, place, lost_place = shared_codes(vertical.iloc[paid.payer], lost_vertical)
    code, lost_code = plan * len(verticals) + place, lost_plan * len(verticals) + lost_place
    cells = [(a, b) for a in plans for b in verticals]
    few = exposure(paid, code, len(cells))["paying"] < study.settings.money.least_cell_customers
    other = (OTHER, OTHER if column else "")
    folded = [other if small else cell for cell, small in zip(cells, few, strict=True)]
    names = sorted(set(folded))
    to = np.array([names.index(each) for each in folded])
    return names, to[code], to[lost_code]


def _kind_cells(
    study: Study,
    paying: pd.DataFrame,
    rows: pd.DataFrame,
    lost_code: np.ndarray,
    *,
    names: list[tuple[str, str]],
    kind: str,
) -> pd.DataFrame:
    """Return the cells of one kind, each against everybody else."""
    ours = rows["kind"].eq(kind).to_numpy()
    table = lost_rates(study, paying, rows[ours], lost_code[ours], names=range(len(names)))
    times, months = np.bincount(lost_code[ours], minlength=len(names)), paying["paid_months"].to_numpy()
    level = study.settings.compare.level
    ratio = rate_ratio(times, months, times.sum() - times, months.sum() - months, level=level)
    plan, vertical = zip(*names, strict=True)
    return table.assign(
        kind=kind, plan=plan, vertical=vertical, effort=EFFORTS[kind],  # type: ignore[index]
        **dict(zip(("ratio", "ratio_low", "ratio_high", "pvalue"), ratio, strict=True)),
    )  # fmt: skip
