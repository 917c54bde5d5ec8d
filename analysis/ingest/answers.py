"""What this file can answer: the card a person reads before asking too much of too little."""

from analysis.activity import Activity
from analysis.dataset import Dataset
from analysis.ingest.report import CanAnswer
from analysis.money.spans import is_current_only
from analysis.wording import plural

# A beat shows when its period has come round six times; a season when two years can be compared.
_TURNS = 6
_WEEKLY_DAYS, _MONTHLY_DAYS, _SEASON_DAYS = 7 * _TURNS, 30 * _TURNS, 104 * 7
# Quarters are the exception: visits that begin at four ends of quarters are told from chance, and a year has four.
_QUARTERLY_DAYS = 365


def can_answer(dataset: Dataset) -> tuple[CanAnswer, ...]:
    """Return each question with yes or no and why."""
    activity = dataset.activity
    attributes = dataset.attribute_names
    return (
        *(_of_events(activity) if activity.users else _without_events()),
        _by_endings("Where does revenue leak?", dataset),
        CanAnswer("What do accounts do?", dataset.has_accounts, _accounts_why(dataset)),
        CanAnswer(
            "How do plans, industries or roles differ?",
            bool(attributes),
            _counted(len(attributes), "attribute", "add a users table"),
        ),
    )


def _of_events(activity: Activity) -> tuple[CanAnswer, ...]:
    """Return what events alone decide."""
    span_days, names = activity.observed_to - activity.observed_from + 1, len(activity.event_names)
    return (
        _by_span("Which weekly beats do users have?", span_days, needed_days=_WEEKLY_DAYS),
        _by_span("Which monthly beats do users have?", span_days, needed_days=_MONTHLY_DAYS),
        _by_span("Who comes at the end of the quarter?", span_days, needed_days=_QUARTERLY_DAYS),
        _by_span("Is there a season?", span_days, needed_days=_SEASON_DAYS),
        _by_hours("At which hours are they active?", activity),
        _by_hours("Who may be a bot?", activity),
        CanAnswer(
            "Which features belong to which users?", names > 1, _counted(names, "event name", "map an event column")
        ),
        CanAnswer("How much do they buy?", activity.amount is not None, _amount_why(activity)),
    )


def _without_events() -> tuple[CanAnswer, ...]:
    """Return that nothing is known of when people come; whether losses have a season is told on Money."""
    return (
        CanAnswer("When do people come, and how often?", yes=False, why="no events were loaded: add a file of events"),
    )


def _by_span(question: str, span_days: int, *, needed_days: int) -> CanAnswer:
    is_enough = span_days >= needed_days
    return CanAnswer(question, is_enough, f"needs {needed_days:,} days, the data cover {span_days:,}")


def _by_hours(question: str, activity: Activity) -> CanAnswer:
    why = "times of day are given" if activity.has_hours else "the times hold dates only"
    return CanAnswer(question, activity.has_hours, why)


def _counted(number: int, word: str, otherwise: str) -> str:
    found = f"{number} {word}{'' if number == 1 else 's'}"
    return found if number > 1 or (number == 1 and word == "attribute") else f"{found}: {otherwise}"


def _amount_why(activity: Activity) -> str:
    return "amounts are given" if activity.amount is not None else "no amount column: map one"


def _by_endings(question: str, dataset: Dataset) -> CanAnswer:
    rows = dataset.subscriptions
    if rows is None:
        return CanAnswer(question, yes=False, why="no subscriptions: add a subscriptions table")
    found = plural(len(rows), "subscription")
    if not (rows["mrr_cents"] > 0).any():
        return CanAnswer(question, yes=False, why=f"{found}, none of them paid for: all are free or trials")
    none_ended = is_current_only(rows)
    why = ", none of them ended: export cancelled ones too" if none_ended else ""
    return CanAnswer(question, yes=not none_ended, why=f"{found}{why}")


def _accounts_why(dataset: Dataset) -> str:
    if not dataset.has_accounts:
        return "no account column: map one, or add a users table that has one"
    return f"{dataset.users['account_id'].nunique():,} accounts"
