"""The signs of somebody who comes, gets little and says nothing: a function and a threshold of its own for each.

None of them is proof. Silence is not satisfaction, and coming often is not being glad: each sign only says what
somebody did not do.
"""

from collections.abc import Callable
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from analysis.activity import Activity
from analysis.at_risk.quiet_settings import QuietSigns
from analysis.at_risk.quiet_sources import QuietSources, days_with, features_of, mask_of, others_mask

LEAST_BEFORE = 3  # of fewer features before, half is one more or less


class Sign(NamedTuple):
    """One sign: its name on screen, its thresholds, and what the data must hold for it to be asked."""

    title: str
    knobs: tuple[str, ...]
    needs: str


SIGNS = MappingProxyType({
    "low_value": Sign(
        "Few days with an action of value", ("max_value_share",),
        "events of more than one kind: how many of somebody's days bring them something",
    ),
    "basics_only": Sign(
        "Uses the basics alone", ("other_features",),
        "events of more than one kind: who never found anything beyond what everybody uses",
    ),
    "browses": Sign(
        "Looks and does not buy", ("browse_days",),
        "an amount on some events and visits without one: who looks and does not buy",
    ),
    "no_feedback": Sign(
        "Gave no feedback", ("feedback_days",),
        "an event or a users column named feedback, review or complaint: who never said anything",
    ),
    "no_answer": Sign(
        "Answered no survey", ("unanswered",),
        "events such as survey_sent and survey_answered: who was asked and did not answer",
    ),
    "no_reaction": Sign(
        "Contacted, never reacted", ("unheard",),
        "events such as email_sent and email_opened, or users columns contacted and reacted: whom nothing reaches",
    ),
    "nps_passive": Sign(
        "NPS score of 7 or 8", ("nps_from", "nps_to"), "a users column nps from 0 to 10: whom NPS itself calls passive"
    ),
    "narrowing": Sign(
        "Uses fewer features than before", ("kept_features",),
        "events of more than one kind and a history of two periods: who needs less and less",
    ),
})  # fmt: skip
# How a sign is read: None where the data do not hold it; an empty threshold (0) gives nobody.
Reader = Callable[[Activity, QuietSources, QuietSigns], np.ndarray | None]


def read_signs(activity: Activity, sources: QuietSources, quiet: QuietSigns) -> dict[str, np.ndarray]:
    """Return whom each sign holds for, bool, shape (users,), in the order of `SIGNS`; only those the data can tell."""
    found = {slug: read(activity, sources, quiet) for slug, read in _READERS.items()}
    return {slug: holds for slug, holds in found.items() if holds is not None}


def value_share(activity: Activity, sources: QuietSources) -> np.ndarray | None:
    """Return the share of each user's active days with an action of value, float64; None where nothing is of value."""
    if not sources.value:
        return None
    return days_with(activity, mask_of(activity, sources.value)) / activity.active_days


def _low_value(activity: Activity, sources: QuietSources, quiet: QuietSigns) -> np.ndarray | None:
    share = value_share(activity, sources)
    return None if share is None else share < quiet.max_value_share


def _basics_only(activity: Activity, sources: QuietSources, quiet: QuietSigns) -> np.ndarray | None:
    if not sources.basic:
        return None
    others = activity.event_bits & others_mask(activity, sources)
    if not others.any():  # there is nothing beyond the basics to be found
        return None
    return np.bitwise_count(np.bitwise_or.reduceat(others, activity.offsets[:-1])) < quiet.other_features


def _browses(activity: Activity, sources: QuietSources, quiet: QuietSigns) -> np.ndarray | None:
    if activity.amount is None:
        return None
    bought = activity.amount > 0
    if not bought.any() or bought.all():
        return None
    place = np.arange(activity.user_days) - np.repeat(activity.offsets[:-1], activity.active_days)
    latest = np.maximum.reduceat(np.where(bought, place, -1), activity.offsets[:-1])
    return _at_least(activity.active_days - 1 - latest, quiet.browse_days)


def _no_feedback(activity: Activity, sources: QuietSources, quiet: QuietSigns) -> np.ndarray | None:
    said = _ever(activity, sources, "feedback")
    return None if said is None else ~said & _at_least(activity.active_days, quiet.feedback_days)


def _no_answer(activity: Activity, sources: QuietSources, quiet: QuietSigns) -> np.ndarray | None:
    return _never_after("asked", "answered", quiet.unanswered, activity, sources)


def _no_reaction(activity: Activity, sources: QuietSources, quiet: QuietSigns) -> np.ndarray | None:
    return _never_after("contact", "reaction", quiet.unheard, activity, sources)


def _nps_passive(activity: Activity, sources: QuietSources, quiet: QuietSigns) -> np.ndarray | None:
    scores = sources.columns.get("nps")
    return None if scores is None else (scores >= quiet.nps_from) & (scores <= quiet.nps_to)


def _narrowing(activity: Activity, sources: QuietSources, quiet: QuietSigns) -> np.ndarray | None:
    until, window = activity.observed_to, quiet.window_days
    features = features_of(activity, sources)
    if len(features) <= 1 or until - activity.observed_from + 1 < 2 * window:
        return None
    mask = mask_of(activity, features)
    before = _features_used(activity, mask, until - 2 * window + 1, until - window)
    lately = _features_used(activity, mask, until - window + 1, until)
    return (before >= LEAST_BEFORE) & (lately > 0) & (lately < quiet.kept_features * before)


def _features_used(activity: Activity, mask: np.uint64, first: int, last: int) -> np.ndarray:
    """Return how many events of the mask each user used from one day to another."""
    inside = (activity.day >= first) & (activity.day <= last)
    bits = np.where(inside, activity.event_bits & mask, np.uint64(0))
    return np.bitwise_count(np.bitwise_or.reduceat(bits, activity.offsets[:-1])).astype(np.int64)


def _never_after(asked: str, answer: str, least: int, activity: Activity, sources: QuietSources) -> np.ndarray | None:
    """Return who was asked at least `least` times and never answered; None where either is not known."""
    answered = _ever(activity, sources, answer)
    if answered is None:
        return None
    if sources.spoken[asked]:
        times = days_with(activity, mask_of(activity, sources.spoken[asked]))
    elif asked in sources.columns:
        times = sources.columns[asked].astype(np.int64)
    else:
        return None
    return ~answered & _at_least(times, least)


def _ever(activity: Activity, sources: QuietSources, word: str) -> np.ndarray | None:
    """Return who ever did it, by events and by the users table; None where neither speaks of it."""
    found = [sources.columns[word]] if word in sources.columns else []
    if sources.spoken[word]:
        found.append(days_with(activity, mask_of(activity, sources.spoken[word])) > 0)
    return np.logical_or.reduce(found) if found else None


def _at_least(times: np.ndarray, least: int) -> np.ndarray:
    return (times >= least) & (least > 0)


_READERS: dict[str, Reader] = {
    "low_value": _low_value,
    "basics_only": _basics_only,
    "browses": _browses,
    "no_feedback": _no_feedback,
    "no_answer": _no_answer,
    "no_reaction": _no_reaction,
    "nps_passive": _nps_passive,
    "narrowing": _narrowing,
}
