"""To which account each user belongs, by where most of their events are."""

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.ingest.staged import Staged

_MOST_PENDING = 1 << 22


def main_accounts(staged: Staged) -> pd.DataFrame:
    """Return user_id, the account with most of the user's events (ties by name), and the number of the user's accounts.

    Users without an account are left out.
    """
    pair, events = _pairs(staged)
    owner, named = np.divmod(pair, max(len(staged.accounts.texts), 1))
    best = np.lexsort((named, -events, owner))
    people, starts, accounts = np.unique(owner[best], return_index=True, return_counts=True)
    return pd.DataFrame(
        {
            "user_id": staged.users.texts.take(pa.array(people)).to_pandas(),
            "account_id": staged.accounts.texts.take(pa.array(named[best][starts])).to_pandas(),
            "accounts": accounts,
        }
    )


def _pairs(staged: Staged) -> tuple[np.ndarray, np.ndarray]:
    """Return every pair of user and account as one number, ascending, and its events."""
    found: list[tuple[np.ndarray, np.ndarray]] = []
    for batch in staged.rows_kept if len(staged.accounts.texts) else ():
        account = staged.accounts.rank[batch["account"].to_numpy()]
        user = staged.users.rank[batch["user"].to_numpy()].astype(np.int64)
        here = (user * len(staged.accounts.texts) + account)[account >= 0]
        found.append(np.unique(here, return_counts=True))
        if sum(len(pair) for pair, _ in found[1:]) > max(len(found[0][0]), _MOST_PENDING):
            found = [_added_up(found)]
    return _added_up(found)


def _added_up(found: list[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """Return each pair once with the sum of its events."""
    empty = np.zeros(0, np.int64)
    pairs = np.concatenate([empty, *(pair for pair, _ in found)])
    events = np.concatenate([empty, *(counts for _, counts in found)])
    pair, place = np.unique(pairs, return_inverse=True)
    return pair, np.bincount(place, events, len(pair)).astype(np.int64)
