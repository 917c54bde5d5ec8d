"""Events: one row a thing somebody did. Field -> names, best first."""

from analysis.ingest.names.concepts import ACCOUNT, AMOUNT, EVENT, TIMESTAMP, USER, USER_FALLBACK

FIELDS: dict[str, tuple[str, ...]] = {
    "user_id": (*USER, *ACCOUNT),
    "user_fallback": USER_FALLBACK,
    "timestamp": TIMESTAMP,
    "event": EVENT,
    "amount": AMOUNT,
    "account_id": ACCOUNT,
}  # fmt: skip
REQUIRED: tuple[str, ...] = ("user_id", "timestamp")
