"""Rows of a Parquet file taken straight from its columns: ids, times and amounts as they are stored, no text a row.

They mean what the SQL of `plan` says of them. Where a column or a row needs more than is done here, SQL reads the file.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis.ingest.given import given_of, whole_numbers
from analysis.ingest.meaning import MONEY, millionths_of
from analysis.ingest.nothing import NO_NAME
from analysis.ingest.plan import AFTER_AS_OF, GOOD, MISSING_TIME, MISSING_USER, Plan, hours_since_earliest
from analysis.ingest.row_groups import Made, Work, stored_batches
from analysis.ingest.source import Source, float_text_sql
from analysis.ingest.stored import MOST_EXACT, MOST_OFF, is_instant, is_read_stored, stored_money_sql
from analysis.ingest.timestamps import EARLIEST, HOURS_A_DAY, LATEST

ODD_ID = rf"^$|^[ \t]|[ \t]$|\x00|{NO_NAME}"
_MICROS = 10**6
_MOST_WHOLE = 10**12  # as many as a number of 18 digits with six decimals holds
_HOUR_S = 3600
_A_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
_EPOCH_HOUR = hours_since_earliest(EARLIEST.replace(year=1970))
_FIELDS = {"who": "user_id", "time": "timestamp", "event": "event", "account": "account_id", "amount": "amount"}


class NotStraightError(Exception):
    """A row that only SQL can judge."""


def is_straight(source: Source, plan: Plan) -> bool:
    """Whether a file's columns are stored so that rows can be taken from them under this plan."""
    if source.kind != "parquet" or source.inside or plan.is_careful or plan.converts != "stored":
        return False
    if plan.reading.is_mapped or plan.columns.column("user_fallback") is not None:
        return False
    places = {name: source.position(plan.columns.column(field)) for name, field in _FIELDS.items()}
    if places["who"] is None or not is_read_stored(source.stored.get(places["time"], None), plan.reading.kind):
        return False
    if places["amount"] is not None and source.stored.get(places["amount"]) not in ("whole", "double"):
        return False
    types = pq.read_schema(source.path).types
    return all(_is_name(types[places[name]]) for name in ("who", "event", "account") if places[name] is not None)


def straight_batches(
    connection: duckdb.DuckDBPyConnection, source: Source, plan: Plan, works: Sequence[Work[Made]]
) -> Iterator[Made]:
    """Yield what `works`, each on a thread of its own, make of the rows, in no order.

    They are given who, event, account (texts, dictionaries or whole numbers), hour, money (millionths), code and
    offset_kind. Raises NotStraightError, or what an unreadable file raises.
    """
    names = pq.read_schema(source.path).names
    places = {name: source.position(plan.columns.column(field)) for name, field in _FIELDS.items()}
    columns = {name: names[place] for name, place in places.items() if place is not None}
    offset_kind = int(is_instant(source.stored[places["time"]]))
    typed = partial(_typed, connection=connection, columns=columns, plan=plan, offset_kind=offset_kind)
    first_typed = [partial(_after, typed, work) for work in works]
    yield from stored_batches(source.path, [*columns.values()], first_typed)


def _after(typed: Work[pa.RecordBatch], work: Work[Made], batch: pa.RecordBatch) -> Made:
    return work(typed(batch))


def _typed(
    batch: pa.RecordBatch,
    *,
    connection: duckdb.DuckDBPyConnection,
    columns: Mapping[str, str],
    plan: Plan,
    offset_kind: int,
) -> pa.RecordBatch:
    """Return a batch as `straight_batches` gives it to work; safe on several threads."""
    nothing = pa.nulls(batch.num_rows, pa.string())
    given = {name: batch[columns[name]] if name in columns else nothing for name in _FIELDS}
    hour = _hours(given["time"])
    code = _codes(given, hour, plan)
    if code.any():
        _check_left_out(batch, given, code)
    amount = None if "amount" not in columns else _micros(connection, given["amount"])
    return pa.record_batch(
        {
            "who": given["who"],
            "event": given["event"],
            "account": given["account"],
            "hour": pa.array(hour.astype(np.int32)),
            "money": pa.nulls(batch.num_rows, pa.int64()) if amount is None else amount,
            "code": pa.array(code),
            "offset_kind": pa.array(np.full(batch.num_rows, offset_kind, np.uint8)),
        }
    )


def _is_name(kind: pa.DataType) -> bool:
    held = kind.value_type if pa.types.is_dictionary(kind) else kind
    return pa.types.is_string(held) or pa.types.is_large_string(held) or pa.types.is_integer(held)


def _hours(times: pa.Array) -> np.ndarray:
    """Return hours since EARLIEST, 0 where there is no time."""
    kind = times.type
    if pa.types.is_date(kind):
        days = times.cast(pa.date32()).cast(pa.int32())
        return pc.fill_null(days, -_EPOCH_HOUR // HOURS_A_DAY).to_numpy().astype(np.int64) * HOURS_A_DAY + _EPOCH_HOUR
    an_hour = _HOUR_S * _A_SECOND[kind.unit]
    return pc.fill_null(times.cast(pa.int64()), -_EPOCH_HOUR * an_hour).to_numpy() // an_hour + _EPOCH_HOUR


def _codes(given: dict[str, pa.Array], hour: np.ndarray, plan: Plan) -> np.ndarray:
    """Return the reject code of each row, as a careful scan gives it where no id is odd and each amount a number."""
    end = hours_since_earliest(LATEST) + HOURS_A_DAY
    if hour.min() < 0 or hour.max() >= end:
        raise NotStraightError
    code = np.full(len(hour), GOOD, np.uint8)
    if plan.as_of is not None:
        code[hour >= hours_since_earliest(plan.as_of) + HOURS_A_DAY] = AFTER_AS_OF
    for name, missing in (("time", MISSING_TIME), ("who", MISSING_USER)):
        if given[name].null_count:
            code[given[name].is_null().to_numpy(zero_copy_only=False)] = missing
    return code


def _check_left_out(batch: pa.RecordBatch, given: dict[str, pa.Array], code: np.ndarray) -> None:
    """Raise NotStraightError where an id of a row that is left out would give it another code."""
    batch.validate(full=True)
    left = pa.array(code != GOOD)
    for name in ("who", "account"):
        if pc.any(pc.match_substring_regex(given[name].filter(left).cast(pa.string()), ODD_ID)).as_py():
            raise NotStraightError


def _micros(connection: duckdb.DuckDBPyConnection, amounts: pa.Array) -> pa.Array:
    """Return amounts in millionths, as `stored_money_sql` gives them."""
    if pa.types.is_integer(amounts.type):
        if amounts.null_count < len(amounts) and max(map(abs, pc.min_max(amounts).as_py().values())) >= _MOST_WHOLE:
            raise NotStraightError
        return pc.multiply(amounts.cast(pa.int64()), _MICROS)
    given = given_of(amounts)
    at = np.flatnonzero(given)
    known = np.frombuffer(amounts.buffers()[1], np.float64)[amounts.offset :][at]
    is_number = ~np.isnan(known)
    if not is_number.all():
        given[at[~is_number]] = False
        at, known = at[is_number], known[is_number]
    is_small = np.abs(known) < MOST_EXACT
    micros = np.where(is_small, known, 0.0) * _MICROS
    is_plain = is_small & (np.abs(micros - np.rint(micros)) < MOST_OFF)
    found = np.rint(micros).astype(np.int64)
    if not is_plain.all():
        found[~is_plain] = _exact_micros(connection, known[~is_plain])
    whole = np.zeros(len(amounts), np.int64)
    whole[at] = found
    return whole_numbers(whole, given)


def _exact_micros(connection: duckdb.DuckDBPyConnection, values: np.ndarray) -> np.ndarray:
    """Return what the shortest texts that stand for doubles say, in millionths."""
    money = stored_money_sql("double", "c", text=float_text_sql("c"), kind=MONEY)
    statement = "SELECT " + money + " AS money FROM odd_amounts ORDER BY place"
    with connection.cursor() as own:  # several threads ask
        own.register("odd_amounts", pa.table({"place": np.arange(len(values)), "c": values}))
        found = own.sql(statement).to_arrow_table()["money"]
    if found.null_count:
        raise NotStraightError
    return millionths_of(found.combine_chunks())
