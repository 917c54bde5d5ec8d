"""What is said of a measured campaign: the answer and what it means; plain text."""

import math
from collections.abc import Callable

from analysis import wording
from analysis.win_back.lift import Estimate
from analysis.win_back.measure import Measured
from analysis.win_back.outcomes import CAME_BACK


def sentence(found: Measured) -> str:
    """Return the answer: what happened, what would have anyway, and whether that differs."""
    contacted = wording.units(len(found.groups.contacted), found.unit)
    came = f"{wording.count(found.came_back)} of {contacted} contacted came back within {_days(found)}"
    if found.method == "holdout":
        return f"{came}, and {_left_out(found)}. {_verdict(found)}"
    forecast = found.forecast
    if forecast is None or not forecast.can_tell:
        return f"{came}. {_too_small(found)}"
    if found.outcome.name != CAME_BACK:
        return f"{came}. {_verdict(found)}"
    between = _between(found.expected_anyway, wording.count)
    like = f"Going by {found.unit} like them on {wording.plural(forecast.dates, 'earlier date')}"
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
    told = _difference(found)
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


def _difference(found: Measured) -> str:
    """Say the lift with its interval, in points of people or in what one person did."""
    lift, title = found.lift, found.outcome.title
    if found.outcome.name == CAME_BACK:
        return f"{_points(lift.value)} points ({_between(lift, _points)})"
    if found.outcome.is_share:
        return f"{_points(lift.value)} points of {title} ({_between(lift, _points)})"
    return f"{wording.decimal(lift.value, 2)} {title} {_each(found)} ({_between(lift, _two)})"


def _each(found: Measured) -> str:
    return "an account" if found.unit == "accounts" else "a person"


def _beside_earlier_dates(found: Measured, told: str) -> str:
    """Say how what happened stands to earlier dates, which are no proof of what the contact did."""
    of_returns = found.outcome.name == CAME_BACK
    if found.lift.holds_zero:
        same = "They would have come" if of_returns else "It would have been as much"
        return f"{same} anyway, as far as this can see: the difference is {told}."
    than = "more" if found.lift.low > 0 else "less"
    that = "That" if of_returns else "What they did"
    return f"{that} is {than} than earlier dates let expect: the difference is {told}."


def _too_small(found: Measured) -> str:
    forecast = found.forecast
    reason = forecast.reason if forecast else found.lift.reason
    noticed = ""
    if forecast is not None and forecast.half_width > 0:
        noticed = f" We would have noticed a change of about {wording.count(forecast.half_width)} {found.unit} or more."
        noticed = noticed if found.outcome.name == CAME_BACK else ""
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
    one = wording.ONE_TITLES[found.unit].lower()
    if needed.is_known:
        between = wording.interval(*(wording.count(_whole(each)) for each in (needed.low, needed.high)))
        return f"{by} more {one} back took {wording.plural(_whole(needed.value), 'contact')} ({between})."
    if math.isfinite(needed.low):
        least = wording.plural(_whole(needed.low), "contact")
        return f"{by} more {one} back took at least {least}, or none came by it at all."
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
