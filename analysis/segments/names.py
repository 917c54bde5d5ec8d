"""Segment names: who is in "weekday:Tue", "frequency:weekly", "lifecycle:dormant", "plan=Pro"."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import wording
from analysis.activity import Activity
from analysis.at_risk.quiet import PASSIVE, quiet_people
from analysis.dataset import Dataset
from analysis.errors import OffbeatError, UnknownNameError
from analysis.lifecycle import STATES, state_of_users
from analysis.segments.frequency import FREQUENCY_CLASSES
from analysis.segments.misread import MISREAD_WEEKLY, misread_weekly
from analysis.segments.spacing import Spacing
from analysis.segments.splits import PREFIX, in_split

if TYPE_CHECKING:  # settings collects this package's thresholds, so it cannot be imported while this one is
    from analysis.labels import Segmentation
    from analysis.settings import Settings

# A column with more distinct values than this is an id or a measurement; its values are not offered as segments.
MOST_OFFERED_VALUES = 30


def members(
    name: str,
    *,
    dataset: Dataset,
    segmentation: "Segmentation",
    features: pd.DataFrame,
    settings: "Settings",
    value_events: tuple[str, ...] = (),
) -> np.ndarray:
    """Return who is in a segment, bool, shape (users,), over the users of `dataset.activity`.

    Names: `all`; a rhythm or rhythm:detail; `leaning:` a rhythm; `frequency:` a class; `lifecycle:` a state (in the 28
    days up to the data's end, against the 28 before); `uses:` an event ever used; `misread:weekly` (a rhythm, and yet
    dormant to a weekly report); `passive` (comes and gets little; `value_events` as in `Filters`); `split:1/2:7`, a
    random part; `COLUMN=VALUE` of the users table, also as `attr.COLUMN=VALUE`. Raises UnknownNameError; OffbeatError
    for `rest`, which only means something beside another group.
    """
    if name == "all":
        return np.ones(dataset.activity.users, bool)
    if name == "rest":
        raise OffbeatError(
            'Expected a segment that stands alone, found "rest".',
            hint='"rest" is everyone outside the first group of a comparison; name a segment or "all".',
        )
    slug, colon, detail = name.partition(":")
    if colon and slug == "frequency" and detail in FREQUENCY_CLASSES:
        return settings.frequency.classify(Spacing.of(dataset.activity)) == FREQUENCY_CLASSES.index(detail)
    if colon and slug == "lifecycle" and detail in STATES:
        return state_of_users(dataset.activity) == STATES.index(detail)
    if name == MISREAD_WEEKLY:
        return misread_weekly(dataset.activity, segmentation)
    if name == PASSIVE:
        return quiet_people(dataset, settings.quiet, value_events=value_events).passive
    if colon and slug == "uses" and detail in set(dataset.activity.uses["event"]):
        return _users_of(detail, dataset.activity)
    if name.startswith(PREFIX) and not set(name) & set('=" '):
        return in_split(name, dataset.activity.user_ids.to_pylist())
    if "=" in name and (found := attribute_and_value(name, dataset)):
        return _with_value(dataset.attributes[found[0]], found[1], dataset)
    if slug in segmentation.rhythm_slugs or slug == "leaning":
        return np.asarray(segmentation.is_in(name), bool)
    known = ["all", *rhythm_names(segmentation), *_names_beside_rhythms(dataset)]
    raise UnknownNameError.of("segment", name, known, titles={wording.segment_title(each): each for each in known})


def known_names(*, dataset: Dataset, segmentation: "Segmentation") -> list[str]:
    """Return the segment names to offer: all, rhythms that have users, frequency classes, states, attribute values."""
    groups = segmentation.groups()
    present = set(groups.loc[groups["users"] > 0, "rhythm"])
    rhythms = [name for name in rhythm_names(segmentation) if name.partition(":")[0] in present]
    return ["all", *rhythms, *_names_beside_rhythms(dataset)]


def _names_beside_rhythms(dataset: Dataset) -> list[str]:
    frequencies = [f"frequency:{each}" for each in FREQUENCY_CLASSES]
    states = [f"lifecycle:{each}" for each in STATES]
    uses = [f"uses:{event}" for event in dataset.activity.event_names if len(dataset.activity.event_names) > 1]
    return [*frequencies, *states, *attribute_segments(dataset), *uses, MISREAD_WEEKLY, PASSIVE]


def _users_of(event: str, activity: Activity) -> np.ndarray:
    """Return who ever used an event, bool, shape (users,)."""
    used = np.zeros(activity.users, bool)
    used[activity.uses.loc[activity.uses["event"] == event, "user"]] = True
    return used


def rhythm_names(segmentation: "Segmentation") -> list[str]:
    """Return every rhythm, each followed by its details that have users, most users first."""
    groups = segmentation.groups()
    kept = groups.loc[(groups["detail"] != "") & (groups["users"] > 0), ["rhythm", "detail"]]
    own: dict[str, list[str]] = {slug: [slug] for slug in segmentation.rhythm_slugs}
    for slug, detail in zip(kept["rhythm"].tolist(), kept["detail"].tolist(), strict=True):
        own[slug].append(f"{slug}:{detail}")
    return [name for names in own.values() for name in names]


def default_names(segmentation: "Segmentation") -> list[str]:
    """Return every rhythm with its details that have users, then the frequency classes."""
    return [*rhythm_names(segmentation), *(f"frequency:{each}" for each in FREQUENCY_CLASSES)]


def attribute_segments(dataset: Dataset) -> list[str]:
    """Return `COLUMN=VALUE` for every users column with 2 to 30 distinct values, in the column's order."""
    names = []
    for column in dataset.attribute_names:
        values = dataset.attributes[column].dropna().unique()
        if 2 <= len(values) <= MOST_OFFERED_VALUES:
            names += [f"{column}={text}" for text in sorted(str(value) for value in values)]
    return names


def attribute_and_value(name: str, dataset: Dataset) -> tuple[str, str] | None:
    """Return (column, value) of `COLUMN=VALUE`, None where no known column stands before a "=".

    A column may hold "=" itself, so the longest known one is taken.
    """
    text = name.removeprefix("attr.")
    columns = sorted(dataset.attribute_names, key=len, reverse=True)
    for candidate in (name, text):
        for column in columns:
            for quoted in (column, f'"{column}"'):
                rest = candidate[len(quoted) :].lstrip()
                if candidate.startswith(quoted) and rest.startswith("="):
                    return column, rest[1:].strip().strip('"')
    return None


def _with_value(column: pd.Series, value: str, dataset: Dataset) -> np.ndarray:
    """Compare as the column's own kind; a value nobody has is a wrong name, not an empty segment."""
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        number = pd.to_numeric(pd.Series([value]), errors="coerce").iloc[0]
        chosen = column == number
    else:
        chosen = column.astype("str") == value
    chosen = chosen.to_numpy(bool, na_value=False) & column.notna().to_numpy()
    if not chosen.any():
        known = [f"{column.name}={each}" for each in sorted(str(each) for each in column.dropna().unique())]
        raise UnknownNameError.of("segment", f"{column.name}={value}", known)
    return chosen
