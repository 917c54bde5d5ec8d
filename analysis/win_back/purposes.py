"""What somebody may be contacted for, and whom each purpose fits: a declared list, rules over what is known."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.at_risk.late import Late, late
from analysis.at_risk.piles import BETWEEN, GONE, LATE
from analysis.at_risk.why import returns
from analysis.money.shown import everybody_of
from analysis.money.to_act_on import to_act_on
from analysis.study import Study

CHAMPIONS_SHARE = 0.1


@dataclass(frozen=True, eq=False)
class Known:
    """What purposes are decided by; row i of every array is user i."""

    study: Study
    late: Late
    worth: np.ndarray

    @cached_property
    def left(self) -> np.ndarray:
        """Late, late already, or gone; bool."""
        return np.isin(self.late.pile, (LATE, GONE)) | self.late.early

    @cached_property
    def comes(self) -> np.ndarray:
        """Shown and neither late nor gone; bool."""
        return self.study.chosen & ~self.left

    @cached_property
    def expected(self) -> np.ndarray:
        """Comes by itself within `win_back.expected_within_days`: the next usual day is that near; bool."""
        ahead = self.late.beats["expected_next_day"].to_numpy() - self.study.activity.observed_to
        near = (ahead > 0) & (ahead <= self.study.settings.win_back.expected_within_days)
        return near & ~self.left & ((self.late.pile == BETWEEN) | (self.late.pile < 0))

    @cached_property
    def stayed(self) -> np.ndarray:
        """Still comes after `win_back.stayed_days` with us; bool."""
        tenure = self.study.prepared.features["tenure_days"].to_numpy()
        return self.comes & (self.late.pile < 0) & (tenure >= self.study.settings.win_back.stayed_days)


@dataclass(frozen=True)
class Purpose:
    """One reason to write.

    Attributes
    ----------
    who
        Whom it fits, as the end of a sentence that starts with people.
    needs
        What the data must hold for it.
    fits
        What is known -> who fits, bool, shape (users,); None where the data cannot tell.
    is_for_a_visit
        Whether who comes anyway need not be written to: a visit mends no card and brings no news.
    """

    slug: str
    title: str
    who: str
    needs: str
    fits: Callable[[Known], np.ndarray | None]
    is_for_a_visit: bool = True


def known_of(study: Study, found: Late | None = None, worth: np.ndarray | None = None) -> Known:
    """Return what purposes are decided by."""
    return Known(study, late(study) if found is None else found, np.full(study.activity.users, np.nan)
                 if worth is None else worth)  # fmt: skip


def _survey(known: Known) -> np.ndarray:
    return known.left


def _offer(known: Known) -> np.ndarray | None:
    return known.left & (known.worth > 0) if np.isfinite(known.worth).any() else None


def _training(known: Known) -> np.ndarray | None:
    if len(known.study.activity.event_names) < 2:
        return None
    used = known.study.prepared.features["features_used"].to_numpy()
    return (used < np.median(used)) & (known.late.pile != GONE)


def _card(known: Known) -> np.ndarray | None:
    paid = known.study.dataset.subscriptions
    if paid is None or paid.empty:
        return None
    return _payers(known, to_act_on(everybody_of(known.study), "cards")["payer"])


def _payers(known: Known, payers: pd.Series) -> np.ndarray:
    """Return the users, and members of accounts, that these payers are."""
    ids = known.study.dataset.attributes
    wanted = set(payers)
    return (ids["user_id"].isin(wanted) | ids["account_id"].isin(wanted)).to_numpy(bool)


def _champions(known: Known) -> np.ndarray:
    """Return the tenth who came on most days and still come, and whoever is back after a long silence."""
    days = known.study.activity.active_days
    often = known.stayed & (days >= np.quantile(days, 1 - CHAMPIONS_SHARE)) if len(days) else known.stayed.copy()
    often[returns(known.study, known.late)[0]] = True
    return often


def _newsletter(known: Known) -> np.ndarray:
    return known.comes


PURPOSES = (
    Purpose("survey", "Ask why", "are late or gone", "visits", _survey),
    Purpose("offer", "Offer", "are late or gone and were worth something", "amounts or subscriptions", _offer),
    Purpose("training", "Training", "used fewer features than most and are not gone", "event names", _training,
            is_for_a_visit=False),
    Purpose("card", "Card reminder", "subscribe and whose payment failed",
            "subscriptions, with their status or their payments", _card, is_for_a_visit=False),
    Purpose("champions", "Champions", "come most often, or came back after a long silence", "visits", _champions,
            is_for_a_visit=False),
    Purpose("newsletter", "Newsletter", "are neither late nor gone", "visits", _newsletter, is_for_a_visit=False),
)  # fmt: skip
BY_SLUG = {each.slug: each for each in PURPOSES}
