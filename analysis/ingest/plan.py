"""What decides what a row means, as one SELECT: columns, times, amounts, and a code for rows that cannot be used."""

from dataclasses import dataclass, field
from datetime import date

import duckdb
import pyarrow as pa

from analysis.ingest.columns import ColumnMap
from analysis.ingest.meaning import MoneySql, TimeSql, money_meaning, time_meaning
from analysis.ingest.minor_units import is_named_in_cents
from analysis.ingest.nothing import is_no_amount_sql, is_no_time_sql, name_sql
from analysis.ingest.numbers import NumberReading, number_parameters
from analysis.ingest.questions import YesNo
from analysis.ingest.readers import Source
from analysis.ingest.timestamps import (
    EARLIEST,
    HOURS_A_DAY,
    LATEST,
    TABLE_JOIN_SQL,
    Reading,
    Zone,
)
from analysis.ingest.zones import JOIN_SQL, OwnZones

GOOD = 0
MISSING_USER, MISSING_TIME, UNREADABLE_TIME, UNREADABLE_AMOUNT, AFTER_AS_OF, NUL_IN_ID = 1, 2, 3, 4, 5, 6
REASONS = {
    MISSING_USER: "missing user id",
    MISSING_TIME: "missing time",
    UNREADABLE_TIME: "unreadable time",
    UNREADABLE_AMOUNT: "unreadable amount",
    AFTER_AS_OF: "after as of",
    NUL_IN_ID: "a NUL byte in an id",
}
MICROS, CENTS = 10**6, 100


@dataclass(frozen=True)
class Plan:
    """Everything that decides what a row means.

    Attributes
    ----------
    zone
        Into which instants are converted, or None: stored offsets decide.
    own_zones
        Zones of single users, which go before stored offsets; None where nobody has one, or `zone` is given.
    as_of
        Last local day read, or None.
    cents
        Whether amounts are in cents, or None: their column's name decides.
    times
        What the texts mean that DuckDB cannot read as times; None where nothing is looked up.
    is_careful
        Whether ids are trimmed, words for no value blank, and each unusable row gets its own code. The first scan is
        not: where it meets no such row and no such id, nearly always, both give the same; the careful one costs twice
        as much.
    """

    columns: ColumnMap
    reading: Reading
    zone: str | None = None
    own_zones: OwnZones | None = None
    as_of: date | None = None
    is_careful: bool = False
    cents: YesNo | None = None
    amounts: NumberReading = NumberReading()
    times: pa.Table | None = field(default=None, compare=False)

    def register(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Give a connection the tables that `typed_sql` joins."""
        if self.own_zones is not None:
            self.own_zones.register(connection)
        if self.times is not None:
            connection.register("read_times", self.times)

    @property
    def is_cents(self) -> bool:
        """Whether amounts are in hundredths, as answered, else by the column's name."""
        if self.cents is None:
            return is_named_in_cents(self.columns)
        return self.cents == "yes" and self.columns.column("amount") is not None

    @property
    def converts(self) -> Zone:
        """What decides the local time of an instant; a column without instants has nothing to convert."""
        if not self.reading.has_instants:
            return "stored"
        return "given" if self.zone is not None else "own" if self.own_zones is not None else "stored"

    def parameters(self, statement: str) -> dict[str, object]:
        """Return the values bound in a statement with the SQL of `typed_sql`: those that it names."""
        zone = {"zone": self.zone} if self.converts == "given" else {}
        has_amount = self.columns.column("amount") is not None
        known = zone | (number_parameters(self.amounts) if has_amount else {})
        return {name: value for name, value in known.items() if f"${name}" in statement}


def typed_sql(source: Source, plan: Plan, *, parameter: str, more: str = "", keep_rejects: bool = True) -> str:
    """Return a SELECT of one file's typed rows; `more` adds expressions over c0..cn, the texts and `record`.

    `record` numbers the rows below the header from 1, in the order of the file where the connection keeps it: counted
    before the join with users' zones, which keeps no order.
    """

    def place(field: str) -> int | None:
        return source.position(plan.columns.column(field))

    def text(field: str) -> str:
        return "CAST(NULL AS VARCHAR)" if place(field) is None else f"c{place(field)}"

    def id_text(field: str) -> str:
        return name_sql(text(field)) if plan.is_careful else text(field)

    time = time_meaning(source, place("timestamp"), plan.reading, zone=plan.converts)
    amount = money_meaning(source, place("amount"), plan.amounts)
    user, fallback = id_text("user_id"), id_text("user_fallback")
    event = f"CASE WHEN {id_text('event')} IS NOT NULL THEN {text('event')} END" if plan.is_careful else text("event")
    who = user if plan.columns.column("user_fallback") is None else f"coalesce({user}, {fallback})"
    rows = source.from_sql(parameter, keep_rejects=keep_rejects)
    numbered = f"(SELECT *, row_number() OVER () AS record FROM {rows})" if more else rows
    joins = (TABLE_JOIN_SQL if plan.reading.is_mapped else "") + (JOIN_SQL if plan.converts == "own" else "")
    return f"""
    SELECT who, event, account, hour, money,
        CAST({_code_sql(plan, time, amount)} AS UTINYINT) AS code,
        CAST({time.offset_kind} AS UTINYINT) AS offset_kind {more}
    FROM (SELECT *, {amount.money} AS money, {time.hour} AS hour
        FROM (SELECT *, {time.stamp} AS stamp
            FROM (SELECT {who} AS who, {event} AS event, {text("timestamp")} AS time_text,
                {source.stored_column(place("timestamp"))} AS stored_time,
                {source.stored_column(place("amount"))} AS stored_amount,
                {text("amount")} AS amount_text, {id_text("account_id")} AS account {", *" if more else ""}
                FROM {numbered}){joins}))
    """


def hours_since_earliest(day: date) -> int:
    """Return the number of whole hours from EARLIEST to the start of a day."""
    return (day - EARLIEST).days * HOURS_A_DAY


def _code_sql(plan: Plan, time: TimeSql, amount: MoneySql) -> str:
    """Return SQL for the reject code; a first scan only tells good rows from others, as MISSING_USER."""
    end = hours_since_earliest(LATEST) + HOURS_A_DAY
    now = end if plan.as_of is None else min(end, hours_since_earliest(plan.as_of) + HOURS_A_DAY)
    if not plan.is_careful:
        is_good = f"who IS NOT NULL AND hour >= 0 AND hour < {now} AND {time.fits}"
        is_good += "" if plan.columns.column("amount") is None else f" AND ({amount.is_blank} OR money IS NOT NULL)"
        return f"NOT coalesce({is_good}, false)"
    return f"""CASE
        WHEN who IS NULL THEN {MISSING_USER}
        WHEN contains(who, chr(0)) OR contains(coalesce(account, ''), chr(0)) THEN {NUL_IN_ID}
        WHEN {is_no_time_sql("time_text")} THEN {MISSING_TIME}
        WHEN hour IS NULL OR NOT ({time.fits}) OR hour < 0 OR hour >= {end} THEN {UNREADABLE_TIME}
        WHEN money IS NULL AND NOT ({is_no_amount_sql("amount_text")}) THEN {UNREADABLE_AMOUNT}
        WHEN hour >= {now} THEN {AFTER_AS_OF} ELSE {GOOD} END"""
