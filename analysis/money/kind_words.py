"""Kinds of leaving in words, how each was decided, and the effort it takes to win somebody back."""

from types import MappingProxyType
from typing import Literal, get_args

Kind = Literal["voluntary", "involuntary", "satisfied", "never_started", "unknown"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Way = Literal["to_free", "not_paid", "silent", "cancelled", "not_renewed", "unknown"]
WAYS: tuple[Way, ...] = get_args(Way)
Effort = Literal["small", "medium", "large", "unknown"]

KIND_TITLES: MappingProxyType[Kind, str] = MappingProxyType({
    "voluntary": "Chose to leave",
    "involuntary": "Payment failed",
    "satisfied": "Likely satisfied",
    "never_started": "Never got started",
    "unknown": "Not known",
})  # fmt: skip
WAY_TITLES: MappingProxyType[Way, str] = MappingProxyType({
    "to_free": "Moved to a free plan",
    "not_paid": "Did not pay",
    "silent": "Went silent before the end",
    "cancelled": "Cancelled",
    "not_renewed": "Did not renew",
    "unknown": "Not known",
})  # fmt: skip
EFFORTS: MappingProxyType[Kind, Effort] = MappingProxyType({
    "voluntary": "large", "involuntary": "small", "satisfied": "small", "never_started": "medium", "unknown": "unknown",
})  # fmt: skip
EFFORT_TITLES: MappingProxyType[Effort, str] = MappingProxyType({
    "small": "Small: a new card, or a message when the next job begins",
    "medium": "Medium: help with the first steps",
    "large": "Large: what they left for has to change",
    "unknown": "Not known",
})  # fmt: skip
# Stripe's values of cancellation_details.feedback, and of .reason.
WHY_TITLES: MappingProxyType[str, str] = MappingProxyType({
    "customer_service": "Customer service",
    "low_quality": "Low quality",
    "missing_features": "Missing features",
    "other": "Another reason",
    "switched_service": "Switched to another service",
    "too_complex": "Too complex",
    "too_expensive": "Too expensive",
    "unused": "Did not use it enough",
    "cancellation_requested": "Asked to cancel, no reason given",
    "payment_failed": "Payment failed",
    "payment_disputed": "Payment disputed",
})  # fmt: skip
# In the order in which they are tried; the first that holds decides.
HOW: MappingProxyType[str, str] = MappingProxyType({
    "payment_reason": "The reason names a failed payment or a dispute.",
    "finished_reason": "The reason says that the job was done.",
    "never_reason": "The reason says that it was never used.",
    "stated_reason": "They gave a reason of their own.",
    "bill_unpaid": "The subscription ended unpaid, or its bill was past due for longer than the limit.",
    "last_payment": "The last payment before the end failed, and they had not asked to cancel.",
    "came_back": "They paid again soon after: one job ended, another began.",
    "few_days": "They were active on fewer days than it takes to get started.",
    "short_project": "They paid for a short time, were active throughout and gave no reason: a guess.",
    "active_to_end": "They were active to the end by their own pattern and gave no reason: a guess.",
    "unused_reason": "They said that they did not use it enough.",
    "asked": "They asked to cancel, and nothing else is known of why.",
    "dunning": "The bill is past due, but not for longer than the limit.",
    "nothing": "Nothing in the data says why.",
})  # fmt: skip
KIND_OF: MappingProxyType[str, Kind] = MappingProxyType({
    "payment_reason": "involuntary", "finished_reason": "satisfied", "never_reason": "never_started",
    "stated_reason": "voluntary", "bill_unpaid": "involuntary", "last_payment": "involuntary",
    "came_back": "satisfied", "few_days": "never_started", "short_project": "satisfied",
    "active_to_end": "satisfied", "unused_reason": "voluntary", "asked": "voluntary", "dunning": "unknown",
    "nothing": "unknown",
})  # fmt: skip


def why_title(why: str) -> str:
    """Return a reason as shown: Stripe's in words, free text as it was normalised (escape it before markdown)."""
    return WHY_TITLES.get(why, why.replace("_", " ").capitalize())
