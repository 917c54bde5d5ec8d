"""Event files of a stated size, each of other people: some keep a weekday, the others come as they like."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

DAYS = 365
FIRST_S = 1_767_225_600  # 2026-01-01, UTC
EVENTS_A_PERSON = 100
EVENTS_A_DAY = 2.5
KEEP_A_WEEKDAY_SHARE = 0.3
NAMES = ("open", "search", "export", "share", "invite")
_DAY_S = 86_400


def write_events(path: Path, *, events: int, seed: int) -> Path:
    """Write a Parquet of `events` rows (user_id, timestamp, event) in the order of time; returns its path."""
    chance = np.random.default_rng(seed)
    people = max(1, events // EVENTS_A_PERSON)
    visits = max(1, int(events / EVENTS_A_DAY))
    who = chance.integers(0, people, visits, dtype=np.int32)
    day = chance.integers(0, DAYS, visits, dtype=np.int32)
    keeps = who < KEEP_A_WEEKDAY_SHARE * people
    day[keeps] += (who[keeps] % 7 - day[keeps]) % 7
    visit = chance.integers(0, visits, events, dtype=np.int32)
    at_s = FIRST_S + day[visit].astype(np.int64) * _DAY_S + chance.integers(0, _DAY_S, events)
    order = np.argsort(at_s)
    ids = pa.array([f"person-{seed:02d}-{number:06d}" for number in range(people)])
    columns = {
        "user_id": pa.DictionaryArray.from_arrays(pa.array(who[visit][order]), ids),
        "timestamp": pa.array(at_s[order] * 1_000_000, pa.timestamp("us", tz="UTC")),
        "event": pa.DictionaryArray.from_arrays(
            pa.array(chance.integers(0, len(NAMES), events, dtype=np.int32)), pa.array(NAMES)
        ),
    }
    pq.write_table(pa.table(columns), path, compression="zstd")
    return path
