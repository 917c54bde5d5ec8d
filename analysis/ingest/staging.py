"""Events as typed rows in DuckDB: one scan of the files; each row has a code that says whether and why it is out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import duckdb

from analysis.errors import UnreadableFileError
from analysis.ingest.columns import ColumnMap
from analysis.ingest.names import normal
from analysis.ingest.readers import Source
from analysis.ingest.timestamps import EARLIEST, LATEST, Reading, local_time_sql, offset_kind_sql

GOOD = 0
MISSING_USER, MISSING_TIME, UNREADABLE_TIME, UNREADABLE_AMOUNT, AFTER_AS_OF = 1, 2, 3, 4, 5
REASONS = {
    MISSING_USER: "missing user id",
    MISSING_TIME: "missing time",
    UNREADABLE_TIME: "unreadable time",
    UNREADABLE_AMOUNT: "unreadable amount",
    AFTER_AS_OF: "after as of",
}
# Up to 1e12 with six decimals: sums are exact, where doubles would differ between runs on two threads.
MONEY = "DECIMAL(18, 6)"
_BLANKS = "chr(9) || ' '"


@dataclass(frozen=True)
class Plan:
    """Everything that decides what a row means.

    Attributes
    ----------
    zone
        Into which instants are converted, or None: stored offsets decide.
    as_of
        Last local day read, or None.
    has_aliases
        Whether the table `aliases` (alias, id) replaces user ids.
    """

    columns: ColumnMap
    reading: Reading
    zone: str | None = None
    as_of: date | None = None
    has_aliases: bool = False

    @property
    def is_cents(self) -> bool:
        """Whether amounts are in hundredths, by the column's name; Baremetrics' `plan_amount` is."""
        column = self.columns.column("amount")
        is_baremetrics = "plan_oid" in self.columns.header and column == "plan_amount"
        return column is not None and (is_baremetrics or normal(column).endswith("_cents"))

    def parameters(self) -> dict[str, object]:
        """Return the values bound in the SQL of `typed_sql`."""
        is_converted = self.zone is not None and (self.reading.kind == "iso" or self.reading.unit is not None)
        return {"zone": self.zone} if is_converted else {}


@dataclass(frozen=True)
class Staged:
    """What one scan found: rows by reject code, rows by kind of offset, the exact sum of amounts."""

    rows: int
    by_code: Mapping[int, int]
    by_offset: Mapping[int, int]
    amount: Decimal | None
    malformed: frozenset[tuple[str, int, str]] = field(default_factory=frozenset)


def stage(connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], plan: Plan) -> Staged:
    """Fill the table `staged` (who, day, hour, event, money, account, code, offset_kind) from every file."""
    connection.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
    parts = [typed_sql(source, plan, parameter=f"file{i}") for i, source in enumerate(sources)]
    files = {f"file{i}": str(source.path) for i, source in enumerate(sources)}
    statement = "CREATE OR REPLACE TABLE staged AS " + " UNION ALL ".join(parts)
    connection.execute(statement, files | plan.parameters())
    tally = connection.execute(
        "SELECT code, offset_kind, count(*), sum(money) FROM staged GROUP BY ALL ORDER BY code, offset_kind"
    ).fetchall()
    by_code: dict[int, int] = {}
    by_offset: dict[int, int] = {}
    for code, offset_kind, rows, _ in tally:
        by_code[code] = by_code.get(code, 0) + rows
        if code == GOOD:
            by_offset[offset_kind] = by_offset.get(offset_kind, 0) + rows
    sums = [money for code, _, _, money in tally if code == GOOD and money is not None]
    amount = None if plan.columns.column("amount") is None else sum(sums, Decimal(0))
    return Staged(sum(by_code.values()), by_code, by_offset, amount, malformed_rows(connection))


def typed_sql(source: Source, plan: Plan, *, parameter: str, more: str = "", keep_rejects: bool = True) -> str:
    """Return a SELECT of one file's typed rows; `more` adds expressions over c0..cn and the texts."""

    def text(field: str) -> str:
        position = source.position(plan.columns.column(field))
        return "CAST(NULL AS VARCHAR)" if position is None else f"c{position}"

    blanked = {
        name: f"nullif(trim({text(name)}, {_BLANKS}), '')" for name in ("user_id", "user_fallback", "account_id")
    }
    who = f"coalesce({blanked['user_id']}, {blanked['user_fallback']})"
    money = f"try_cast(amount_text AS {MONEY})"
    if plan.is_cents:
        money = f"CAST(try_cast(amount_text AS {MONEY}) / 100 AS {MONEY})"
    is_converted = "zone" in plan.parameters()
    stamp = local_time_sql(plan.reading, text="time_text", convert=is_converted)
    offset_kind = offset_kind_sql(plan.reading, text="time_text")
    aliased = "coalesce(aliases.id, typed.who)" if plan.has_aliases else "typed.who"
    joined = "LEFT JOIN aliases ON aliases.alias = typed.who" if plan.has_aliases else ""
    return f"""
    SELECT {aliased} AS who, {_day_sql(plan)} AS day, {_hour_sql(plan)} AS hour, event, money, account,
        {_code_sql(plan)} AS code, CAST({offset_kind} AS UTINYINT) AS offset_kind
        {more}
    FROM (SELECT *, {money} AS money, {stamp} AS stamp
        FROM (SELECT {who} AS who, {text("timestamp")} AS time_text, nullif({text("event")}, '') AS event,
            nullif({text("amount")}, '') AS amount_text, {blanked["account_id"]} AS account
            {", *" if more else ""}
            FROM {source.from_sql(parameter, keep_rejects=keep_rejects)})) AS typed {joined}
    """


def _day_sql(plan: Plan) -> str:
    local_date = "stamp" if plan.reading.kind == "date" else "CAST(stamp AS DATE)"
    return f"CAST({local_date} - DATE '1970-01-01' AS INTEGER)"


def _hour_sql(plan: Plan) -> str:
    hour = "0" if plan.reading.kind == "date" else "extract('hour' FROM stamp)"
    return f"CAST({hour} AS UTINYINT)"


def _code_sql(plan: Plan) -> str:
    too_late = "" if plan.as_of is None else f"WHEN stamp >= DATE '{plan.as_of.isoformat()}' + 1 THEN {AFTER_AS_OF}"
    return f"""CAST(CASE WHEN who IS NULL THEN {MISSING_USER}
        WHEN stamp IS NULL THEN CASE WHEN trim(time_text) <> '' THEN {UNREADABLE_TIME} ELSE {MISSING_TIME} END
        WHEN stamp < DATE '{EARLIEST}' OR stamp >= DATE '{LATEST}' + 1 THEN {UNREADABLE_TIME}
        WHEN amount_text IS NOT NULL AND money IS NULL THEN {UNREADABLE_AMOUNT}
        {too_late} ELSE {GOOD} END AS UTINYINT)"""


def malformed_rows(connection: duckdb.DuckDBPyConnection) -> frozenset[tuple[str, int, str]]:
    """Return file, line and text of the rows DuckDB could not split into the header's columns."""
    tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE table_name = 'reject_errors'").fetchall()
    if not tables:
        return frozenset()
    rows = connection.execute(
        "SELECT s.file_path, e.line, any_value(e.csv_line) FROM reject_errors AS e JOIN reject_scans AS s "
        "USING (scan_id, file_id) GROUP BY s.file_path, e.line"
    ).fetchall()
    return frozenset(rows)


def check_times(sources: Sequence[Source], column: str, reading: Reading | None) -> Reading:
    """Return the reading, or raise UnreadableFileError with an example of what the column holds."""
    if reading is not None:
        return reading
    held = (value for source in sources if column in source.header for value in source.values(column))
    example = next((value for value in held if value.strip()), "")
    raise UnreadableFileError(
        f'Expected times such as 2026-03-01 12:00 or 1772366400 in the column {column}, found "{example[:40]}".',
        hint="name the column of times with --map timestamp=COLUMN, or on the Data page.",
    )
