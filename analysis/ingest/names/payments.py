"""Payments or invoices: one row each. Field -> names, best first."""

from analysis.ingest.names import abroad
from analysis.ingest.names.concepts import ACCOUNT, EMAIL, PAID, USER
from analysis.ingest.names.forms import of_all

FIELDS: dict[str, tuple[str, ...]] = {
    "user_id": (*USER, *ACCOUNT),
    "email": EMAIL,
    "payment_id": ("payment_id", "charge_id", "id", "invoice_id"),
    "subscription_id": ("subscription_id", "subscription_oid", "subscription"),
    "day": (
        "created_date", "created", "created_at", "date", "day", "invoice_date", "payment_date", "paid_at",
        "finalized_at", *of_all(abroad.WHEN),
    ),
    "amount": ("converted_amount", "amount_paid", "amount", "total", *PAID),
    "amount_cents": ("amount_cents", "amount_paid_cents"),
    "amount_due": ("amount_due", "total_due", "amount"),
    "refunded": ("converted_amount_refunded", "amount_refunded", "refunded"),
    "refunded_cents": ("refunded_cents", "amount_refunded_cents"),
    "status": ("status", "payment_status", "state"),
    "decline_reason": ("decline_reason", "decline_code", "failure_reason", "failure_code", "failure_message"),
    "currency": ("converted_currency", "currency", "currency_code"),
}  # fmt: skip
REQUIRED: tuple[str, ...] = ("user_id", "day")
