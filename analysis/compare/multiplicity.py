"""p values adjusted for everything that was looked at; undefined ones stay nan and do not count."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Literal

import numpy as np

Correction = Literal["holm", "benjamini_hochberg", "benjamini_yekutieli"]


def holm(pvalues: np.ndarray) -> np.ndarray:
    """Return p values that bound the chance of any false alarm (Holm 1979); same shape, nan stay nan."""

    def adjust(p: np.ndarray) -> np.ndarray:
        return np.maximum.accumulate(p * np.arange(len(p), 0, -1))

    return _adjusted(pvalues, adjust)


def benjamini_hochberg(pvalues: np.ndarray) -> np.ndarray:
    """Return p values that bound the expected share of false alarms (Benjamini & Hochberg 1995); nan stay nan."""

    def adjust(p: np.ndarray) -> np.ndarray:
        return np.minimum.accumulate((p * len(p) / np.arange(1, len(p) + 1))[::-1])[::-1]

    return _adjusted(pvalues, adjust)


def benjamini_yekutieli(pvalues: np.ndarray) -> np.ndarray:
    """Return the same bound under any dependence (Benjamini & Yekutieli 2001); nan stay nan."""

    def adjust(p: np.ndarray) -> np.ndarray:
        ranks = np.arange(1, len(p) + 1)
        return np.minimum.accumulate((p * len(p) * (1 / ranks).sum() / ranks)[::-1])[::-1]

    return _adjusted(pvalues, adjust)


CORRECTIONS: MappingProxyType[Correction, Callable[[np.ndarray], np.ndarray]] = MappingProxyType(
    {"holm": holm, "benjamini_hochberg": benjamini_hochberg, "benjamini_yekutieli": benjamini_yekutieli}
)


def _adjusted(pvalues: np.ndarray, adjust: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Sort the defined p values, adjust them, put them back, cap at 1."""
    adjusted = np.array(pvalues, np.float64)
    defined = np.flatnonzero(~np.isnan(adjusted))
    order = defined[np.argsort(adjusted[defined], kind="stable")]
    adjusted[order] = np.minimum(adjust(adjusted[order]), 1.0)
    return adjusted
