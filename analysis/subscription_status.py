"""What the status of a subscription says, in the words of billing systems (Stripe's first), in lower case."""

TRIAL = ("trialing", "trial", "in_trial")
NEVER_PAID = ("incomplete", "incomplete_expired")
STOPPED_PAYING = ("unpaid", "paused")
RUNNING = ("active", *TRIAL, "past_due", "incomplete", *STOPPED_PAYING)
ENDING = ("cancelled", "canceled", "non_renewing", "not_renewing", "cancelling", "canceling")
OVER = ("canceled", "cancelled", "ended", "expired", "churned", "replaced")
