"""The battery: runs of made-up crowds through the labels, judged by what is true of every user.

A run is one crowd of 10,000 users under one seed. Runs share nothing, so they may be made in any order on any number of
threads. The method under test is a function from rows to labels: the tests put broken ones in its place.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from analysis.calibration.crowds import Crowd, null_crowd, planted_crowd
from analysis.calibration.occasions import Planted
from analysis.calibration.rows import Rows
from analysis.kernels.parallel import cores
from analysis.labels import MIXED, Segmentation, label
from analysis.rhythms import score_days
from analysis.rhythms.evidence import FAMILY_WEIGHTS

Method = Callable[[Rows], Segmentation]
NO_RHYTHM = ("irregular", "too_few")
NOT_COUNTED = ("daily", MIXED)  # descriptions: neither right nor false
LEVEL = 0.01
RIGHT, OTHER_DETAIL, WRONG, LEANING, NONE = "right", "other detail", "wrong", "leaning", "none"
OUTCOMES = (RIGHT, OTHER_DETAIL, WRONG, MIXED, LEANING, NONE)


def shipped(rows: Rows) -> Segmentation:
    """Label as Offbeat does, with the default thresholds."""
    return label(score_days(rows.offsets, rows.day))


@dataclass(frozen=True)
class NullRun:
    """What one run of a null crowd gave.

    Attributes
    ----------
    sure, false
        Users with a label that claims something, and those of them for whom it is not true.
    falsely
        False labels by name, "weekday:Tue", with their users.
    labels
        Every label's users, by slug.
    tested
        Users with enough active days to be tested.
    at_level, kept
        Tested users by family with p at most .01, and with q at most the default level.
    """

    sure: int
    false: int
    falsely: Counter[str]
    labels: Counter[str]
    tested: int
    at_level: dict[str, int]
    kept: dict[str, int]

    @property
    def false_share(self) -> float:
        """False labels among sure ones; 0 in a run without any, as the false discovery rate has it."""
        return self.false / self.sure if self.sure else 0.0


@dataclass(frozen=True)
class PlantedRun:
    """What one run gave the planted users.

    Attributes
    ----------
    outcomes
        Users by outcome: right, other detail, wrong, mixed, leaning, none.
    labels
        Every label's planted users, by slug.
    at_level
        Planted users by family with p at most .01.
    users
        How many were planted.
    """

    outcomes: Counter[str]
    labels: Counter[str]
    at_level: dict[str, int]
    users: int

    def share(self, outcome: str) -> float:
        """Return the share of planted users with an outcome."""
        return self.outcomes[outcome] / self.users


def judge_null(name: str, seed: int, method: Method = shipped) -> NullRun:
    """Return one run of a null or a mixture."""
    crowd = null_crowd(name, seed)
    found = method(crowd.rows)
    slugs = np.array(found.rhythm_slugs)
    claims = ~np.isin(slugs, (*NO_RHYTHM, *NOT_COUNTED))
    sure = claims[found.rhythm]
    false = sure & ~_rightness(crowd, slugs)[crowd.truth, found.rhythm]
    tested = found.scores.tested(found.settings.evidence)
    return NullRun(
        sure=int(sure.sum()),
        false=int(false.sum()),
        falsely=_names(found, false),
        labels=Counter({str(slug): int((found.rhythm == code).sum()) for code, slug in enumerate(slugs)}),
        tested=int(tested.sum()),
        at_level=_at_level(found, tested),
        kept={
            family: int((found.qvalues(family)[tested] <= found.settings.evidence.q_max).sum())
            for family in FAMILY_WEIGHTS
        },
    )


def judge_planted(planted: Planted, seed: int, method: Method = shipped) -> PlantedRun:
    """Return one run of planted users among random ones."""
    crowd = planted_crowd(planted, seed)
    found = method(crowd.rows)
    mine = crowd.truth == 0
    names = Counter[str]()
    for code, detail, leaning in zip(found.rhythm[mine], found.detail[mine], found.leaning[mine], strict=True):
        names[_outcome(found.name_of(int(code), int(detail)), planted, LEANING if leaning >= 0 else NONE)] += 1
    labels = Counter(found.rhythm_slugs[code] for code in found.rhythm[mine])
    return PlantedRun(names, labels, _at_level(found, mine), int(mine.sum()))


def many_nulls(name: str, seeds: Sequence[int], method: Method = shipped) -> list[NullRun]:
    """Return a run for every seed."""
    return _on_every_core(partial(judge_null, name, method=method), seeds)


def many_planted(planted: Planted, seeds: Sequence[int], method: Method = shipped) -> list[PlantedRun]:
    """Return a run for every seed."""
    return _on_every_core(partial(judge_planted, planted, method=method), seeds)


def _on_every_core(work: Callable, seeds: Sequence[int]) -> list:
    first = work(seeds[0])  # alone: what is not compiled yet is compiled once
    with ThreadPoolExecutor(cores()) as pool:
        return [first, *pool.map(work, seeds[1:])]


def _rightness(crowd: Crowd, slugs: np.ndarray) -> np.ndarray:
    """Return which labels are right for which kind of user, bool, shape (kinds, labels)."""
    return np.array([np.isin(slugs, right) for right in crowd.right])


def _names(found: Segmentation, chosen: np.ndarray) -> Counter[str]:
    pairs = zip(found.rhythm[chosen].tolist(), found.detail[chosen].tolist(), strict=True)
    return Counter(found.name_of(code, detail) for code, detail in pairs)


def _at_level(found: Segmentation, chosen: np.ndarray) -> dict[str, int]:
    return {family: int((found.scores[f"{family}_p"][chosen] <= LEVEL).sum()) for family in FAMILY_WEIGHTS}


def _outcome(name: str, planted: Planted, unproven: str) -> str:
    slug, _, detail = name.partition(":")
    if slug == planted.slug:
        return RIGHT if not planted.details or detail in planted.details else OTHER_DETAIL
    if slug in NO_RHYTHM:
        return unproven
    return MIXED if slug == MIXED else WRONG
