"""Money, Leaks: which plan loses money and why; cells of kind, plan and vertical ranked by money."""

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.leak_map import leak_map
from analysis.charts.picture import Picture
from analysis.money.kind_words import EFFORT_TITLES, EFFORTS, KIND_TITLES
from analysis.money.kinds import Lost, lost_of
from analysis.money.leaks import Leaks, leaks_of
from analysis.money.plan_names import are_ids
from analysis.money.reasons import reasons
from analysis.money.worst_plan import worst_plan
from analysis.study import Study
from analysis.views import money_words

QUESTION = "Where does revenue leak?"
KIND_OF_TITLE = MappingProxyType({title: kind for kind, title in KIND_TITLES.items()})
MOST_PLANS, MOST_RANKED, MOST_SAID = 20, 200, 3
OTHER, NO_PLAN, INDUSTRY = "other", "No plan named", "Industry"
PLAN_IDS = (
    "Plans stand here by their ids: export them with a column “Product” or “Plan Nickname” beside, and names are shown."
)
AGAINST_REST = "Left, against the rest"
EACH_MONTH, OF_100 = "Lost a month", "Of 100 lost"


@dataclass(frozen=True, eq=False)
class LeaksShown:
    """What the tab shows on top; sentences are plain text.

    Attributes
    ----------
    picture
        Plans by kinds; None where nobody left.
    kinds
        One row a kind of leaving with its money, customers and share.
    ranked
        One row a cell, most money first; `copied` the same with tabs between cells.
    """

    sentence: str
    picture: Picture | None
    caption: str
    kinds: pd.DataFrame
    kinds_caption: str
    ranked: pd.DataFrame
    ranked_caption: str


def leaks_shown(study: Study) -> LeaksShown:
    """Return where the revenue of those who left went, in the period chosen."""
    lost = lost_of(study)
    if lost.rows.empty:
        nothing = pd.DataFrame()
        return LeaksShown("Nobody left in this time.", None, "", nothing, "", nothing, "")
    found, cells = leaks_of(study), _by_plan(lost)
    ranked = _ranked(found)
    return LeaksShown(
        _sentence(study, lost, cells),
        leak_map(cells, list(dict.fromkeys(cells["plan"])), list(KIND_TITLES.values())),
        _plans_caption(lost),
        _kinds(lost),
        _kinds_caption(lost),
        ranked,
        _ranked_caption(found),
    )


def plan_title(name: str | None) -> str:
    """Return a plan as shown; "other" stands for those too small to be told apart."""
    return NO_PLAN if not isinstance(name, str) or not name else "All others" if name == OTHER else name


def _plans_caption(lost: Lost) -> str:
    said = "What those who left paid a month, by plan and by how they left."
    return f"{said} {PLAN_IDS}" if are_ids(lost.rows["plan"]).any() else said


def _by_plan(lost: Lost) -> pd.DataFrame:
    """Return the money of plan and kind, the plan that loses most first, kinds in words; small plans together."""
    rows = lost.rows.assign(plan=[plan_title(each) for each in lost.rows["plan"]], kind=lost.rows["kind"].astype("str"))
    order = rows.groupby("plan")["cents"].sum().sort_values(ascending=False, kind="stable").index
    shown = rows.assign(plan=rows["plan"].where(rows["plan"].isin(order[:MOST_PLANS]), plan_title(OTHER)))
    order = pd.Index([*order[:MOST_PLANS], plan_title(OTHER)])
    summed = shown.groupby(["plan", "kind"], as_index=False).agg(cents=("cents", "sum"), customers=("payer", "nunique"))
    summed = summed.sort_values("plan", key=order.get_indexer, kind="stable", ignore_index=True)
    return pd.DataFrame({
        "plan": summed["plan"], "kind": summed["kind"].map(KIND_TITLES), "amount": summed["cents"] / 100,
        "customers": summed["customers"],
    })  # fmt: skip


def _sentence(study: Study, lost: Lost, cells: pd.DataFrame) -> str:
    """Name the plan most money went with and why, then the plan that loses most of what it pays."""
    total = int(lost.rows["cents"].sum())
    by_name = cells.groupby("plan", sort=False)["amount"].sum()
    plan = by_name.index[0]
    kinds = cells[cells["plan"] == plan].sort_values("amount", ascending=False, kind="stable")
    said = (
        f"Customers who left paid {money_words.amount(total)} a month. The largest part went with {plan}: "
        f"{wording.count(by_name.iloc[0])} ({wording.share(100 * by_name.iloc[0] / total)}), "
        f"{wording.share(kinds['amount'].iloc[0] / by_name.iloc[0])} of that because they "
        f"{wording.LEFT_BECAUSE[KIND_OF_TITLE[kinds['kind'].iloc[0]]]}."
    )
    return " ".join(each for each in (said, _worst(study), _said_most(lost)) if each)


def _said_most(lost: Lost) -> str:
    """Name the reasons most customers gave."""
    given = reasons(lost).dropna(subset=["why"]).groupby("title", sort=False)["customers"].sum()
    top = given.sort_values(ascending=False, kind="stable").head(MOST_SAID)
    told = [f"{title} ({wording.count(customers)})" for title, customers in top.items()]
    return f"Reasons known most often: {wording.listed(told)}." if told else ""


def _worst(study: Study) -> str:
    """Name the plan that is clear of what everybody loses of what they pay, and why its customers leave."""
    found = worst_plan(study)
    if found is None:
        return ""
    share, everybody = (wording.share(each, tenths=True) for each in (found.share, found.everybody))
    return (
        f"Of what it pays, {plan_title(found.name)} loses most: {share} a month, all together {everybody}, mostly "
        f"because they {wording.LEFT_BECAUSE[found.kind]}."
    )


def _kinds(lost: Lost) -> pd.DataFrame:
    rows = lost.rows.assign(kind=lost.rows["kind"].astype("str"))
    by_kind = rows.groupby("kind").agg(cents=("cents", "sum"), customers=("payer", "nunique"))
    by_kind = by_kind.sort_values("cents", ascending=False, kind="stable")
    total = by_kind["cents"].sum()
    return pd.DataFrame({
        "Why": by_kind.index.map(KIND_TITLES),
        EACH_MONTH: [money_words.amount(each) for each in by_kind["cents"]],
        OF_100: (100 * by_kind["cents"] / total).round().to_numpy(int),
        "Customers": by_kind["customers"].to_numpy(),
        "To win back": [EFFORT_TITLES[EFFORTS[kind]].partition(":")[0] for kind in by_kind.index],
    })  # fmt: skip


def _kinds_caption(lost: Lost) -> str:
    said = "How hard they are to win back is a rule of thumb."
    if lost.contraction_cents:
        more = wording.plural(lost.contraction_customers, "customer")
        said += f" Besides, {more} stayed and pay {money_words.amount(lost.contraction_cents)} a month less."
    return said


def _ranked(found: Leaks) -> pd.DataFrame:
    cells = found.cells.sort_values("plan", key=lambda plan: plan == OTHER, kind="stable").head(MOST_RANKED)
    columns = {
        "Why": cells["kind"].astype("str").map(KIND_TITLES).to_numpy(),
        "Plan": [plan_title(each) for each in cells["plan"]],
        INDUSTRY: [plan_title(each) for each in cells["vertical"]],
        EACH_MONTH: [money_words.amount(each) for each in cells["mrr"]],
        OF_100: (100 * cells["share_of_lost"]).round().to_numpy(int),
        "Customers": cells["customers"].to_numpy(),
        "To win back": [EFFORT_TITLES[each].partition(":")[0] for each in cells["effort"]],
        AGAINST_REST: [times(*each) for each in cells[["ratio", "ratio_low", "ratio_high"]].to_numpy(float)],
        "Stands out": [
            ("more often" if ratio > 1 else "less often") if out else ""
            for out, ratio in zip(cells["stands_out"], cells["ratio"], strict=True)
        ],
    }
    if found.no_vertical:
        del columns[INDUSTRY]
    return pd.DataFrame(columns)


def times(ratio: float, low: float, high: float) -> str:
    """(2.1, 1.3, 3.4) -> "2.1 × (1.3 to 3.4)"; infinity: nobody else left that way; nan -> "–"."""
    if np.isposinf(ratio):
        return "only here"
    if not np.isfinite(ratio):
        return wording.UNDEFINED
    between = wording.interval(wording.decimal(low), wording.decimal(high))
    return f"{wording.decimal(ratio)} × ({between})"


def _ranked_caption(found: Leaks) -> str:
    standing = int(found.cells["stands_out"].sum())
    folded = (found.cells["plan"] == OTHER).any()
    said = "Most money first; small groups stand together in the last rows." if folded else "Most money first."
    if found.tested:
        told = wording.plural(standing, "row stands", "rows stand") if standing else "No row stands"
        said += (
            f" {told} out from how often all others leave that way, after adjusting for the "
            f"{wording.count(found.tested)} looked at."
        )
    return f"{said} {found.no_vertical}" if found.no_vertical else said
