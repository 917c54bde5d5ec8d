"""Did it work? Contacted people beside those left out on purpose, or beside their like on earlier dates."""

from dataclasses import dataclass
from typing import Literal

from analysis.activity import to_date
from analysis.errors import OffbeatError
from analysis.study import Study
from analysis.win_back.balance import unequal
from analysis.win_back.judge import Groups, Judged, judge_of
from analysis.win_back.lift import Estimate, number_needed, undefined
from analysis.win_back.moments import Moments
from analysis.win_back.outcomes import CAME_BACK, MRR, Outcome, outcome_names, outcome_of
from analysis.win_back.people_file import CONTACT, LEFT_OUT, PeopleFile
from analysis.win_back.placebo import Expected

Method = Literal["holdout", "placebo"]
NO_MONEY = "these data hold no amounts and no subscriptions of these people"


@dataclass(frozen=True, eq=False)
class Measured:
    """What became of a contacted list.

    Attributes
    ----------
    method
        "holdout" where people were left out on purpose, else "placebo".
    sent_day, last_day, agreed_day
        First day counted, last day counted, and the last one that was to be counted; days since 1970.
    came_back
        Contacted people who came on one of the days; `left_out_came_back` of those left out.
    judged
        What the contact added to the outcome, what was to be expected anyway, and of whom that is measured.
    recovered
        Money added by all contacts together; `money` says which: "amount" on these days, "mrr" a month at their end.
    needed
        Contacts for one more return.
    active_before
        Contacted people seen within `win_back.active_before_days` days before the contact.
    unequal
        What differed between the groups before the contact.
    unit
        What is counted: "people" or "accounts".
    """

    method: Method
    outcome: Outcome
    groups: Groups
    people: PeopleFile
    sent_day: int
    last_day: int
    agreed_day: int
    came_back: int
    left_out_came_back: int
    judged: Judged
    recovered: Estimate
    money: Literal["amount", "mrr", ""]
    needed: Estimate
    active_before: int
    unequal: tuple[str, ...]
    unit: str = "people"

    @property
    def lift(self) -> Estimate:
        """What a contact added to the outcome of one person: a share of people for shares."""
        return self.judged.lift

    @property
    def expected_anyway(self) -> Estimate:
        """What the contacted would have done without it, summed."""
        return self.judged.expected_anyway

    @property
    def forecast(self) -> Expected | None:
        """What earlier dates say; None with a hold-out."""
        return self.judged.forecast

    @property
    def is_over(self) -> bool:
        """Whether all of the days agreed on have passed."""
        return self.last_day == self.agreed_day

    @property
    def days(self) -> int:
        """Days counted."""
        return self.last_day - self.sent_day + 1


def measure(study: Study, people: PeopleFile, sent_day: int, *, outcome: str = CAME_BACK) -> Measured:
    """Return what a contact on `sent_day` (days since 1970) did, by the days from it on (`win_back.window_days`).

    Who stands in the group "left out on purpose" of the file is compared with; where nobody does, earlier dates say
    what would have come anyway (`analysis.win_back.placebo`). Raises OffbeatError for a day outside the data or
    before our own list was made, or a list of which nobody was there before.
    """
    _require_inside(study, sent_day)
    _require_made_before(people, sent_day)
    moments = Moments(study.activity)
    groups = _groups(moments, people, sent_day)
    asked = outcome_of(outcome, study.dataset, moments)
    agreed_day = sent_day + study.settings.win_back.window_days - 1
    span = sent_day, min(agreed_day, study.activity.observed_to)
    returned = outcome_of(CAME_BACK, study.dataset, moments)
    contacted, left_out = (int(returned.values(rows, *span).sum()) for rows in (groups.contacted, groups.left_out))
    judge = judge_of(groups)
    judged = judge(study, moments, groups, asked, span)
    added = judged if asked.name == CAME_BACK else judge(study, moments, groups, returned, span)
    money = _money(study, moments)
    before = moments.silence_days(groups.contacted, sent_day) < study.settings.win_back.active_before_days
    return Measured(
        "holdout" if len(groups.left_out) else "placebo", asked, groups, people, *span, agreed_day, contacted, left_out,
        judged, _recovered(study, moments, groups, money, span), money.name if money else "",
        number_needed(added.lift), int(before.sum()),
        tuple(unequal(moments, (groups.contacted, groups.left_out), sent_day)), study.unit_word,
    )  # fmt: skip


def _require_inside(study: Study, sent_day: int) -> None:
    first, last = study.activity.observed_from, study.activity.observed_to
    if not first < sent_day <= last:
        raise OffbeatError(
            f"Expected a day of contact within the data, found {to_date(sent_day)}.",
            hint=f"the data go from {to_date(first)} to {to_date(last)}; load newer ones once people had time to come.",
        )


def _require_made_before(people: PeopleFile, sent_day: int) -> None:
    """Refuse a day before our own list was made: who was silent until then cannot have come back before."""
    made = people.made_day
    if made is not None and made > sent_day:
        raise OffbeatError(
            f"Expected a day of contact not before the list was made on {to_date(made)}, found {to_date(sent_day)}.",
            hint="choose the day it was sent; load newer data once people had time to come.",
        )


def _groups(moments: Moments, people: PeopleFile, sent_day: int) -> Groups:
    both = [people.rows_in(group) for group in (CONTACT, LEFT_OUT)]
    there = [rows[moments.active_days(rows, sent_day) > 0] for rows in both]
    if not len(there[0]):
        raise OffbeatError(
            "Expected contacted people who had come before the contact, found none on this list.",
            hint="check the date, and the column that tells the groups apart.",
        )
    return Groups(*there, newer=sum(map(len, both)) - sum(map(len, there)))


def _money(study: Study, moments: Moments) -> Outcome | None:
    """Return the outcome money is counted by: amounts of these days, else what is paid a month at their end."""
    known = outcome_names(study.dataset)
    name = next((each for each in ("amount", MRR) if each in known), None)
    return None if name is None else outcome_of(name, study.dataset, moments)


def _recovered(
    study: Study, moments: Moments, groups: Groups, money: Outcome | None, span: tuple[int, int]
) -> Estimate:
    if money is None:
        return undefined(NO_MONEY)
    return judge_of(groups)(study, moments, groups, money, span).lift.times(len(groups.contacted))
