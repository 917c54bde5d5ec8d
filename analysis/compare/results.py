"""What a comparison answers with: named parts; undefined ones are nan with a caveat, never a made-up number."""

import math
from dataclasses import dataclass, field
from typing import Literal

from analysis import markup, wording

EffectName = Literal[
    "hodges_lehmann_shift", "common_language", "mean_difference", "share_difference", "rmst_difference", "rate_ratio",
    "odds_ratio",
]  # fmt: skip
CaveatSlug = Literal[
    "selected_by_metric", "too_few", "heavy_ties", "short_window", "unequal_tenure", "simpson", "batch_dates",
    "overlap", "crossing_curves",
]  # fmt: skip


@dataclass(frozen=True)
class Interval:
    """A confidence interval; nan bounds where none is defined. `level` in (0, 1)."""

    low: float
    high: float
    level: float


@dataclass(frozen=True)
class Effect:
    """How large a difference is: group a minus (or over) group b, in the metric's unit unless its name says more."""

    name: EffectName
    value: float
    interval: Interval


@dataclass(frozen=True)
class Caveat:
    """Why a result needs care: a slug for code, a sentence for people."""

    slug: CaveatSlug
    sentence: str


@dataclass(frozen=True)
class Smallest:
    """The smallest effect that groups of these sizes show with chance `power`, as an `Effect`'s value; nan if none.

    `name` says of what kind: that of the comparison's effect, or `common_language` where ranks say it better.
    """

    name: EffectName
    value: float
    power: float


@dataclass(frozen=True)
class Comparison:
    """Two groups on one metric. The unit is the user (or account).

    `pvalue_adjusted` covers everything looked at, `looked_at` tests in all.
    """

    metric: str
    group_a: str
    group_b: str
    n_a: int
    n_b: int
    estimate_a: float
    estimate_b: float
    effect: Effect
    test: str
    statistic: float
    pvalue: float
    pvalue_adjusted: float
    caveats: tuple[Caveat, ...] = field(default=())
    sentence: str = ""
    smallest: Smallest = Smallest("mean_difference", math.nan, math.nan)
    looked_at: int = 1

    def _repr_html_(self) -> str:
        """What Jupyter shows: the effect before p, and what to be careful about."""
        interval = self.effect.interval
        facts = [
            (f"{self.group_a}, {self.n_a} users", self.estimate_a),
            (f"{self.group_b}, {self.n_b} users", self.estimate_b),
            (self.effect.name.replace("_", " "), self.effect.value),
            (f"{wording.share(interval.level)} interval", _from_to(interval)),
            (f"{self.test}, adjusted over {self.looked_at}", wording.pvalue(self.pvalue_adjusted)),
        ]
        notes = markup.bullets(each.sentence for each in self.caveats) if self.caveats else ""
        return markup.card(self.metric, facts, sentence=self.sentence) + notes


def _from_to(interval: Interval) -> str:
    return wording.interval(wording.decimal(interval.low, 3), wording.decimal(interval.high, 3))
