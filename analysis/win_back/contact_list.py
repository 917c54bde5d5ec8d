"""Make a list: whom to contact and what with, whom not to mail, who is left out on purpose."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.activity import to_date
from analysis.at_risk.late import Late, late
from analysis.at_risk.overdue import MONTHS, VALUE_DAYS, value_of
from analysis.at_risk.piles import PILES
from analysis.at_risk.worth import A_MONTH
from analysis.errors import OffbeatError, UnknownNameError
from analysis.export import csv_bytes
from analysis.study import Study
from analysis.win_back.columns import list_table
from analysis.win_back.hold_out import Power, break_even_lift, draw, power_at, suggested
from analysis.win_back.moments import Moments
from analysis.win_back.outcomes import CAME_BACK, outcome_of
from analysis.win_back.people_file import CONTACT, LEFT_OUT, MADE_ON, NOT_MAILED, emails_of
from analysis.win_back.placebo import counts_of, expected, replay
from analysis.win_back.purposes import BY_SLUG, Known

AT_RISK = "at_risk:"
EARLY, SILENT = "early", "silent"
LISTS = ("late", EARLY, "gone", "between_beats", "cannot_tell")
EXPECTED, SAME_EMAIL = "expected anyway", "e-mail of somebody above"
NO_BASE_SHARE = 0.5  # where nothing says how many come anyway: the share at which least shows


@dataclass(frozen=True, eq=False)
class ContactList:
    """A list and what it was made by.

    Attributes
    ----------
    segment, purpose
        Names as asked; purpose "" is any.
    rows
        Row numbers of everybody on it, int64: most money at stake first (worth times the chance to come back), then
        most worth if back, then the likeliest to come back, then by id.
    group
        "contact", "left out on purpose" or "do not mail", of each row; `why_not` says why not mailed, else "".
    table
        One row a person: `analysis.win_back.columns.COLUMNS`, then seed, share left out, what it shows, and the day.
    hold_out
        What the share left out can show; None where nobody is left out.
    base_share
        Share of the people who would come anyway within `win_back.window_days`; nan where earlier dates do not say.
    saved
        What it saves not to mail those who are expected anyway; nan without a cost.
    break_even
        The lift at which a contact pays for itself; nan where cost or worth is not known.
    """

    segment: str
    purpose: str
    rows: np.ndarray
    group: np.ndarray
    why_not: np.ndarray
    table: pd.DataFrame
    hold_out: Power | None
    base_share: float
    seed: int
    saved: float
    break_even: float

    def count(self, group: str) -> int:
        """Return how many are in a group."""
        return int((self.group == group).sum())

    @property
    def csv(self) -> bytes:
        """The list as a file that a mail tool and a spreadsheet can read; no cell is run as a formula."""
        return csv_bytes(self.table)


def make_list(
    study: Study, segment: str, *, purpose: str = "", share: float | None = None, seed: int | None = None
) -> ContactList:
    """Return the list of a segment of the users shown; raises OffbeatError for a name or share that cannot be.

    Parameters
    ----------
    segment
        A segment's name or rule, or a list of At risk: "at_risk:late" (silent for all of them and who is late
        already, early, gone, between_beats, cannot_tell).
    purpose
        A slug of `analysis.win_back.purposes.PURPOSES`: only whom it fits. "": everybody.
    share
        Share left out on purpose, 0 to .9; None: the smallest that shows a lift of `win_back.lift_to_see`.
    seed
        Of the draw; None: `win_back.seed`.
    """
    found, how = late(study), study.settings.win_back
    known = Known(study, found, worth_if_back(study, found))
    rows = np.flatnonzero(_members(study, found, segment) & _fitting(known, purpose))
    sorted_by = (value_of(study, found), known.worth, found.chances.chance)
    at_stake, worth, chance = (-np.nan_to_num(each[rows], nan=-1.0) for each in sorted_by)
    rows = rows[np.lexsort((rows, chance, worth, at_stake))]
    why_not = _why_not(known, rows, purpose)
    asked = rows[why_not == ""]
    base_share, seed = base_share_of(study, asked), _seed(how.seed if seed is None else seed)
    hold_out = _hold_out(study, len(asked), share, base_share)
    group = _groups(known, rows, why_not, hold_out, seed)
    table = list_table(known, rows, group, why_not).assign(**_draw_columns(study, hold_out, seed))
    saved = how.cost_per_contact * int((why_not == EXPECTED).sum()) if how.cost_per_contact > 0 else np.nan
    break_even = break_even_lift(how.cost_per_contact, mean_worth(known.worth[asked]))
    return ContactList(
        segment, purpose, rows, group, why_not, table, hold_out, base_share, seed, saved, break_even
    )  # fmt: skip


def _seed(seed: int) -> int:
    if seed < 0:
        raise OffbeatError(f"Expected a seed of 0 or more, found {seed}.", hint="write for example 1.")
    return seed


def worth_if_back(study: Study, found: Late) -> np.ndarray:
    """Return what each user brings in 90 days if they come as before, float64; nan where no money is known.

    Three months of what they pay now, or 90 days over the mean gap times the mean amount of an active day.
    """
    if found.money in A_MONTH or not found.money:
        return found.worth.of_users * MONTHS
    visits = VALUE_DAYS / found.chances.beat.mean_days
    return visits * found.worth.of_users / study.activity.active_days


def mean_worth(worth: np.ndarray) -> float:
    """Return the mean of what is known, nan where nothing is."""
    known = worth[np.isfinite(worth)]
    return float(known.mean()) if len(known) else np.nan


def base_share_of(study: Study, rows: np.ndarray) -> float:
    """Return the share of people like these who came within the window on earlier dates; nan where too few did."""
    moments, sent_day = Moments(study.activity), study.activity.observed_to + 1
    returned = outcome_of(CAME_BACK, study.dataset, moments)
    replays = replay(moments, returned, sent_day=sent_day, window_days=study.settings.win_back.window_days)
    if not len(rows):
        return np.nan
    return expected(replays, counts_of(moments, rows, sent_day), is_share=True).value / len(rows)


def _members(study: Study, found: Late, segment: str) -> np.ndarray:
    if not segment.startswith(AT_RISK):
        return study.members(segment) & study.chosen
    name = segment.removeprefix(AT_RISK)
    if name == SILENT:
        return found.listed
    if name not in LISTS:
        raise UnknownNameError.of("list of At risk", name, [SILENT, *LISTS])
    return found.early if name == EARLY else found.pile == PILES.index(name)


def _fitting(known: Known, purpose: str) -> np.ndarray:
    if not purpose:
        return known.study.chosen
    if purpose not in BY_SLUG:
        raise UnknownNameError.of("purpose", purpose, BY_SLUG)
    fits = BY_SLUG[purpose].fits(known)
    if fits is None:
        raise OffbeatError(
            f"Expected data that tell whom a {BY_SLUG[purpose].title.lower()} fits, found none.",
            hint=f"it needs {BY_SLUG[purpose].needs}.",
        )
    return fits & known.study.chosen


def _why_not(known: Known, rows: np.ndarray, purpose: str) -> np.ndarray:
    """Return why somebody is not to be mailed, "" for whom it is: who comes anyway, and an e-mail that stands above."""
    emails = emails_of(known.study).str.casefold().iloc[rows]
    repeated = (emails.duplicated() & emails.notna()).to_numpy()
    comes_anyway = known.expected[rows] & (not purpose or BY_SLUG[purpose].is_for_a_visit)
    return np.where(comes_anyway, EXPECTED, np.where(repeated, SAME_EMAIL, "")).astype(object)


def _hold_out(study: Study, people: int, share: float | None, base_share: float) -> Power | None:
    """Return what the share left out shows, of the share asked or of the one suggested; None for nobody."""
    if share is not None and not 0 <= share <= 0.9:
        raise OffbeatError(
            f"Expected a share from 0 to 0.9 left out on purpose, found {share:g}.", hint="0.1 leaves out one in ten."
        )
    if share == 0 or not people:
        return None
    how = study.settings.compare
    sure = {"power": how.power, "level": how.level}
    base = base_share if np.isfinite(base_share) else NO_BASE_SHARE
    if share is None:
        return suggested(people, study.settings.win_back.lift_to_see, base_share=base, **sure)
    return power_at(people, share, base_share=base, **sure)


def _groups(known: Known, rows: np.ndarray, why_not: np.ndarray, hold_out: Power | None, seed: int) -> np.ndarray:
    group = np.where(why_not == "", CONTACT, NOT_MAILED).astype(object)
    if hold_out is not None:
        asked = np.flatnonzero(why_not == "")
        by_id = asked[np.argsort(rows[asked])]  # whatever decides the order of the list, the draw goes by ids
        group[by_id[draw(known.worth[rows[by_id]], share=hold_out.share, seed=seed)]] = LEFT_OUT
    return group


def _draw_columns(study: Study, hold_out: Power | None, seed: int) -> dict[str, object]:
    """Return what the file says of the draw on every row: a line above the header would break mail tools."""
    return {
        "Seed": seed,
        "Left Out Share": 0.0 if hold_out is None else hold_out.share,
        "Smallest Lift Seen": np.nan if hold_out is None else round(hold_out.smallest_lift, 4),
        MADE_ON: to_date(study.activity.observed_to).isoformat(),
    }
