"""Revenue lost by kind, and by plan, industry, country, time with us, pattern, segment: a share a month, with interval.

Groups of customers carry what they paid in the time looked at, so that one that grew is not told from one that leaks by
its size. Kinds share what all paid, so that their shares add up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.money.exposure import Paid, all_paid, paid_of
from analysis.money.groups_of import attribute_of, in_segment, rhythm_of, vertical_column, why_no_people
from analysis.money.rates import NO_CUSTOMERS, empty, finished, lost_rates, placed, rates, shared_codes
from analysis.money.tenure import TENURES, by_tenure_pieces
from analysis.study import Study


@dataclass(frozen=True, eq=False)
class Groups:
    """Revenue lost by group in the time looked at.

    Attributes
    ----------
    by
        What the groups are: "kind", "plan", "industry" ...
    table
        One row a group, most revenue lost first: name (str), customers (int64, lost, each once), mrr (int64, cents
        lost), share (lost a month, of what was paid a month, in [0, 1]; nan where nobody paid) with low and high,
        paying (int64, customers seen paying), ratio (how often customers of the group leave, as a multiple of everybody
        else's) with ratio_low and ratio_high, pvalue, pvalue_adjusted (Benjamini & Hochberg over the table). The last
        five are nan where groups are no groups of customers, and where nobody left.
    refused
        Why there is no table, "" where there is one.
    left_out
        Customers in none of the groups.
    """

    by: str
    table: pd.DataFrame = field(repr=False)
    refused: str = ""
    left_out: int = 0


def by_kind(study: Study) -> Groups:
    """Return what was lost by kind of leaving: the shares add up to the share lost in all."""
    return _parts(study, "kind")


def by_way(study: Study) -> Groups:
    """Return what was lost by way of leaving."""
    return _parts(study, "way")


def by_plan(study: Study) -> Groups:
    """Return what was lost by the plan that ended, of what was paid for that plan."""
    paid, lost = paid_of(study), placed(study)
    return _of_text(study, "plan", paid.plan, lost["plan"])


def by_vertical(study: Study) -> Groups:
    """Return what was lost by industry; refused where the users table names none."""
    column = vertical_column(study.dataset)
    if column is None:
        return _refused("industry", "No column names an industry: add a users table that has one.")
    return by_attribute(study, column)


def by_attribute(study: Study, column: str) -> Groups:
    """Return what was lost by a column of the users table; refused where there is none."""
    if column not in study.dataset.attribute_names:
        return _refused(column, f'The users table has no column "{column}".')
    paid = paid_of(study)
    return _of_payers(study, column, attribute_of(study.dataset, paid.payers, column))


def by_rhythm(study: Study) -> Groups:
    """Return what was lost by the pattern of those who pay, as their whole history shows it.

    Payers without events are in no group: they may all have left before the events begin.
    """
    paid, lost = paid_of(study), placed(study)
    why = why_no_people(study, paid.payers)
    if why:
        return _refused("pattern", why)
    code, names = pd.factorize(rhythm_of(study, paid.payers), sort=True)
    table = _table(study, paid, code[paid.payer], code[lost["place"].to_numpy()], names=names)
    return Groups("pattern", table, left_out=int((code < 0).sum()))


def by_tenure(study: Study) -> Groups:
    """Return what was lost by how long customers had been paying: each counts in every class they passed through."""
    pieces, tenure, lost = by_tenure_pieces(paid_of(study), placed(study), study)
    return Groups("tenure", _table(study, pieces, tenure, lost, names=TENURES))


def by_segment(study: Study, names: Sequence[str]) -> Groups:
    """Return what was lost by segment, each against payers outside it; segments may overlap.

    Raises UnknownNameError, RuleError.
    """
    paid = paid_of(study)
    why = why_no_people(study, paid.payers)
    if why:
        return _refused("segment", why)
    rows = [_one_segment(study, paid, name) for name in names]
    table = pd.concat(rows) if rows else empty()
    unknown = ~paid.payers.isin(study.activity.user_ids.to_pandas())
    return Groups("segment", finished(table), left_out=int(unknown.sum()))


def _one_segment(study: Study, paid: Paid, name: str) -> pd.DataFrame:
    inside, place = in_segment(study, paid.payers, name), placed(study)["place"].to_numpy()
    group = np.where(inside >= 0, 1 - inside, -1)
    return rates(study, paid, group[paid.payer], group[place], names=(name, ""))[:1]


def _parts(study: Study, by: str) -> Groups:
    """Return parts of what was lost, all over what everybody paid."""
    rows = placed(study)
    code, names = pd.factorize(rows[by].astype("str"))
    all_of_it = all_paid(study)
    paying = pd.DataFrame(np.repeat(all_of_it.to_numpy(), len(names), axis=0), columns=all_of_it.columns)
    table = lost_rates(study, paying, rows, code, names=names)
    return Groups(by, finished(table.assign(**dict.fromkeys(NO_CUSTOMERS, np.nan))))


def _of_payers(study: Study, by: str, group: pd.Series) -> Groups:
    """Return groups by a text a payer."""
    paid, lost, group = paid_of(study), placed(study), group.astype("category")
    of_lost = group.iloc[lost["place"].to_numpy()].reset_index(drop=True)
    return _of_text(study, by, group.iloc[paid.payer].reset_index(drop=True), of_lost)


def _of_text(study: Study, by: str, group: pd.Series, of_lost: pd.Series) -> Groups:
    """Return groups by a text a stretch paid and a text a row lost."""
    names, code, lost_code = shared_codes(group, of_lost)
    return Groups(by, _table(study, paid_of(study), code, lost_code, names=names))


def _table(study: Study, paid: Paid, code: np.ndarray, lost_code: np.ndarray, *, names: Sequence[str]) -> pd.DataFrame:
    return finished(rates(study, paid, code, lost_code, names=names))


def _refused(by: str, why: str) -> Groups:
    return Groups(by, empty(), why)
