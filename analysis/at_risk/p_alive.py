"""P(alive): the chance that somebody is still a customer, by models of visits that go on until the user drops out.

A user visits with gaps that are Erlang of shape k and a rate of their own (gamma over users), and may drop out after
each visit with a probability of their own (beta over users). k = 1 is the random visitor of the NBD models; k > 1 comes
more regularly. In BG nobody drops out before the first repeat visit, so whoever came once is certainly alive; in MBG
one may drop out after the first visit as well, which is why MBG is what Offbeat uses.

Sources: Fader, Hardie and Lee, Marketing Science 24 (2005) (BG/NBD); Batislam, Denizel and
Filiztekin, IJRM 24 (2007), and Hoppe and Wagner, Marketing JRM 3 (2007) (MBG/NBD); Platzer and Reutterer, Marketing
Science 35 (2016), and Reutterer, Platzer and Schroeder, IJRM 38 (2021) (MBG/CNBD-k).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import betaln, expit, gammaln

from analysis.at_risk.repeats import Repeats

DropsOut = Literal["after_any_visit", "after_a_repeat"]


@dataclass(frozen=True, kw_only=True)
class DropoutModel:
    """One model with its parameters, in the unit of time of the repeats it was fitted to.

    Attributes
    ----------
    r, alpha
        Shape and rate of the gamma distribution of visit rates over users; a visit is k steps of that rate.
    a, b
        Parameters of the beta distribution of the probability of dropping out.
    k
        Shape of the gaps, a whole number from 1.
    drops_out
        "after_any_visit" is MBG, "after_a_repeat" BG.
    """

    r: float
    alpha: float
    a: float
    b: float
    k: int = 1
    drops_out: DropsOut = "after_any_visit"

    def log_likelihood(self, repeats: Repeats) -> np.ndarray:
        """Return the log-likelihood of each user, shape (users,)."""
        steps = self.r + self.k * repeats.count
        visits = gammaln(steps) - gammaln(self.r) + self.r * np.log(self.alpha)
        shape = (self.k - 1) * repeats.log_gaps - repeats.count * gammaln(self.k)
        kept = betaln(self.a, self.b + repeats.count + self._first_chance) - betaln(self.a, self.b)
        alive = self._log_open_gap(repeats) - steps * np.log(self.alpha + repeats.age)
        gone = -self._log_odds_kept(repeats) - steps * np.log(self.alpha + repeats.last)
        return visits + shape + kept + np.logaddexp(alive, gone)

    def p_alive(self, repeats: Repeats) -> np.ndarray:
        """Return the probability that each user has not dropped out, shape (users,), in [0, 1]."""
        steps = self.r + self.k * repeats.count
        silence = steps * (np.log(self.alpha + repeats.age) - np.log(self.alpha + repeats.last))
        return expit(self._log_odds_kept(repeats) - silence + self._log_open_gap(repeats))

    @property
    def _first_chance(self) -> int:
        """Whether one may drop out after the first visit, as a number."""
        return int(self.drops_out == "after_any_visit")

    def _log_odds_kept(self, repeats: Repeats) -> np.ndarray:
        """Return the log odds of staying after the last visit against leaving then; inf where nobody can have left."""
        before = repeats.count + self._first_chance - 1
        return np.where(before >= 0, np.log((self.b + np.maximum(before, 0)) / self.a), np.inf)

    def _log_open_gap(self, repeats: Repeats) -> np.ndarray:
        """Return the log of the chance of the silence so far against that of a random visitor; 0 for k = 1."""
        steps = self.r + self.k * repeats.count
        part = (repeats.age - repeats.last) / (self.alpha + repeats.age)
        term = total = np.ones(repeats.users)
        for j in range(1, self.k):
            term = term * (steps + j - 1) * part / j
            total = total + term
        return np.log(total)
