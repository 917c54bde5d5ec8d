"""Frequency classes: how often a user usually comes, by the usual gap between active days or by the weeks they use."""

import numpy as np
from scipy import special

from analysis.knobs import Tunable, knob
from analysis.segments.spacing import Spacing

# Code i of a class is its place here; a user with fewer than two gaps is too_few, never a guess.
FREQUENCY_CLASSES = ("daily", "weekly", "monthly", "rarer", "too_few")
MIN_GAPS = 2
TOO_FEW = FREQUENCY_CLASSES.index("too_few")


class Frequency(Tunable):
    """Where daily ends, weekly ends and monthly ends; how far past a cut moves somebody; and who comes in bursts."""

    slug = "frequency"
    title = "How often"

    daily_max_days: float = knob(
        1.5, "Daily up to", "Median days between visits of a daily user, at most.",
        bounds=(1.0, 3.0), step=0.1, unit="days", tightens="down",
    )  # fmt: skip
    weekly_max_days: float = knob(
        9.0, "Weekly up to", "Median days between visits of a weekly user, at most.",
        bounds=(3.0, 20.0), step=0.5, unit="days", tightens="down",
    )  # fmt: skip
    monthly_max_days: float = knob(
        40.0, "Monthly up to", "Median days between visits of a monthly user, at most.",
        bounds=(20.0, 120.0), step=2.5, unit="days", tightens="down",
    )  # fmt: skip
    band_share: float = knob(
        0.1, "Keep the class within", "How far past a cut the median has to go before the class changes.",
        bounds=(0.0, 0.5), step=0.05, unit="share",
    )  # fmt: skip
    bursty_min_gap_cv: float = knob(
        2.0, "Bursts from unevenness", "From this unevenness of gaps on, weeks used decide and not the median gap.",
        bounds=(1.0, 20.0), span=(1.0, 5.0), step=0.1,
    )  # fmt: skip
    min_cover_share: float = knob(
        0.5, "Weeks used of bursty users", "Share of their own days, weeks or months a bursty user comes in, at least.",
        bounds=(0.05, 1.0), step=0.05, unit="share",
    )  # fmt: skip

    @property
    def cuts_days(self) -> tuple[float, float, float]:
        """The ends of daily, weekly and monthly, days."""
        return self.daily_max_days, self.weekly_max_days, self.monthly_max_days

    def classify(self, spacing: Spacing) -> np.ndarray:
        """Return the place of each user's class in `FREQUENCY_CLASSES`, int8, shape (users,)."""
        held = spacing.held(self.band_share)
        code = np.zeros(len(held), np.int8)
        for cut in self.cuts_days:
            code += held > cut
        rows = np.flatnonzero(self.is_bursty(spacing))
        code[rows] = self._by_coverage(spacing.coverage[1:, rows])
        code[spacing.active_days <= MIN_GAPS] = TOO_FEW
        return code

    def is_bursty(self, spacing: Spacing) -> np.ndarray:
        """Return whose class comes from the days, weeks and months they use, bool, shape (users,)."""
        return spacing.coverage[0] >= self.bursty_min_gap_cv  # nan is not

    def cut_gap_days(self, spacing: Spacing) -> np.ndarray:
        """Return what the cuts in days are compared with, days; 0 for bursty users, whose class no cut moves."""
        return np.where(self.is_bursty(spacing), 0.0, spacing.held(self.band_share))

    def confidence(self, spacing: Spacing) -> np.ndarray:
        """Return how sure each user's class is, in [0, 1], float64, shape (users,); nan for too_few.

        By the gaps: the confidence that the median of their gaps lies in the class, from the sign test turned round:
        with k of n gaps at most c, the median is at most c with confidence P(B < k) + P(B = k) / 2, B ~ Bin(n, 1/2)
        (mid-p; Conover, Practical Nonparametric Statistics, 3rd ed. 1999, 3.2). By coverage, with h of N own blocks
        used and the least share s: that the share is s or more with P(B < h) + P(B = h) / 2, B ~ Bin(N, s). Gaps, and
        blocks, count as independent of each other. The confidences of the four classes add up to 1.
        """
        code = self.classify(spacing)
        upto = np.where(self.is_bursty(spacing), self._cover_confidence(spacing), self._gap_confidence(spacing))
        edges = np.vstack([np.zeros(len(code)), upto, np.ones(len(code))])
        place = np.minimum(code, TOO_FEW - 1)
        users = np.arange(len(code))
        return np.where(code == TOO_FEW, np.nan, edges[place + 1, users] - edges[place, users])

    def _by_coverage(self, shares: np.ndarray) -> np.ndarray:
        """Return the first of daily, weekly and monthly whose share is reached, else rarer."""
        reached = shares >= self.min_cover_share
        return np.where(reached.any(axis=0), reached.argmax(axis=0), len(shares)).astype(np.int8)

    def _gap_confidence(self, spacing: Spacing) -> np.ndarray:
        """Return the confidence that the median is at most each cut, shape (3, users)."""
        gap, user = spacing.gaps()
        count = np.maximum(spacing.active_days - 1, 0)
        below = [np.bincount(user[gap <= cut], minlength=len(count)) for cut in self.cuts_days]
        return np.array([_mid_p(each, count, 0.5) for each in below])

    def _cover_confidence(self, spacing: Spacing) -> np.ndarray:
        """Return the confidence that days, at most weeks, at most months are used often enough, shape (3, users)."""
        blocks = spacing.blocks()
        used = np.rint(np.nan_to_num(spacing.coverage[1:]) * blocks)
        return np.maximum.accumulate(_mid_p(used, blocks, self.min_cover_share), axis=0)


def _mid_p(hits: np.ndarray, trials: np.ndarray, share: float) -> np.ndarray:
    """Return P(B < hits) + P(B = hits) / 2 with B ~ Bin(trials, share); each pair of counts is worked out once."""
    trials = trials.astype(np.int64)
    many = int(trials.max(initial=0)) + 1
    pairs, place = np.unique(hits.astype(np.int64) * many + trials, return_inverse=True)
    k, n = pairs // many, pairs % many
    below = np.where(k > 0, special.bdtr(k - 1.0, n, share), 0.0)
    return ((special.bdtr(k.astype(np.float64), n, share) + below) / 2)[place].reshape(hits.shape)
