"""Which column names mean what, best first: the one place to add a name some tool exports.

Names are compared in their normal form (see `normal`), so `User ID`, `userId` and `properties.$user_id` are one name.
The order within a field is the order of preference where a file has several (when it occurred before when it was sent,
sent before received, received before loaded; a resolved id before a raw one).
"""

import re
from collections.abc import Sequence

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_WORD = re.compile(r"[^0-9a-z]+")

USER = (
    "resolved_distinct_id", "person_id", "distinct_id", "user_id", "userid", "uid", "user", "user_key", "username",
    "user_name", "login", "customer_id", "customerid", "customer_oid", "customer", "client_id", "member_id", "member",
    "author_id", "author", "actor_id", "actor", "visitor_id", "contact_id", "subscriber_id", "person", "email",
    "user_email", "e_mail", "customer_email",
)  # fmt: skip
USER_FALLBACK = ("amplitude_id", "anonymous_id", "user_pseudo_id", "domain_userid", "device_id", "visitor_id")
TIMESTAMP = (
    "derived_tstamp", "event_timestamp", "event_time", "occurred_at", "timestamp", "ts", "time", "datetime",
    "date_time", "event_at", "event_datetime", "happened_at", "logged_at", "performed_at", "created_at", "created",
    "created_date", "created_time", "createdat", "order_date", "ordered_at", "purchase_date", "purchased_at",
    "invoice_date", "transaction_date", "visit_date", "visited_at", "event_date", "date", "day", "datum",
    "subscription_started_at", "started_at", "start_date", "start", "paid_at", "sent_at", "received_at", "loaded_at",
)  # fmt: skip
EVENT = (
    "event_name", "event_text", "event_type", "event", "action", "activity", "activity_type", "action_name",
    "event_action", "verb", "feature", "feature_name",
)  # fmt: skip
AMOUNT = (
    "converted_amount", "ecommerce_purchase_revenue", "purchase_revenue", "amount_paid", "amount", "amount_cents",
    "revenue", "order_total", "total_amount", "order_value", "net_amount", "sales", "spend", "total", "price", "betrag",
    "plan_amount",
)  # fmt: skip
ACCOUNT = (
    "account_id", "accountid", "account", "account_name", "company_id", "company", "company_name", "organization_id",
    "organisation_id", "organization", "organisation", "org_id", "org", "workspace_id", "workspace", "tenant_id",
    "tenant", "group_id",
)  # fmt: skip
PLAN = ("plan", "plan_name", "plan_tier", "tier", "subscription_plan", "product")
EMAIL = ("email", "e_mail", "user_email", "email_address", "mail", "customer_email")
END = ("end", "end_date", "ended_at", "ended", "subscription_ended_at", "subscription_end", "expires_at", "expired_at")
CANCELLED = (
    "cancelled_at", "canceled_at", "cancelled", "canceled", "cancel_date", "cancelled_date", "canceled_date",
    "subscription_canceled_at", "subscription_cancelled_at",
)  # fmt: skip

FIELDS: dict[str, dict[str, tuple[str, ...]]] = {
    "events": {
        "user_id": (*USER, *ACCOUNT),
        "user_fallback": USER_FALLBACK,
        "timestamp": TIMESTAMP,
        "event": EVENT,
        "amount": AMOUNT,
        "account_id": ACCOUNT,
    },
    "users": {
        "user_id": (*USER[: USER.index("person")], "id", "person", *USER[USER.index("person") + 1 :]),
        "account_id": ACCOUNT,
        "plan": PLAN,
        "industry": ("industry", "vertical", "sector", "branch"),
        "role": ("role", "job", "job_title", "title", "position", "user_role"),
        "country": ("country", "country_code", "geo_country"),
        "email": EMAIL,
        "time_zone": ("time_zone", "timezone", "tz"),
        "signed_up": ("signed_up", "signed_up_at", "signup_date", "sign_up_date", "registered_at", "created_at"),
    },
    "subscriptions": {
        "user_id": (*USER, *ACCOUNT),
        "email": EMAIL,
        "subscription_id": ("subscription_id", "subscription_oid", "subscription", "sub_id", "id"),
        "start": (
            "start_date", "started_at", "subscription_started_at", "subscription_start", "starts_at", "created",
            "start", "created_at",
        ),
        "end": END,
        "cancelled_at": CANCELLED,
        "mrr": ("mrr", "mrr_amount", "monthly_recurring_revenue", "monthly_amount", "monthly_price"),
        "mrr_cents": ("mrr_cents", "mrr_amount_cents"),
        "amount": ("amount", "plan_amount", "recurring_amount", "price"),
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
        "status": ("status", "state", "subscription_status"),
        "reason": (
            "reason", "cancellation_reason", "cancelation_reason", "cancel_reason", "churn_reason",
            "cancellation_details_reason", "cancellation_feedback", "feedback",
        ),
        "feedback": ("cancellation_feedback", "cancellation_details_feedback", "feedback"),
        "comment": ("cancellation_comment", "cancellation_details_comment"),
    },
    "payments": {
        "user_id": (*USER, *ACCOUNT),
        "email": EMAIL,
        "payment_id": ("payment_id", "invoice_id", "charge_id", "id"),
        "subscription_id": ("subscription_id", "subscription_oid", "subscription"),
        "day": (
            "created_date", "created", "created_at", "date", "day", "invoice_date", "payment_date", "paid_at",
            "finalized_at",
        ),
        "amount": ("converted_amount", "amount_paid", "amount", "total"),
        "amount_cents": ("amount_cents", "amount_paid_cents"),
        "amount_due": ("amount_due", "total_due", "amount"),
        "refunded": ("converted_amount_refunded", "amount_refunded", "refunded"),
        "refunded_cents": ("refunded_cents", "amount_refunded_cents"),
        "status": ("status", "payment_status", "state"),
        "decline_reason": ("decline_reason", "decline_code", "failure_reason", "failure_code", "failure_message"),
        "currency": ("converted_currency", "currency", "currency_code"),
    },
}  # fmt: skip
REQUIRED = {
    "events": ("user_id", "timestamp"),
    "users": (),
    "subscriptions": ("user_id", "start"),
    "payments": ("user_id", "day"),
}


def normal(name: str) -> str:
    """Return the normal form of a column name: lower case words joined by underscores.

    Camel case is split; `(UTC)` and the leading `properties.` or `$` of analytics exports are left out.
    """
    text = _CAMEL.sub("_", name.replace("(UTC)", "").strip().removeprefix("properties."))
    return _NOT_WORD.sub("_", text.lower()).strip("_")


def unique_names(header: Sequence[str]) -> tuple[str, ...]:
    """Return a header on one line without blanks or repeats: a blank becomes `column_3`, a second `name` `name_2`."""
    names: dict[str, None] = {}
    for position, cell in enumerate(header, start=1):
        base = name = " ".join(cell.split()) or f"column_{position}"
        again = 1
        while name in names:
            again += 1
            name = f"{base}_{again}"
        names[name] = None
    return tuple(names)
