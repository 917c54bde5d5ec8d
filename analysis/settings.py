"""All thresholds together: what a link, the command line, the settings panel and a notebook carry."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Self

from analysis.at_risk.pace_limits import Slowdown
from analysis.at_risk.quiet_settings import QuietSigns
from analysis.at_risk.rule_settings import Rules
from analysis.at_risk.settings import LateCuts
from analysis.batches import Batches
from analysis.bots import Bots
from analysis.compare.settings import Compare
from analysis.errors import InvalidSettingError, UnknownNameError
from analysis.hours import Hours
from analysis.knobs import Knob, Tunable
from analysis.lifecycle import Inactive
from analysis.money.settings import Money
from analysis.rhythms.bursty import Bursty
from analysis.rhythms.cadence import Cadence
from analysis.rhythms.daily import Daily
from analysis.rhythms.dates import Dates
from analysis.rhythms.evidence import Evidence
from analysis.rhythms.month_day import MonthDay
from analysis.rhythms.nth_weekday import NthWeekday
from analysis.rhythms.quarter_end import QuarterEnd
from analysis.rhythms.weekday import Weekday
from analysis.rhythms.weekday_set import WeekdaySet
from analysis.rhythms.weekdays import Weekdays
from analysis.rhythms.weekend import Weekend
from analysis.segments.frequency import Frequency
from analysis.win_back.settings import WinBack


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every Tunable once, under its slug; `repr` is valid Python."""

    evidence: Evidence = Evidence()
    daily: Daily = Daily()
    weekdays: Weekdays = Weekdays()
    weekend: Weekend = Weekend()
    weekday: Weekday = Weekday()
    weekday_set: WeekdaySet = WeekdaySet()
    month_day: MonthDay = MonthDay()
    nth_weekday: NthWeekday = NthWeekday()
    quarter_end: QuarterEnd = QuarterEnd()
    dates: Dates = Dates()
    cadence: Cadence = Cadence()
    bursty: Bursty = Bursty()
    batches: Batches = Batches()
    hours: Hours = Hours()
    bots: Bots = Bots()
    frequency: Frequency = Frequency()
    inactive: Inactive = Inactive()
    late: LateCuts = LateCuts()
    rules: Rules = Rules()
    quiet: QuietSigns = QuietSigns()
    slowdown: Slowdown = Slowdown()
    win_back: WinBack = WinBack()
    compare: Compare = Compare()
    money: Money = Money()

    def tunables(self) -> tuple[tuple[str, Tunable], ...]:
        """Return (slug, tunable) in display order."""
        return tuple((each.name, getattr(self, each.name)) for each in fields(self))

    @classmethod
    @cache
    def _by_address(cls) -> dict[str, Knob]:
        return {f"{each.name}.{knob.name}": knob for each in fields(cls) for knob in type(each.default).knobs()}

    @classmethod
    def knobs(cls) -> tuple[tuple[str, Knob], ...]:
        """Return (address, knob) of every threshold, e.g. ("weekday.min_share", Knob(...))."""
        return tuple(cls._by_address().items())

    @classmethod
    def knob(cls, address: str) -> Knob:
        """Return the knob at an address; raises UnknownNameError."""
        known = cls._by_address()
        if address not in known:
            raise UnknownNameError.of("threshold", address, known)
        return known[address]

    def value(self, address: str) -> float:
        """Return the value at an address such as "weekday.min_share"."""
        self.knob(address)
        slug, name = address.split(".")
        return getattr(getattr(self, slug), name)

    def replace_knob(self, address: str, value: float) -> Self:
        """Return a copy with one threshold changed; raises InvalidSettingError outside its bounds."""
        self.knob(address)
        slug, name = address.split(".")
        return replace(self, **{slug: getattr(self, slug).replace(**{name: value})})

    def loosened(self, address: str) -> Self:
        """Return a copy with one threshold at its loosest bound: what a live cut starts from."""
        knob = self.knob(address)
        if knob.tightens is None:
            raise InvalidSettingError(
                f"Expected a threshold that only ever tightens one way, found {address}.",
                hint="cut on a share, a gap or a number of days.",
            )
        return self.replace_knob(address, knob.bounds[0] if knob.tightens == "up" else knob.bounds[1])


def to_query(settings: Settings) -> dict[str, str]:
    """Return the changed thresholds as text, `{"weekday.min_share": "0.8"}`; defaults are left out."""
    return {
        address: f"{settings.value(address)!r}"
        for address, knob in settings.knobs()
        if settings.value(address) != knob.default
    }


def from_query(query: Mapping[str, str]) -> Settings:
    """Return settings from texts like those of `to_query`; raises UnknownNameError, InvalidSettingError."""
    settings = Settings()
    for address, text in query.items():
        value = settings.knob(address).parse(text, owner=address.split(".")[0])
        settings = settings.replace_knob(address, value)
    return settings


def from_assignments(assignments: list[str]) -> Settings:
    """Return settings from `--set` texts like "weekday.min_share=0.8"."""
    query = {}
    for text in assignments:
        address, equals, value = text.partition("=")
        if not equals:
            raise InvalidSettingError(
                f'Expected TUNABLE.KNOB=VALUE, found "{text}".', hint="write for example --set weekday.min_share=0.8."
            )
        query[address.strip()] = value.strip()
    return from_query(query)
