"""Campaigns side by side: each a day, a name, a list and a cost; its day stands in the list of dates like a release."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.activity import to_date
from analysis.daysets import DateList
from analysis.daysets.date_lists import list_name
from analysis.errors import OffbeatError
from analysis.study import Study
from analysis.win_back.measure import measure
from analysis.win_back.outcomes import CAME_BACK
from analysis.win_back.people_file import read_people

COLUMNS = (
    "name", "sent", "contacted", "left_out", "method", "came_back", "lift", "lift_low", "lift_high", "recovered",
    "recovered_low", "recovered_high", "cost", "cost_per_return", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Campaign:
    """One contact, registered.

    Attributes
    ----------
    name
        Of the form of a list of dates (`analysis.daysets.date_lists.list_name`).
    sent_day
        Days since 1970.
    people
        The file of who was contacted, as it was dropped.
    cost
        In the currency of the data; 0: not known.
    """

    name: str
    sent_day: int
    people: bytes
    cost: float = 0.0

    @classmethod
    def of(cls, name: str, sent_day: int, people: bytes, *, cost: float = 0.0) -> "Campaign":
        """Return a campaign with its name in the form of a list's; raises OffbeatError for a cost below 0."""
        if not 0 <= cost < float("inf"):
            raise OffbeatError(f"Expected a cost of 0 or more, found {cost:g}.", hint="write what it cost in all.")
        return cls(list_name(name), sent_day, people, cost)

    @property
    def dates(self) -> DateList:
        """The campaign's day as a list of dates."""
        return DateList(self.name, (self.sent_day,))


def with_campaign(known: Sequence[Campaign], new: Campaign) -> tuple[Campaign, ...]:
    """Return the campaigns with one more, by day, then name; it replaces the one of its name."""
    kept = [each for each in known if each.name != new.name]
    return tuple(sorted([*kept, new], key=lambda each: (each.sent_day, each.name)))


def usual_name(sent_day: int, taken: Collection[str]) -> str:
    """Return a name for a campaign that was given none, one that nothing else has: "Mail of 2026-05-16", then "… 2"."""
    name = f"Mail of {to_date(sent_day).isoformat()}"
    numbered = (name, *(f"{name} {number}" for number in range(2, len(taken) + 3)))
    return next(each for each in numbered if each not in taken)


def require_own_name(new: Campaign, known: Sequence[Campaign], dates: Collection[str]) -> None:
    """Raise OffbeatError where a list of dates that is no campaign has the name: the day would replace it."""
    if new.name in set(dates) - {each.name for each in known}:
        raise OffbeatError(
            f"Expected a name of its own, found “{new.name}”, which a list of dates has already.",
            hint="give the campaign another name.",
        )


def side_by_side(study: Study, campaigns: Sequence[Campaign], *, outcome: str = CAME_BACK) -> pd.DataFrame:
    """Return one row a campaign, `COLUMNS`, in the order given.

    `cost_per_return` is the cost over the returns the contact added; missing where the interval of the lift holds 0.
    A campaign that cannot be measured has a `note` that says why, and no numbers.
    """
    rows = [_row(study, each, outcome) for each in campaigns]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(study: Study, campaign: Campaign, outcome: str) -> dict[str, object]:
    about = {"name": campaign.name, "sent": to_date(campaign.sent_day), "cost": campaign.cost or float("nan")}
    try:
        found = measure(study, read_people(campaign.people, study), campaign.sent_day, outcome=outcome)
    except OffbeatError as problem:
        return {**about, "note": problem.sentence}
    contacted = len(found.groups.contacted)
    returns = contacted / found.needed.value if found.needed.is_known else float("nan")
    lift, money = found.lift, found.recovered
    return {
        **about,
        "contacted": contacted,
        "left_out": len(found.groups.left_out),
        "method": found.method,
        "came_back": found.came_back,
        "lift": lift.value, "lift_low": lift.low, "lift_high": lift.high,
        "recovered": money.value if money.is_known else float("nan"),
        "recovered_low": money.low, "recovered_high": money.high,
        "cost_per_return": about["cost"] / returns,
        "note": "" if found.is_over else "not over yet",
    }  # fmt: skip
