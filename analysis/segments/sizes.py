"""Which segments are counted, and how their sizes react when a threshold moves."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.segments.frequency import FREQUENCY_CLASSES, Frequency
from analysis.segments.names import rhythm_names

if TYPE_CHECKING:  # settings collects this package's thresholds, so it cannot be imported while this one is
    from analysis.knobs import Knob
    from analysis.labels import Segmentation
    from analysis.rhythms import Scores
    from analysis.settings import Settings

# As many as a slider drawn 400 px wide lets anyone tell apart.
MOST_VALUES = 41
Reaction = dict[str, dict[str, list[list[float]]]]


def default_names(segmentation: "Segmentation") -> list[str]:
    """Return every rhythm with its details that have users, then the frequency classes."""
    return [*rhythm_names(segmentation), *(f"frequency:{each}" for each in FREQUENCY_CLASSES)]


def slider_values(knob: "Knob") -> np.ndarray:
    """Return the values a slider can take within its span, at most `MOST_VALUES` of them, ends included."""
    low, high = knob.span
    steps = round((high - low) / knob.step)
    places = np.unique(np.round(np.linspace(0, steps, min(steps + 1, MOST_VALUES))).astype(int))
    values = np.round(low + places * knob.step, 10)
    return np.minimum(values, high)


def sensitivity(
    scores: "Scores",
    features: pd.DataFrame,
    settings: "Settings",
    *,
    among: np.ndarray | None = None,
    names: Sequence[str] | None = None,
) -> Reaction:
    """Return {"tunable.knob": {segment: [[value, users], ...]}}, exactly: every value is labelled anew.

    Frequency knobs say how the classes react. The first threshold of each rhythm says how the rhythm itself reacts, or
    those of `names` that are the rhythm or a detail of it. `among` (bool, shape (users,)) counts only these users.
    """
    among = np.ones(len(features), bool) if among is None else np.asarray(among, bool)
    reaction = {
        f"frequency.{knob.name}": _frequency_reaction(knob, features[among], settings) for knob in Frequency.knobs()
    }
    for slug, knob in primary_knobs(settings):
        chosen = [slug] if names is None else [name for name in names if name.split(":")[0] == slug]
        if chosen:
            reaction[f"{slug}.{knob.name}"] = _rhythm_reaction(f"{slug}.{knob.name}", chosen, scores, among, settings)
    return reaction


def primary_knobs(settings: "Settings") -> list[tuple[str, "Knob"]]:
    """Return (slug, first knob) of each rhythm that has one."""
    from analysis.rhythms import RHYTHMS  # labels and settings both build on this package

    slugs = [rhythm.slug for rhythm in RHYTHMS]
    return [(slug, tunable.knobs()[0]) for slug, tunable in settings.tunables() if slug in slugs and tunable.knobs()]


def _frequency_reaction(knob: "Knob", features: pd.DataFrame, settings: "Settings") -> dict[str, list[list[float]]]:
    curves: dict[str, list[list[float]]] = {f"frequency:{each}": [] for each in FREQUENCY_CLASSES}
    for value in slider_values(knob):
        code = settings.frequency.replace(**{knob.name: float(value)}).classify(features)
        counts = np.bincount(code, minlength=len(FREQUENCY_CLASSES))
        for each, users in zip(FREQUENCY_CLASSES, counts, strict=True):
            curves[f"frequency:{each}"].append([float(value), int(users)])
    return curves


def _rhythm_reaction(
    address: str, names: Sequence[str], scores: "Scores", among: np.ndarray, settings: "Settings"
) -> dict[str, list[list[float]]]:
    from analysis.labels import label

    curves: dict[str, list[list[float]]] = {name: [] for name in names}
    for value in slider_values(settings.knob(address)):
        segmentation = label(scores, settings.replace_knob(address, float(value)))
        for name in names:
            curves[name].append([float(value), int((segmentation.is_in(name) & among).sum())])
    return curves
