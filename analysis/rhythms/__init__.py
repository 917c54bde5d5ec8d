"""Rhythms: which days users come on. One rhythm a file; this is the registry, in display order."""

from analysis.rhythms.bursty import Bursty
from analysis.rhythms.cadence import Cadence
from analysis.rhythms.daily import Daily
from analysis.rhythms.dates import Dates
from analysis.rhythms.evidence import Evidence
from analysis.rhythms.irregular import Irregular
from analysis.rhythms.month_day import MonthDay
from analysis.rhythms.nth_weekday import NthWeekday
from analysis.rhythms.quarter_end import QuarterEnd
from analysis.rhythms.rhythm import Rhythm
from analysis.rhythms.scores import Scores
from analysis.rhythms.scoring import score, score_days
from analysis.rhythms.too_few import TooFew
from analysis.rhythms.weekday import Weekday
from analysis.rhythms.weekday_set import WeekdaySet
from analysis.rhythms.weekdays import Weekdays
from analysis.rhythms.weekend import Weekend

RHYTHMS: tuple[type[Rhythm], ...] = (
    Daily,
    Weekdays,
    Weekend,
    Weekday,
    WeekdaySet,
    MonthDay,
    NthWeekday,
    QuarterEnd,
    Dates,
    Cadence,
    Bursty,
    Irregular,
    TooFew,
)

__all__ = ["RHYTHMS", "Evidence", "Rhythm", "Scores", "score", "score_days"]
