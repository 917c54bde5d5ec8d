"""Presets: a few thresholds moved together, by how much proof a person wants, or by the kind of product."""

from collections.abc import Mapping
from types import MappingProxyType

from analysis.errors import UnknownNameError
from analysis.settings import Settings

PRESETS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "Careful": {"evidence.q_max": 0.01, "weekday.min_share": 0.7, "weekend.min_share": 0.7},
        "Balanced": {},
        "Loose": {"evidence.q_max": 0.1, "weekday.min_share": 0.5, "weekend.min_share": 0.5},
        # At work all come Monday to Friday: against the calendar that would be everybody's pattern.
        "B2B": {"evidence.distinctive": 1},
        # Visits are many and silence is short: a name can wait for more of them, two quiet weeks mean something.
        "Consumer": {"evidence.min_active_days": 10, "inactive.days": 14},
        # Orders are few and far apart: five already say something, two months between them are still monthly custom,
        # and a quarter has to pass before silence counts.
        "Shop": {"evidence.min_active_days": 5, "frequency.monthly_max_days": 60.0, "inactive.days": 90},
        # A billing date slips at weekends and holidays: fewer visits need to begin on it exactly, and who comes once a
        # month is not gone before a month and a half.
        "Subscription": {"month_day.min_share": 0.5, "month_day.min_days_share": 0.4, "inactive.days": 45},
    }
)
PRESET_KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "How careful": ("Careful", "Balanced", "Loose"),
        "Kind of product": ("B2B", "Consumer", "Shop", "Subscription"),
    }
)


def preset(name: str) -> Settings:
    """Return the settings of a preset; raises UnknownNameError."""
    if name not in PRESETS:
        raise UnknownNameError.of("preset", name, PRESETS)
    settings = Settings()
    for address, value in PRESETS[name].items():
        settings = settings.replace_knob(address, value)
    return settings


def preset_of(settings: Settings) -> str | None:
    """Return the name of the preset these settings are, or None."""
    return next((name for name in PRESETS if preset(name) == settings), None)
