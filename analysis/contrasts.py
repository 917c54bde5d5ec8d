"""Contrasts: each share among a segment's users beside everyone else's, the rows of a profile."""

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.activity import Activity
from analysis.compare.means import reshuffled_columns
from analysis.compare.results import Interval
from analysis.compare.settings import Compare
from analysis.compare.shares import proportions
from analysis.dataset import Dataset
from analysis.segments.names import MOST_OFFERED_VALUES
from analysis.segments.titles import chosen_by, events_of

HOURS = 24
Kind = Literal["attribute", "hour", "event"]
CHOSEN_BY = "{}: the segment was chosen by it."
Sides = tuple[np.ndarray, np.ndarray]  # bool, shape (users,): who is in the segment, who is everyone else


@dataclass(frozen=True)
class Contrast:
    """One share among the segment's users, against everyone else.

    Attributes
    ----------
    kind, column, value
        ("attribute", "plan", "Pro"), ("hour", "hour", "9"), ("event", "event", "export").
    n, n_rest
        Users it is known of, in the segment and outside.
    share, share_rest
        Of these users: who has the value, who ever used the event; of an hour the mean of the users' own shares of
        active hours. In [0, 1].
    ratio
        share / share_rest, nan where nobody outside has it.
    difference, interval
        share less share_rest: Newcombe's interval, for hours what reshuffled users stay within.
    pvalue, pvalue_adjusted
        Chi-square, or Fisher's mid-p where few are expected; for hours by reshuffling users. Adjusted over every row
        of the profile (Benjamini & Hochberg), shown or not.
    """

    kind: Kind
    column: str
    value: str
    n: int
    n_rest: int
    share: float
    share_rest: float
    ratio: float
    difference: float
    interval: Interval
    pvalue: float
    pvalue_adjusted: float = math.nan


def attribute_rows(dataset: Dataset, name: str, sides: Sides, how: Compare) -> tuple[list[Contrast], list[str]]:
    """Return one row a value of each column with few values; what it was chosen by, and unknown ones, are left out."""
    rows: list[Contrast] = []
    left_out: list[str] = []
    for column in dataset.attribute_names:
        codes, values = dataset.attributes[column].factorize()
        if not 2 <= len(values) <= MOST_OFFERED_VALUES:
            continue
        known = [codes[side & (codes >= 0)] for side in sides]
        if f"attr:{column}" in chosen_by(name):
            left_out.append(CHOSEN_BY.format(column))
        elif min(map(len, known)) < how.min_users:
            left_out.append(f"{column}: known of too few.")
        else:
            counts = [np.bincount(side, minlength=len(values)) for side in known]
            pairs = zip(*(each.tolist() for each in counts), strict=True)
            # A column with one value among those shown says nothing.
            several = np.count_nonzero(counts[0] + counts[1]) > 1
            rows += [
                _shares("attribute", column, str(value), (a, len(known[0]), b, len(known[1])), how.level)
                for value, (a, b) in zip(values, pairs, strict=True)
                if a + b and several
            ]
    return rows, left_out


def event_rows(
    activity: Activity, names: Collection[str], sides: Sides, level: float
) -> tuple[list[Contrast], list[str]]:
    """Return the share of users who ever used each event; what one of the segments was chosen by is left out."""
    codes = pd.Index(activity.event_names).get_indexer(activity.uses["event"])
    users = activity.uses["user"].to_numpy()
    counts = [
        np.bincount(codes[side[users] & (codes >= 0)], minlength=len(activity.event_names)).tolist() for side in sides
    ]
    n, n_rest = (int(side.sum()) for side in sides)
    chosen = frozenset().union(*map(events_of, names))
    rows = [
        _shares("event", "event", event, (a, n, b, n_rest), level)
        for event, a, b in zip(activity.event_names, *counts, strict=True)
        if a + b and event not in chosen
    ]
    return rows, [CHOSEN_BY.format(event) for event in activity.event_names if event in chosen]


def _shares(kind: Kind, column: str, value: str, counts: tuple[int, int, int, int], level: float) -> Contrast:
    outcome = proportions(*counts, level=level)
    effect = outcome.effects[0]
    found = (*outcome.estimates, effect.value, effect.interval, outcome.pvalue)
    return _contrast(kind, column, value, (counts[1], counts[3]), found)


def _contrast(kind: Kind, column: str, value: str, users: tuple[int, int], found: tuple) -> Contrast:
    """Make a row of (share, share outside, difference, interval, p)."""
    share, rest, *proof = found
    return Contrast(kind, column, value, *users, share, rest, share / rest if rest > 0 else math.nan, *proof)


def hour_rows(activity: Activity, sides: Sides, how: Compare) -> Iterator[Contrast]:
    """Yield the mean share of active hours in each hour of the day; nothing where too few have hours."""
    shares = hour_shares(activity)
    known = np.isfinite(shares[:, 0]) & (sides[0] | sides[1])
    values, in_segment = shares[known], sides[0][known]
    users = int(in_segment.sum()), int((~in_segment).sum())
    if min(users) < how.min_users:
        return
    pvalues, reach = reshuffled_columns(values, in_segment, draws=how.draws, seed=how.seed, level=how.level)
    means, means_rest = values[in_segment].mean(axis=0), values[~in_segment].mean(axis=0)
    for hour in np.flatnonzero(means + means_rest > 0):
        difference = float(means[hour] - means_rest[hour])
        interval = Interval(difference - float(reach[hour]), difference + float(reach[hour]), how.level)
        shares_of = (float(means[hour]), float(means_rest[hour]))
        yield _contrast("hour", "hour", str(hour), users, (*shares_of, difference, interval, float(pvalues[hour])))


def hour_shares(activity: Activity) -> np.ndarray:
    """Return each user's share of active hours by hour of the day, shape (users, 24); rows add up to 1, nan if none."""
    counts = np.empty((activity.users, HOURS), np.float64)
    for hour in range(HOURS):
        on = (activity.hours >> np.uint32(hour)) & np.uint32(1)
        counts[:, hour] = np.add.reduceat(on, activity.offsets[:-1], dtype=np.int64) if activity.users else 0
    total = counts.sum(axis=1, keepdims=True)
    return np.divide(counts, total, out=np.full_like(counts, np.nan), where=total > 0)
