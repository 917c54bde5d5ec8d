"""What a comparison answers with: named parts; undefined ones are nan with a caveat, never a made-up number."""

from dataclasses import dataclass, field
from typing import Literal

EffectName = Literal[
    "hodges_lehmann_shift", "common_language", "mean_difference", "share_difference", "rmst_difference"
]
CaveatSlug = Literal[
    "selected_by_metric", "too_few", "heavy_ties", "short_window", "unequal_tenure", "simpson", "overlap",
    "crossing_curves",
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
class Comparison:
    """Two groups on one metric. The unit is the user (or account). `pvalue_adjusted` covers everything looked at."""

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
