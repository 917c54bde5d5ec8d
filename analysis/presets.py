"""Presets: a few thresholds moved together, by how much proof a person wants."""

from collections.abc import Mapping
from types import MappingProxyType

from analysis.errors import UnknownNameError
from analysis.settings import Settings

PRESETS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "Careful": {"evidence.q_max": 0.01, "weekday.min_share": 0.7, "weekend.min_share": 0.7},
        "Balanced": {},
        "Loose": {"evidence.q_max": 0.1, "weekday.min_share": 0.5, "weekend.min_share": 0.5},
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
