"""Scores: what the kernels measured of every user. They know no threshold; labels are cut from them in milliseconds."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.kept import Kept
from analysis.rhythms.distinctive import DISTINCTIVE_FAMILIES, Profile, distinctive_pvalues, profile_of
from analysis.rhythms.evidence import FAMILY_WEIGHTS, Evidence, Family, adjusted, cutoff_of
from analysis.rhythms.user_days import UserDays

NEAR_P = 0.02  # users above are looked at only where thresholds are looser than almost anybody sets them


class Looked(NamedTuple):
    """Whom a threshold can give a verdict: a name for the choice, and the rows, ascending, int64."""

    name: str
    rows: np.ndarray


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores of all users; row i is user i of the activity.

    Attributes
    ----------
    frame
        One column a measure, named after its family or rhythm: `n` (active days), `span_days` (dates of
        the own window, those left out not counted), `weekly_p`,
        `monthly_p`, `nth_p`, `quarter_p`, `dates_p`, `cadence_p`, `bursty_p` (p-values against the calendar, 1 where
        not testable) and those of the kernels (nan where undefined).
    days
        What was scored: the users' days, the lists of dates and the dates left out.
    judged_like
        Other scores whose population and BH cut-offs are used instead of these scores' own: how redrawn users are
        judged.
    """

    frame: pd.DataFrame
    days: UserDays = field(repr=False)
    judged_like: "Scores | None" = None
    _columns: dict[str, np.ndarray] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def kept(self) -> Kept:
        """What was made of these scores for some thresholds."""
        return Kept(len(self))

    def __len__(self) -> int:
        return len(self.frame)

    def judged_by(self, judge: "Scores") -> "Scores":
        """Return the same scores under the population and cut-offs of others."""
        same = replace(self, judged_like=judge)
        # The same frame: taking its columns out again would be a fifth of judging twenty redraws.
        vars(same)["_columns"] = self._columns
        return same

    def __getitem__(self, name: str) -> np.ndarray:
        """Return one column as an array."""
        if name not in self._columns:
            self._columns[name] = self.frame[name].to_numpy()
        return self._columns[name]

    def tested(self, evidence: Evidence) -> np.ndarray:
        """Return which users have enough active days, bool, shape (users,)."""
        least = evidence.min_active_days
        return self.keep("tested", least, lambda: self["n"] >= least)

    def pvalues(self, family: Family, evidence: Evidence) -> np.ndarray:
        """Return p of every user: against the calendar, or against what the other users do where that is asked."""
        if evidence.distinctive and family in DISTINCTIVE_FAMILIES:
            return self._distinctive[family]
        return self[f"{family}_p"]

    @cached_property
    def profile(self) -> Profile:
        """When everybody comes: what the distinctive tests compare a user with."""
        return profile_of(self.days) if self.judged_like is None else self.judged_like.profile

    @cached_property
    def _distinctive(self) -> dict[Family, np.ndarray]:
        return distinctive_pvalues(self.days, self.profile, are_part=self.judged_like is None)

    def _ascending(self, family: Family, evidence: Evidence) -> np.ndarray:
        """Return the p-values of tested users that a cut-off may fall on, ascending."""

        def in_order() -> np.ndarray:
            pvalues = self.pvalues(family, evidence)
            rows = np.flatnonzero(pvalues <= FAMILY_WEIGHTS[family] * Evidence.knob("q_max").bounds[1])
            return rows[np.argsort(pvalues[rows])]

        # Ordered once, whoever is tested: the fewest active days are a slider too.
        key = evidence.distinctive
        rows = self.keep(f"{family}_order", key, in_order)
        pvalues = self.keep(f"{family}_in_order", key, lambda: self.pvalues(family, evidence)[rows])
        days = self.keep(f"{family}_days_in_order", key, lambda: self["n"][rows])
        least = evidence.min_active_days
        return self.keep(f"{family}_ascending", (key, least), lambda: pvalues[days >= least])

    def looked_at(self, evidence: Evidence) -> Looked:
        """Return whom a threshold can give a verdict: few, unless thresholds are looser than almost anybody sets."""
        highest = max(evidence.leaning_p, *(self.cutoff(family, evidence) for family in FAMILY_WEIGHTS))
        name = "everybody" if highest > NEAR_P else "near_distinctive" if evidence.distinctive else "near"
        return Looked(name, self.keep("looked_at", name, lambda: self._near(highest, evidence)))

    def _near(self, highest: float, evidence: Evidence) -> np.ndarray:
        if highest > NEAR_P:
            return np.arange(len(self))
        found = np.zeros(len(self), bool)
        for family in FAMILY_WEIGHTS:
            found |= self.pvalues(family, evidence) <= NEAR_P
        return np.flatnonzero(found)

    def side_by_side(self, name: str, values: np.ndarray, looked: Looked, *, key: Hashable = None) -> np.ndarray:
        """Return the values of those who are looked at, one after the other; kept while `key` stays."""
        if looked.name == "everybody":
            return values
        return self.keep(f"{name}_side_by_side", (looked.name, key), lambda: values[looked.rows])

    def cutoff(self, family: Family, evidence: Evidence) -> float:
        """Return the largest p-value of the family with q at most `evidence.q_max`; -1 where there is none."""
        if self.judged_like is not None:
            return self.judged_like.cutoff(family, evidence)
        return float(self.keep(f"{family}_cutoff", evidence, lambda: np.array(self._own_cutoff(family, evidence))))

    def _own_cutoff(self, family: Family, evidence: Evidence) -> float:
        level = evidence.q_max * FAMILY_WEIGHTS[family]
        pvalues = self._ascending(family, evidence)
        stop = np.searchsorted(pvalues, level, side="right")
        return cutoff_of(pvalues[:stop], int(np.count_nonzero(self.tested(evidence))), level)

    def qvalues(self, family: Family, evidence: Evidence) -> np.ndarray:
        """Return q of every user in the family, nan where not tested, float64, shape (users,)."""
        tested = self.tested(evidence)
        q = np.full(len(self), np.nan)
        q[tested] = adjusted(self.pvalues(family, evidence)[tested], FAMILY_WEIGHTS[family])
        return q

    def keep(self, name: str, key: Hashable, make: Callable[[], np.ndarray]) -> np.ndarray:
        """Return what was made for `key`, read-only, making it anew only where the key has changed since."""
        return self.kept.once(name, key, make)
