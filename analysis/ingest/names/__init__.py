"""Which column names mean what, best first: the one place to add a name some tool exports, a table or language a file.

Names are compared in their normal form (see `forms.normal`), so `User ID`, `userId` and `properties.$user_id` are one
name. The order within a field is the order of preference where a file has several (when it occurred before when it was
sent, sent before received, received before loaded; a resolved id before a raw one).
"""

from analysis.ingest.names import events, payments, subscriptions, users
from analysis.ingest.names.concepts import TIMESTAMP
from analysis.ingest.names.forms import by_form, joined, normal, unique_names

__all__ = ["FIELDS", "REQUIRED", "TIMESTAMP", "by_form", "joined", "normal", "unique_names"]

FIELDS: dict[str, dict[str, tuple[str, ...]]] = {
    "events": events.FIELDS,
    "users": users.FIELDS,
    "subscriptions": subscriptions.FIELDS,
    "payments": payments.FIELDS,
}
REQUIRED: dict[str, tuple[str, ...]] = {
    "events": events.REQUIRED,
    "users": users.REQUIRED,
    "subscriptions": subscriptions.REQUIRED,
    "payments": payments.REQUIRED,
}
