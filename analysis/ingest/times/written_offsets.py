"""Times with an offset behind them that are all written alike: DuckDB reads the rest of the text by one pattern.

Mail and HTTP dates, logs of web servers and JavaScript's dates, which one by one take Python a thousand times as long.
"""

import re
from collections.abc import Sequence

import duckdb
import pyarrow as pa

from analysis.ingest.times.orders import EARLIEST, LATEST
from analysis.ingest.times.patterns import candidates, most_alike
from analysis.ingest.times.readings import ISO, Reading
from analysis.ingest.times.stamps import stamp

FEW = 2000  # texts; below it reading them one by one is as fast
_TRIED = 20
# The date and the time of day, the sign of the offset, its hours and minutes. Shared by Python (the choice of a
# pattern) and DuckDB (the reading); whatever is written otherwise is left to Python.
_OFFSET = r"(?:Z| ?(?:GMT|UTC)| ?(?:GMT|UTC)?([+-])(\d{2}):?(\d{2})(?: \([A-Za-z ]*\))?)"
_CLOCK = r"(?:[ T,]|\d{4}:)\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?: ?[AaPp][Mm])?"
_WRITTEN = rf"^\[?([^\[]*{_CLOCK}){_OFFSET}\]?$"
_WRITTEN_PYTHON = re.compile(_WRITTEN)
_SCRIPT_DATES = ("%a %b %d %Y",)
_MOST_HOURS, _MINUTES = 15, 60
_SCHEMA = pa.schema([("read_of", pa.string()), *((name, pa.timestamp("us")) for name in ("read_local", "read_utc"))])
# A pattern of strptime takes any weekday beside any date: it is compared here.
_WEEKDAYS = {"%a": "left(rest, 3)", "%A": "split_part(rest, ',', 1)"}


def read_alike(texts: Sequence[str], reading: Reading) -> pa.Table:
    """Return what `times_table` holds for those of these texts that one pattern and an offset read: all, most, or none.

    Never another meaning than `stamp` has for them; blanks, other spellings and impossible times are not among them.
    """
    pattern = _pattern(texts, reading) if reading.kind == "text" and len(texts) >= FEW else None
    if pattern is None:
        return _SCHEMA.empty_table()
    with duckdb.connect() as connection:
        connection.register("texts", pa.table({"text": pa.array(texts, pa.string())}))
        statement, values = _statement(pattern), {"earliest": EARLIEST, "latest": LATEST}
        return connection.sql(statement, params=values).to_arrow_table().cast(_SCHEMA)


def _pattern(texts: Sequence[str], reading: Reading) -> str | None:
    """Return the pattern that reads the first texts alike, offsets taken off; short years have none."""
    pairs = [(_WRITTEN_PYTHON.match(text), stamp(text, reading)) for text in texts[:_TRIED]]
    meant = [(found[1], each.local) for found, each in pairs if found and each is not None and each.utc is not None]
    dated = (each for each in candidates(reading.layout or ISO, more=_SCRIPT_DATES) if "%y" not in each)
    return most_alike(meant, dated)


def _statement(pattern: str) -> str:
    """Return SQL for the texts that a pattern of our own list reads."""
    parts = f"regexp_extract(text, '{_WRITTEN}', ['rest', 'sign', 'hours', 'minutes'])"
    weekday = next((sign for sign in _WEEKDAYS if sign in pattern), None)
    is_day = "true" if weekday is None else f"strftime(read_local, '{weekday}') = {_WEEKDAYS[weekday]}"
    return f"""
    SELECT text AS read_of, read_local, read_local - to_minutes(shift) AS read_utc
    FROM (SELECT text, part.rest AS rest, try_strptime(part.rest, '{pattern}') AS read_local,
            coalesce(try_cast(part.hours AS INTEGER), 0) AS hours,
            coalesce(try_cast(part.minutes AS INTEGER), 0) AS minutes,
            CASE WHEN part.sign = '-' THEN -1 ELSE 1 END * (hours * 60 + minutes) AS shift
        FROM (SELECT text, {parts} AS part FROM texts))
    WHERE starts_with(text, '[') = ends_with(text, ']') AND read_local >= $earliest
        AND CAST(read_local AS DATE) <= $latest
        AND hours <= {_MOST_HOURS} AND minutes < {_MINUTES} AND {is_day}
    """
