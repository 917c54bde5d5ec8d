"""How many users would get each label by chance: every tested user's days redrawn over their own window."""

from collections import Counter
from dataclasses import replace

import numpy as np

from analysis.activity import Activity, weekday_of
from analysis.kernels.draws import redraw_days
from analysis.kernels.parallel import over_slices
from analysis.kernels.profile_draws import DateProfile, redraw_by_profile
from analysis.labels import RhythmSettings, label
from analysis.rhythms.scores import Scores
from analysis.rhythms.scoring import score, score_user_days

REDRAWS = 20
SAMPLED_USERS = 5_000  # redrawn each time; counts are scaled up to all tested users
SEED = 1970
WEEK_DAYS = 7
# No test stands behind these labels, so chance has no number for them.
UNTESTED = ("daily", "irregular", "too_few")


def expected_by_chance(
    activity: Activity, settings: RhythmSettings, *, scores: Scores | None = None, among: np.ndarray | None = None
) -> dict[tuple[str, str], float]:
    """Return the mean number of users per (rhythm, detail) when days are redrawn; 0 for labels chance never gave.

    Each tested user keeps first day, last day and number of days; the days between are drawn without replacement, all
    choices equally likely (for distinctive labels as likely as everybody makes each weekday). A redrawn user is judged
    by the same p-value that the false-discovery threshold asked of the real users. 20 seeded redraws of at most 5,000
    users, scaled to all tested users. Labels without a test (daily, irregular, too_few) have no entry.

    Parameters
    ----------
    scores
        Those of `activity`, where they are known already.
    among
        bool, shape (users,): only these users are redrawn and counted; default all.
    """
    scores = score(activity) if scores is None else scores
    known = label(scores, settings).groups()
    expected = {pair: 0.0 for pair in zip(known["rhythm"], known["detail"], strict=True) if pair[0] not in UNTESTED}
    tested = scores.tested(settings.evidence)
    tested = np.flatnonzero(tested if among is None else tested & among)
    if not len(tested):
        return expected
    rows = _sampled(tested)
    found: Counter[tuple[str, str]] = Counter()
    for each in _redrawn(activity, rows, scores, distinctive=settings.evidence.distinctive):
        groups = label(each.judged_by(scores), settings).groups()
        for rhythm, detail, users in zip(groups["rhythm"], groups["detail"], groups["users"], strict=True):
            if users and rhythm not in UNTESTED:
                found[rhythm, detail] += int(users)
    scale = len(tested) / len(rows) / REDRAWS
    return expected | {pair: users * scale for pair, users in found.items()}


def _sampled(tested: np.ndarray) -> np.ndarray:
    """Return all tested rows, or a seeded sample of them, ascending."""
    if len(tested) <= SAMPLED_USERS:
        return tested
    return np.sort(np.random.default_rng(SEED).choice(tested, SAMPLED_USERS, replace=False))


def _redrawn(activity: Activity, rows: np.ndarray, judge: Scores, *, distinctive: int) -> list[Scores]:
    """Return the scores of every redraw: no threshold enters, so a slider judges them anew without drawing again."""

    def redrawn() -> list[Scores]:
        draw = _by_profile if distinctive else _uniform
        found = []
        for redraw in range(REDRAWS):
            offsets, day = draw(activity, rows, judge, SEED + redraw)
            found.append(score_user_days(replace(judge.days, offsets=offsets, day=day)))
        return found

    return judge.kept.once("redrawn", (rows.tobytes(), distinctive), redrawn)


def _uniform(activity: Activity, rows: np.ndarray, judge: Scores, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return offsets and days of these users, redrawn with every date of their window alike."""
    counts = activity.active_days[rows]
    offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    source = np.repeat(activity.offsets[rows] - offsets[:-1], counts) + np.arange(offsets[-1])
    day = _numbered(activity.day[source], judge.days.ignored)
    out = np.empty_like(day)
    longest = int(judge["span_days"][rows].max())
    over_slices(lambda start, stop: redraw_days((start, stop), offsets, day, out, longest, seed), len(rows))
    return offsets, _dates_of(out, judge.days.ignored)


def _by_profile(activity: Activity, rows: np.ndarray, judge: Scores, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return offsets and days of these users, redrawn as everybody comes by weekday: the distinctive null."""
    came, could = judge.profile.weekly
    dates = np.arange(activity.observed_from, activity.observed_to + 1)
    kind = np.where(np.isin(dates, judge.days.ignored), WEEK_DAYS, weekday_of(dates))
    # No weekday that lies in nobody's window is drawn, nor a date left out.
    weight = np.append(np.divide(came, could, out=np.zeros(WEEK_DAYS), where=could > 0), 0.0)
    profile = DateProfile(activity.observed_from, kind, weight)
    return redraw_by_profile(rows, activity.offsets, activity.day, profile=profile, seed=seed)


def _numbered(day: np.ndarray, ignored: np.ndarray) -> np.ndarray:
    """Return days counted without the ignored dates, so that none of those is drawn; `day` holds none of them."""
    return (day - np.searchsorted(ignored, day)).astype(day.dtype)


def _dates_of(number: np.ndarray, ignored: np.ndarray) -> np.ndarray:
    """Return the dates that `_numbered` counted."""
    before = ignored - np.arange(len(ignored))  # an ignored date comes before the numbers from here on
    return (number + np.searchsorted(before, number, side="right")).astype(number.dtype)
