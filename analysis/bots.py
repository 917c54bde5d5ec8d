"""Bots: who comes like clockwork, at the same time of day and in a sure rhythm.

Only hours are known, not minutes: a person who opens a report every Monday at nine looks the same. Hence the demands:
nearly all days in two neighbouring hours that are not everybody's, many of them, and a rhythm beyond chance. What is
found may be a bot.
"""

from typing import ClassVar

import numpy as np

from analysis.activity import Activity
from analysis.hours import HourScores, score_hours
from analysis.knobs import Tunable, knob
from analysis.rhythms.bursty import Bursty
from analysis.rhythms.irregular import Irregular
from analysis.rhythms.too_few import TooFew
from analysis.segmentation import Segmentation

WITHOUT_BEAT = (Bursty.slug, Irregular.slug, TooFew.slug)
# A job at a fixed time of another zone moves by an hour with summer time: two neighbouring hours hold it.
CLOCK_HOURS = 2
_FLOAT32_SLACK = 1e-6


class Bots(Tunable):
    """When somebody counts as a bot; all of it must hold, and the rhythm must be sure."""

    slug: ClassVar[str] = "bots"
    title: ClassVar[str] = "Like clockwork"

    min_hour_share: float = knob(
        0.95, "Share in two neighbouring hours",
        "At least this share of the active days has its middle in the same two hours.",
        bounds=(0.0, 1.0), span=(0.5, 1.0), step=0.01, unit="share", tightens="up",
    )  # fmt: skip
    min_hour_concentration: float = knob(
        0.9, "How alike the times are",
        "1 is always the same time of day, 0 is any (mean resultant length of the daily mean hours).",
        bounds=(0.0, 1.0), span=(0.5, 1.0), step=0.01, tightens="up",
    )  # fmt: skip
    max_everyone_share: float = knob(
        0.5, "Share of everybody in these hours",
        "Where more than this share of everybody's days lies in the same two hours, nobody is told apart by them.",
        bounds=(0.0, 1.0), span=(0.05, 1.0), step=0.05, unit="share", tightens="down",
    )  # fmt: skip
    min_active_days: int = knob(
        30, "Fewest active days", "Nobody with fewer active days that have a time counts as a bot.",
        bounds=(4, 3650), span=(5, 100), step=1, unit="days", tightens="up",
    )  # fmt: skip


def bots(
    activity: Activity,
    segmentation: Segmentation,
    settings: Bots = Bots(),  # noqa: B008 - frozen
    *,
    hours: HourScores | None = None,
) -> np.ndarray:
    """Return who may be a bot, bool, shape (users,); nobody where the source has dates only.

    `segmentation` holds the labels of these users; `hours` are `score_hours(activity)`, made here where not given.
    """
    scores = hours or score_hours(activity)
    everyone = scores.profile + np.roll(scores.profile, 1 - CLOCK_HOURS)
    beatless = [segmentation.rhythm_slugs.index(slug) for slug in WITHOUT_BEAT]
    # nan, where no time is known, fails the comparisons.
    return (
        ~np.isin(segmentation.rhythm, beatless)
        & (scores.known_days >= settings.min_active_days)
        & (scores.share[:, CLOCK_HOURS - 1] >= settings.min_hour_share - _FLOAT32_SLACK)
        & (scores.concentration >= settings.min_hour_concentration - _FLOAT32_SLACK)
        & (everyone[scores.start[:, CLOCK_HOURS - 1]] <= settings.max_everyone_share)
    )
