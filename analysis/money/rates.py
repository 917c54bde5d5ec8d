"""What groups of customers lost, of what they paid: a share a month with its interval, and how often they leave."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.compare.multiplicity import benjamini_hochberg
from analysis.money.exposure import Paid, exposure
from analysis.money.groups_of import NOT_KNOWN
from analysis.money.intervals import lost_rate_interval, rate_ratio
from analysis.money.kinds import lost_of
from analysis.study import Study

COLUMNS = (
    "name", "customers", "mrr", "share", "low", "high", "paying", "ratio", "ratio_low", "ratio_high", "pvalue",
    "pvalue_adjusted",
)  # fmt: skip
NO_CUSTOMERS = ("ratio", "ratio_low", "ratio_high", "pvalue")  # not known of parts of what was lost


def placed(study: Study) -> pd.DataFrame:
    """Return `lost_of(study).rows`, whose place is that in `Paid.payers`: everybody who ever paid, in byte order."""
    return lost_of(study).rows


def shared_codes(group: pd.Series, of_lost: pd.Series) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return names in order, and their places for both; missing is `NOT_KNOWN`."""
    found = [pd.factorize(each) for each in (group, of_lost)]
    names = sorted({str(each) for _, unique in found for each in unique})
    if any((code < 0).any() for code, _ in found):
        names = [*(each for each in names if each != NOT_KNOWN), NOT_KNOWN]
    index = pd.Index(names, dtype="str")
    place, lost_place = (
        np.append(index.get_indexer(unique.astype("str")), len(names) - 1)[code] for code, unique in found
    )
    return names, place, lost_place


def rates(study: Study, paid: Paid, code: np.ndarray, lost_code: np.ndarray, *, names: Sequence[str]) -> pd.DataFrame:
    """Return the rows of `Groups.table`, unsorted and unadjusted; -1 belongs to no group."""
    rows, level = placed(study), study.settings.compare.level
    paying = exposure(paid, code, len(names))
    inside = lost_code >= 0
    table = lost_rates(study, paying, rows[inside], lost_code[inside], names=names)
    times, months = np.bincount(lost_code[inside], minlength=len(names)), paying["paid_months"].to_numpy()
    rest, rest_months = times.sum() - times, months.sum() - months
    ratio = rate_ratio(times, months, rest, rest_months, level=level)
    return table.assign(**dict(zip(("ratio", "ratio_low", "ratio_high", "pvalue"), ratio, strict=True)))


def lost_rates(
    study: Study, paying: pd.DataFrame, rows: pd.DataFrame, code: np.ndarray, *, names: Sequence[str] | range
) -> pd.DataFrame:
    """Return name, customers, mrr, share, low, high, paying; `paying` as `exposure`, `code` a group a row lost."""
    size = len(names)
    cents = rows["cents"].to_numpy(float)
    once = pd.DataFrame({"payer": rows["place"].to_numpy(), "at": code}).drop_duplicates()
    months = paying["money_months"].where(paying["money_months"] > 0).to_numpy(float)
    mrr = np.zeros(size, np.int64)
    np.add.at(mrr, code, rows["cents"].to_numpy())
    squares = np.bincount(code, cents**2, minlength=size) / months**2
    low, high = lost_rate_interval(
        mrr / months, squares, paying["usual_cents"] / months, level=study.settings.compare.level
    )
    share = np.minimum(mrr / months, 1)
    return pd.DataFrame({
        "name": pd.array([str(each) for each in names], dtype="str"),
        "customers": np.bincount(once["at"], minlength=size), "mrr": mrr,
        "share": share, "low": np.minimum(low, 1), "high": np.minimum(high, 1),
        "paying": paying["paying"].to_numpy(int),
    })  # fmt: skip


def finished(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of `rates` in order, adjusted; groups of which nothing is known are left out."""
    table = table[(table["paying"] > 0) | (table["customers"] > 0)]
    table = table.assign(pvalue_adjusted=benjamini_hochberg(table["pvalue"].to_numpy(float)))
    ordered = table.sort_values(["mrr", "name"], ascending=[False, True], ignore_index=True)
    return ordered[list(COLUMNS)]


def empty() -> pd.DataFrame:
    """Return a table of no group."""
    return pd.DataFrame({name: np.zeros(0) for name in COLUMNS}).astype({"name": "str"})
