"""What is said of a measured campaign: the answer, what it means, and what to be careful about; plain text."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from analysis import wording
from analysis.activity import to_date
from analysis.errors import shortened
from analysis.win_back.lift import Estimate
from analysis.win_back.measure import Measured
from analysis.win_back.people_file import MOST_NAMED, PeopleFile

WarningSlug = Literal[
    "not_over", "unequal_groups", "few_left_out", "in_both", "groups_not_read", "other_users", "repeated",
    "shared_email", "newer_users", "active_anyway", "no_hold_out",
]  # fmt: skip
ONLY_A_HOLD_OUT = (
    "Earlier dates are no proof: seasons, prices and other mail differ from one date to the next, and a longer list "
    "does not narrow that. Only people left out on purpose do."
)


@dataclass(frozen=True)
class Warned:
    """What a result needs care for: a slug for code, a sentence for people."""

    slug: WarningSlug
    sentence: str


def sentence(found: Measured) -> str:
    """Return the answer: what happened, what would have anyway, and whether that differs."""
    n = len(found.groups.contacted)
    came = f"{wording.count(found.came_back)} of {wording.units(n, 'people')} contacted came back within {_days(found)}"
    if found.method == "holdout":
        return f"{came}, and {_left_out(found)}. {_verdict(found)}"
    forecast = found.forecast
    if forecast is None or not forecast.can_tell:
        return f"{came}. {_too_small(found)}"
    if not found.outcome.is_share:
        return f"{came}. {_verdict(found)}"
    between = _between(found.expected_anyway, wording.count)
    like = f"Going by people like them on {wording.plural(forecast.dates, 'earlier date')}"
    return (
        f"{came}. {like}, about {wording.count(forecast.value)} ({between}) would have come anyway. {_verdict(found)}"
    )


def _days(found: Measured) -> str:
    return wording.plural(found.days, "day")


def _left_out(found: Measured) -> str:
    out = len(found.groups.left_out)
    return f"{wording.count(found.left_out_came_back)} of {wording.count(out)} left out on purpose"


def _verdict(found: Measured) -> str:
    """Say whether the contact changed anything, never more than the interval does."""
    lift = found.lift
    if not lift.is_known:
        return f"How much that is by the contact cannot be said: {lift.reason}."
    if found.outcome.is_share:
        told = f"{_points(lift.value)} points ({_between(lift, _points)})"
    else:
        told = f"{wording.decimal(lift.value, 2)} {found.outcome.title} a person ({_between(lift, _two)})"
    if found.method == "placebo":
        return _beside_earlier_dates(found, told)
    if lift.holds_zero:
        return f"The difference, {told}, is too small to tell from chance."
    if found.unequal:
        return f"The difference is {told}, but the groups were not alike before the contact."
    so_far = "" if found.is_over else "So far "
    return wording.capital(
        f"{so_far}the contact added {told}." if lift.low > 0 else f"{so_far}it was less with the contact: {told}."
    )


def _beside_earlier_dates(found: Measured, told: str) -> str:
    """Say how what happened stands to earlier dates, which are no proof of what the contact did."""
    if found.lift.holds_zero:
        same = "They would have come" if found.outcome.is_share else "It would have been as much"
        return f"{same} anyway, as far as this can see: the difference is {told}."
    than = "more" if found.lift.low > 0 else "less"
    return f"That is {than} than earlier dates let expect: the difference is {told}."


def _too_small(found: Measured) -> str:
    forecast = found.forecast
    reason = forecast.reason if forecast else found.lift.reason
    noticed = ""
    if forecast is not None and forecast.half_width > 0:
        noticed = f" We would have noticed a change of about {wording.count(forecast.half_width)} people or more."
        noticed = noticed if found.outcome.is_share else ""
    return f"Too small to tell what would have come anyway: {reason}.{noticed}"


def _points(share: float) -> str:
    return wording.decimal(100 * share)


def _two(number: float) -> str:
    return wording.decimal(number, 2)


def _between(found: Estimate, text: Callable[[float], str]) -> str:
    return wording.interval(text(found.low), text(found.high))


def needed_sentence(found: Measured) -> str:
    """Say how many contacts one more return took."""
    needed = found.needed
    by = "Going by earlier dates, one" if found.method == "placebo" else "One"
    if needed.is_known:
        between = wording.interval(*(wording.count(_whole(each)) for each in (needed.low, needed.high)))
        return f"{by} more person back took {wording.plural(_whole(needed.value), 'contact')} ({between})."
    if math.isfinite(needed.low):
        least = wording.plural(_whole(needed.low), "contact")
        return f"{by} more person back took at least {least}, or none came by it at all."
    return f"How many contacts one more return took cannot be said: {needed.reason}."


def _whole(contacts: float) -> int:
    return math.ceil(contacts - 1e-9)  # 1 / (.3 - .1) is a little above 5


def money_sentence(found: Measured) -> str:
    """Say what money the contacts brought."""
    money = found.recovered
    if not money.is_known or money.reason:
        return f"Money brought back cannot be said: {money.reason}."
    when = "a month, at the end" if found.money == "mrr" else f"within {_days(found)}"
    when += ", going by earlier dates" if found.method == "placebo" else ""
    between = _between(money, wording.count)
    if money.holds_zero:
        return f"Money brought back {when}: {wording.count(money.value)}, but nothing at all would fit too ({between})."
    return f"Money brought back {when}: {wording.count(money.value)} ({between})."


def warnings(found: Measured, *, least_left_out: int) -> tuple[Warned, ...]:
    """Return what the result needs care for, the gravest first."""
    return tuple(_warnings(found, least_left_out))


def _warnings(found: Measured, least_left_out: int) -> Iterator[Warned]:
    people, groups = found.people, found.groups
    if not found.is_over:
        agreed = wording.day(to_date(found.agreed_day))
        yield Warned("not_over", f"Only {_days(found)} have passed; the day agreed on is {agreed}. Who looks earlier, "
                     "and stops where it looks good, finds effects that are none.")  # fmt: skip
    if found.unequal:
        yield Warned("unequal_groups", f"The groups were not alike before the contact: {wording.listed(found.unequal)} "
                     "differ more than chance explains, so the draw may not have been random.")  # fmt: skip
    if 0 < len(groups.left_out) < least_left_out:
        yield Warned("few_left_out", f"Only {wording.count(len(groups.left_out))} were left out on purpose.")
    yield from _of_the_list(people)
    if groups.newer:
        yield Warned("newer_users", f"{wording.units(groups.newer, 'people')} of the list came for the first time on "
                     "the day of the contact or later and count nowhere.")  # fmt: skip
    if found.active_before:
        yield Warned("active_anyway", f"{wording.count(found.active_before)} of the contacted had been here shortly "
                     "before; most such people come anyway.")  # fmt: skip
    if found.method == "placebo":
        yield Warned("no_hold_out", ONLY_A_HOLD_OUT)


def _of_the_list(people: PeopleFile) -> Iterator[Warned]:
    if people.in_both:
        yield Warned("in_both", f"{wording.units(people.in_both, 'people')} on lines of both groups: counted as left "
                     "out, as they were drawn, which makes the lift smaller rather than larger.")  # fmt: skip
    if people.unread:
        said = f"{wording.plural(len(people.unread), 'line')} name no group that is known, for example "
        counted = "nowhere" if (people.groups == "").any() else "as contacted, like everybody else"
        yield Warned("groups_not_read", f"{said}{_named(people.unread)}, and count {counted}.")
    if people.unmatched:
        yield Warned("other_users", f"{wording.plural(len(people.unmatched), 'line')} of the list name nobody of these "
                     f"data and count nowhere, for example {_named(people.unmatched)}.")  # fmt: skip
    if people.repeated:
        yield Warned("repeated", f"{wording.plural(people.repeated, 'line')} name somebody again and count once.")
    if people.shared:
        yield Warned("shared_email", f"{wording.plural(people.shared, 'line')} name an e-mail of several people; the "
                     "first of them by id counts.")  # fmt: skip


def _named(cells: Sequence[str]) -> str:
    return wording.listed([shortened(each) or "(empty)" for each in dict.fromkeys(cells)][:MOST_NAMED])
