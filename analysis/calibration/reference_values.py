"""Numbers that others published, or that were worked out by other means, and what Offbeat's functions say to the same.

Nothing here is measured by the battery: these are the yardsticks it is held against.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from types import MappingProxyType

import numpy as np

from analysis.kernels.gaps import CLOCK_LEVEL
from analysis.kernels.tails import hypergeometric_tail, log_factorials
from analysis.rhythms import score_days
from analysis.rhythms.evidence import adjusted

# (hits, active days, dates of the weekday in the window, dates of the window): P(X >= hits) by phyper of R 4.2.2, for
# five people of real sets: grocery 60031586 Sat, pytest plugin-list bot Sun, numpy dependabot Mon, cdnow 16777 Sat,
# cdnow 14048 Thu.
R_PHYPER: Mapping[tuple[int, int, int, int], float] = MappingProxyType({
    (22, 22, 22, 148): 1.0430307e-26,
    (111, 118, 289, 2023): 2.0894368e-93,
    (66, 70, 87, 606): 2.89984e-64,
    (9, 9, 70, 484): 1.7449612e-8,
    (55, 171, 71, 497): 1.0157275e-15,
})  # fmt: skip
# Benjamini and Hochberg (1995), section 3.2: fifteen p-values of a trial in cardiology; four are kept at q = .05.
BH_1995_P = (
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
)  # fmt: skip
BH_1995_ADJUSTED = (
    0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714, 0.06385714, 0.0645, 0.0765, 0.486, 0.58118182, 0.714875,
    0.75323077, 0.81321429, 1.0,
)  # fmt: skip
# Project study "Statistics of usage rhythms", sections 1 to 3, measured by an independent numpy and scipy prototype on
# about 35,000 users a null. Share of users with p <= .01: nine weekday templates (n >= 8), Moran's regular tail and
# bursty tail (n >= 6).
STUDY_WEEKLY_AT_01: Mapping[str, float] = MappingProxyType({
    "random": 0.0043, "streaks": 0.0003, "bursts": 0.0001, "heavy_gaps": 0.0030, "renewal": 0.0114, "drifting": 0.065,
    "working_days": 0.72,
})  # fmt: skip
STUDY_CADENCE_AT_01: Mapping[str, float] = MappingProxyType(
    {"random": 0.008, "heavy_gaps": 0.003, "working_days": 0.008, "streaks": 0.0, "bursts": 0.0}
)
STUDY_BURSTY_AT_01: Mapping[str, float] = MappingProxyType({"random": 0.011})
# Power of the weekday family at p <= .01, once a week, by share on Tuesday and number of weeks.
POWER_WEEKS = (4, 6, 8, 12, 20, 40)
STUDY_POWER: Mapping[float, tuple[float, ...]] = MappingProxyType({
    0.5: (0.07, 0.12, 0.27, 0.40, 0.75, 0.98),
    0.7: (0.24, 0.43, 0.69, 0.89, 1.0, 1.0),
    0.9: (0.65, 0.89, 0.98, 1.0, 1.0, 1.0),
    1.0: (1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
})  # fmt: skip
# Power at p <= .01 of Moran's tail on gaps around 10 days, and of the month family on month ends.
STUDY_CADENCE_POWER: Mapping[tuple[int, int], float] = MappingProxyType(
    {(2, 6): 0.85, (2, 8): 0.99, (2, 12): 1.0, (3, 6): 0.47, (3, 8): 0.81, (3, 12): 0.95, (3, 20): 1.0}
)  # (standard deviation of a gap, visits)
STUDY_MONTH_END_POWER: Mapping[tuple[int, int], float] = MappingProxyType(
    {(1, 4): 0.65, (1, 6): 1.0, (2, 6): 0.44, (2, 12): 0.95}
)  # (give or take, visits)
PRINTED_ERROR = 1e-7  # of values printed to eight digits
EXACT_ERROR = 1e-9


@dataclass(frozen=True)
class Agreement:
    """One comparison: what, the reference value, ours, the largest relative difference allowed."""

    what: str
    reference: float
    ours: float
    allowed: float

    @property
    def difference(self) -> float:
        """Relative difference; absolute where the reference is 0."""
        return abs(self.ours - self.reference) / (abs(self.reference) or 1.0)

    @property
    def holds(self) -> bool:
        """Whether the difference is allowed."""
        return self.difference <= self.allowed


def agreements(*, seed: int = 1, cases: int = 3000) -> list[Agreement]:
    """Return every comparison with a reference value."""
    log_factorial = log_factorials(4001)
    found = [
        Agreement(f"weekday tail, {counts[0]} of {counts[1]} (R phyper)", value, ours, PRINTED_ERROR)
        for counts, value in R_PHYPER.items()
        for ours in [hypergeometric_tail(*counts, log_factorial)]
    ]
    q = adjusted(np.array(BH_1995_P), 1.0)
    found += [
        Agreement(f"adjusted p of {p:g} (Benjamini, Hochberg 1995)", reference, float(ours), PRINTED_ERROR)
        for p, reference, ours in zip(BH_1995_P, BH_1995_ADJUSTED, q, strict=True)
    ]
    worst = 1.0 + worst_tail_error(seed=seed, cases=cases)
    found.append(Agreement(f"weekday tail, worst of {cases:,} random cases (exact fractions)", 1.0, worst, EXACT_ERROR))
    return [*found, *_metronomes()]


def worst_tail_error(*, seed: int, cases: int) -> float:
    """Return the largest relative error of the weekday tail against exact fractions, windows up to 4,000 days."""
    rng = np.random.default_rng(seed)
    log_factorial = log_factorials(4001)
    worst = 0.0
    for _ in range(cases):
        total = int(np.exp(rng.uniform(np.log(14), np.log(4000))))
        inside = int(rng.integers(1, max(2, total * 5 // 7)))
        drawn = int(min(total, rng.integers(4, 60)))
        mean = drawn * inside / total
        hits = int(rng.integers(int(mean), min(drawn, inside) + 1)) if mean < min(drawn, inside) else int(mean)
        exact = _exact_tail(hits, drawn, inside, total)
        if exact > 0:
            ours = hypergeometric_tail(hits, drawn, inside, total, log_factorial)
            worst = max(worst, abs(ours - float(exact)) / float(exact))
    return worst


def _exact_tail(hits: int, drawn: int, inside: int, total: int) -> Fraction:
    ways = sum(comb(inside, x) * comb(total - inside, drawn - x) for x in range(hits, min(drawn, inside) + 1))
    return Fraction(ways, comb(total, drawn))


def _metronomes() -> list[Agreement]:
    """Compare the p-value of equal gaps with one over the number of ways to cut the window."""
    found = []
    for visits, gap in ((6, 10), (8, 10), (12, 3)):
        day = (19000 + gap * np.arange(visits)).astype(np.int32)
        scores = score_days(np.array([0, visits]), day)
        chance = 1.0 / comb(gap * (visits - 1) - 1, visits - 2) / CLOCK_LEVEL
        ours = float(scores["cadence_p"][0])
        found.append(Agreement(f"{visits} visits, every gap {gap} (one of all ways to cut)", chance, ours, EXACT_ERROR))
    return found
