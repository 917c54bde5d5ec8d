"""Season: whether customers leave more often in some months of the year; refused below two whole years."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import stats

from analysis import wording
from analysis.money.ledger import Ledger
from analysis.money.trend import MONTHS_A_YEAR, Step, trend

MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
QUARTER_NAMES = ("Q1", "Q2", "Q3", "Q4")
CYCLES = 2  # whole years, fewer cannot tell a season from one odd month
LEAST_LEFT = 2  # a month, on average: below, logarithms of counts tell nothing
COLUMNS = ("name", "ratio", "low", "high", "customers_lost", "periods")


@dataclass(frozen=True, eq=False)
class Season:
    """Months or quarters of the year against each other.

    Attributes
    ----------
    step
        "month" or "quarter" of the year.
    table
        One row a month or quarter: name, ratio (customers leaving, as a multiple of the average of all), low, high,
        customers_lost (int64), periods (int64, how many months of it the data hold). Empty where refused.
    pvalue
        Of no season at all; nan where refused.
    refused
        Why there is no answer, "" where there is one.
    """

    step: Step
    table: pd.DataFrame = field(repr=False)
    pvalue: float
    level: float
    refused: str = ""

    @property
    def strongest(self) -> float:
        """The highest ratio over the lowest, nan where refused."""
        return float(self.table["ratio"].max() / self.table["ratio"].min()) if len(self.table) else float("nan")

    @property
    def is_seen(self) -> bool:
        """Whether a season stands out from chance."""
        return self.pvalue <= 1 - self.level

    @property
    def sentence(self) -> str:
        """The effect first, then how sure it is."""
        if self.refused:
            return self.refused
        top, chance = self.table.iloc[int(self.table["ratio"].argmax())], wording.pvalue(self.pvalue)
        said = f"In {top['name']} customers left {wording.decimal(top['ratio'])} times as often as on average"
        if not self.is_seen:
            return f"No season can be told from chance ({chance}). {said}; chance alone does as much."
        times = wording.decimal(self.strongest)
        return f"{said}, and {times} times as often as in the {self.step} with fewest ({chance})."


def season(ledger: Ledger, step: Step, *, level: float = 0.95) -> Season:
    """Return how often customers leave by month or quarter of the year.

    The logarithm of each whole month's rate (customers who left and a half, by customers at its start), weighted by how
    many were to be expected, on a straight line in time and the months of the year: an F test of the latter. Measured
    on 24 to 48 simulated months without a season: 3 to 9 % are called one, also with a drift or with months that vary
    more than chance; a lasting jump in the middle of just two years can look like a season of quarters (up to 14 %,
    36 % where many leave). Refused below two whole years, and where fewer than two a month left.
    """
    months = trend(ledger, "month", level=level)
    months = months[months["customers_start"] > 0]  # of the others there is no rate
    names = MONTH_NAMES if step == "month" else QUARTER_NAMES
    refused = _refused(months)
    if refused:
        return Season(step, pd.DataFrame({name: [] for name in COLUMNS}), float("nan"), level, refused)
    of_year = months["period"].str[-2:].astype(int).to_numpy() - 1
    place = of_year if step == "month" else of_year // (MONTHS_A_YEAR // len(names))
    effects, pvalue = _fitted(months, place, len(names), level=level)
    table = pd.DataFrame({
        "name": pd.array(names, dtype="str"), **dict(zip(("ratio", "low", "high"), effects, strict=True)),
        "customers_lost": np.bincount(place, months["customers_lost"], minlength=len(names)).astype(np.int64),
        "periods": np.bincount(place, minlength=len(names)),
    })  # fmt: skip
    return Season(step, table, pvalue, level)


def _refused(months: pd.DataFrame) -> str:
    known, left = len(months), int(months["customers_lost"].sum())
    if known < CYCLES * MONTHS_A_YEAR:
        need = wording.plural(CYCLES * MONTHS_A_YEAR, "whole month")
        return f"A season needs two whole years, {need} in which somebody paid from the start; these data hold {known}."
    if left < LEAST_LEFT * known:
        who = wording.plural(left, "customer")
        return f"{who} left in {known} months: too few to tell one month of the year from another."
    return ""


def _fitted(
    months: pd.DataFrame, place: np.ndarray, places: int, *, level: float
) -> tuple[tuple[np.ndarray, np.ndarray, np.ndarray], float]:
    """Return ratio, low and high of each place of the year to the average, and the p value of no difference."""
    left, start = (months[name].to_numpy(float) for name in ("customers_lost", "customers_start"))
    weight = np.sqrt(start * left.sum() / start.sum())
    rate = np.log((left + 0.5) / start) * weight
    time = np.linspace(-0.5, 0.5, len(months))
    base = np.column_stack([np.ones(len(months)), time]) * weight[:, None]
    full = np.column_stack([time, *(place == each for each in range(places))]) * weight[:, None]
    (_, without), (found, residual) = _least_squares(base, rate), _least_squares(full, rate)
    freedom = len(months) - full.shape[1]
    statistic = (without - residual) / (places - 1) / (residual / freedom)
    centre = np.column_stack([np.zeros(places), np.eye(places) - 1 / places])
    spread = centre @ np.linalg.inv(full.T @ full) @ centre.T * residual / freedom
    effect, reach = centre @ found, stats.t.ppf((1 + level) / 2, freedom) * np.sqrt(np.diag(spread))
    bounds = (np.exp(effect), np.exp(effect - reach), np.exp(effect + reach))
    return bounds, float(stats.f.sf(statistic, places - 1, freedom))


def _least_squares(columns: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, float]:
    found = np.linalg.lstsq(columns, values)[0]
    return found, float(((values - columns @ found) ** 2).sum())
