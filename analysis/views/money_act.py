"""Money, To act on: who leaves soon and is still a customer; what revenue is at risk beside what was really lost."""

from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from analysis import wording
from analysis.activity import to_date
from analysis.charts.pattern_sizes import pattern_sizes
from analysis.charts.picture import Picture
from analysis.money.at_stake import AtStake, at_stake
from analysis.money.kind_words import why_title
from analysis.money.to_act_on import to_act_on
from analysis.study import Study
from analysis.views import money_words
from analysis.views.late import TITLES as PILES
from analysis.views.money_act_words import act_sentence

QUESTION = "What can still be saved?"
PILES_SAID = "What customers pay a month now, by how silent their people are; At risk says how these are told apart."
NOT_SILENT, NO_EVENTS, NOT_KNOWN = "Not silent", "No events known", "not known"
WHY_FAILING = MappingProxyType({
    "past_due": "Bill past due", "unpaid": "Bill unpaid", "payment_failed": "Last payment failed",
    "open_bill": "Bill open", "uncollectible": "Bill given up",
})  # fmt: skip


@dataclass(frozen=True)
class _List:
    """One list to act on: its title, what it is, what is said where it is empty."""

    title: str
    caption: str
    empty: str
    row: str = "subscription"


LISTS = MappingProxyType({
    "scheduled": _List(
        "Cancelled, not gone yet",
        "They asked to cancel, or are set not to renew, and still pay; until the day named, where one is known. The "
        "largest first.",
        "Nobody who is still paying has asked to cancel, as far as these data say.",
    ),
    "cards": _List(
        "Payment about to fail", "The last payment failed, or a bill is past due. Often a new card is all it takes.",
        "No running subscription is past due or had its last payment fail. A file of payments would say more.",
        row="customer",
    ),
    "renewals": _List(
        "Renewing soon", "Where events tell, who is late stands first: silent for longer than is usual for them.",
        "No running subscription is known to renew soon.",
    ),
})  # fmt: skip
_YES_NO = MappingProxyType({True: "yes", False: "no"})
_COLUMNS = MappingProxyType({
    "payer": "Customer", "email": "E-mail", "plan": "Plan", "mrr": "A month", "why": "Why",
    "ends_day": "Ends", "ends_in_days": "In days", "renews_day": "Renews", "renews_in_days": "In days",
    "due_cents": "Due", "since_day": "Since", "decline_reason": "Declined because",
    "leaves": "Leaves altogether", "will_end": "Also set to end", "is_late": "Late",
    "silence_days": "Silent, days", "last_seen_day": "Last seen",
    "cancelled_day": "Asked on",
})  # fmt: skip


@dataclass(frozen=True, eq=False)
class ActShown:
    """What the tab shows on top; sentences are plain text.

    Attributes
    ----------
    sizes
        How many rows each of `LISTS` has.
    first
        The list to open with: the first that has anybody.
    piles, piles_caption
        Monthly revenue now by how late its customers are; the caption sets what was lost beside it.
    """

    sentence: str
    sizes: dict[str, int]
    first: str
    piles: Picture | None
    piles_caption: str


@dataclass(frozen=True, eq=False)
class ListShown:
    """One list for the screen; the caption says why it is empty."""

    heading: str
    caption: str
    table: pd.DataFrame


def act_of(study: Study) -> ActShown:
    """Return how many can still be acted on, and the revenue at risk."""
    rows = {name: to_act_on(study, name) for name in LISTS}
    stake = at_stake(study)
    piles = stake.piles[stake.piles["customers"] > 0]
    is_known = (piles["pile"] != "no_events").any()
    return ActShown(
        act_sentence(study, **rows),
        {name: len(found) for name, found in rows.items()},
        next((name for name, found in rows.items() if len(found)), next(iter(LISTS))),
        _picture(piles) if is_known else None,
        _piles_caption(stake, PILES_SAID if is_known else "Without events nobody can be called late or gone."),
    )


def list_title(name: str) -> str:
    """Return how one of `LISTS` is called."""
    return LISTS[name].title


def list_of(study: Study, name: str) -> ListShown:
    """Return one of `LISTS`, most money first."""
    what, rows = LISTS[name], to_act_on(study, name)
    heading = f"{what.title} · {wording.plural(len(rows), what.row)}"
    if rows.empty:
        return ListShown(heading, what.empty, pd.DataFrame())
    table = _table(rows)
    return ListShown(heading, what.caption, table)


def whole_list(study: Study, name: str) -> pd.DataFrame:
    """Return one of `LISTS` with every column, for the download: dates as text, money in units."""
    rows = to_act_on(study, name)
    money = [each for each in ("mrr", "due_cents") if each in rows]
    rows = rows.assign(**{each: rows[each] / 100 for each in money}).rename(columns={"due_cents": "due"})
    return rows.assign(**{each: _days(rows[each]) for each in rows if each.endswith("_day")})


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a list in words, without columns nobody has anything in."""
    shown = rows.drop(columns=[name for name in rows if name not in _COLUMNS or rows[name].isna().all()])
    money = {name: [money_words.exact(each) for each in shown[name]] for name in ("mrr", "due_cents") if name in shown}
    days = {name: _days(shown[name]) for name in shown if name.endswith("_day")}
    days |= {name: [each or NOT_KNOWN for each in days[name]] for name in days if name == "ends_day"}
    yes_no = {
        name: [_YES_NO.get(each, "") for each in shown[name].astype("object").where(shown[name].notna(), None)]
        for name in ("leaves", "is_late", "will_end")
        if name in shown
    }
    why = (
        {"why": [WHY_FAILING.get(each, why_title(each)) if isinstance(each, str) else "" for each in shown["why"]]}
        if "why" in shown
        else {}
    )
    shown = shown.assign(**money, **days, **yes_no, **why)
    return shown[[name for name in _COLUMNS if name in shown]].rename(columns=_COLUMNS)


def _days(column: pd.Series) -> list[str]:
    return [to_date(int(each)).isoformat() if pd.notna(each) else "" for each in column]


def _picture(piles: pd.DataFrame) -> Picture:
    titles = {**PILES, "not_silent": NOT_SILENT, "no_events": NO_EVENTS}
    total = piles["mrr"].sum()
    rows = pd.DataFrame({
        "name": [titles[each] for each in piles["pile"].astype("str")], "users": piles["mrr"] / 100,
        "share": piles["mrr"] / total if total else 0.0,
    })  # fmt: skip
    return pattern_sizes(rows, unit="money a month")


def _piles_caption(stake: AtStake, said: str) -> str:
    if not stake.lost_months:
        return said
    months = wording.listed([money_words.month(each) for each in stake.lost_months])
    mean = stake.lost_cents / len(stake.lost_months)
    return (
        f"{said} Really lost in {months}: {money_words.amount(stake.lost_cents)} a month from "
        f"{wording.plural(stake.lost_customers, 'customer')}, on average {money_words.amount(round(mean))} in each."
    )
