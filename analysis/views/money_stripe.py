"""Money, Movements: why this is not the number that Stripe shows."""

from dataclasses import dataclass

from analysis.money.of_study import ledger_of, subscriptions_of
from analysis.money.shown import only_shown
from analysis.money.stripe import LIKE_STRIPE, differences
from analysis.study import Study

SHARED = ("gap_days", "past_due_counts")  # the thresholds in which Stripe's way of counting differs
ALIKE = "Counted like Stripe now, as far as subscriptions tell. What is left:"
APART = "Neither is wrong; they count different things. On the last day of these data:"


@dataclass(frozen=True)
class StripeShown:
    """What differs, one plain sentence each; whether everything that can be is counted like Stripe already."""

    is_alike: bool
    sentence: str
    differences: tuple[str, ...]


def stripe_of(study: Study) -> StripeShown:
    """Return the differences to Stripe's dashboard with what they come to here."""
    found = differences(
        only_shown(study, subscriptions_of(study), "user_id"), as_of_day=ledger_of(study).last_day,
        churn_counts=study.filters.churn_counts, settings=study.settings.money, known=ledger_of(study),
    )  # fmt: skip
    counts, money = LIKE_STRIPE
    alike = study.filters.churn_counts == counts and all(
        study.settings.value(f"money.{name}") == getattr(money, name) for name in SHARED
    )
    return StripeShown(alike, ALIKE if alike else APART, tuple(each.sentence for each in found))
