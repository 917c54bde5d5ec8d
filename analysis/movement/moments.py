"""The days on which people are labelled anew: the end of every week or month of the data."""

from dataclasses import dataclass

from analysis.activity import Activity, to_day
from analysis.lifecycle import Period, period_codes, period_start

LEAST_MONTHS = 3  # fewer months read better by weeks


@dataclass(frozen=True)
class Moment:
    """The end of one week or month.

    Attributes
    ----------
    start
        First day of the week or month, days since 1970.
    day
        Its last day; of an unfinished one the last day of the data.
    is_whole
        Whether the data reach its end.
    """

    start: int
    day: int
    is_whole: bool


def moments(activity: Activity, period: Period) -> list[Moment]:
    """Return the end of every week (Monday to Sunday) or calendar month the data touch, in order."""
    first, last = (int(code) for code in period_codes([activity.observed_from, activity.observed_to], period))
    return [_moment(code, period, activity.observed_to) for code in range(first, last + 1)]


def _moment(code: int, period: Period, now: int) -> Moment:
    end = to_day(period_start(code + 1, period)) - 1
    return Moment(to_day(period_start(code, period)), min(end, now), end <= now)


def last_span(activity: Activity, period: Period) -> tuple[int, int]:
    """Return the ends of the last two whole weeks or months, days since 1970.

    Where there are not two, the first and last day of the data. What moved between them moved in the last whole one.
    """
    whole = [each.day for each in moments(activity, period) if each.is_whole]
    return (whole[-2], whole[-1]) if len(whole) > 1 else (activity.observed_from, activity.observed_to)


def usual_period(activity: Activity) -> Period:
    """Return whether to count by week or by month: by month where there are more than three whole months."""
    whole = sum(each.is_whole for each in moments(activity, "month"))
    return "month" if whole > LEAST_MONTHS else "week"
