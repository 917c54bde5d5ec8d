"""Change points: who keeps a pattern since some day, which their whole history hides.

The last three quarters, half and quarter of every user's active days are tested like users of their own, all under
one control of false discoveries; the latest that is sure counts. The day itself is the most likely one (a step in the
share of visits on the pattern, as in Page 1954), so that "since" does not stop at a quarter.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.labels import RhythmSettings, label
from analysis.rhythms.scores import Scores
from analysis.rhythms.scoring import score_user_days
from analysis.rhythms.user_days import UserDays
from analysis.segmentation import CODE, KIND, MIXED, Segmentation

PARTS_LEFT_OUT = (0.25, 0.5, 0.75)
LEAST_DAYS = 6  # a shorter part is not looked at
LEAST_RISE = 0.3  # before, so much less of the days lay on the pattern; else it has only become clearer
COLUMNS = ("user", "since_day", "rhythm", "detail")
# Labels without a pattern to begin; "bursty" and "daily" are how often, not when.
NO_PATTERN = ("daily", MIXED, "bursty", "irregular", "too_few")


@dataclass(frozen=True, eq=False)
class Parts:
    """The last parts of everybody's history, scored like users of their own; knows no threshold.

    Attributes
    ----------
    days
        The whole histories.
    scores
        Row p x users + i is part p of user i.
    day_from
        int32, shape (parts, users): the first day of each part.
    """

    days: UserDays
    scores: Scores
    day_from: np.ndarray


def score_parts(days: UserDays) -> Parts:
    """Score the last three quarters, half and quarter of every user's active days."""
    tails = [_tail_of(days, share) for share in PARTS_LEFT_OUT]
    scores = score_user_days(_stacked([tail for tail, _ in tails]))
    return Parts(days, scores, np.stack([first for _, first in tails]))


def find_changes(parts: Parts, whole: Segmentation, settings: RhythmSettings) -> pd.DataFrame:
    """Return who took up a pattern: user (row), since_day (days since 1970), rhythm and detail codes; by user.

    Nobody whose whole history carries that very label, nobody who kept to the pattern before.
    """
    days, users = parts.days, parts.days.users
    found = label(parts.scores, _stricter(settings, len(parts.day_from)))
    sure = ~np.isin(found.rhythm, [CODE[slug] for slug in NO_PATTERN])
    rows = []
    for user in np.flatnonzero(sure.reshape(len(parts.day_from), users).any(axis=0)):
        # The latest part says what is kept now; an earlier one may still hold days from before.
        part = int(np.flatnonzero(sure[user::users])[-1])
        code, detail = (int(each[part * users + user]) for each in (found.rhythm, found.detail))
        if found.name_of(code, detail) == whole.name_of(int(whole.rhythm[user]), int(whole.detail[user])):
            continue
        own = days.day[days.offsets[user] : days.offsets[user + 1]]
        since = _since(own, parts.day_from[part, user], found, code, detail)
        if since is not None:
            rows.append((user, since, code, detail))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype("int64")


def _stricter(settings: RhythmSettings, looks: int) -> RhythmSettings:
    """Return settings that allow each of several looks its part of the false labels; each may find the same person."""
    evidence = settings.evidence
    least = evidence.knob("q_max").bounds[0]
    return replace(settings, evidence=evidence.replace(q_max=max(least, evidence.q_max / looks)))


def _tail_of(days: UserDays, left_out: float) -> tuple[UserDays, np.ndarray]:
    """Return the last part of every user's days (none where it is too short), and the first day of each part."""
    counts = np.diff(days.offsets)
    skipped = (counts * left_out).astype(np.int64)
    kept = np.where(counts - skipped >= LEAST_DAYS, counts - skipped, 0)
    offsets = np.concatenate(([0], np.cumsum(kept)))
    starts = days.offsets[:-1] + skipped
    day = days.day[np.repeat(starts - offsets[:-1], kept) + np.arange(offsets[-1])]
    first = days.day[np.minimum(starts, len(days.day) - 1)] if len(days.day) else np.zeros(days.users, np.int32)
    return replace(days, offsets=offsets, day=day), first


def _stacked(each: list[UserDays]) -> UserDays:
    """Return the parts as users of their own, one part of everybody after the other."""
    ends = np.cumsum([0, *(len(days.day) for days in each)])
    offsets = [days.offsets[:-1] + end for days, end in zip(each, ends, strict=False)]
    return replace(each[0], offsets=np.concatenate([*offsets, ends[-1:]]), day=np.concatenate([d.day for d in each]))


def _since(own: np.ndarray, part_from: int, found: Segmentation, code: int, detail: int) -> int | None:
    """Return the day the pattern began; None where the days before kept to it nearly as well."""
    inside = KIND[found.rhythm_slugs[code]].belongs(detail, own, found.scores.days.lists)
    if inside is None:  # an even beat names no dates: the part's own first day
        return int(part_from)
    begin = most_likely_step(inside)
    before, after = inside[:begin].mean(), inside[begin:].mean()
    return int(own[begin]) if after - before >= LEAST_RISE else None


def most_likely_step(inside: np.ndarray) -> int:
    """Return where a share of hits most likely steps up, as the number of days before the step (at least 1).

    `inside` is bool, one entry an active day; the likelihood is that of two rates, before and after.
    """
    hits = np.concatenate(([0], np.cumsum(inside)))
    number = np.arange(1, len(inside))
    before, after = _loglik(hits[number], number), _loglik(hits[-1] - hits[number], len(inside) - number)
    rises = hits[number] / number < (hits[-1] - hits[number]) / (len(inside) - number)
    return int(number[np.argmax(np.where(rises, before + after, -np.inf))])


def _loglik(hits: np.ndarray, of: np.ndarray) -> np.ndarray:
    rate = np.clip(hits / of, 1e-12, 1 - 1e-12)
    return hits * np.log(rate) + (of - hits) * np.log(1 - rate)
