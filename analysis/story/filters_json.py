"""Filters as plain values and back: only what differs from showing everyone, checked when it is read."""

from dataclasses import fields
from datetime import date
from typing import Any, get_args

from analysis.daysets import DateList
from analysis.daysets.date_lists import MOST_DATES, list_name
from analysis.errors import OffbeatError
from analysis.money.settings import ChurnCounts
from analysis.segments.own import OwnSegment, with_each
from analysis.story.plain_json import choice, texts, whole_numbers
from analysis.study import Filters, Unit


def filters_to_plain(filters: Filters) -> dict[str, Any]:
    """Return the changed filters as values that JSON knows."""
    changed = {
        each.name: getattr(filters, each.name)
        for each in fields(filters)
        if getattr(filters, each.name) != each.default
    }
    return {name: _plain(value) for name, value in changed.items()}


def filters_from_plain(plain: dict[str, Any]) -> Filters:
    """Return filters from such values; raises OffbeatError for what they cannot be."""
    unknown = sorted(set(plain) - {each.name for each in fields(Filters)})
    if unknown:
        raise OffbeatError(f"Expected filters, found {unknown[0]!r}.", hint="make the story file again.")
    as_of = plain.get("as_of")
    return Filters(
        who=str(plain.get("who", "all")),
        period_days=whole_numbers([plain.get("period_days", 0)])[0],
        as_of=None if as_of is None else _day(as_of),
        unit=choice(plain.get("unit", "people"), get_args(Unit)),
        active_events=texts(plain.get("active_events", ())),
        value_events=texts(plain.get("value_events", ())),
        dates=tuple(_date_list(each) for each in plain.get("dates", ())),
        segments=_segments(plain.get("segments", ())),
        ignored_days=whole_numbers(plain.get("ignored_days", ())),
        left_out_domains=texts(plain.get("left_out_domains", ())),
        bots=choice(plain.get("bots", "in"), ("in", "out")),
        churn_counts=choice(plain.get("churn_counts", "period_end"), get_args(ChurnCounts)),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, DateList):
        return {"name": value.name, "days": list(value.days), "tolerance_days": value.tolerance_days}
    if isinstance(value, OwnSegment):
        return {"name": value.name, "rule": value.rule}
    return value.isoformat() if isinstance(value, date) else value


def _day(text: Any) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise OffbeatError(f"Expected a date, found {text!r}.", hint="make the story file again.") from None


def _date_list(plain: dict[str, Any]) -> DateList:
    days = whole_numbers(plain["days"])
    if not 0 < len(days) <= MOST_DATES:
        raise OffbeatError(f"Expected 1 to {MOST_DATES:,} dates, found {len(days):,}.", hint="make the list again.")
    tolerance_days = whole_numbers([plain["tolerance_days"]])[0]
    return DateList(list_name(str(plain["name"])), tuple(sorted(set(days))), tolerance_days)


def _segments(plain: Any) -> tuple[OwnSegment, ...]:
    return with_each((str(each["name"]), str(each["rule"])) for each in plain)
