"""What the fields of a table are called on screen."""

FIELD_TITLES = {
    "user_id": "Who (user id)",
    "user_fallback": "Who, where that is empty",
    "timestamp": "When (time)",
    "event": "What (event name)",
    "amount": "Money (amount)",
    "account_id": "Account",
    "mrr": "Money a month (MRR)",
    "mrr_cents": "Money a month, in cents",
    "amount_cents": "Money, in cents",
    "email": "E-mail",
    "is_trial": "Whether it is a trial",
}


def field_title(field: str) -> str:
    """Return what a field of a table is called on screen: "user_id" -> "Who (user id)"."""
    return FIELD_TITLES.get(field, field.replace("_", " ").capitalize())
