"""What is said of a measured campaign: the answer, what it means, and what to be careful about; plain text."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from analysis import wording
from analysis.activity import to_date
from analysis.errors import shortened
from analysis.win_back.lift import Estimate
from analysis.win_back.measure import Measured
from analysis.win_back.people_file import MOST_NAMED

WarningSlug = Literal[
    "not_over", "unequal_groups", "few_left_out", "other_users", "repeated", "newer_users", "active_anyway",
    "no_hold_out",
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
    if lift.holds_zero and found.method == "placebo":
        return f"They would have come anyway, as far as this can see: the difference is {told}."
    if lift.holds_zero:
        return f"The difference, {told}, is too small to tell from chance."
    return f"The contact added {told}." if lift.low > 0 else f"Contacted people came less: {told}."


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
    if needed.is_known:
        between = wording.interval(wording.count(needed.low), wording.count(needed.high))
        return f"One more person back took {wording.count(needed.value)} contacts ({between})."
    if math.isfinite(needed.low):
        return f"One more person back took at least {wording.count(needed.low)} contacts, or none came by it at all."
    return f"How many contacts one more return took cannot be said: {needed.reason}."


def money_sentence(found: Measured) -> str:
    """Say what money the contacts brought."""
    money = found.recovered
    if not money.is_known or money.reason:
        return f"Money brought back cannot be said: {money.reason}."
    when = "a month, at the end" if found.money == "mrr" else f"within {_days(found)}"
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
    if people.unmatched:
        named = wording.listed([shortened(name) or "(empty)" for name in people.unmatched[:MOST_NAMED]])
        yield Warned("other_users", f"{wording.plural(len(people.unmatched), 'line')} of the list name nobody of these "
                     f"data and count nowhere, for example {named}.")  # fmt: skip
    if people.repeated:
        yield Warned("repeated", f"{wording.plural(people.repeated, 'line')} name somebody again and count once.")
    if groups.newer:
        yield Warned("newer_users", f"{wording.units(groups.newer, 'people')} of the list came for the first time on "
                     "the day of the contact or later and count nowhere.")  # fmt: skip
    if found.active_before:
        yield Warned("active_anyway", f"{wording.count(found.active_before)} of the contacted had been here shortly "
                     "before; most such people come anyway.")  # fmt: skip
    if found.method == "placebo":
        yield Warned("no_hold_out", ONLY_A_HOLD_OUT)
