"""Whose money is counted: everybody's, or that of who pays for somebody whom the filter Who shows."""

from collections.abc import Hashable
from dataclasses import dataclass, replace

import pandas as pd

from analysis.money.ledger import Ledger
from analysis.study import Study


@dataclass(frozen=True, eq=False)
class Shown:
    """Who is counted.

    Attributes
    ----------
    payers
        Ids of users shown and of their accounts; None counts everybody.
    matched, unmatched
        Payers of the subscriptions who are somebody with events, or an account of such people; and those who are not.
    """

    payers: pd.Index | None
    matched: int
    unmatched: int

    @property
    def cannot_narrow(self) -> bool:
        """Whether no payer is known among the people, so that everybody is counted whoever is chosen."""
        return self.matched == 0


def shown(study: Study) -> Shown:
    """Return whose money is counted under the filter Who.

    An account is counted, whole, where at least one of its people is shown. Payers nobody knows are not counted once
    somebody is chosen; where no payer at all is known everybody is. Who may be a bot narrows no money.
    """
    return study.prepared.kept.once("shown_payers", shown_key(study), lambda: _shown(study))


def shown_key(study: Study) -> Hashable:
    """Return what tells apart whom two studies of the same data show; None where everybody is."""
    if study.filters.who == "all":
        return None
    return study.chosen_key


def only_shown(study: Study, rows: pd.DataFrame, column: str = "payer") -> pd.DataFrame:
    """Return the rows of payers who are counted."""
    payers = shown(study).payers
    return rows if payers is None else rows[rows[column].isin(payers)].reset_index(drop=True)


def narrowed(study: Study, whole: Ledger) -> Ledger:
    """Return the ledger of payers who are counted: their movements as they are, so that months reconcile as before."""
    if shown(study).payers is None:
        return whole
    movements, spans = only_shown(study, whole.movements), only_shown(study, whole.spans)
    first = int(movements["day"].min()) if len(movements) else whole.last_day
    payer, payers = pd.factorize(spans["payer"], sort=True)
    return replace(whole, movements=movements, spans=spans, payer=payer, payers=pd.Index(payers), first_day=first)


def everybody_of(study: Study) -> Study:
    """Return the study with everyone shown, for what names people whoever is chosen."""
    if study.filters.who == "all":
        return study
    return study.with_filters(replace(study.filters, who="all"))


def _shown(study: Study) -> Shown:
    table = study.dataset.subscriptions
    payers = pd.Index([] if table is None else table["user_id"].unique())
    everyone = _ids(study, pd.Series(data=True, index=range(study.activity.users)))
    matched = int(payers.isin(everyone).sum())
    if study.filters.who == "all" or not matched:
        return Shown(None, matched, len(payers) - matched)
    return Shown(_ids(study, pd.Series(study.chosen)), matched, len(payers) - matched)


def _ids(study: Study, chosen: pd.Series) -> pd.Index:
    """Return the ids of some users (bool, row i is user i) and of their accounts."""
    known = study.dataset.attributes[chosen.to_numpy(bool)]
    accounts = known["account_id"].dropna() if study.dataset.has_accounts else known["user_id"][:0]
    return pd.Index(pd.concat([known["user_id"], accounts]).unique())
