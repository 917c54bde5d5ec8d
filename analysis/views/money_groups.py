"""Money, Leaks: which groups lose more of what they pay than others: by plan, vertical, country, pattern and so on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.interval_dots import interval_dots
from analysis.charts.picture import Picture
from analysis.money.by_group import Groups, by_attribute, by_plan, by_rhythm, by_segment, by_tenure, by_vertical
from analysis.money.groups_of import vertical_column
from analysis.money.worst_plan import lost_share
from analysis.segments.names import FREQUENCY_CLASSES, MOST_OFFERED_VALUES
from analysis.study import Study
from analysis.views import money_words
from analysis.views.money_leaks import AGAINST_REST, EACH_MONTH, plan_title, times

PREFIX = "attr."  # before the name of a column of the users table, which may be called as one of ours
MOST_DRAWN = 40
SHARE_TITLE = "Revenue lost, of what is paid in a month"


@dataclass(frozen=True)
class _Way:
    """A way to group customers: how it is called, how it is computed, how its groups are called."""

    title: str
    compute: Callable[[Study], Groups]
    named: Callable[[str], str]


def _segments(study: Study) -> Groups:
    return by_segment(study, (*(f"frequency:{each}" for each in FREQUENCY_CLASSES), *study.own_names))


_WAYS = MappingProxyType({
    "plan": _Way("Plan", by_plan, plan_title),
    "vertical": _Way("Industry", by_vertical, plan_title),
    "tenure": _Way("Time with us", by_tenure, wording.capital),
    "rhythm": _Way("Pattern", by_rhythm, wording.segment_title),
    "segment": _Way("How often they come, and your segments", _segments, wording.segment_title),
})  # fmt: skip


@dataclass(frozen=True, eq=False)
class GroupsShown:
    """Groups side by side; None where there are none, the sentence says why. Plain text."""

    sentence: str
    picture: Picture | None
    caption: str


def group_choices(study: Study) -> list[str]:
    """Return by what customers can be grouped: ours, then the columns of the users table with a few values each."""
    users, industry = study.dataset.users, vertical_column(study.dataset)
    columns = [
        f"{PREFIX}{name}" for name in study.dataset.attribute_names
        if name not in ("plan", industry) and 2 <= users[name].nunique() <= MOST_OFFERED_VALUES
    ]  # fmt: skip
    known = {"plan": True, "vertical": industry is not None, "tenure": True}
    return [*(name for name in _WAYS if known.get(name, study.activity.users > 0)), *columns]


def group_title(name: str) -> str:
    """ "tenure" -> "Time with us"; "attr.country" -> "Country"."""
    return wording.capital(name.removeprefix(PREFIX)) if name.startswith(PREFIX) else _WAYS[name].title


def groups_of(study: Study, name: str) -> GroupsShown:
    """Return how much each group lost of what it pays, in the period chosen."""
    if name.startswith(PREFIX):
        found, named = by_attribute(study, name.removeprefix(PREFIX)), plan_title
    else:
        found, named = _WAYS[name].compute(study), _WAYS[name].named
    if found.refused:
        return GroupsShown(found.refused, None, "")
    if found.table.empty:
        return GroupsShown("Nobody left in this time.", None, "")
    rows = found.table.assign(name=[named(each) for each in found.table["name"].astype("str")])
    everybody = lost_share(study)
    drawn = rows.head(MOST_DRAWN).assign(value=rows["share"], size=[_size(*each) for each in _sizes(rows)])
    dots = interval_dots(drawn, axis_title=SHARE_TITLE, reference=everybody, as_share=True)
    picture = replace(dots, table=_table(rows))
    return GroupsShown(_sentence(rows, everybody), picture, _caption(everybody, found.left_out))


def _sizes(rows: pd.DataFrame) -> zip:
    return zip(rows["customers"], rows["paying"], rows["mrr"], strict=True)


def _size(customers: int, paying: int, cents: int) -> str:
    left = f"{wording.count(customers)} of {wording.plural(int(paying), 'customer')} left"
    return f"{left}, {money_words.amount(cents)} a month"


def _sentence(rows: pd.DataFrame, everybody: float) -> str:
    """Name the groups whose interval is clear of everybody's share, worst and best."""
    worse, better = rows[rows["low"] > everybody], rows[rows["high"] < everybody]
    parts = []
    for label, side, first in (("more", worse, "share"), ("less", better, "share")):
        order = side.sort_values(first, ascending=label == "less", kind="stable")
        names = [
            f"{name} ({wording.share(share, tenths=True)})"
            for name, share in zip(order["name"], order[first], strict=True)
        ]
        if names:
            parts.append(f"{wording.listed(names, most=3)} {'loses' if len(names) == 1 else 'lose'} {label}")
    if not parts:
        return "No group is clear of what everybody together loses: with these numbers any of them may be chance."
    return f"Of what they pay, {'; '.join(parts)} than all together ({wording.share(everybody, tenths=True)} a month)."


def _caption(everybody: float, left_out: int) -> str:
    said = (
        f"With 95 % intervals; the line is everybody, {wording.share(everybody, tenths=True)}. Blue is clear of it. "
        "Among many groups some are clear by chance: q in the table is adjusted for that."
    )
    return f"{said} {wording.plural(left_out, 'customer')} without events left out." if left_out else said


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    shares = [
        f"{wording.share(share, tenths=True)} "
        f"({wording.interval(wording.share(low, tenths=True), wording.share(high, tenths=True))})"
        if np.isfinite(share) else wording.UNDEFINED
        for share, low, high in rows[["share", "low", "high"]].to_numpy(float)
    ]  # fmt: skip
    table = pd.DataFrame({
        "Group": rows["name"], EACH_MONTH: [money_words.amount(each) for each in rows["mrr"]],
        "Of what is paid in a month": shares, "Customers who left": rows["customers"], "Paying": rows["paying"],
    })  # fmt: skip
    if rows["ratio"].notna().any():
        table[AGAINST_REST] = [times(*each) for each in rows[["ratio", "ratio_low", "ratio_high"]].to_numpy(float)]
        table["q"] = [wording.decimal(each, 3) for each in rows["pvalue_adjusted"]]
    return table
