"""What data do not hold that At risk could use, and what each would give."""

from analysis.at_risk.held_out import hold_out
from analysis.at_risk.worth import worth_of
from analysis.errors import OffbeatError
from analysis.study import Study

NO_MONEY = "No amounts and no subscriptions: with either, piles, lists and rules are told in money too."
NO_SUBSCRIPTIONS = (
    "No subscriptions: with them the list says when each one renews, and billing cycles are those of the bill."
)
NO_ACCOUNTS = "No account column: with one, whole accounts can be counted, and one person told from the whole account."


def missing(study: Study) -> tuple[str, ...]:
    """Return a sentence for each thing these data lack; none where they hold it all."""
    lacks = (
        (NO_MONEY, not worth_of(study).kind),
        (NO_SUBSCRIPTIONS, study.dataset.subscriptions is None),
        (NO_ACCOUNTS, not study.dataset.has_accounts),
    )
    return (*(said for said, lacking in lacks if lacking), *_too_short(study))


def _too_short(study: Study) -> tuple[str, ...]:
    try:
        hold_out(study)
    except OffbeatError as short:
        return (f"Too short to hold a rule against what came after. {short.sentence} Hint: {short.hint}",)
    return ()
