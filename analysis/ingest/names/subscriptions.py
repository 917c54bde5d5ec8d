"""Subscriptions: one row a subscription. Field -> names, best first."""

from analysis.ingest.names.concepts import ACCOUNT, CANCELLED, EMAIL, END, PAID, PLAN, START, USER

FIELDS: dict[str, tuple[str, ...]] = {
    "user_id": (*USER, *ACCOUNT),
    "email": EMAIL,
    "subscription_id": ("subscription_id", "subscription_oid", "subscription", "sub_id", "id"),
    "start": (
        "start_date", "started_at", "subscription_started_at", "subscription_start", "starts_at", "created",
        "start", "created_at", *START,
    ),
    "end": END,
    "cancelled_at": CANCELLED,
    "mrr": ("mrr", "mrr_amount", "monthly_recurring_revenue", "monthly_amount", "monthly_price"),
    "mrr_cents": ("mrr_cents", "mrr_amount_cents"),
    "amount": ("amount", "plan_amount", "recurring_amount", "price", *PAID),
    "amount_cents": ("amount_cents", "plan_amount_cents", "price_cents"),
    "quantity": ("quantity", "subscription_quantity", "seats"),
    "interval": (
        "interval", "plan_interval", "billing_interval", "billing_frequency", "billing_period", "billing_cycle",
        "interval_unit",
    ),
    "interval_count": ("interval_count", "plan_interval_count", "billing_interval_count"),
    "currency": ("currency", "plan_currency", "currency_code"),
    "period_start": ("current_period_start", "period_start"),
    "period_end": ("current_period_end", "period_end", "paid_until", "renews_at", "renewal_date"),
    "cancel_at_period_end": ("cancel_at_period_end",),
    "trial_end": ("trial_end", "trial_ends_at", "trial_end_date", "trial_ended_at"),
    "is_trial": ("is_trial", "in_trial", "trial"),
    "auto_renew": ("auto_renew", "auto_renew_flag", "auto_renewal"),
    "plan": PLAN,
    "plan_name": ("plan_nickname", "price_nickname", "plan_name", "product_name", "nickname", "product"),
    "status": ("status", "state", "subscription_status"),
    "reason": (
        "reason", "cancellation_reason", "cancelation_reason", "cancel_reason", "churn_reason",
        "cancellation_details_reason", "cancellation_feedback", "feedback",
    ),
    "feedback": ("cancellation_feedback", "cancellation_details_feedback", "feedback"),
    "comment": ("cancellation_comment", "cancellation_details_comment"),
}  # fmt: skip
REQUIRED: tuple[str, ...] = ("user_id", "start")
