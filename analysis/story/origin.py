"""Where a pin comes from, in words: data, day, filters, thresholds, and the call that gives it again."""

from analysis import wording
from analysis.activity import to_date
from analysis.settings import Settings
from analysis.story.pin import Pin
from analysis.study import Filters
from analysis.views.money_words import CHURN_COUNTS


def origin_of(pin: Pin) -> tuple[tuple[str, str], ...]:
    """Return what a reader must know to trust a pin, as (what, plain text)."""
    return (
        ("Data", f"{pin.data_name or 'no name'}, known to {wording.day(to_date(pin.last_day))}"),
        ("Fingerprint", pin.fingerprint),
        ("Looked at", " ".join(filters_told(pin.filters)) or "Everyone, all days."),
        ("Thresholds", "; ".join(settings_told(pin.settings)) or "As they come."),
    )


def settings_told(settings: dict[str, str]) -> tuple[str, ...]:
    """Return the changed thresholds by the names of their sliders: "Share of the days: 0.8 (weekday.min_share)"."""
    return tuple(f"{Settings.knob(address).label}: {value} ({address})" for address, value in settings.items())


def filters_told(filters: Filters) -> tuple[str, ...]:
    """Return a sentence for each filter that is not as it comes."""
    told = (*_who_is_shown(filters), *_what_counts(filters))
    return tuple(each for each in told if each)


def _who_is_shown(filters: Filters) -> tuple[str, ...]:
    domains = wording.listed(filters.left_out_domains)
    return (
        "" if filters.who == "all" else f"Shown: {wording.segment_title(filters.who)}.",
        *(f"{each.name} means {each.rule}." for each in filters.segments),
        "Accounts, not people." if filters.unit == "accounts" else "",
        "Left out: who comes like clockwork." if filters.bots == "out" else "",
        f"Left out: addresses of {domains}." if domains else "",
    )


def _what_counts(filters: Filters) -> tuple[str, ...]:
    left_out = len(filters.ignored_days)
    return (
        f"Charts show the last {filters.period_days} days." if filters.period_days else "",
        f"As known on {wording.day(filters.as_of)}." if filters.as_of else "",
        f"Active means {wording.listed(filters.active_events)}." if filters.active_events else "",
        f"Of value: {wording.listed(filters.value_events)}." if filters.value_events else "",
        *(f"Own dates: {each.name} ({wording.plural(len(each.days), 'date')})." for each in filters.dates),
        f"{wording.plural(left_out, 'date')} left out." if left_out else "",
        "" if filters.churn_counts == "period_end" else f"A customer has left: {CHURN_COUNTS[filters.churn_counts]}.",
    )
