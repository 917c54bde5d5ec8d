"""What users pay: the subscriptions table in our template, every row kept or counted with its reason."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from analysis.errors import OffbeatError
from analysis.ingest.columns import ColumnMap
from analysis.ingest.join import EventIds
from analysis.ingest.limits import Limits, connect
from analysis.ingest.plan import MONEY
from analysis.ingest.report import MatchReport
from analysis.ingest.tables import Aliases, TextTable
from analysis.ingest.timestamps import Reading, decide_reading, decide_reading_or_refuse, fits_sql, local_time_sql
from analysis.wording import plural

SUBSCRIPTION_COLUMNS = (
    "user_id", "start_day", "end_day", "mrr_cents", "plan", "status", "reason", "cancelled_day",
)  # fmt: skip
_FIELDS = ("user_id", "start", "end", "cancelled_at", "mrr", "mrr_cents", "plan", "status", "reason")
_TEXTS = ("user_id", "plan", "status", "reason")
_CENTS = f"coalesce(try_cast(t_mrr_cents AS BIGINT), CAST(round(try_cast(t_mrr AS {MONEY}) * 100) AS BIGINT))"
_DAYS = {"start": "start_day", "end": "end_day", "cancelled_at": "cancelled_day"}


def join_subscriptions(
    users: pd.DataFrame, events: EventIds, table: TextTable, columns: ColumnMap, *, folder: Path,
    aliases: Aliases | None = None, limits: Limits,
) -> tuple[pd.DataFrame, MatchReport]:  # fmt: skip
    """Return Dataset.subscriptions, sorted by id and start, and how they matched.

    Ids are users, accounts or e-mails, whichever matches most; a subscription of an account carries the account's id
    as `user_id`, one by e-mail its user's. MRR is kept in cents. Local days as written, no zone conversion.
    """
    text = _fields(table, columns)
    if aliases is not None:
        text = text.assign(user_id=aliases.resolve(text["user_id"]))
    by, known = _best_key(text["user_id"], users, events)
    typed = _typed(text, columns, folder=folder, limits=limits)
    reasons = _reasons(text, typed)
    notes = [f"{plural(int(is_bad.sum()), 'row')} left out: {why}." for why, is_bad in reasons.items() if is_bad.any()]
    keep = ~pd.concat(reasons, axis=1).any(axis=1)
    text, typed = text[keep], typed[keep].astype({"mrr_cents": "int64", "start_day": "int32"})
    ids = text["user_id"]
    if by == "email":
        typed = typed.assign(user_id=ids.map(lambda name: known.get(name, name)).astype("str"))
    unique = set(ids)
    matched = len(unique & known.keys())
    report = MatchReport(
        "subscriptions", by, matched, len(known) - matched, len(unique) - matched,
        repeated=len(ids) - len(unique), rejected=len(table.rows) - len(typed) + table.rejected,
        notes=(*table.notes, *notes),
    )  # fmt: skip
    kept = typed[list(SUBSCRIPTION_COLUMNS)]
    order = kept.assign(user_id=kept["user_id"].map(str.encode)).sort_values(list(SUBSCRIPTION_COLUMNS)).index
    return kept.loc[order].reset_index(drop=True), report


def _fields(table: TextTable, columns: ColumnMap) -> pd.DataFrame:
    """Return the table's fields as text, all missing where the file has no such column."""
    columns.require()
    if columns.column("mrr") is None and columns.column("mrr_cents") is None:
        raise OffbeatError(
            f"Expected an mrr column in the subscriptions table, found {', '.join(columns.header[:8])}.",
            hint="name it with --map subscriptions.mrr=COLUMN; a yearly price is divided by 12 first.",
        )
    missing = pd.Series(None, index=table.rows.index, dtype="str")
    found = {field: columns.column(field) for field in _FIELDS}
    return pd.DataFrame({field: missing if name is None else table.rows[name] for field, name in found.items()})


def _best_key(ids: pd.Series, users: pd.DataFrame, events: EventIds) -> tuple[str, Mapping[str, str]]:
    """Return what the ids are, with the known ids of that kind and the user id each stands for."""
    kinds: dict[str, dict[str, str]] = {"user_id": {name: name for name in users["user_id"]}}
    kinds["account_id"] = {name: name for name in users["account_id"].dropna()}
    if "email" in users:
        emails = users.dropna(subset=["email"])
        kinds["email"] = dict(zip(emails["email"], emails["user_id"], strict=True))
    unique = set(ids.dropna())
    return max(kinds.items(), key=lambda kind: len(unique & kind[1].keys()))


def _typed(text: pd.DataFrame, columns: ColumnMap, *, folder: Path, limits: Limits) -> pd.DataFrame:
    """Return days and cents, missing where unreadable, in the order of the rows."""
    parts = [*(f"t_{name} AS {name}" for name in _TEXTS), _CENTS + " AS mrr_cents"]
    for field, day in _DAYS.items():
        reading = _reading(text[field].dropna().tolist(), field, columns)
        local = "NULL" if reading is None else local_time_sql(reading, text=f"t_{field}", zone="stored")
        fits = "false" if reading is None else fits_sql(reading, text=f"t_{field}")
        parts.append(f"CASE WHEN {fits} THEN CAST(CAST({local} AS DATE) - DATE '1970-01-01' AS INTEGER) END AS {day}")
    folder.mkdir()
    with connect(folder, [], limits) as connection:
        connection.register("subscriptions_text", text.add_prefix("t_").assign(row=range(len(text))))
        frame = connection.execute("SELECT " + ", ".join(parts) + " FROM subscriptions_text ORDER BY row").df()
    frame = frame.set_index(text.index)
    days = {day: frame[day].astype("Int32") for day in _DAYS.values()}
    return frame.assign(**days).astype(dict.fromkeys(_TEXTS, "str"))


def _reading(values: list[str], field: str, columns: ColumnMap) -> Reading | None:
    """Return the reading of the days there are; only a start that is nowhere a day refuses the table."""
    times = [value for value in values if decide_reading([value]) is not None]
    if times or not values or field != "start":
        return decide_reading(times)
    return decide_reading_or_refuse(values, column=columns.column(field) or field)


def _reasons(text: pd.DataFrame, typed: pd.DataFrame) -> dict[str, pd.Series]:
    """Return which rows must go, by reason; a row with several counts under the first."""
    reasons = {
        "no id": text["user_id"].isna(),
        "no readable start": typed["start_day"].isna(),
        "an unreadable end": text["end"].notna() & typed["end_day"].isna(),
        "an unreadable cancellation date": text["cancelled_at"].notna() & typed["cancelled_day"].isna(),
        "no readable MRR": typed["mrr_cents"].isna(),
        "it ends before it starts": (typed["end_day"] < typed["start_day"]).fillna(value=False).astype(bool),
    }
    taken = pd.Series(data=False, index=text.index)
    for reason, is_bad in reasons.items():
        reasons[reason] = is_bad & ~taken
        taken |= is_bad
    return reasons
