"""Earlier dates with an own mail, release or campaign in them: they tell no longer what comes of nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.daysets import DateList


@dataclass(frozen=True)
class Disturbed:
    """Dates of own lists (a campaign is one) that fall into earlier dates looked at.

    Attributes
    ----------
    names
        Lists with such dates.
    dates, windows
        How many of their dates fall into how many of the earlier ones.
    left_out
        Whether these earlier dates were left out; where too few would remain they were not.
    """

    names: tuple[str, ...] = ()
    dates: int = 0
    windows: int = 0
    left_out: bool = False


def disturbed(lists: Sequence[DateList], days: np.ndarray, window_days: int) -> tuple[np.ndarray, Disturbed]:
    """Return which windows of `window_days` from `days` on hold a date of one of the lists, bool; and what to say.

    Parameters
    ----------
    days
        Days since 1970, int64; the windows do not overlap.
    """
    inside = [_inside(np.array(each.days, np.int64), days, window_days) for each in lists]
    odd = np.array([each.any(axis=1) for each in inside], bool).reshape(-1, len(days)).any(axis=0)
    named = [(each.name, int(own.sum())) for each, own in zip(lists, inside, strict=True) if own.any()]
    return odd, Disturbed(tuple(name for name, _ in named), sum(dates for _, dates in named), int(odd.sum()))


def _inside(dates: np.ndarray, days: np.ndarray, window_days: int) -> np.ndarray:
    """Return bool, shape (windows, dates)."""
    ahead = dates[None, :] - days[:, None]
    return (ahead >= 0) & (ahead < window_days)
