"""At risk, Slowing: one person of an account slowed down, or all of it."""

from dataclasses import dataclass

import pandas as pd

from analysis import wording
from analysis.at_risk.account_slowdowns import NOW_DAYS, account_slowdowns, missing_reason
from analysis.study import Study


@dataclass(frozen=True, eq=False)
class Told:
    """A sentence and a table, for what is opened."""

    sentence: str
    table: pd.DataFrame


def accounts_of(study: Study) -> Told:
    """Return whether one person of an account slowed down or all of it."""
    if reason := missing_reason(study):
        return Told(reason, pd.DataFrame())
    found = account_slowdowns(study)
    if found.empty:
        return Told("Nobody who slowed down belongs to an account.", pd.DataFrame())
    whole = int((found["verdict"] == "whole account").sum())
    of = wording.plural(len(found), "account")
    said = (
        f"Of {of} with somebody who slowed down, {wording.count(whole)} slowed down as a whole. Different people in "
        "one account, such as daily ones beside somebody at month end, are no sign of trouble."
    )
    return Told(said, _account_table(found))


def _account_table(found: pd.DataFrame) -> pd.DataFrame:
    titles = {
        "account_id": "Account", "verdict": "Who slowed down", "slowed": "Slowed down", "active_before": "Came before",
        "active_now": f"Came in the last {NOW_DAYS} days", "members": "People", "since": "Since",
        "value": "Money a month", "roles": "Roles", "patterns": "Patterns",
    }  # fmt: skip
    order = found.sort_values(["slowed", "value", "account_id"], ascending=[False, False, True])
    order["value"] = order["value"].round(2)
    known = [name for name in titles if not (order[name].isna() | (order[name] == "")).all()]
    return order[known].rename(columns=titles).reset_index(drop=True)
