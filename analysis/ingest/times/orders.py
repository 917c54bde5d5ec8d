"""Which number of a date is the day: what the calendar allows, then how the column runs, else nobody knows."""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from analysis.ingest.times.dates import Written, full_year
from analysis.ingest.times.months import month_in, weekdays_of
from analysis.ingest.times.readings import Layout, Order

# Days outside are placeholders such as 0001-01-01 or 9999-12-31, not activity.
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
_MOST_STEPS, _BACK_STEPS = 10, 3  # in order one way and not the other: by chance once in 10!
_FEWEST_DATES, _FEWEST_MONTHS, _ODDS = 4, 3, 1e4
_ORDERS: dict[str, tuple[Order, ...]] = {
    "year last": ("day-first", "month-first"), "short": ("day-first", "month-first", "year-first"),
}  # fmt: skip


def day_of(written: Written, layout: Layout) -> date | None:
    """Return the day a date means in a layout; None where the calendar, or the weekday beside it, does not allow it."""
    if written.form == "week":
        return _kept(_week_day(*written.parts), written)
    year, month, day = _year_month_day(written, layout)
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    if written.form == "ordinal":
        found += timedelta(days=written.parts[1] - 1)
        found = found if found.year == year and written.parts[1] else EARLIEST - timedelta(days=1)
    return _kept(found, written)


def orders_of(written: Written) -> frozenset[Order]:
    """Return the orders in which a date of an open form is a day at all."""
    orders = _ORDERS.get(written.form, ())
    return frozenset(each for each in orders if day_of(written, Layout(written.form, order=each)) is not None)


def decide_order(dates: Sequence[Written], *, more: Sequence[Written] = ()) -> frozenset[Order]:
    """Return the orders that dates of one form leave open: one where it is sure, none where they contradict each other.

    A date of which one number can only be the day decides; else the order of the rows does where at least ten steps run
    forwards one way and three run backwards the other, and the rows are not simply sorted as text. Whether a short year
    comes first or last is taken from how close together the days then lie. `more` are dates of the same column whose
    place in it is not known.
    """
    possible = [orders for written in (*dates, *more) if (orders := orders_of(written))]
    left = frozenset.intersection(*possible) if possible else frozenset()
    if "year-first" in left and len(left) > 1:
        left = _by_closeness((*dates, *more), left)
    return _by_run(dates, left) if left == {"day-first", "month-first"} else left


def _year_month_day(written: Written, layout: Layout) -> tuple[int, int, int]:
    first, second, third = written.parts
    if written.form == "named":
        return first, month_in(written.month, layout.languages) or 0, third
    if written.form == "ordinal":
        return first, 1, 1
    if written.form in ("year first", "compact"):
        return first, second, third
    digits = 2 if written.form == "short" else 4
    if layout.order == "year-first":
        return full_year(first, digits), second, third
    day, month = (first, second) if layout.order == "day-first" else (second, first)
    return full_year(third, digits), month, day


def _week_day(year: int, week: int, weekday: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, weekday)
    except ValueError:
        return None


def _kept(day: date | None, written: Written) -> date | None:
    if day is None or not EARLIEST <= day <= LATEST:
        return None
    return day if not written.weekday or day.weekday() in weekdays_of(written.weekday) else None


def _by_closeness(dates: Sequence[Written], left: frozenset[Order]) -> frozenset[Order]:
    """Drop year-first, or keep it alone, where evenly spread days would be that close together once in 10,000.

    Days of one or two months are no evidence: what is daily with the year last is yearly with the year first.
    """
    days = {order: _days(dates, order) for order in left}
    if min(map(len, days.values())) < _FEWEST_DATES:
        return left
    spans = {order: (max(found) - min(found)).days + 1 for order, found in days.items()}
    closest = min(spans, key=lambda order: spans[order])
    others = left - {"year-first"} if closest == "year-first" else {"year-first"}
    odds = (len(days[closest]) - 1) * math.log(min(spans[order] for order in others) / spans[closest])
    if odds < math.log(_ODDS) or len({day.month for day in days[closest]}) < _FEWEST_MONTHS:
        return left
    return frozenset({closest}) if closest == "year-first" else left - {"year-first"}


def _days(dates: Sequence[Written], order: Order) -> set[date]:
    found = (day_of(written, Layout(written.form, order=order)) for written in dates)
    return {day for day in found if day is not None}


def _by_run(dates: Sequence[Written], left: frozenset[Order]) -> frozenset[Order]:
    parts = [written.parts for written in dates]
    if parts in (sorted(parts), sorted(parts, reverse=True)):
        return left  # sorted as text: month-first would seem in order whatever it is
    steps = {}
    for order in left:
        days = [day for each in dates if (day := day_of(each, Layout(each.form, order=order))) is not None]
        moved = [after - before for before, after in pairwise(days) if after != before]
        forwards = sum(step > timedelta(0) for step in moved)
        steps[order] = (max(forwards, len(moved) - forwards), min(forwards, len(moved) - forwards))
    sure = [order for order, (ahead, back) in steps.items() if ahead >= _MOST_STEPS and not back]
    torn = [order for order, (_, back) in steps.items() if back >= _BACK_STEPS]
    return frozenset(sure) if len(sure) == 1 and len(torn) == 1 else left
