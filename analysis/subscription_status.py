"""What the status of a subscription says, in the words of billing systems (Stripe's first), in lower case."""

NEVER_PAID = ("incomplete", "incomplete_expired")
STOPPED_PAYING = ("unpaid", "paused")
RUNNING = ("active", "trialing", "past_due", "incomplete", *STOPPED_PAYING)
OVER = ("canceled", "cancelled", "ended", "expired", "churned", "replaced")
# Reasons that nobody asked for: the payment failed or was disputed (Stripe, cancellation_details.reason).
INVOLUNTARY = ("payment_failed", "payment_disputed")
