"""What a reason for leaving says, by a few plain words; whatever they do not find is a reason of the customer's own."""

import re
from types import MappingProxyType
from typing import Literal

import numpy as np
import pandas as pd

_NOT_WORD = re.compile(r"[\W_]+")
NO_REASON = ("", "none", "n_a", "na", "null", "nan", "unknown", "no_reason", "not_specified", "unspecified")
# They asked, but the word does not say why.
ASKED = ("cancellation_requested", "other", "cancelled", "canceled", "cancel", "customer_request", "user_request")
UNUSED = ("unused",)
DISPUTED = ("dispute", "disputed", "chargeback")  # as a word of the reason
FRAUD = ("fraud", "fraudulent")  # as the whole of it
PAYMENT = (
    "payment_failed", "failed_payment", "failed_payments", "payment_failure", "payment_declined", "card_declined",
    "card_expired", "expired_card", "insufficient_funds", "non_payment", "nonpayment",
)  # fmt: skip
NOT_PAID = ("past_due", "unpaid", "not_paid", "delinquent", "delinquency", "dunning", "involuntary")
NEVER = ("never_used", "never_started", "never_got_started", "never_set_up", "not_set_up", "didn_t_start")
DONE_ALONE = ("goal_reached", "finished", "completed", "all_done", "mission_accomplished")
_WORK = "(?:project|job|season|event|campaign|course|assignment)s?"
_IS = "(?:is|was|are|were|has|have|been|now|all|just)"
_DONE = re.compile(
    rf"(?:^|_){_WORK}_(?:{_IS}_)*(?:(?:finished|done|completed?|ended)(?:_|$)|over$)"
    rf"|(?:^|_)(?:finished|completed)_(?:(?:the|our|my|this|a|all)_)*{_WORK}(?:_|$)"
)
_NOT = ("not", "never", "t", "no", "nothing", "isn", "wasn")
# Words that say nothing by themselves, left out when words are counted.
SILENT_WORDS = frozenset(
    re.split(
        " +",
        "a about after all also am an and any are as at be because been but by can could did do does don for from get "
        "got had has have he her him his how i if in is it its just ll me more my no not now of off on one or our out "
        "re s she so some such t than that the their them then there these they this to too up us ve very was we were "
        "what when which who will with would you your",
    )
)
Says = Literal["payment", "dispute", "finished", "never", "unused", "asked", "own", ""]
# However it was put, one reason: Stripe's word for it.
ONE_SLUG: MappingProxyType[Says, str] = MappingProxyType({"payment": "payment_failed", "dispute": "payment_disputed"})


def normalised(text: str) -> str:
    """ "Too expensive!" -> "too_expensive"."""
    return _NOT_WORD.sub("_", text.lower()).strip("_")


def what_it_says(slug: str) -> Says:
    """Return what a normalised reason says: the first of a declared order; any other text is an own reason."""
    words = slug.split("_")
    if slug in NO_REASON:
        return ""
    if slug in FRAUD or any(each in DISPUTED for each in words):
        return "dispute"
    if slug in NOT_PAID or _holds(slug, PAYMENT):
        return "payment"
    if slug in DONE_ALONE or (_DONE.search(slug) and not any(each in _NOT for each in words)):
        return "finished"
    if _holds(slug, NEVER):
        return "never"
    return "unused" if slug in UNUSED else "asked" if slug in ASKED else "own"


def read_reasons(text: pd.Series) -> tuple[pd.Series, np.ndarray]:
    """Return the slug of each reason (missing where none is given), and what it says (str, "" for none)."""
    code, unique = pd.factorize(text)
    slugs = [normalised(each) for each in unique]
    says = np.array([*(what_it_says(each) for each in slugs), ""], dtype=object)
    slugs = [ONE_SLUG.get(what, slug) for slug, what in zip(slugs, says, strict=False)]
    known = np.array([*(slug or None for slug in slugs), None], dtype=object)
    known[says == ""] = None
    return pd.Series(known[code], index=text.index, dtype="str"), says[code]


def _holds(slug: str, phrases: tuple[str, ...]) -> bool:
    """Whether one of the phrases stands in the slug, word by word."""
    return any(f"_{phrase}_" in f"_{slug}_" for phrase in phrases)
