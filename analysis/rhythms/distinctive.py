"""Distinctive p-values: a user's days against when the other users come, instead of against the calendar."""

from dataclasses import dataclass

import numpy as np

from analysis.kernels import distinct
from analysis.kernels.parallel import over_slices
from analysis.rhythms.evidence import ANCHOR_FAMILIES, LEAST_DAYS, Family
from analysis.rhythms.user_days import UserDays, anchor_plan

DISTINCTIVE_FAMILIES: tuple[Family, ...] = ("weekly", *ANCHOR_FAMILIES.values())


@dataclass(frozen=True, eq=False)
class Profile:
    """When everybody comes, each user one vote.

    Attributes
    ----------
    weekly
        Sums over users of the share of their active days, and of the dates of their window, on each weekday; float64,
        shape (2, 7).
    anchors
        The same of their visits in each set of dates, by the set's name and rhythm's place; shape (2, sets).
    """

    weekly: np.ndarray
    anchors: np.ndarray


def profile_of(days: UserDays) -> Profile:
    """Return when the users come who have enough days to be scored."""
    weekly = np.zeros((2, 7))
    distinct.weekly_shares(days.offsets, days.day, LEAST_DAYS, days.ignored, weekly)
    if not len(days.day):
        return Profile(weekly, np.zeros((2, 0)))
    first_day, sets, members, anchor, calendar, _, _ = anchor_plan(days)
    anchors = np.zeros((2, len(anchor)))
    distinct.anchor_shares(days.offsets, days.day, LEAST_DAYS, first_day, sets, members, calendar[0], anchors)
    return Profile(weekly, anchors)


def distinctive_pvalues(days: UserDays, profile: Profile, *, are_part: bool) -> dict[Family, np.ndarray]:
    """Return p of every user and family, float64, shape (users,), 1 where not testable.

    Fisher's non-central hypergeometric tail (Fog 2008, section 3) in place of the central one, same sets and same
    corrections; a user must exceed the others' share by more than `kernels.distinct.MARGIN`. `are_part`: the users are
    part of the profile, so each is compared with the others alone.
    """
    weekly, anchors = np.ones(days.users), np.ones((days.users, len(ANCHOR_FAMILIES)))
    if len(days.day):
        own_part = 1.0 if are_part else 0.0
        first_day, sets, members, _, calendar, bounds, least_months = anchor_plan(days)

        def work(start: int, stop: int) -> None:
            rows, users = (start, stop), (days.offsets, days.day, LEAST_DAYS)
            distinct.distinct_weekly(rows, *users, days.ignored, profile.weekly, own_part, weekly)
            distinct.distinct_anchors(
                rows, *users, first_day, sets, members, calendar[0], bounds, least_months, profile.anchors, own_part,
                anchors,
            )  # fmt: skip

        over_slices(work, days.users)
    each = {family: anchors[:, place].copy() for place, family in enumerate(ANCHOR_FAMILIES.values())}
    return {"weekly": weekly, **each}
