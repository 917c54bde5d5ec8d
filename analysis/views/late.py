"""At risk, Late: four piles that add up, the list by value, and who is late before any rule of days says so."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import wording
from analysis.at_risk.late import Late, late_once
from analysis.at_risk.missing import missing
from analysis.at_risk.overdue import NO_MONEY, RECENT_DAYS, of_100, overdue, recent, with_p_alive
from analysis.at_risk.piles import PILES, UNCHECKED_BETWEEN_TAIL, UNCHECKED_GONE_TAIL
from analysis.at_risk.worth import accounts_pay
from analysis.charts.picture import Picture
from analysis.charts.silence_piles import silence_piles
from analysis.study import Study
from analysis.views.late_table import late_table

QUESTION = "Who is late by their own pattern?"
MOST_SHOWN = 2_000
TITLES = {
    "late": "Late",
    "early": "Late before the rule says so",
    "gone": "Gone",
    "between_beats": "Between two visits",
    "cannot_tell": "Cannot tell",
}
SAID = {
    "late": "So long a silence is rare for them, and fewer than {between} of 100 in such a situation came back.",
    "early": "Not silent for as long as the rule says, but already longer than is usual for them.",
    "gone": "Fewer than {gone} of 100 in such a situation came back.",
    "between_beats": "At least {between} of 100 in such a situation came back, or none of their usual days has passed.",
    "cannot_tell": "Too few visits, too short a history, or not rare enough yet.",
}
# Where no chance could be checked on earlier dates the own gaps alone decide.
SAID_UNCHECKED = {
    "late": f"At most {of_100(UNCHECKED_BETWEEN_TAIL)} of their own gaps are as long.",
    "gone": f"At most {of_100(UNCHECKED_GONE_TAIL)} of their own gaps are as long. Who comes back is not known.",
    "between_beats": f"Over {of_100(UNCHECKED_BETWEEN_TAIL)} of their own gaps are as long, or no usual day passed.",
}
LISTS = tuple(TITLES)
ONCE = "An account's payment is counted once, with its member who came last."
COUNT_ACCOUNTS = "Accounts pay here: count accounts to see what they pay."
MONEY = {
    "mrr": "Four piles that add up. Money is what they pay a month now.",
    "account_mrr": f"Four piles that add up. Money is what accounts pay a month now. {ONCE}",
    "amount": "Four piles that add up. Money is all their amounts so far.",
    "": f"Four piles that add up; {NO_MONEY}.",
}


@dataclass(frozen=True, eq=False)
class LateShown:
    """What the tab shows on top; sentences are plain text.

    Attributes
    ----------
    sentence
        The four piles in words.
    told
        What the chances are learnt from, what is not known, and what these data lack.
    sizes
        How many are on each list, by `LISTS`.
    """

    sentence: str
    told: tuple[str, ...]
    picture: Picture
    caption: str
    sizes: dict[str, int]


@dataclass(frozen=True, eq=False)
class Listed:
    """One list: those silent for up to 120 days, and apart from them the longer silent.

    Attributes
    ----------
    caption
        Who they are, plain text.
    lately, long_gone
        For the screen; the first 2,000.
    """

    caption: str
    lately: pd.DataFrame
    long_gone: pd.DataFrame


def late_of(study: Study) -> LateShown:
    """Return the piles and what stands behind them."""
    found = late_once(study)
    named = found.piles.assign(name=[TITLES[pile] for pile in found.piles["pile"]])
    sizes = {name: int(_members(found, name).sum()) for name in LISTS}
    picture = silence_piles(named, unit=study.unit_word)
    told = (*_told(study, found), *missing(study))
    return LateShown(_sentence(study, found, sizes), told, picture, _caption(study, found), sizes)


def listed(study: Study, name: str) -> Listed:
    """Return one of `LISTS`, by value at risk."""
    found = late_once(study)
    members = _members(found, name)
    lately, longer = (members & each for each in (recent(study), ~recent(study)))
    shown = late_table(overdue(study, found, among=lately, most=MOST_SHOWN), unit_word=study.unit_word)
    worth = "The most money at stake first." if found.money else f"No value at stake: {NO_MONEY}."
    worth = f"{worth} {ONCE}" if found.money == "account_mrr" else worth
    return Listed(
        caption=f"{_said(study, found, name)} {worth}",
        lately=shown,
        long_gone=late_table(overdue(study, found, among=longer, most=MOST_SHOWN), unit_word=study.unit_word),
    )


def _caption(study: Study, found: Late) -> str:
    """Say what the money is, and where more of it would be seen."""
    more = found.money == "amount" and accounts_pay(study.dataset)
    rows = zip(found.piles["pile"], found.piles["amount"], strict=True)
    sums = wording.listed([f"{wording.small(TITLES[pile])} {wording.count(amount)}" for pile, amount in rows], most=4)
    said = f"{MONEY[found.money]} In money: {sums}." if found.money else MONEY[found.money]
    return f"{said} {COUNT_ACCOUNTS}" if more else said


def whole_list(study: Study, name: str) -> pd.DataFrame:
    """Return everybody of one list with every column of `overdue`, for the download."""
    found = late_once(study)
    return with_p_alive(overdue(study, found, among=_members(found, name)), study)


def _said(study: Study, found: Late, name: str) -> str:
    how, said = study.settings.late, SAID if found.chances.replays else SAID | SAID_UNCHECKED
    return said[name].format(between=f"{100 * how.between_from:.0f}", gone=f"{100 * how.gone_below:.0f}")


def _members(found: Late, name: str) -> np.ndarray:
    return found.early if name == "early" else found.pile == PILES.index(name)


def _sentence(study: Study, found: Late, sizes: dict[str, int]) -> str:
    days = study.settings.inactive.days
    total = int(found.inactive.sum())
    if not total:
        said = f"Nobody shown has been silent for {days} days."
    else:
        said = (
            f"Of {wording.units(total, study.unit_word)} silent for {days} days or longer, "
            f"{wording.count(sizes['between_beats'])} are only between two visits, {wording.count(sizes['late'])} are "
            f"late, {wording.count(sizes['gone'])} look gone, and of {wording.count(sizes['cannot_tell'])} nobody "
            "can tell yet."
        )
    early = sizes["early"]
    if not early:
        return said
    return f"{said} {wording.units(early, study.unit_word)} more {'is' if early == 1 else 'are'} late already."


def _told(study: Study, found: Late) -> tuple[str, ...]:
    """Return what the chances rest on, and how many of those nobody can tell about came back before."""
    chances = found.chances
    if chances.reason:
        return (f"{chances.reason} The piles go by everybody's own gaps alone.",)
    dates, cases = len(chances.replays), sum(each.people for each in chances.replays)
    told = [
        f"The chances are learnt from {wording.plural(dates, 'earlier date')} of these data, {wording.count(cases)} "
        "cases in all, and from nothing later. They say how many of 100 in the same situation came back within "
        f"{chances.few_horizon_days} days, or within a few of their own gaps where these are longer."
    ]
    few = chances.few_gaps(study.settings.inactive.days)
    if np.isfinite(few.share):
        told.append(
            f"Of those who came only a few times and fell silent for {study.settings.inactive.days} days at an earlier "
            f"date, {wording.share(few.share)} came back within {few.horizon_days} days."
        )
    told.append(f"Who has been silent for over {RECENT_DAYS} days stands apart: any rule finds them.")
    return tuple(told)
