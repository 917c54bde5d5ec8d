"""Who came back on real data: the piles and the printed chances as of earlier dates, held against what came after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from analysis import wording
from analysis.activity import to_date
from analysis.at_risk.late import late
from analysis.at_risk.piles import BETWEEN, GONE, LATE
from analysis.calibration.markdown import section, share_text, table, yes_text
from analysis.dataset import Dataset
from analysis.kernels.silences import first_after
from analysis.settings import Settings
from analysis.study import Filters, study

TITLE = "Who came back on real data"
TOLD = """Files of real people, read as of the middle of their data and of 180 and 120 days before the end, with nothing
later known. Of everyone silent for {days} days or longer whose time to come back was over by the end of the file: how
many came back of those called between two visits, late and gone, and how far the printed chance of a tenth of all
chances lies from the share that came back, at worst. Bounds: between two visits at least {between}, gone at most
{gone}, a tenth within {apart}; each is held to it where it holds {least} people, and a dash says that none does."""
RULES_DAYS = (30, 7)  # the rule by default, and one short enough for a large pile between two visits
BEFORE_END_DAYS = (180, 120)
LEAST_PEOPLE = 100
LEAST_BETWEEN, MOST_GONE, MOST_APART = 0.8, 0.3, 0.1
TENTHS = 10
_PILES = ((BETWEEN, LEAST_BETWEEN, True), (LATE, float("nan"), True), (GONE, MOST_GONE, False))


@dataclass(frozen=True)
class Came:
    """Some people whose return could be waited for, how many came back, and the bound they are held to (nan: none)."""

    people: int
    came_back: int
    bound: float
    at_least: bool

    @property
    def share(self) -> float:
        """Share that came back, nan of nobody."""
        return self.came_back / self.people if self.people else float("nan")

    @property
    def is_held(self) -> bool:
        """Whether there is a bound, and people enough to hold them to it."""
        return self.people >= LEAST_PEOPLE and bool(np.isfinite(self.bound))

    @property
    def holds(self) -> bool:
        """Whether the share keeps its bound, or is held to none."""
        if not self.is_held:
            return True
        return self.share >= self.bound if self.at_least else self.share <= self.bound


@dataclass(frozen=True)
class AsOf:
    """One file as of one day, of those silent for so many days: the piles between two visits, late, gone; the worst
    tenth of chances, nan without one."""

    name: str
    day: int
    silent_days: int
    piles: tuple[Came, ...]
    apart: float

    @property
    def is_held(self) -> bool:
        """Whether any bound can be looked at."""
        return np.isfinite(self.apart) or any(each.is_held for each in self.piles)

    @property
    def holds(self) -> bool:
        """Whether every bound is kept."""
        return all(each.holds for each in self.piles) and not self.apart > MOST_APART


def as_of_days(dataset: Dataset) -> tuple[int, ...]:
    """Return the middle of the data and the days 180 and 120 before their end, ascending, days since 1970."""
    first, last = dataset.activity.observed_from, dataset.activity.observed_to
    middle = (first + last) // 2
    return tuple(sorted({middle, *(last - days for days in BEFORE_END_DAYS if last - days > middle)}))


def came_back_as_of(dataset: Dataset, day: int, silent_days: int = RULES_DAYS[0]) -> AsOf:
    """Hold the piles and chances as known on a day against who came within the horizon each person was given."""
    activity = dataset.activity
    settings = Settings().replace_knob("inactive.days", silent_days)
    found = late(study(dataset, Filters(as_of=to_date(day)), settings=settings))
    rows = np.flatnonzero(activity.first_day <= day)
    horizon, chance = found.chances.horizon_days, found.chances.chance
    first = first_after(activity.offsets, activity.day, rows, day)
    back = (first >= 0) & (first - day <= horizon)
    over = found.inactive & np.isfinite(chance) & (day + horizon <= activity.observed_to)
    piles = []
    for place, bound, at_least in _PILES:
        members = over & (found.pile == place)
        piles.append(Came(int(members.sum()), int((members & back).sum()), bound, at_least))
    return AsOf(dataset.name, day, silent_days, tuple(piles), worst_tenth(chance[over], back[over]))


def worst_tenth(chance: np.ndarray, back: np.ndarray) -> float:
    """Return how far a tenth of the printed chances lies from the share that came back, at worst; nan without one.

    Parameters
    ----------
    chance, back
        In [0, 1] and bool, shape (people,); tenths with fewer than `LEAST_PEOPLE` are not looked at.
    """
    tenth = np.minimum((chance * TENTHS).astype(int), TENTHS - 1)
    members = [tenth == each for each in range(TENTHS)]
    apart = [abs(chance[each].mean() - back[each].mean()) for each in members if each.sum() >= LEAST_PEOPLE]
    return float(max(apart, default=float("nan")))


def came_back_on(datasets: Iterable[Dataset]) -> list[AsOf]:
    """Return every file as of its days, by both rules of silence."""
    return [
        came_back_as_of(dataset, day, silent_days)
        for dataset in datasets for silent_days in RULES_DAYS for day in as_of_days(dataset)
    ]  # fmt: skip


def real_section(found: Sequence[AsOf]) -> str:
    """Return the section of the page: one row a file and day."""
    bounds = {"between": LEAST_BETWEEN, "gone": MOST_GONE, "apart": MOST_APART}
    days = " or ".join(map(str, RULES_DAYS))
    shares = {name: share_text(bound) for name, bound in bounds.items()}
    told = TOLD.format(days=days, least=LEAST_PEOPLE, **shares)
    columns = ("file", "as of", "silent, days", "between two visits", "late", "gone", "worst tenth", "holds")
    rows = map(_row, found)
    return section(TITLE, told, table(columns, rows))


def _told(came: Came) -> str:
    return f"{share_text(came.share)} of {wording.count(came.people)}" if came.people else "–"


def _row(found: AsOf) -> tuple[object, ...]:
    holds = yes_text(found.holds) if found.is_held else "–"
    day = wording.day(to_date(found.day))
    return (found.name, day, found.silent_days, *map(_told, found.piles), share_text(found.apart), holds)
