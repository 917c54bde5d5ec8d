"""Profile: who the people of a segment are and what they do, each figure against everyone else.

The unit is the user: shares of users who have a value or ever used an event, and each user's own share of active hours.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import wording
from analysis.compare.caveats import Pair, caveats_of
from analysis.compare.measure import split
from analysis.compare.measured import Sources
from analysis.compare.metrics import metric_of
from analysis.compare.multiplicity import benjamini_hochberg
from analysis.compare.results import Caveat
from analysis.compare.settings import Compare
from analysis.contrasts import Contrast, Kind, Sides, attribute_rows, event_rows, hour_rows
from analysis.dataset import Dataset

if TYPE_CHECKING:
    from analysis.settings import Settings

PEOPLE_SHOWN = 5
MONEY = ("amount", "mrr")


@dataclass(frozen=True)
class Money:
    """What users are worth: `amount` (sum of a user's events) or `mrr` (running subscriptions), in currency."""

    name: str
    n: int
    n_rest: int
    median: float
    median_rest: float
    total: float
    total_rest: float
    share_of_total: float


@dataclass(frozen=True)
class Profile:
    """A segment against everyone else.

    Attributes
    ----------
    users, rest
        Their numbers.
    rows
        Every contrast looked at; empty where one side has fewer users than `compare.min_users`.
    people
        Up to five row numbers: the same people as long as they stay in the segment.
    left_out
        What could not be compared, one sentence each.
    caveats
        Why the events need care: who has been with us longer has had more time to use them.
    """

    name: str
    users: int
    rest: int
    rows: tuple[Contrast, ...]
    money: tuple[Money, ...]
    people: tuple[int, ...]
    left_out: tuple[str, ...]
    caveats: tuple[Caveat, ...]

    def of_kind(self, kind: Kind) -> tuple[Contrast, ...]:
        """Return the rows of one kind, in the order of the data."""
        return tuple(each for each in self.rows if each.kind == kind)


def profile(
    dataset: Dataset,
    name: str,
    members: np.ndarray,
    settings: "Settings",
    *,
    features: pd.DataFrame,
    among: np.ndarray | None = None,
) -> Profile:
    """Return the profile of a segment against everyone else.

    Parameters
    ----------
    name
        The segment's name: what it was chosen by is not compared.
    members
        Who is in it, bool, shape (users,).
    features
        `analysis.features.features(dataset)`.
    among
        Bool, shape (users,): leaves everyone else out of both sides.
    """
    everyone = np.ones(dataset.activity.users, bool) if among is None else among
    sides = members & everyone, ~members & everyone
    how = settings.compare
    too_small = _too_small(sides, how.min_users)
    rows, left_out = ([], [too_small]) if too_small else _contrasts(dataset, name, sides, how)
    adjusted = benjamini_hochberg(np.array([each.pvalue for each in rows], np.float64))
    return Profile(
        name=name,
        users=int(sides[0].sum()),
        rest=int(sides[1].sum()),
        rows=tuple(replace(each, pvalue_adjusted=float(p)) for each, p in zip(rows, adjusted, strict=True)),
        money=() if too_small else tuple(_money(features, sides)),
        people=some_people(sides[0], how.seed),
        left_out=tuple(left_out),
        caveats=() if too_small else event_caveats(Sources(dataset, features, settings), (name, "rest"), sides),
    )


def _too_small(sides: Sides, least: int) -> str:
    """Say why nothing is compared, "" where both sides are large enough."""
    users, rest = (int(side.sum()) for side in sides)
    if not rest:
        return "Everyone is in it, so there is nobody to compare with."
    if min(users, rest) >= least:
        return ""
    if not users:
        return "Nobody is in it."
    who = "in it" if users < least else "outside it"
    few = min(users, rest)
    return f"Only {wording.count(few)} {'is' if few == 1 else 'are'} {who}, fewer than {least}: too few for a profile."


def _contrasts(dataset: Dataset, name: str, sides: Sides, how: Compare) -> tuple[list[Contrast], list[str]]:
    rows, left_out = attribute_rows(dataset, name, sides, how)
    if dataset.activity.has_hours:
        rows += hour_rows(dataset.activity, sides, how)
    else:
        left_out.append("Hours: the data hold dates only.")
    if len(dataset.activity.event_names) > 1:
        events, chosen = event_rows(dataset.activity, [name], sides, how.level)
        rows, left_out = rows + events, left_out + chosen
    else:
        left_out.append("Events: the data name fewer than two.")
    return rows, left_out


def event_caveats(sources: Sources, names: tuple[str, str], sides: Sides) -> tuple[Caveat, ...]:
    """Return the caveats of using an event at all: the same for every event, so said once."""
    if len(sources.dataset.activity.event_names) < 2:
        return ()
    known = metric_of(f"adopts:{sources.dataset.activity.event_names[0]}", sources.dataset)
    metric = replace(known, title="the share who ever used an event")
    measured = metric.measure(sources)
    parts = (split(measured, sides[0]), split(measured, sides[1]))
    return caveats_of(Pair(metric, names, names[:1], sides, measured, parts, 0), sources)


def _money(features: pd.DataFrame, sides: Sides) -> Iterator[Money]:
    for name in MONEY:
        if name not in features or features[name].isna().all():
            continue
        values = features[name].to_numpy(np.float64)
        own, rest = (values[side & np.isfinite(values)] for side in sides)
        if len(own) and len(rest):
            total, total_rest = float(own.sum()), float(rest.sum())
            both = total + total_rest
            yield Money(
                name, len(own), len(rest), float(np.median(own)), float(np.median(rest)), total, total_rest,
                total / both if both > 0 else math.nan,
            )  # fmt: skip


def some_people(members: np.ndarray, seed: int) -> tuple[int, ...]:
    """Return up to five users, those first in a seeded order of everyone: a moved threshold keeps who stays in."""
    order = np.random.default_rng(seed).permutation(len(members))
    return tuple(int(row) for row in order[members[order]][:PEOPLE_SHOWN])
