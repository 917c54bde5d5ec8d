"""The back-test: of those a rule called gone on a day in the past, how many came back; for rules and thresholds."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special

from analysis.at_risk.rules import Rule
from analysis.rhythms.intervals import wilson_interval

FOUND_WITHIN = 0.1  # rules are set beside each other only where they find about as many


@dataclass(frozen=True)
class Share:
    """A share in [0, 1] with Wilson's interval; all nan where there is nobody to take it of."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Verdict:
    """One rule at one threshold.

    Attributes
    ----------
    judged, flagged, came_back
        People judged, those called gone, and those of them who came back.
    back
        Share of those called gone who came back; precision is 1 minus it.
    recall
        Share called gone of those who did not come back.
    false_alarm
        Share called gone of those who came back.
    amount_at_risk, amount_back
        Money of those called gone, and the share of it whose owners came back; nan where no money is known.
    """

    judged: int
    flagged: int
    came_back: int
    back: Share
    recall: Share
    false_alarm: Share
    amount_at_risk: float
    amount_back: Share

    @property
    def precision(self) -> Share:
        """Share of those called gone who stayed away."""
        return Share(1 - self.back.value, 1 - self.back.high, 1 - self.back.low)


def judge(called: np.ndarray, came_back: np.ndarray, money: np.ndarray | None, *, level: float) -> Verdict:
    """Return how right it was to call these people gone.

    Parameters
    ----------
    called, came_back
        bool, shape (people judged,).
    money
        What each is worth, nan where unknown; None where nobody's is.
    """
    flagged, back = int(called.sum()), int((called & came_back).sum())
    returned, left = int(came_back.sum()), int((~came_back).sum())
    weight = np.zeros(0) if money is None else np.nan_to_num(money[called])
    return Verdict(
        judged=len(called),
        flagged=flagged,
        came_back=back,
        back=share_of(back, flagged, level=level),
        recall=share_of(flagged - back, left, level=level),
        false_alarm=share_of(back, returned, level=level),
        amount_at_risk=math.nan if money is None else float(weight.sum()),
        amount_back=_weighted_share(weight, came_back[called], level) if money is not None else share_of(0, 0, level=1),
    )


def share_of(hits: float, trials: float, *, level: float) -> Share:
    """Return a share with Wilson's interval."""
    low, high = wilson_interval(hits, trials, level=level)
    return Share(hits / trials if trials else math.nan, float(low), float(high))


def _weighted_share(weight: np.ndarray, hit: np.ndarray, level: float) -> Share:
    """Return the share of a sum of money, with Wilson's interval at Kish's number of people of equal worth."""
    total = float(weight.sum())
    alike = total**2 / float((weight**2).sum()) if total > 0 else 0.0
    value = float(weight[hit].sum()) / total if total > 0 else math.nan
    return share_of(value * alike, alike, level=level) if alike else share_of(0, 0, level=level)


def curve(
    rule: Rule, score: np.ndarray, came_back: np.ndarray, thresholds: np.ndarray, *, level: float
) -> pd.DataFrame:
    """Return a rule at many thresholds: threshold, flagged, came_back, share (of those flagged) with low and high,
    recall, false_alarm_share; shares are nan where there is nobody to take them of."""
    known = ~np.isnan(score)
    order = np.argsort(score[known], kind="stable")
    ranked, back = score[known][order], np.concatenate(([0], np.cumsum(came_back[known][order])))
    place = np.searchsorted(ranked, thresholds, side="left")
    below = rule.gone_when == "below"
    flagged = place if below else len(ranked) - place
    returned = back[place] if below else back[-1] - back[place]
    low, high = wilson_interval(returned, flagged, level=level)
    left, stayed = int((~came_back).sum()), int(came_back.sum())
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = {
            "share": returned / flagged,
            "low": low,
            "high": high,
            "recall": (flagged - returned) / np.float64(left),
            "false_alarm_share": returned / np.float64(stayed),
        }
    return pd.DataFrame({"threshold": thresholds, "flagged": flagged, "came_back": returned, **shares})


def found_share(rule: Rule, score: np.ndarray, came_back: np.ndarray, recall: float) -> np.ndarray:
    """Return whom a rule calls gone at the strictest threshold that finds this share of those who left, bool.

    Nobody where no threshold of it comes within `FOUND_WITHIN`: a score of few steps jumps past.
    """
    left = score[~came_back & ~np.isnan(score)]
    total = int((~came_back).sum())
    wanted = math.ceil(recall * total)
    if not wanted or len(left) < wanted:
        return np.zeros(len(score), bool)
    if rule.gone_when == "below":
        called = score <= np.partition(left, wanted - 1)[wanted - 1]
    else:
        called = score >= np.partition(left, len(left) - wanted)[len(left) - wanted]
    return called & ((called & ~came_back).sum() <= (recall + FOUND_WITHIN) * total)


def precision_difference(called_a: np.ndarray, called_b: np.ndarray, came_back: np.ndarray, *, level: float) -> Share:
    """Return the precision of calling a gone minus that of calling b gone, of the same people; nan without calls.

    The interval is the limit of the user bootstrap (infinitesimal jackknife): what one person adds to either share.
    """
    if not (called_a.any() and called_b.any()):
        return Share(math.nan, math.nan, math.nan)
    left = (~came_back).astype(float)
    shares = [float(left[called].mean()) for called in (called_a, called_b)]
    pulls = [called * (left - share) / called.sum() for called, share in zip((called_a, called_b), shares, strict=True)]
    reach = float(special.ndtri((1 + level) / 2)) * math.sqrt(float(((pulls[0] - pulls[1]) ** 2).sum()))
    difference = shares[0] - shares[1]
    return Share(difference, difference - reach, difference + reach)
