"""Money, Leaks: how each kind of leaving was decided, what they said, in which way they left."""

from dataclasses import dataclass

import pandas as pd

from analysis import wording
from analysis.money.by_group import by_way
from analysis.money.kind_words import HOW, KIND_OF, KIND_TITLES, WAY_TITLES
from analysis.money.kinds import Lost, lost_of
from analysis.money.reasons import reasons, said
from analysis.study import Study
from analysis.views import money_words
from analysis.views.money_leaks import EACH_MONTH

MOST_REASONS = 40


@dataclass(frozen=True, eq=False)
class KindsShown:
    """What stands behind the kinds; empty frames where there is nothing to show.

    Attributes
    ----------
    how
        One row a way to decide, in the order in which they are tried.
    note
        What could not be asked because no activity is known; empty where it is.
    reasons, words
        Reasons given, and words of free text with how many customers wrote them.
    ways
        One row a way of leaving.
    """

    how: pd.DataFrame
    note: str
    reasons: pd.DataFrame
    words: pd.DataFrame
    ways: pd.DataFrame


def kinds_of(study: Study) -> KindsShown:
    """Return how kinds were decided, for those who left in the period chosen."""
    lost = lost_of(study)
    return KindsShown(_how(lost), lost.why_no_activity, _reasons(lost), _words(lost), _ways(study))


def _how(lost: Lost) -> pd.DataFrame:
    used = lost.rows.groupby("how").agg(cents=("cents", "sum"), customers=("payer", "nunique"))
    tried = [each for each in HOW if each in used.index]
    used = used.loc[tried]
    return pd.DataFrame({
        "How it was decided": [HOW[each] for each in tried],
        "So": [KIND_TITLES[KIND_OF[each]] for each in tried],
        "Customers": used["customers"].to_numpy(),
        EACH_MONTH: [money_words.amount(each) for each in used["cents"]],
    })  # fmt: skip


def _reasons(lost: Lost) -> pd.DataFrame:
    found = reasons(lost).head(MOST_REASONS)
    return pd.DataFrame({
        "Reason given": found["title"], "Counted as": found["kind"].map(KIND_TITLES),
        "Customers": found["customers"], EACH_MONTH: [money_words.amount(each) for each in found["cents"]],
    })  # fmt: skip


def _words(lost: Lost) -> pd.DataFrame:
    found = said(lost)
    amounts = [money_words.amount(each) for each in found["cents"]]
    return pd.DataFrame({"Words": found["words"], "Customers": found["customers"], EACH_MONTH: amounts})


def _ways(study: Study) -> pd.DataFrame:
    found = by_way(study).table
    total = found["mrr"].sum()
    return pd.DataFrame({
        "How they went": found["name"].astype("str").map(WAY_TITLES), "Customers": found["customers"],
        EACH_MONTH: [money_words.amount(each) for each in found["mrr"]],
        "Of all lost": [wording.share(each / total) if total else wording.UNDEFINED for each in found["mrr"]],
    })  # fmt: skip
