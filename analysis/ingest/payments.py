"""What was paid, and what failed: payments or invoices of a billing system, every row kept or counted."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from analysis.errors import OffbeatError
from analysis.ingest.billing import day_sqls, fields_of, notes_of, one_reason, refuse_currencies, select
from analysis.ingest.cents import cents_sql, whole_cents_sql
from analysis.ingest.columns import ColumnMap
from analysis.ingest.limits import Limits
from analysis.ingest.minor_units import cents_notes, is_cents_name
from analysis.ingest.payers import match_payers
from analysis.ingest.questions import Answered
from analysis.ingest.report import MatchReport
from analysis.ingest.tables import Aliases, TextTable

PAYMENT_COLUMNS = (
    "payer", "day", "amount_cents", "refunded_cents", "status", "decline_reason", "subscription_id", "currency",
)  # fmt: skip
STATUSES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("paid", "succeeded", "successful", "complete", "completed"), "paid"),
        **dict.fromkeys(("failed", "declined", "blocked", "requires_payment_method"), "failed"),
        **dict.fromkeys(("open", "draft", "pending", "incomplete", "processing", "past_due"), "open"),
        "uncollectible": "uncollectible",
        **dict.fromkeys(("void", "voided", "canceled", "cancelled"), "void"),
        **dict.fromkeys(("refunded", "partially_refunded", "partial refund"), "refunded"),
    }
)
_MONEY = {"amount": "amount_cents", "amount_due": "due_cents", "refunded": "refunded_cents"}
_PAID = ("paid", "refunded")


def join_payments(
    users: pd.DataFrame, table: TextTable, columns: ColumnMap, *, folder: Path, aliases: Aliases | None = None,
    limits: Limits, answered: Answered, subscriptions: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, MatchReport]:  # fmt: skip
    """Return Dataset.payments, sorted by payer and day, and how they matched.

    The amount is what was paid, of a bill that was not paid what was due. Status is one of paid, failed, open,
    uncollectible, void, refunded; without a column of it a payment with a reason to decline failed, any other is paid.
    A payment of one of the subscriptions is its payer's: an export of invoices may name no e-mail to join it by.
    Payments in another currency than the subscriptions are left out. Raises OffbeatError where there is no amount, and
    where more than one currency is there and the subscriptions name none.
    """
    text = fields_of(table, columns)
    if columns.column("amount") is None and columns.column("amount_cents") is None:
        raise OffbeatError(
            f"Expected an amount column in the payments table, found {', '.join(columns.header[:8])}.",
            hint="name it with --map payments.amount=COLUMN.",
        )
    ours = _currency_of(subscriptions)
    text["currency"] = text["currency"].str.upper() if ours else refuse_currencies(text["currency"], "payments")
    ids = text["user_id"]
    if subscriptions is not None:
        named = subscriptions.dropna(subset=["subscription_id"]).set_index("subscription_id")["user_id"]
        ids = text["subscription_id"].map(named).astype("str").fillna(ids)
    payers = match_payers(ids, text["email"], users, aliases=aliases)
    typed = _typed(text, columns, folder=folder, limits=limits, answered=answered)
    reasons = one_reason({**_reasons(text, typed), **_foreign(text["currency"], ours)}, ids=text["payment_id"])
    keep = ~pd.concat(reasons, axis=1).any(axis=1)
    kept = typed.assign(payer=payers.names.astype("str"))[keep][list(PAYMENT_COLUMNS)]
    kept = kept.astype({"day": "int32", "amount_cents": "int64", "refunded_cents": "int64"})
    unique, said = set(payers.ids[keep]), cents_notes(columns, [table.source], answered.cents)
    matched = len(unique & payers.known.keys())
    report = MatchReport(
        "payments", payers.by, matched, len(payers.known) - matched, len(unique) - matched,
        repeated=len(kept) - len(unique), rejected=len(table.rows) - len(kept) + table.rejected,
        notes=(*table.notes, *notes_of(reasons), *said), loaded=len(kept), blank=table.blank,
    )  # fmt: skip
    return kept.sort_values(list(PAYMENT_COLUMNS), ignore_index=True), report


def _typed(text: pd.DataFrame, columns: ColumnMap, *, folder: Path, limits: Limits, answered: Answered) -> pd.DataFrame:
    parts = day_sqls(text, {"day": "day"}, columns, needed="day", answer=answered.time_format)
    for field, cents in _MONEY.items():
        named = f"{field}_cents" in text and columns.column(f"{field}_cents") is not None
        column = f"t_{field}_cents" if named else f"t_{field}"
        in_cents = answered.cents == "yes" if answered.cents else named or is_cents_name(columns.as_dict()[field])
        parts[cents] = whole_cents_sql(column) if in_cents else cents_sql(column)
    frame = select(text, parts, folder=folder, limits=limits).astype("Int64")
    status = text["status"].str.lower().map(STATUSES)
    if columns.column("status") is None:
        status = text["decline_reason"].notna().map({True: "failed", False: "paid"})
    refunded = frame["refunded_cents"].fillna(0)
    is_back = (status == "paid") & (refunded > 0) & (refunded >= frame["amount_cents"])
    due = frame["due_cents"].fillna(frame["amount_cents"])
    return frame.assign(
        amount_cents=frame["amount_cents"].where(status.isin(_PAID), due).fillna(due),
        refunded_cents=refunded,
        status=status.mask(is_back.fillna(value=False).astype(bool), "refunded").astype("str"),
        **{name: text[name].astype("str") for name in ("decline_reason", "subscription_id", "currency")},
    )


def _reasons(text: pd.DataFrame, typed: pd.DataFrame) -> dict[str, pd.Series]:
    return {
        "no id": text["user_id"].isna(),
        "no readable day": typed["day"].isna(),
        "no readable amount": typed["amount_cents"].isna(),
        "a negative amount": (typed["amount_cents"] < 0) | (typed["refunded_cents"] < 0),
        "an unknown status": typed["status"].isna(),
    }


def _currency_of(subscriptions: pd.DataFrame | None) -> str:
    """Return the one currency of the subscriptions, "" where they name none."""
    named = [] if subscriptions is None else subscriptions["currency"].dropna().unique()
    return str(named[0]) if len(named) else ""


def _foreign(currency: pd.Series, ours: str) -> dict[str, pd.Series]:
    """Return which rows name another currency than `ours`, by reason; none where `ours` is not known."""
    others = sorted(set(currency.dropna()) - {ours}) if ours else []
    return {
        f"the subscriptions are in {ours} and these in {each}: convert them, or export them in {ours}": currency == each
        for each in others
    }
