"""Segments, Sizes: who entered and who left each segment since the thresholds and filters a person remembered."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from analysis import wording
from analysis.charts.size_curve import shown_value
from analysis.movement.then import OUTSIDE
from analysis.segments.frequency import FREQUENCY_CLASSES
from analysis.segments.spacing import Spacing
from analysis.study import Filters, Study
from analysis.views.wall import people_table

Kind = Callable[[Study], tuple[np.ndarray, list[str]]]
MOST_SAID = 3
NOT_SHOWN = "Not shown"
# Filters that change no number here: what charts show, and what only defines names.
_SILENT_FILTERS = ("period_days", "segments")


@dataclass(frozen=True, eq=False)
class Since:
    """What changed.

    Attributes
    ----------
    sentence, copied
        What was moved and which sizes changed most, as plain text; the second stands alone, to paste.
    table
        Segments that somebody entered or left; None where the two cannot be compared.
    names
        The same segments, by name.
    """

    sentence: str
    copied: str
    table: pd.DataFrame | None
    names: list[str]


@dataclass(frozen=True, eq=False)
class Moved:
    """Who entered one segment and who left it."""

    entered: pd.DataFrame
    left: pd.DataFrame


def since_of(now: Study, then: Study) -> Since:
    """Return who entered and left each label, frequency class and own segment among those chosen, most moved first."""
    if now.filters.unit != then.filters.unit:
        counted = f"The baseline counts {then.unit_word}, this page {now.unit_word}; they cannot be compared."
        return Since(counted, counted, None, [])
    rows = [row for kind in (_labels, _classes, *_own_kinds(now, then)) for row in _rows(kind, now, then)]
    rows = sorted((row for row in rows if row[3] or row[4]), key=lambda row: (-max(row[3], row[4]), -row[1]))
    title = wording.UNIT_TITLES[now.unit_word]
    table = pd.DataFrame(rows, columns=["name", title, "Change", "Entered", "Left"])
    names = table.pop("name").tolist()
    table.insert(0, "Who", [wording.segment_title(name) for name in names])
    table["Change"] = [wording.signed(int(by)) for by in table["Change"]]
    moved, changed = moves_of(now, then), _changed_sizes(table)
    return Since(
        f"Since the baseline {moved}. {changed}",
        f"Against the baseline ({moved}): {changed}",
        table,
        names,
    )


def who_of(now: Study, then: Study, name: str) -> Moved:
    """Return the people who entered and left a segment, with the label they had before, or have now."""
    kind = _kind_of(name, now)
    code = kind(now)[1].index(name)
    codes_now, codes_then, titles = kind(now)[0], kind(then)[0], [*map(wording.segment_title, kind(now)[1]), NOT_SHOWN]
    before, after = _found_in(codes_then, now, then), _found_in(codes_now, then, now)
    entered = np.flatnonzero((codes_now == code) & (before != code))
    left = np.flatnonzero((codes_then == code) & (after != code))
    entered_table, left_table = people_table(now, entered), people_table(then, left)
    entered_table.insert(1, "Before", [titles[each] for each in before[entered]])
    left_table.insert(1, "Now", [titles[each] for each in after[left]])
    return Moved(entered_table, left_table.rename(columns={"Pattern": "Pattern before"}))


def moves_of(now: Study, then: Study) -> str:
    """Return which thresholds and filters stand elsewhere than then, as the end of a sentence."""
    said = [
        f"“{knob.label}” went from {shown_value(then.settings.value(address), knob)} to "
        f"{shown_value(now.settings.value(address), knob)}"
        for address, knob in now.settings.knobs()
        if now.settings.value(address) != then.settings.value(address)
    ]
    filters = [each.name for each in fields(Filters) if each.name not in _SILENT_FILTERS]
    # Who may name a segment of one's own, whose rule may be another one since.
    shown = now.spelled_out(now.filters.who) != then.spelled_out(then.filters.who)
    if shown or any(getattr(now.filters, name) != getattr(then.filters, name) for name in filters):
        said.append("filters were changed")
    return wording.listed(said, most=MOST_SAID) or "nothing was moved"


def _changed_sizes(table: pd.DataFrame) -> str:
    parts = [
        f"{who} {by}: {wording.count(entered)} entered, {wording.count(left)} left"
        for who, by, entered, left in table[["Who", "Change", "Entered", "Left"]].itertuples(index=False)
    ]
    more = len(parts) - MOST_SAID
    rest = f"; and {wording.plural(more, 'other size')}." if more > 0 else "."
    return "; ".join(parts[:MOST_SAID]) + rest if parts else "Nobody entered or left any of the segments."


def _labels(study: Study) -> tuple[np.ndarray, list[str]]:
    """Return the code of each user's label, -1 for who is not shown, and what the codes mean."""
    return np.where(study.chosen, study.segmentation.rhythm, -1), list(study.segmentation.rhythm_slugs)


def _classes(study: Study) -> tuple[np.ndarray, list[str]]:
    codes = study.settings.frequency.classify(Spacing.of(study.activity))
    return np.where(study.chosen, codes, -1), [f"frequency:{each}" for each in FREQUENCY_CLASSES]


def _own_kinds(now: Study, then: Study) -> list[Kind]:
    """Return each own segment that both studies know; its rule may be another one since."""
    return [partial(_own, name) for name in now.own_names if name in then.own_names]


def _own(name: str, study: Study) -> tuple[np.ndarray, list[str]]:
    return np.where(study.chosen, np.where(study.members(name), 0, 1), -1), [name, OUTSIDE]


def _kind_of(name: str, now: Study) -> Kind:
    if name in now.own_names:
        return partial(_own, name)
    return _classes if name.startswith("frequency:") else _labels


def _rows(kind: Kind, now: Study, then: Study) -> list[tuple[str, int, int, int, int]]:
    """Return name, size now, change, entered, left of every code."""
    (codes_now, names), (codes_then, _) = kind(now), kind(then)
    entered = _counted(codes_now, _found_in(codes_then, now, then), len(names))
    left = _counted(codes_then, _found_in(codes_now, then, now), len(names))
    sizes = np.bincount(codes_now[codes_now >= 0], minlength=len(names))
    return [
        (name, int(sizes[code]), int(entered[code] - left[code]), int(entered[code]), int(left[code]))
        for code, name in enumerate(names)
        if name != OUTSIDE
    ]


def _counted(codes: np.ndarray, others: np.ndarray, kinds: int) -> np.ndarray:
    """Return by code how many users have it while their other code differs."""
    return np.bincount(codes[(codes != others) & (codes >= 0)], minlength=kinds)


def _found_in(codes: np.ndarray, here: Study, there: Study) -> np.ndarray:
    """Return the codes of `there` for the users of `here`, -1 for who is not there."""
    if here.dataset is there.dataset or here.filters.narrowing == there.filters.narrowing:
        return codes
    row = pc.index_in(here.activity.user_ids, value_set=there.activity.user_ids).fill_null(-1).to_numpy()
    return np.where(row >= 0, codes[row], -1)
