"""Does a rate of all users together differ, such as money an active day? A ratio of sums, with users as the unit."""

import math

import numpy as np
from scipy import special

from analysis.compare.means import MIN_USERS_FOR_MEAN_INTERVAL, permutation
from analysis.compare.outcome import Outcome, no_interval, or_nan, undefined
from analysis.compare.results import Caveat, Effect, Interval

Volume = tuple[np.ndarray, np.ndarray]  # what each user adds up to, and what it is counted over; float64, (users,)
_TEST = "permutation of a ratio"
_FEW = ("too_few", "A rate needs at least two users in each group, and something to count it over.")
_EQUAL = ("heavy_ties", "Every user has the same rate, so there is nothing to compare.")
_NO_INTERVAL = ("too_few", f"An interval for a rate needs {MIN_USERS_FOR_MEAN_INTERVAL} users in each group.")


def volume_ratio(a: Volume, b: Volume, *, draws: int = 2000, seed: int = 1, level: float = 0.95) -> Outcome:
    """Compare sum(total) / sum(base) of two groups; users with a missing or infinite part are left out.

    The question is about volume, so busy users weigh more; the unit that is drawn and reshuffled stays the user. p by
    reshuffling users' total - r base, where r is the rate of both groups together: what the delta method says each user
    adds to the difference (Deng, Knoblich & Lu, KDD 2018). Effect `rate_ratio`: the rate of a over that of b, from 50
    users a group on with the interval of the delta method on its logarithm. `estimates` are the two rates, `error` is
    the standard error of the logarithm.
    """
    a, b = _known(a), _known(b)
    rates = _rate(*a), _rate(*b)
    if min(len(a[0]), len(b[0])) < 2 or not all(map(math.isfinite, rates)):
        return undefined(_TEST, "rate_ratio", why=_FEW, level=level, estimates=rates)
    ratio = rates[0] / rates[1] if rates[1] else math.nan
    both = (a[0].sum() + b[0].sum()) / (a[1].sum() + b[1].sum())
    residuals = tuple(_cleared(total - both * base, total) for total, base in (a, b))
    if not any(part.any() for part in residuals):
        effect = Effect("rate_ratio", ratio, no_interval(level))
        return Outcome(_TEST, math.nan, math.nan, rates, (effect,), caveats=(Caveat(*_EQUAL),))
    reshuffled = permutation(*residuals, draws=draws, seed=seed, level=level)
    error = or_nan(math.hypot(_log_error(*a, rates[0]), _log_error(*b, rates[1])))
    interval, caveats = _interval(ratio, error, level), reshuffled.caveats
    if min(len(a[0]), len(b[0])) < MIN_USERS_FOR_MEAN_INTERVAL:
        interval, caveats = no_interval(level), (Caveat(*_NO_INTERVAL),)
    effect = Effect("rate_ratio", ratio, interval)
    return Outcome(_TEST, reshuffled.statistic, reshuffled.pvalue, rates, (effect,), caveats=caveats, error=error)


def _known(volume: Volume) -> Volume:
    total, base = (np.asarray(part, np.float64) for part in volume)
    known = np.isfinite(total) & np.isfinite(base)
    return total[known], base[known]


def _rate(total: np.ndarray, base: np.ndarray) -> float:
    return float(total.sum() / base.sum()) if base.sum() > 0 else math.nan


def _cleared(residual: np.ndarray, total: np.ndarray) -> np.ndarray:
    """Set what is left by rounding alone to 0."""
    return np.where(np.abs(residual) <= 1e-12 * np.abs(total), 0.0, residual)


def _log_error(total: np.ndarray, base: np.ndarray, rate: float) -> float:
    """Return the standard error of log(rate), by the delta method over users; nan for a rate that is not positive."""
    if not rate > 0:
        return math.nan
    users = len(total)
    return math.sqrt(float(((total - rate * base) ** 2).sum()) * users / (users - 1)) / float(total.sum())


def _interval(ratio: float, error: float, level: float) -> Interval:
    if not (ratio > 0 and error > 0):
        return no_interval(level)
    factor = math.exp(float(special.ndtri((1 + level) / 2)) * error)
    return Interval(ratio / factor, ratio * factor, level)
