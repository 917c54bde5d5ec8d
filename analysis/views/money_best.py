"""Money, Leaks: who keeps best what is paid, by industry and by plan and industry; and what may be chance."""

import math
from dataclasses import dataclass

import pandas as pd

from analysis import wording
from analysis.money.best import Best, best_of
from analysis.money.groups_of import NOT_KNOWN
from analysis.money.leaks import OTHER
from analysis.study import Study
from analysis.views.money_leaks import AGAINST_REST, INDUSTRY, plan_title, times

MOST_SHOWN, MOST_SAID = 8, 3
ROUNDS_UP_FROM = 0.9995  # from here tenths of a percent read as all
KEPT, LEFT = "Kept a month", "Left"
CAPTION = (
    "Of what is paid, the share still paid a month later, with 95 % intervals. “Stands out”: customers leave less "
    "often than all others do, after adjusting for every row looked at."
)


@dataclass(frozen=True, eq=False)
class BestShown:
    """Who keeps best; sentences are plain text, `verticals` is empty where no industry is known."""

    sentence: str
    caption: str
    verticals: pd.DataFrame
    cells: pd.DataFrame


def best_shown(study: Study) -> BestShown:
    """Return who kept best what they pay, in the period chosen."""
    found = best_of(study)
    cells = found.cells.head(MOST_SHOWN)
    named = {"Plan": [plan_title(each) for each in cells["plan"]]}
    if not found.no_vertical:
        named[INDUSTRY] = [plan_title(each) for each in cells["vertical"]]
    verticals = found.verticals.head(MOST_SHOWN)
    industries = {INDUSTRY: [plan_title(each) for each in verticals["vertical"]]}
    return BestShown(
        _sentence(found), _caption(found), _table(verticals, industries),
        # Six columns are too many for half a page.
        _table(cells, named).drop(columns=[] if found.no_vertical else LEFT),
    )  # fmt: skip


def _caption(found: Best) -> str:
    most = max(len(found.verticals), len(found.cells))
    return f"{CAPTION} The best {MOST_SHOWN} are shown." if most > MOST_SHOWN else CAPTION


def _table(rows: pd.DataFrame, named: dict[str, list[str]]) -> pd.DataFrame:
    left = zip(rows["customers"], rows["paying"], strict=True)
    return pd.DataFrame({
        **named, KEPT: [_kept(row) for _, row in rows.iterrows()],
        LEFT: [f"{wording.count(gone)} of {wording.count(paying)}" for gone, paying in left],
        AGAINST_REST: [times(*each) for each in rows[["ratio", "ratio_low", "ratio_high"]].to_numpy(float)],
        "Stands out": ["yes" if each else "" for each in rows["stands_out"]],
    })  # fmt: skip


def _kept(row: pd.Series) -> str:
    share, low, high = (kept_share(row[name]) for name in ("kept", "low", "high"))
    return f"{share} ({wording.interval(low, high)})"


def kept_share(share: float) -> str:
    """0.986 -> "98.6 %"; 0.99996 -> "99.99 %": never rounded up to all of it; nan -> "–"."""
    if ROUNDS_UP_FROM <= share < 1:
        return f"{wording.decimal(math.floor(1e4 * share) / 100, 2)} %"
    return wording.share(share, tenths=True)


def _sentence(found: Best) -> str:
    """Name the best industry and whether it may be chance, then the pairs that stand out."""
    if found.no_vertical:
        return f"{_named_best(found.cells, found.everybody, 'plan')} {found.no_vertical}"
    known = found.verticals[found.verticals["vertical"] != NOT_KNOWN]
    said = _named_best(known, found.everybody, "industry")
    return f"{said} {_pairs(found.cells)}".strip()


def _named_best(rows: pd.DataFrame, everybody: float, what: str) -> str:
    rows = rows[rows["plan"] != OTHER]
    if len(rows) < 2:
        many = {"industry": "industries", "plan": "plans"}[what]
        return f"Fewer than two {many} have customers enough to be set beside each other."
    first, column = rows.iloc[0], "vertical" if what == "industry" else "plan"
    said = (
        f"{plan_title(first[column])} keeps most of what is paid: {_kept(first)} a month, all together "
        f"{kept_share(everybody)}."
    )
    out = [plan_title(each) for each in rows.loc[rows["stands_out"], column]]
    if not out:
        number = wording.count(len(rows))
        return f"{said} None of {number} stands out from the rest by how often customers leave, so it may be chance."
    verb = "loses" if len(out) == 1 else "lose"
    return f"{said} {wording.listed(out, most=MOST_SAID)} {verb} customers less often than the rest do."


def _pairs(cells: pd.DataFrame) -> str:
    told = cells[cells["plan"] != OTHER]
    if len(told) < 2:
        return ""
    out = told[told["stands_out"]]
    looked_at = f"Of {wording.count(len(told))} pairs of plan and industry"
    if out.empty:
        return f"{looked_at} none stands out from the rest."
    named = [f"{plan_title(plan)} in {plan_title(vertical)}" for plan, vertical in out[["plan", "vertical"]].to_numpy()]
    verb = "loses" if len(out) == 1 else "lose"
    return f"{looked_at}, {wording.listed(named, most=MOST_SAID)} {verb} customers less often than the rest do."
