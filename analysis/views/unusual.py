"""Patterns, At a glance: what may not be people's own doing: dates many people share, and who comes like clockwork."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis import wording
from analysis.activity import to_date
from analysis.bots import CLOCK_HOURS
from analysis.hours import HourScores
from analysis.kernels.hours import HOURS
from analysis.study import Study
from analysis.views.wall import people_table


@dataclass(frozen=True, eq=False)
class Unusual:
    """What the tab shows, of everybody: no filter changes who shares a date or who keeps a clock's time.

    Attributes
    ----------
    shared
        The dates themselves, for the chart of every day.
    dates, dates_sentence
        One row a date: Date, People, Usual number, Times usual, Share of the people around.
    left_out_sentence
        Which dates are left out; "" where none is.
    bots, bots_sentence
        One row a person as in any list of people, then Hours and Share in these hours.
    bots_note
        Whether the numbers on screen hold them.
    """

    shared: tuple[date, ...]
    dates: pd.DataFrame
    dates_sentence: str
    left_out_sentence: str
    bots: pd.DataFrame
    bots_sentence: str
    bots_note: str

    @property
    def quiet(self) -> str:
        """What was looked for and not found, in Markdown; "" where both were."""
        said_dates = len(self.dates) or self.left_out_sentence
        return " ".join(
            each
            for each in ("" if said_dates else self.dates_sentence, "" if len(self.bots) else self.bots_sentence)
            if each
        )


def unusual_of(study: Study) -> Unusual:
    """Return the dates many people share and the people who come like clockwork, each with its sentence."""
    found, hours, rows = study.batch_dates, study.prepared.hours, np.flatnonzero(study.bots)
    shared = tuple(to_date(day) for day in found["day"])
    return Unusual(
        shared=shared,
        dates=_dates_table(study, found),
        dates_sentence=_dates_sentence(study, found),
        left_out_sentence=_left_out_sentence(study),
        bots=_bots_table(study, hours, rows),
        bots_sentence=_bots_sentence(study, len(rows)),
        bots_note=_bots_note(study),
    )


def _dates_table(study: Study, found: pd.DataFrame) -> pd.DataFrame:
    users, expected = found["users"].to_numpy(), found["expected"].to_numpy()
    return pd.DataFrame(
        {
            "Date": [to_date(day) for day in found["day"]],
            wording.UNIT_TITLES[study.unit_word]: users.astype(np.int64),
            "Usual number": expected,
            # The usual number may be 0: then there is no multiple of it.
            "Times usual": np.divide(users, expected, out=np.full(len(found), np.nan), where=expected > 0).round(1),
            f"Share of the {study.unit_word} around": found["share_of_alive"].to_numpy(),
        }
    )


def _dates_sentence(study: Study, found: pd.DataFrame) -> str:
    """Return what was found and what it may be, in Markdown."""
    if found.empty:
        return f"No date stands out on which many {study.unit_word} came at once."
    days = wording.listed([wording.day(to_date(day)) for day in found["day"]])
    one = len(found) == 1
    biggest = found.loc[found["excess"].idxmax()]
    size = f"{wording.count(biggest['users'])} {study.unit_word} where {wording.count(biggest['expected'])} are usual"
    most = size if one else f"the biggest, {wording.day(to_date(biggest['day']))}, has {size}"
    return (
        f"**{'One date stands' if one else f'{len(found)} dates stand'} out** on which many {study.unit_word} came at "
        f"once: {days}; {most}. An import, an outage or a campaign may be behind {'it' if one else 'them'} rather than "
        f"anybody's own pattern."
    )


def _left_out_sentence(study: Study) -> str:
    """Return which dates are left out and what that means, in Markdown; "" where none is."""
    ignored = study.activity.ignored_days
    if not len(ignored):
        return ""
    one = len(ignored) == 1
    return (
        f"**{wording.plural(len(ignored), 'date')} {'is' if one else 'are'} left out**: "
        f"{wording.listed([wording.day(to_date(day)) for day in ignored])}. Who came then is not counted, and "
        f"{'it is no day' if one else 'they are no days'} of silence either."
    )


def _bots_table(study: Study, hours: HourScores, rows: np.ndarray) -> pd.DataFrame:
    place = CLOCK_HOURS - 1
    start = hours.start[rows, place].astype(np.int64)
    return people_table(study, rows).assign(
        **{
            "Hours": [f"{low}:00 to {(low + CLOCK_HOURS) % HOURS}:00" for low in start],
            "Share in these hours": hours.share[rows, place].astype(np.float64),
        }
    )


def _bots_sentence(study: Study, count: int) -> str:
    """Return who may be a bot, in Markdown; says so where times of day are unknown."""
    if not study.activity.has_hours:
        return "The file has dates without times of day, so bots cannot be told from people."
    if not count:
        return f"None of the {study.unit_word} come like clockwork: in a pattern, and nearly always at the same time."
    return (
        f"**{wording.units(count, study.unit_word)}** "
        f"{'comes' if count == 1 else 'come'} like clockwork: in a pattern, and nearly always within the same two "
        f"hours. This may be a bot or a scheduled job; somebody who always comes at that time looks the same."
    )


def _bots_note(study: Study) -> str:
    if study.filters.bots == "out":
        return "They are left out of every number on screen, as is the default. Their own pattern is still read."
    return "They are counted in every number on screen. By default they are left out."
