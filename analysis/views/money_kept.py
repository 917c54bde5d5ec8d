"""Money, Movements: how much of what customers began with is still paid, by the month they began in."""

from dataclasses import dataclass

import pandas as pd

from analysis import wording
from analysis.charts.money_kept import color_range, money_kept
from analysis.charts.picture import Picture
from analysis.money.cohorts import cohorts
from analysis.money.of_study import ledger_of
from analysis.study import Study
from analysis.views import money_words

TOLD_AFTER = (12, 6, 3, 1)  # months since the start; the first that is known is told


@dataclass(frozen=True, eq=False)
class KeptShown:
    """The triangle of money kept; None where no second month of anybody is over, the caption says so."""

    picture: Picture | None
    caption: str


def kept_of(study: Study) -> KeptShown:
    """Return what is still paid of what customers began with, for starts in the period chosen."""
    cells = money_words.shown_months(cohorts(ledger_of(study)), study, column="cohort")
    if not (cells["months_since"] > 0).any():
        return KeptShown(None, "Too early to say: nobody who began in this period has been seen to the end of a month.")
    drawn = pd.DataFrame({
        "cohort": [money_words.first_of(each) for each in cells["cohort"]], "months_since": cells["months_since"],
        "share": cells["kept_share"], "start_amount": cells["start_cents"] / 100, "now": cells["cents"] / 100,
    })  # fmt: skip
    low, high = (wording.share(each) for each in color_range(drawn["share"]))
    return KeptShown(money_kept(drawn), f"{_told(cells)} The stronger the colour, the more, from {low} to {high}.")


def _told(cells: pd.DataFrame) -> str:
    """Say how much is left after a time that some starts have seen; larger starts count for more."""
    after = next(age for age in TOLD_AFTER if (cells["months_since"] == age).any())
    seen = cells[cells["months_since"] == after]
    share = seen["cents"].sum() / seen["start_cents"].sum()
    return (
        f"For every 100 a month that customers began with, they pay {wording.decimal(100 * share, 0)} "
        f"after {wording.plural(after, 'month')}: less what left, and what the others pay more by then included."
    )
