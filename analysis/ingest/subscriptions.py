"""What users pay: subscriptions of billing systems or in our template, every row kept or counted with its reason."""

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.errors import OffbeatError
from analysis.ingest.billing import day_sqls, fields_of, notes_of, one_reason, refuse_currencies, select
from analysis.ingest.cents import QUANTITY, cents_sql, monthly_cents_sql, whole_cents_sql
from analysis.ingest.columns import ColumnMap
from analysis.ingest.intervals import read_interval
from analysis.ingest.limits import Limits
from analysis.ingest.minor_units import cents_notes, is_in_cents
from analysis.ingest.payers import match_payers
from analysis.ingest.questions import Answered
from analysis.ingest.report import MatchReport
from analysis.ingest.tables import Aliases, TextTable
from analysis.money.plan_names import readable
from analysis.money.undated import undated_notes
from analysis.subscription_status import OVER, RUNNING, TRIAL

SUBSCRIPTION_COLUMNS = (
    "user_id", "start_day", "end_day", "mrr_cents", "plan", "status", "reason", "cancelled_day", "subscription_id",
    "email", "quantity", "interval_months", "currency", "is_trial", "trial_end_day", "period_start_day",
    "period_end_day", "auto_renew",
)  # fmt: skip
_DAYS = {
    "start": "start_day", "end": "end_day", "cancelled_at": "cancelled_day", "trial_end": "trial_end_day",
    "period_start": "period_start_day", "period_end": "period_end_day",
}  # fmt: skip
MOST_INTERVALS = 9999
_TEXTS = ("plan", "status", "reason", "subscription_id", "email")
_SAYS_LITTLE = ("cancellation_requested", "other")  # they asked; what stands beside it says why
_YES, _NO = ("true", "t", "yes", "y", "1"), ("false", "f", "no", "n", "0")


def join_subscriptions(
    users: pd.DataFrame, table: TextTable, columns: ColumnMap, *, folder: Path, aliases: Aliases | None = None,
    limits: Limits, answered: Answered,
) -> tuple[pd.DataFrame, MatchReport]:  # fmt: skip
    """Return Dataset.subscriptions, sorted by id and start, and how they matched.

    Ids are users, accounts or e-mails, whichever matches most; a subscription of an account carries the account's id
    as `user_id`, one by e-mail its user's. Where the reason only says that they asked, feedback or a comment beside it
    is the reason; where the plan is an id, a name beside it is the plan. Monthly revenue is amount x quantity /
    interval in cents, rounded once a subscription, a half to the even cent; a column of monthly revenue goes before a
    price. Local days as written, no zone conversion. Raises
    OffbeatError where there is no price, or more than one currency.
    """
    text = fields_of(table, columns)
    _refuse_without_price(columns)
    text["currency"] = refuse_currencies(text["currency"], "subscriptions")
    text["reason"], text["plan"] = _stated(text), readable(text["plan"], text["plan_name"])
    payers = match_payers(text["user_id"], text["email"], users, aliases=aliases)
    typed = _typed(text, columns, folder=folder, limits=limits, answered=answered)
    reasons = one_reason(_reasons(text, typed, has_interval=_has_interval(columns)), ids=text["subscription_id"])
    keep = ~pd.concat(reasons, axis=1).any(axis=1)
    kept = _settled(typed.assign(user_id=payers.names)[keep], text[keep])
    unique, said = set(payers.ids[keep]), cents_notes(columns, [table.source], answered.cents)
    matched = len(unique & payers.known.keys())
    report = MatchReport(
        "subscriptions", payers.by, matched, len(payers.known) - matched, len(unique) - matched,
        repeated=int(keep.sum()) - len(unique), rejected=len(table.rows) - len(kept) + table.rejected,
        notes=(*table.notes, *notes_of(reasons), *undated_notes(kept), *said), loaded=len(kept), blank=table.blank,
    )  # fmt: skip
    order = kept.assign(user_id=kept["user_id"].map(str.encode)).sort_values(list(SUBSCRIPTION_COLUMNS)).index
    return kept.loc[order].reset_index(drop=True), report


def _stated(text: pd.DataFrame) -> pd.Series:
    """Return the reason of each row: the first of reason, feedback and comment that says more than that they asked."""
    reason = text["reason"]
    for beside in ("feedback", "comment"):
        says_little = reason.isna() | reason.str.lower().isin(_SAYS_LITTLE)
        reason = reason.mask(says_little & text[beside].notna(), text[beside])
    return reason


def _has_interval(columns: ColumnMap) -> bool:
    """Whether monthly revenue hangs on an interval: no column of monthly revenue is there."""
    return columns.column("mrr") is None and columns.column("mrr_cents") is None


def _refuse_without_price(columns: ColumnMap) -> None:
    has_amount = columns.column("amount") is not None or columns.column("amount_cents") is not None
    if _has_interval(columns) and not (has_amount and columns.column("interval")):
        raise OffbeatError(
            "Expected an mrr column in the subscriptions table, or an amount with the interval at which it is paid, "
            f"found {', '.join(columns.header[:8])}.",
            hint="name it with --map subscriptions.mrr=COLUMN, or subscriptions.amount and subscriptions.interval.",
        )


def _typed(text: pd.DataFrame, columns: ColumnMap, *, folder: Path, limits: Limits, answered: Answered) -> pd.DataFrame:
    """Return days and cents, missing where unreadable, and the texts, in the order of the rows."""
    intervals = _intervals(text)
    parts = day_sqls(text, _DAYS, columns, needed="start", answer=answered.time_format)
    parts["mrr_cents"] = _cents(columns, in_cents=is_in_cents(columns, answered.cents))
    parts["quantity"] = f"CAST(try_cast(t_quantity AS {QUANTITY}) AS DOUBLE)"
    frame = select(text.join(intervals), parts, folder=folder, limits=limits)
    days = {day: frame[day].astype("Int32") for day in _DAYS.values()}
    months = 12 * intervals["count"] / intervals["per_year"]
    frame = frame.assign(**days, mrr_cents=frame["mrr_cents"].astype("Int64"), interval_months=months)
    frame = frame.assign(**{name: text[name].astype("str") for name in (*_TEXTS, "currency")})
    return frame.assign(status=_slug(frame["status"]), auto_renew=_flag(text["auto_renew"]))


def _slug(status: pd.Series) -> pd.Series:
    """ "Past due" -> "past_due"."""
    return status.str.lower().str.replace(r"[\s-]+", "_", regex=True)


def _intervals(text: pd.DataFrame) -> pd.DataFrame:
    """Return per_year and count of each row's price, missing (Int64) where its interval is unknown."""
    known = {each: read_interval(each) for each in text["interval"].dropna().unique()}
    per_year = {each: found.per_year for each, found in known.items() if found}
    count = {each: found.count for each, found in known.items() if found}
    times = pd.to_numeric(text["interval_count"].where(text["interval_count"].notna(), "1"), errors="coerce")
    times = times.where((times >= 1) & (times <= MOST_INTERVALS) & (times % 1 == 0))
    return pd.DataFrame({
        "per_year": text["interval"].map(per_year).astype("Int64"),
        "count": (text["interval"].map(count).astype("Float64") * times.astype("Float64")).astype("Int64"),
    })  # fmt: skip


def _cents(columns: ColumnMap, *, in_cents: bool) -> str:
    for field in ("mrr_cents", "mrr"):
        if columns.column(field) is not None:
            return whole_cents_sql(f"t_{field}") if in_cents else cents_sql(f"t_{field}")
    has_cents = columns.column("amount_cents") is not None
    return monthly_cents_sql(
        "t_amount_cents" if has_cents else "t_amount", "t_quantity",
        per_year="t_per_year", count="t_count", in_cents=str(in_cents).lower(),
    )  # fmt: skip


def _flag(text: pd.Series) -> pd.Series:
    """Return yes and no as boolean, missing where neither."""
    low = text.str.lower()
    return low.isin(_YES).astype("boolean").where(low.isin((*_YES, *_NO)))


def _reasons(text: pd.DataFrame, typed: pd.DataFrame, *, has_interval: bool) -> dict[str, pd.Series]:
    """Return which rows must go, by reason."""
    unreadable = {field: text[field].notna() & typed[day].isna() for field, day in _DAYS.items()}
    over = typed["status"].isin(OVER) & typed[["end_day", "cancelled_day", "period_end_day"]].isna().all(axis=1)
    return {
        "no id": text["user_id"].isna(),
        "no readable start": typed["start_day"].isna(),
        "an unreadable end": unreadable["end"],
        "an unreadable cancellation date": unreadable["cancelled_at"],
        "an unreadable end of its trial or its period": unreadable["trial_end"] | unreadable["period_end"],
        "an unreadable quantity": text["quantity"].notna() & ~(typed["quantity"] >= 0),
        "an unknown interval": (typed["interval_months"].isna()) & has_interval,
        "no readable MRR": typed["mrr_cents"].isna(),
        "a negative amount": typed["mrr_cents"] < 0,
        "it ends before it starts": typed["end_day"] < typed["start_day"],
        "its status says it ended, and no date says when": over,
    }


def _settled(typed: pd.DataFrame, text: pd.DataFrame) -> pd.DataFrame:
    """Return the table with what follows from other columns: ends that are announced or implied, and trials.

    A running subscription that is cancelled ends with its period; where nothing else says so, one that is over ended
    on the day it was cancelled. One that is to be cancelled at the period's end does not renew, whether or not that end
    is known. A row that is all trial has no revenue; its price is not known to be paid.
    """
    running, asked = typed["status"].isin(RUNNING), typed["cancelled_day"].notna()
    at_period_end = _flag(text["cancel_at_period_end"]).fillna(value=False).astype(bool)
    asked |= at_period_end
    over = typed["status"].isin(OVER) | (asked & ~running)
    announced = typed["period_end_day"].where(asked & running)
    implied = typed["cancelled_day"].fillna(typed["period_end_day"]).where(over)
    flagged = _flag(text["is_trial"]).fillna(value=False).astype(bool) & typed["trial_end_day"].isna()
    is_trial = flagged | typed["status"].isin(TRIAL)
    settled = typed.assign(
        end_day=typed["end_day"].fillna(announced).fillna(implied),
        auto_renew=typed["auto_renew"].mask(at_period_end & ~over, other=False),
        is_trial=is_trial.astype(bool),
        mrr_cents=typed["mrr_cents"].where(~is_trial, 0).astype("int64"),
        start_day=typed["start_day"].astype("int32"),
        interval_months=typed["interval_months"].astype("Float64").to_numpy(np.float64, na_value=np.nan),
    )
    return settled[list(SUBSCRIPTION_COLUMNS)].astype({"user_id": "str"})
