"""Logistic regression with a ridge, by Newton's steps: small, exact, the same on every machine."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

RIDGE = 1.0
MOST_STEPS, SMALL_STEP = 30, 1e-8


@dataclass(frozen=True, eq=False)
class Logistic:
    """A fitted model: `chance` of rows like those it was fitted on."""

    centre: np.ndarray
    scale: np.ndarray
    weights: np.ndarray

    def chance(self, rows: np.ndarray) -> np.ndarray:
        """Return the probability of each row, float64, shape (n,)."""
        return expit(_with_one((rows - self.centre) / self.scale) @ self.weights)


def fit_logistic(rows: np.ndarray, outcome: np.ndarray) -> Logistic:
    """Fit P(outcome) on standardised columns; the intercept is not shrunk.

    Parameters
    ----------
    rows
        float64, shape (n, columns); a column without spread gets weight 0.
    outcome
        bool, shape (n,).
    """
    centre, scale = rows.mean(axis=0), rows.std(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    x = _with_one((rows - centre) / scale)
    ridge = np.diag([0.0, *np.full(rows.shape[1], RIDGE)])
    # A run of equal outcomes would send the intercept to infinity: half a person each way.
    start = (outcome.sum() + 0.5) / (len(outcome) + 1)
    weights = np.array([np.log(start / (1 - start)), *np.zeros(rows.shape[1])])
    if not 0 < outcome.sum() < len(outcome):
        return Logistic(centre, scale, weights)
    for _ in range(MOST_STEPS):
        step = _newton_step(x, outcome, weights, ridge)
        weights = weights + step
        if np.abs(step).max() < SMALL_STEP:
            break
    return Logistic(centre, scale, weights)


def _newton_step(x: np.ndarray, outcome: np.ndarray, weights: np.ndarray, ridge: np.ndarray) -> np.ndarray:
    p = expit(x @ weights)
    gradient = x.T @ (outcome - p) - ridge @ weights
    # A floor under the variances keeps the matrix whole where the chances are all but certain.
    hessian = (x * np.maximum(p * (1 - p), 1e-9)[:, None]).T @ x + ridge
    step = np.linalg.solve(hessian, gradient)
    return step * min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-12))


def _with_one(rows: np.ndarray) -> np.ndarray:
    return np.column_stack([np.ones(len(rows)), rows])
