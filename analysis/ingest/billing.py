"""Tables of a billing system as typed columns: days as written, texts, money in whole cents."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from analysis.errors import OffbeatError
from analysis.ingest.columns import ColumnMap
from analysis.ingest.day_readings import day_reading
from analysis.ingest.limits import Limits, connect
from analysis.ingest.tables import TextTable
from analysis.ingest.timestamps import PLAIN_KINDS, Reading, fits_sql, in_iso, local_time_sql
from analysis.wording import listed, plural


def fields_of(table: TextTable, columns: ColumnMap) -> pd.DataFrame:
    """Return the table's fields as text, all missing where the file has no such column.

    The e-mail stands in for a missing id.
    """
    columns.require()
    missing = pd.Series(None, index=table.rows.index, dtype="str")
    text = pd.DataFrame({
        field: missing if name is None else table.rows[name] for field, name in columns.as_dict().items()
    })  # fmt: skip
    return text.assign(user_id=text["user_id"].fillna(text["email"]))


def day_sqls(
    text: pd.DataFrame, days: Mapping[str, str], columns: ColumnMap, *, needed: str, answer: str | None = None
) -> dict[str, str]:
    """Return SQL for each day (field -> name of the column), null where unreadable; `needed` must hold some day.

    `answer` is how they are written where their values leave it open; without it that is an error.

    Days in other formats than DuckDB casts are rewritten in `text` as ISO 8601.
    """
    parts = {}
    for field, day in days.items():
        values = text[field].dropna().tolist()
        reading = day_reading(values, field, columns, is_needed=field == needed, answer=answer)
        if reading is not None and reading.kind not in PLAIN_KINDS:
            text[field], reading = in_iso(text[field], reading), Reading("iso")
        local = "NULL" if reading is None else local_time_sql(reading, text=f"t_{field}", zone="stored")
        fits = "false" if reading is None else fits_sql(reading, text=f"t_{field}")
        parts[day] = f"CASE WHEN {fits} THEN CAST(CAST({local} AS DATE) - DATE '1970-01-01' AS INTEGER) END"
    return parts


def select(text: pd.DataFrame, parts: Mapping[str, str], *, folder: Path, limits: Limits) -> pd.DataFrame:
    """Return one column a part (name -> SQL over t_<column of text>), row by row."""
    folder.mkdir()
    listed_parts = ", ".join(f"{sql} AS {name}" for name, sql in parts.items())
    with connect(folder, [], limits) as connection:
        connection.register("billing_text", text.add_prefix("t_").assign(row=range(len(text))))
        frame = connection.execute("SELECT " + listed_parts + " FROM billing_text ORDER BY row").df()
    return frame.set_index(text.index)


def one_reason(reasons: Mapping[str, pd.Series], *, ids: pd.Series) -> dict[str, pd.Series]:
    """Return which rows must go by reason, a row with several only under the first; of one id the first good row stays.

    `ids` are the rows' own ids, missing where a row has none.
    """
    single, taken = {}, pd.Series(data=False, index=ids.index)
    for reason, is_bad in reasons.items():
        single[reason] = is_bad.fillna(value=False).astype(bool) & ~taken
        taken |= single[reason]
    good = ids.where(~taken)
    return {**single, "its id came before": good.notna() & good.duplicated()}


def notes_of(reasons: Mapping[str, pd.Series]) -> list[str]:
    """Say how many rows were left out for each reason."""
    return [f"{plural(int(bad.sum()), 'row')} left out: {why}." for why, bad in reasons.items() if bad.any()]


def refuse_currencies(currency: pd.Series, table: str) -> pd.Series:
    """Return the currency of each row in capitals; raise OffbeatError where a table has more than one."""
    known = currency.str.upper()
    found: Sequence[str] = sorted(known.dropna().unique())
    if len(found) > 1:
        raise OffbeatError(
            f"Expected one currency in the {table} table, found {listed(found)}: they cannot be added up.",
            hint="filter the file to one currency, or convert the amounts first.",
        )
    return known
