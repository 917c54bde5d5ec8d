"""Thresholds of Money, and the choice of the day on which a cancellation counts."""

from typing import Literal

from analysis.knobs import Tunable, knob

ChurnCounts = Literal["period_end", "cancelled", "scheduled"]


class Money(Tunable):
    """What counts as having left, and which unpaid bills count."""

    slug = "money"
    title = "Money"

    gap_days: int = knob(
        0, "A pause of at most", "Who pays again within so many days never left; 0 counts every pause as leaving.",
        bounds=(0, 366), span=(0, 60), step=1, unit="days", tightens="up",
    )  # fmt: skip
    past_due_counts: int = knob(
        1, "Count bills that are past due", "1 counts subscriptions whose last bill is past due as revenue, 0 takes "
        "them out from the start of the unpaid period.",
        bounds=(0, 1), step=1,
    )  # fmt: skip
    came_back_days: int = knob(
        60, "Came back within", "Who pays again within so many days finished one job and began another: satisfied.",
        bounds=(0, 730), span=(0, 180), step=10, unit="days",
    )  # fmt: skip
    started_days: int = knob(
        3, "Got started from", "Who left with fewer active days than this never got started; needs events.",
        bounds=(1, 365), span=(1, 15), step=1, unit="days",
    )  # fmt: skip
    project_days: int = knob(
        60, "A short project is under", "Who paid for fewer days than this and was active throughout finished a job.",
        bounds=(0, 730), span=(0, 180), step=10, unit="days",
    )  # fmt: skip
    active_to_end_counts: int = knob(
        1, "Active to the end counts as satisfied", "1 takes who was active to the end by their own pattern and gave "
        "no reason for somebody who finished; 0 leaves them as not known.",
        bounds=(0, 1), step=1,
    )  # fmt: skip
    dunning_days: int = knob(
        28, "An unpaid bill is lost after", "A bill open for so many days is taken for one that nobody will pay.",
        bounds=(0, 366), span=(0, 84), step=7, unit="days",
    )  # fmt: skip
    renewal_days: int = knob(
        30, "Renewals within", "Subscriptions whose paid period ends within so many days are listed.",
        bounds=(1, 366), span=(10, 90), step=5, unit="days",
    )  # fmt: skip
    least_cell_customers: int = knob(
        10, "Show groups of at least", "Plans and industries in which fewer customers paid stand together as other.",
        bounds=(1, 10_000), span=(5, 100), step=5, unit="users",
    )  # fmt: skip


DEFAULTS = Money()
