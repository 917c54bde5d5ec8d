"""Late: of everyone a rule of silence calls inactive, who is between visits, late, gone; and who is late already."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from analysis.at_risk.beats_ahead import beats_ahead
from analysis.at_risk.piles import PILES, late_already, piles_of
from analysis.at_risk.replay import Chances, chance_back
from analysis.at_risk.worth import MoneyKind, Worth, worth_of
from analysis.counted_days import silence_days
from analysis.study import Study


@dataclass(frozen=True, eq=False)
class Late:
    """The Late tab's numbers; row i of every array and of `beats` is user i.

    Attributes
    ----------
    beats
        When each user is expected, and the usual days they let pass: `analysis.at_risk.beats_ahead`.
    inactive
        Who of the users shown has been silent for `inactive.days` or longer, bool; dates left out of the data are no
        days of silence.
    pile
        Place in `analysis.at_risk.piles.PILES`, int8; -1 for whoever is not inactive.
    early
        Users shown who are late by their own pattern though the rule does not call them inactive yet, bool.
    piles
        One row a pile: pile, users, amount (nan where no money is known); the users add up to the inactive.
    worth
        What each user is worth, as `analysis.at_risk.worth`.
    """

    chances: Chances
    beats: pd.DataFrame
    inactive: np.ndarray
    pile: np.ndarray
    early: np.ndarray
    piles: pd.DataFrame
    worth: Worth

    @property
    def money(self) -> MoneyKind:
        """What `piles` and values count: "mrr", "amount", "account_mrr", or "" where the data hold no money."""
        return self.worth.kind

    @property
    def listed(self) -> np.ndarray:
        """Who stands on the list: everyone inactive, and who is late already; bool."""
        return self.inactive | self.early


# A study's result lives as long as the study: several views of one run ask for it, and beats of a million take seconds.
_found: WeakKeyDictionary[Study, Late] = WeakKeyDictionary()


def late_once(study: Study) -> Late:
    """Return `late(study)`, computed once a study."""
    if study not in _found:
        _found[study] = late(study)
    return _found[study]


def late(study: Study) -> Late:
    """Return who is late, gone or only between visits, of the users shown, by the rule `inactive.days`.

    The chances know no threshold but what counts as coming back (`late.horizon_days`, `late.horizon_gaps`), so they
    are computed once and the other thresholds only move people between piles.
    """
    chances = chances_of(study)
    beats = beats_ahead(study)
    missed = beats["missed_beats"].to_numpy()
    silent = silence_days(study.activity) >= study.settings.inactive.days
    inactive = silent & study.chosen
    pile = piles_of(chances, inactive, missed, study.settings.late)
    early = late_already(chances, missed, study.settings.late) & study.chosen & ~silent
    worth = worth_of(study)
    return Late(chances, beats, inactive, pile, early, _table(pile, worth), worth)


def chances_of(study: Study) -> Chances:
    """Return everyone's chance to come back as of the end of the study's data, computed once a dataset."""
    how = study.settings.late
    key = (how.horizon_days, how.horizon_gaps)
    return study.prepared.kept.once("chance_back", key, lambda: chance_back(study.activity, settings=how))


def _table(pile: np.ndarray, worth: Worth) -> pd.DataFrame:
    users = np.bincount(pile[pile >= 0], minlength=len(PILES))
    amount = [worth.total(pile == place) for place in range(len(PILES))]
    return pd.DataFrame({"pile": PILES, "users": users, "amount": amount})
