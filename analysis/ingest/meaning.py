"""What the time and the amount of a row mean, as SQL: of their texts, or of what is stored where that is no text."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from analysis.ingest.numbers import NumberReading, money_sql
from analysis.ingest.source import Source
from analysis.ingest.stored import (
    NUMBERS,
    is_instant,
    is_read_stored,
    stored_blank_sql,
    stored_money_sql,
    stored_time_sql,
)
from analysis.ingest.timestamps import EARLIEST, HOURS_A_DAY, Reading, Zone, fits_sql, local_time_sql, offset_kind_sql

# Up to 1e12 with six decimals, summed as integers: doubles would differ between runs on two threads.
MONEY = "DECIMAL(18, 6)"


@dataclass(frozen=True)
class TimeSql:
    """SQL over `time_text` or `stored_time`; `hour` is over `stamp`.

    Attributes
    ----------
    stamp
        The local time, null where unreadable; counts only where `fits` holds.
    hour
        Hours since EARLIEST; never negative where usable, so integer division cannot round up.
    offset_kind
        0 (no offset stored), 1 (an offset of zero) or 2 (another offset).
    """

    stamp: str
    hour: str
    fits: str
    offset_kind: str


@dataclass(frozen=True)
class MoneySql:
    """SQL over `amount_text` or `stored_amount`: the amount, and whether there is none."""

    money: str
    is_blank: str


def time_meaning(source: Source, position: int | None, reading: Reading, *, zone: Zone) -> TimeSql:
    """Return the meaning of a source's times, in the column at `position`."""
    hour = f"CAST((epoch_us(stamp) - epoch_us(TIMESTAMP '{EARLIEST}')) // 3600000000 AS INTEGER)"
    stored = None if position is None else source.stored.get(position)
    if stored is not None and is_read_stored(stored, reading.kind):
        stamp = stored_time_sql(stored, "stored_time", zone=zone)
        return TimeSql(stamp, hour, fits="true", offset_kind="1" if is_instant(stored) else "0")
    if reading.kind == "date":
        hour = f"CAST(stamp - DATE '{EARLIEST}' AS INTEGER) * {HOURS_A_DAY}"
    text = "time_text"
    return TimeSql(
        local_time_sql(reading, text=text, zone=zone),
        hour,
        fits_sql(reading, text=text),
        offset_kind_sql(reading, text=text),
    )


def money_meaning(source: Source, position: int | None, reading: NumberReading) -> MoneySql:
    """Return the meaning of a source's amounts, in the column at `position`; stored numbers need no reading."""
    stored = None if position is None else source.stored.get(position)
    if stored is not None and stored in NUMBERS:
        money = stored_money_sql(stored, "stored_amount", text="amount_text", kind=MONEY)
        return MoneySql(money, stored_blank_sql(stored, "stored_amount"))
    return MoneySql(money_sql(reading, "amount_text", kind=MONEY), "amount_text IS NULL")


def millionths_of(money: pa.Decimal128Array) -> np.ndarray:
    """Return decimals of six places as int64 millionths, whatever where null.

    Of the 16 bytes of each the low 8 hold a number of 18 digits whole, sign included (two's complement).
    """
    return np.frombuffer(money.buffers()[1], np.int64)[2 * money.offset : 2 * (money.offset + len(money)) : 2]
