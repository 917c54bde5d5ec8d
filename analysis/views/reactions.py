"""Segments, Sizes: how sizes react to the threshold being cut, and to every other one."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis import curves, wording
from analysis.charts.picture import Picture
from analysis.charts.size_changes import size_changes
from analysis.charts.size_curve import shown_value, size_curve
from analysis.charts.value_spread import value_spread
from analysis.knobs import Knob
from analysis.segments.frequency import FREQUENCY_CLASSES
from analysis.segments.sensitivity import FLAT_SHARE, Curve, all_curves, thresholds
from analysis.segments.sensitivity import curves as exact_curves
from analysis.settings import Settings
from analysis.study import Study
from analysis.views.sizes import CUTS, compared_with

MOST_LINES = 5  # more lines cannot be told apart; the numbers behind the chart hold all
MOST_TITLES = 3


@dataclass(frozen=True, eq=False)
class Reaction:
    """How one segment reacts to its threshold.

    Attributes
    ----------
    sentence
        Where the size is flat and how many sit near the cut, as plain text.
    copied
        The size, the threshold and what a step would change: a sentence to paste.
    cut
        The live cut as a picture: who has how much, with the cut line; its words are `copied`.
    """

    picture: Picture
    cut: Picture
    sentence: str
    copied: str


@dataclass(frozen=True, eq=False)
class Reactions:
    """How every segment that reacts to one threshold does; `picture` is None where none does."""

    sentence: str
    picture: Picture | None


@dataclass(frozen=True, eq=False)
class Thresholds:
    """Every threshold that decides who is in a segment, those that matter most first."""

    caption: str
    table: pd.DataFrame


def reaction_of(loosened: Study, address: str, value: float) -> Reaction:
    """Return the size at every threshold, with the cut line at `value`; `loosened` as for `views.sizes.cut_of`."""
    values, candidates = compared_with(loosened, address)
    knob = Settings.knob(address)
    table = curves.cut_table(values, knob, candidates=candidates)
    sizes = curves.sizes(table)
    users = sizes["users"].to_numpy()
    here = int(np.argmin(np.abs(sizes["threshold"].to_numpy() - value)))
    around = users[max(here - 1, 0) : here + 2]
    curve = Curve(address, CUTS[address][0], sizes["threshold"].to_numpy(), users, int(around.max() - around.min()))
    flat = flat_stretches(curve)
    near = _near(curve.near, loosened.unit_word)
    total = int(loosened.chosen.sum())
    size = wording.units(int(users[here]), loosened.unit_word)
    copied = (
        f"{wording.segment_title(CUTS[address][0])}: {size} of {wording.count(total)} "
        f"({wording.share(users[here] / total if total else float('nan'))}), with “{knob.label}” at "
        f"{shown_value(value, knob)}. {near}"
    )
    return Reaction(
        size_curve(sizes, knob, value=value, flat=flat),
        replace(_cut(table, knob, value=value, unit_word=loosened.unit_word), alt=copied),
        f"{_flat_sentence(flat, value, address)} {near}",
        copied,
    )


def _cut(table: dict, knob: Knob, *, value: float, unit_word: str) -> Picture:
    bars = curves.bars(table, value)
    label = f"{'at least' if table['keeps'] == 'least' else 'at most'} {shown_value(value, knob)}"
    return value_spread(
        bars.assign(shown=[shown_value(each, knob) for each in bars["from"]]), cut=value, label=label, title=knob.label,
        unit_word=unit_word, as_share=knob.unit == "share",
    )  # fmt: skip


def reactions_of(study: Study, address: str) -> Reactions:
    """Return the exact curve of every segment whose size reacts to a threshold."""
    knob, value = Settings.knob(address), study.settings.value(address)
    found = [each for each in exact_curves(address, _names(study), study.people, among=study.chosen) if each.reacts]
    found.sort(key=_swing, reverse=True)
    if not found:
        return Reactions("No size reacts to this threshold, wherever it stands.", None)
    frame = pd.concat([_rows(each, value) for each in found], ignore_index=True)
    shown = {wording.segment_title(each.segment) for each in found[:MOST_LINES]}
    more = f" The {MOST_LINES} that react most are drawn; the numbers hold all." if len(found) > MOST_LINES else ""
    titles = wording.listed([wording.segment_title(each.segment) for each in found])
    return Reactions(
        f"{wording.plural(len(found), 'size reacts', 'sizes react')}: {titles}. Who leaves one enters another.{more}",
        size_changes(frame, knob, value=value, drawn=shown, unit=study.unit_word),
    )


def every_threshold(study: Study) -> Thresholds:
    """Return each threshold with the segment that reacts most to it; those with most users near their cut first."""
    reacting = all_curves(_names(study), study.people, among=study.chosen)
    some = {address: [each for each in found if each.reacts] for address, found in reacting.items()}
    order = sorted(
        (address for address, found in some.items() if found),
        key=lambda address: (-_most_near(some[address]).near, -max(map(_swing, some[address])), address),
    )
    silent = len(thresholds(study.settings)) - len(order)
    rest = f" {wording.plural(silent, 'other threshold changes', 'other thresholds change')} no size here."
    return Thresholds(
        f"Those with most {study.unit_word} near their cut first: there the choice matters most."
        f"{rest if silent else ''}",
        pd.DataFrame([_row(address, some[address], study) for address in order], columns=_columns(study)),
    )


def flat_stretches(curve: Curve) -> list[tuple[float, float]]:
    """Return the flat stretches of a curve over which anybody is in the segment."""
    return [
        (first, last) for first, last in curve.flat_stretches() if curve.users[np.searchsorted(curve.values, first)] > 0
    ]


def _names(study: Study) -> list[str]:
    frequencies = (f"frequency:{each}" for each in FREQUENCY_CLASSES)
    return [*study.segmentation.rhythm_slugs, *frequencies, *study.own_names]


def _swing(curve: Curve) -> int:
    return int(curve.users.max() - curve.users.min())


def _most_near(found: list[Curve]) -> Curve:
    return max(found, key=lambda each: (each.near, _swing(each)))


def _size_at(curve: Curve, value: float) -> int:
    return int(curve.users[int(np.argmin(np.abs(curve.values - value)))])


def _rows(curve: Curve, value: float) -> pd.DataFrame:
    now = _size_at(curve, value)
    return pd.DataFrame(
        {
            "name": wording.segment_title(curve.segment), "threshold": curve.values, "users": curve.users,
            "change": curve.users - now,
        }
    )  # fmt: skip


def _near(users: int, unit: str) -> str:
    who = wording.units(users, unit) if users else "Nobody"
    return f"{who} {'sit' if users > 1 else 'sits'} within one step of the cut."


def _flat_sentence(flat: list[tuple[float, float]], value: float, address: str) -> str:
    knob = Settings.knob(address)
    said = [wording.interval(shown_value(first, knob), shown_value(last, knob)) for first, last in flat]
    inside = [text for text, (first, last) in zip(said, flat, strict=True) if first <= value <= last]
    if inside:
        return f"Flat here: from {inside[0]} the size changes by {100 * FLAT_SHARE:g} % at most."
    if said:
        return f"Not flat here; flat from {wording.listed(said, most=3)}."
    return "Nowhere flat: the size hangs on where the line stands."


def _columns(study: Study) -> list[str]:
    return ["Threshold", "Now", "Reacts most", f"{wording.UNIT_TITLES[study.unit_word]} in it", "Within one step",
            "Flat around it", "Others that react"]  # fmt: skip


def _row(address: str, found: list[Curve], study: Study) -> tuple[str, str, str, int, int, str, str]:
    """Return one threshold; the segment that has most users near the cut stands for it."""
    knob, value = Settings.knob(address), study.settings.value(address)
    title = dict(study.settings.tunables())[address.partition(".")[0]].title
    most = _most_near(found)
    around = [(first, last) for first, last in flat_stretches(most) if first <= value <= last]
    return (
        f"{title}: {wording.small(knob.label)}",
        shown_value(value, knob),
        wording.segment_title(most.segment),
        _size_at(most, value),
        most.near,
        wording.interval(*(shown_value(each, knob) for each in around[0])) if around else "no",
        wording.listed([wording.segment_title(each.segment) for each in found if each is not most], most=MOST_TITLES),
    )
