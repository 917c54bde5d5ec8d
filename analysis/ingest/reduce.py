"""Staged events become user-days and uses: two GROUP BYs in DuckDB, sorted, then read-only arrays."""

from datetime import date
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.activity import OTHER_EVENTS_BIT, Activity, to_day

# A user-event pair's count, first and last day; days come from the bits where the name has one (no distinct count).
_NO_TEXT = pa.array([], pa.string())
_PAIRS = """
CREATE OR REPLACE TABLE pairs AS
SELECT who, event, count(*) AS events, min(day) AS first_day, max(day) AS last_day, sum(money) AS money
FROM staged WHERE code = 0 GROUP BY who, event
"""
_PEOPLE = """
CREATE OR REPLACE TABLE people AS
SELECT who, CAST(row_number() OVER (ORDER BY who) - 1 AS INTEGER) AS code FROM (SELECT DISTINCT who FROM pairs)
"""
_NAMES = """
CREATE OR REPLACE TABLE names AS
SELECT event, CAST(row_number() OVER (ORDER BY count(*) DESC, event) - 1 AS INTEGER) AS rank
FROM pairs WHERE event IS NOT NULL GROUP BY event
"""
_USER_DAYS = """
SELECT people.code AS code, day, events, hours, bits, money FROM (
    SELECT who, day, CAST(count(*) AS UINTEGER) AS events, bit_or(CAST(1 AS UINTEGER) << hour) AS hours,
        bit_or(CASE WHEN rank IS NULL THEN CAST(0 AS UBIGINT) ELSE CAST(1 AS UBIGINT) << least(rank, 63) END) AS bits,
        CAST(sum(money) AS DOUBLE) AS money
    FROM staged LEFT JOIN names USING (event) WHERE staged.code = 0 GROUP BY who, day
) JOIN people USING (who) ORDER BY code, day
"""
_USES = """
SELECT people.code AS code, names.rank AS rank, events, first_day, last_day, CAST(money AS DOUBLE) AS money
FROM pairs JOIN people USING (who) JOIN names USING (event) ORDER BY code, event
"""
_RARE_DAYS = """
SELECT people.code AS code, names.rank AS rank, count(DISTINCT day) AS days
FROM staged JOIN names USING (event) JOIN people USING (who)
WHERE staged.code = 0 AND names.rank >= 63 GROUP BY people.code, names.rank ORDER BY 1, 2
"""


def reduce_events(
    connection: duckdb.DuckDBPyConnection, *, has_amount: bool, has_times: bool, as_of: date | None
) -> Activity:
    """Return the Activity of the table `staged`; byte-equal for the same rows in any order, on any threads."""
    for statement in (_PAIRS, _PEOPLE, _NAMES):
        connection.execute(statement)
    ids = _column(connection, "SELECT who FROM people ORDER BY code", "who")
    names = _column(connection, "SELECT event FROM names ORDER BY rank", "event").to_pylist()
    days = connection.sql(_USER_DAYS).to_arrow_table()
    user, day = _numpy(days, "code", np.int64), _numpy(days, "day", np.int32)
    offsets = np.concatenate(([0], np.cumsum(np.bincount(user, minlength=len(ids))))).astype(np.int64)
    bits = _numpy(days, "bits", np.uint64)
    hours = _numpy(days, "hours", np.uint32)
    return Activity(
        user_ids=ids,
        offsets=offsets,
        day=day,
        events=_numpy(days, "events", np.uint32),
        hours=hours if has_times else np.zeros_like(hours),
        event_bits=bits,
        amount=np.nan_to_num(_numpy(days, "money", np.float64)) if has_amount else None,
        event_names=tuple(names[:OTHER_EVENTS_BIT]),
        uses=_uses(connection, names, user=user, bits=bits),
        observed_from=int(day.min()),
        observed_to=int(day.max()) if as_of is None else to_day(as_of),
    )


def main_accounts(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return user_id and the account with most of the user's events (ties by name); users without one are left out."""
    return connection.execute(
        "SELECT who AS user_id, account AS account_id FROM (SELECT who, account, count(*) AS events FROM staged "
        "WHERE code = 0 AND account IS NOT NULL GROUP BY who, account) "
        "QUALIFY row_number() OVER (PARTITION BY who ORDER BY events DESC, account) = 1 ORDER BY who"
    ).df()


def _uses(
    connection: duckdb.DuckDBPyConnection, names: list[str], *, user: np.ndarray, bits: np.ndarray
) -> pd.DataFrame:
    """Return one row a user and event name, by user, then event."""
    table = connection.sql(_USES).to_arrow_table()
    rank = _numpy(table, "rank", np.int64)
    owner = _numpy(table, "code", np.int32)
    event = pa.DictionaryArray.from_arrays(pa.array(rank, pa.int32()), pa.array(names, pa.string())).cast(pa.string())
    columns: dict[str, Any] = {
        "user": owner,
        "event": event.to_pandas(),
        "days": _days_of_uses(connection, owner, rank, user=user, bits=bits),
        "count": _numpy(table, "events", np.int64),
        "first_day": _numpy(table, "first_day", np.int32),
        "last_day": _numpy(table, "last_day", np.int32),
        "amount": _numpy(table, "money", np.float64),
    }
    return pd.DataFrame(columns)


def _days_of_uses(
    connection: duckdb.DuckDBPyConnection, owner: np.ndarray, rank: np.ndarray, *, user: np.ndarray, bits: np.ndarray
) -> np.ndarray:
    """Count days of each use: from the bits of the user-days, and by a distinct count for names without their own."""
    days = np.zeros(len(owner), np.int32)
    users = int(owner.max()) + 1 if len(owner) else 0
    for name in range(min(int(rank.max(initial=-1)) + 1, OTHER_EVENTS_BIT)):
        is_set = (bits >> np.uint64(name)) & np.uint64(1)
        counted = np.bincount(user[is_set.astype(bool)], minlength=users)
        rows = rank == name
        days[rows] = counted[owner[rows]]
    if len(rank) and rank.max() >= OTHER_EVENTS_BIT:
        rare = connection.execute(_RARE_DAYS).fetchnumpy()
        at = {key: row for row, key in enumerate(zip(owner.tolist(), rank.tolist(), strict=True))}
        rows = [at[key] for key in zip(rare["code"].tolist(), rare["rank"].tolist(), strict=True)]
        days[rows] = rare["days"]
    return days


def _column(connection: duckdb.DuckDBPyConnection, statement: str, name: str) -> pa.Array:
    return pa.concat_arrays(connection.sql(statement).to_arrow_table()[name].cast(pa.string()).chunks or [_NO_TEXT])


def _numpy(table: pa.Table, name: str, kind: type) -> np.ndarray:
    return np.ascontiguousarray(table[name].to_numpy()).astype(kind, copy=False)
