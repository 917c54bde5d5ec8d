"""Fitting the models of P(alive) by maximum likelihood, on a sample that suffices."""

from dataclasses import replace

import numpy as np
from scipy.optimize import minimize

from analysis.at_risk.p_alive import DropoutModel, DropsOut
from analysis.at_risk.repeats import Repeats

FIT_USERS = 20_000  # a fit on so many users leaves P(alive) the same to the second digit
SHAPE_USERS = 5_000  # enough to tell one shape from the next
MOST_REGULAR = 12  # shapes tried; gaps above it are so alike that one more changes nothing
_FARTHEST = 9.0  # |log| of a parameter: people all alike, or nobody who drops out, would drift to infinity
_SMALL_STEP = 1e-6


def fit(repeats: Repeats, *, k: int = 1, drops_out: DropsOut = "after_any_visit") -> DropoutModel:
    """Return the model of shape `k` with the largest likelihood; MBG by default, parameters in the repeats' unit."""
    start = DropoutModel(r=1.0, alpha=float(repeats.age.mean()) or 1.0, a=1.0, b=1.0, k=k, drops_out=drops_out)
    return _fitted(repeats, start)[0]


def fit_regularity(repeats: Repeats, *, seed: int = 0) -> DropoutModel:
    """Return the MBG model of the shape k whose likelihood is largest, fitted on at most `FIT_USERS` users.

    Shapes are tried from 1 on while the likelihood of `SHAPE_USERS` users rises; needs `Repeats.log_gaps`.
    """
    many = _sampled(repeats, FIT_USERS, seed)
    some = _sampled(many, SHAPE_USERS, seed)
    best, value = _fitted(some, DropoutModel(r=1.0, alpha=float(some.age.mean()) or 1.0, a=1.0, b=1.0))
    for k in range(2, MOST_REGULAR + 1):
        found, at = _fitted(some, replace(best, k=k, alpha=best.alpha * k / (k - 1)))
        if at <= value:
            break
        best, value = found, at
    return best if some is many else _fitted(many, best)[0]


def _sampled(repeats: Repeats, users: int, seed: int) -> Repeats:
    if repeats.users <= users:
        return repeats
    rows = np.random.default_rng(seed).choice(repeats.users, users, replace=False)
    return repeats.of_users(np.sort(rows))


def _fitted(repeats: Repeats, start: DropoutModel) -> tuple[DropoutModel, float]:
    """Return the best model of the shape of `start`, and its log-likelihood with time in mean ages."""
    unit = float(repeats.age.mean()) or 1.0
    kinds, people = _kinds_of(repeats.in_unit_of(unit))

    def model(logs: np.ndarray) -> DropoutModel:
        r, alpha, a, b = np.exp(logs).tolist()
        return replace(start, r=r, alpha=alpha, a=a, b=b)

    def loss(logs: np.ndarray) -> float:
        return -float(people @ model(logs).log_likelihood(kinds)) / repeats.users

    begin = np.log([start.r, start.alpha / unit, start.a, start.b])
    found = minimize(
        loss, begin, method="L-BFGS-B", bounds=[(-_FARTHEST, _FARTHEST)] * 4,
        options={"ftol": 1e-10, "gtol": 1e-6, "eps": _SMALL_STEP, "maxiter": 500},
    )  # fmt: skip
    best = model(found.x)
    return replace(best, alpha=best.alpha * unit), -float(found.fun) * repeats.users


def _kinds_of(repeats: Repeats) -> tuple[Repeats, np.ndarray]:
    """Return users alike in all that the parameters see once each, and how many there are of each.

    Logarithms of gaps weigh on the likelihood as a sum only, so that each kind carries the mean of its users'.
    """
    seen = np.column_stack([repeats.count, repeats.last, repeats.age])
    _, first, kind, people = np.unique(seen, axis=0, return_index=True, return_inverse=True, return_counts=True)
    log_gaps = np.bincount(kind, weights=repeats.log_gaps) / people
    return replace(repeats.of_users(first), log_gaps=log_gaps), people.astype(float)
