"""One person slowed, or the whole account: who else of it came before, who still comes, in which roles and patterns."""

from collections.abc import Iterable
from typing import Literal

import numpy as np
import pandas as pd

from analysis import wording
from analysis.activity import to_day
from analysis.at_risk.slowdowns import slowdowns
from analysis.study import Study

COLUMNS = (
    "account_id", "verdict", "slowed", "active_before", "active_now", "members", "since", "value", "roles", "patterns",
)  # fmt: skip
BEFORE_DAYS = 56  # up to the first slow-down of the account
NOW_DAYS = 35  # up to now: who comes once a month has come in them
ROLE_COLUMNS = ("role", "job", "job_title", "position")
Verdict = Literal["one person", "its only person", "several", "whole account"]
MOST_NAMES = 4


def missing_reason(study: Study) -> str:
    """Return why accounts cannot be looked at, empty where they can."""
    if study.filters.unit == "accounts":
        return "Accounts are counted as if each were one person: switch back to people to see who of them slowed down."
    if not study.dataset.has_accounts:
        return "No column says which account a person belongs to: with one, this shows whether all of it slowed down."
    return ""


def account_slowdowns(study: Study) -> pd.DataFrame:
    """Return one row an account with at least one chosen user who slowed down, by account id; empty without accounts.

    account_id; verdict; slowed (its people who slowed down); active_before (its people seen in the 56 days up to the
    first of those changes); active_now (seen in the last 35 days); members (ever seen); since (date of the first
    change); value (money a month of those who slowed, nan where unknown); roles, patterns (of those active before, most
    frequent first, "Rep 2, Head 1"). verdict is "its only person" where nobody else was active before; "whole account"
    where at least `slowdown.account_min_share` of those active before slowed down or no longer come; else "one person"
    or "several".
    """
    if missing_reason(study):
        return pd.DataFrame(columns=list(COLUMNS))
    slower = slowdowns(study).slower
    account = study.dataset.attributes["account_id"]
    of_slower = account.iloc[slower.index]
    chosen = slower.assign(account_id=of_slower.to_numpy())[of_slower.notna().to_numpy()]
    members = _rows_by_account(account, set(chosen["account_id"]))
    rows = [_account(study, str(name), own, members[name]) for name, own in chosen.groupby("account_id", sort=True)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _rows_by_account(account: pd.Series, names: set[str]) -> dict[str, np.ndarray]:
    inside = account[account.isin(names)]
    return {str(name): own.index.to_numpy() for name, own in inside.groupby(inside, sort=False)}


def _account(study: Study, name: str, slower: pd.DataFrame, members: np.ndarray) -> tuple:
    activity, since = study.activity, min(slower["since"])
    first_change = to_day(since)
    before = np.array([row for row in members if _came(study, row, first_change - BEFORE_DAYS, first_change)])
    still = members[activity.last_day[members] > activity.observed_to - NOW_DAYS]
    lost = len(set(before) - (set(still) - set(slower.index)))
    verdict = _verdict(len(slower), len(before), lost, min_share=study.settings.slowdown.account_min_share)
    counts = (len(slower), len(before), len(still), len(members))
    value = slower["value"].sum(min_count=1)
    return (name, verdict, *counts, since, value, _roles(study, before), _patterns(study, before))


def _came(study: Study, row: int, after: int, until: int) -> bool:
    days = study.activity.days_of(row)
    return bool(np.any((days > after) & (days <= until)))


def _verdict(slowed: int, before: int, lost: int, *, min_share: float) -> Verdict:
    """Return what happened where `lost` of those active before slowed down or no longer come."""
    if before <= 1:
        return "its only person"
    if lost > 1 and lost >= min_share * before:
        return "whole account"
    return "one person" if slowed == 1 else "several"


def _roles(study: Study, rows: np.ndarray) -> str:
    """Return the roles of people, where the users table has a column of them."""
    known = study.dataset.attributes
    column = next((name for name in known.columns if name.lower() in ROLE_COLUMNS), None)
    return "" if column is None else _counted(known[column].iloc[rows].dropna().astype(str))


def _patterns(study: Study, rows: np.ndarray) -> str:
    labels = study.segmentation
    names = (labels.name_of(int(labels.rhythm[row]), int(labels.detail[row])) for row in rows)
    return _counted(wording.segment_title(name) for name in names)


def _counted(names: Iterable[str]) -> str:
    """Return names with how many have them, most frequent first: "Rep 2, Head 1"."""
    counts = pd.Series(list(names), dtype=object).value_counts()
    order = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return wording.listed([f"{name} {count}" for name, count in order], most=MOST_NAMES)
