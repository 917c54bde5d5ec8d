"""Patterns, Fold: which periods people repeat beyond their weekdays, and the daily series wrapped at any period."""

from dataclasses import dataclass

import pandas as pd

from analysis import wording
from analysis.charts.fold_cells import fold_cells
from analysis.charts.periodogram import periodogram as periodogram_chart
from analysis.charts.picture import Picture
from analysis.fold import MONTH_DAYS, fold_table, profile, wrapped
from analysis.periodogram import FEWEST_USERS, Periodogram, periodogram
from analysis.study import Study


@dataclass(frozen=True, eq=False)
class Folded:
    """Which periods stand out, and the daily series to fold.

    Attributes
    ----------
    sentence, caption
        What stands out; how to read the picture.
    picture
        The periodogram; None where it is undefined, for the reason that the sentence gives.
    names
        The periods that stand out, days, strongest first, and what each is called.
    table
        What the fold holds in the browser.
    """

    sentence: str
    caption: str
    picture: Picture | None
    names: dict[float, str]
    table: dict

    def profile_at(self, period_days: float) -> pd.DataFrame:
        """Return the fold's column averages at any period as numbers, by the calendar."""
        return profile(self.table, period_days)

    def cells_at(self, period_days: float) -> Picture:
        """Return the fold at any period as a picture, by the calendar, with its column averages as numbers."""
        days, averages = wrapped(self.table, period_days), self.profile_at(period_days)
        return fold_cells(days, averages, period=f"{period_days:.6g} days", unit=self.table["unit"])


def cells_of(study: Study, period_days: float) -> Picture:
    """Return the daily series folded at a period, as a picture."""
    return folded_of(study).cells_at(period_days)


def folded_of(study: Study) -> Folded:
    """Return the periods that more of the chosen users repeat than the site's weekdays explain, and the fold."""
    fewest = study.settings.evidence.min_active_days
    # Of all thresholds only the fewest days enter: another slider must not scan everybody anew.
    key = (study.chosen.tobytes(), study.filters.period_days, fewest)
    found = study.prepared.kept.once("periodogram", key, lambda: periodogram(study.shown, fewest_days=fewest))
    own = found.peaks[found.peaks["overtone_of_days"] == 0]
    names = {float(days): _name(days) for days in own["fold_days"]}
    table = fold_table(study.shown, unit=f"{study.unit_word} active", sure=tuple(names))
    if not found.is_defined:
        return Folded(_why_undefined(found, study.unit_word), "", None, names, table)
    picture = periodogram_chart(found.frame, found.peaks, names=names)
    return Folded(_sentence(own, study.unit_word), _caption(found, study.unit_word), picture, names, table)


def _name(fold_days: float) -> str:
    return "a month" if fold_days == MONTH_DAYS else wording.plural(int(fold_days), "day")


def _why_undefined(found: Periodogram, unit: str) -> str:
    if found.tested_users < FEWEST_USERS:
        return (
            f"Too early to say what {unit} repeat: {wording.count(found.tested_users)} have {found.fewest_days} active "
            f"days or more, {FEWEST_USERS} are needed."
        )
    return f"Too early to say what {unit} repeat: fewer than {FEWEST_USERS} have been here for a week."


def _sentence(own: pd.DataFrame, unit: str) -> str:
    if not len(own):
        return "No single period stands out clearly from what weekdays alone would give and from the periods around it."
    first, *others = own.itertuples()
    interval = wording.interval(wording.count(first.excess_low_users), wording.count(first.excess_high_users))
    name = _name(first.fold_days)
    said = (
        f"{wording.capital(name)} stands out: {wording.count(first.excess_users)} {unit} more than weekdays alone "
        f"explain ({interval})."
    )
    more = [f"{_name(each.fold_days)} ({wording.count(each.excess_users)})" for each in others]
    return f"{said} So {'does' if len(more) == 1 else 'do'} {wording.listed(more)}." if more else said


def _caption(found: Periodogram, unit: str) -> str:
    overtones = " Paler: overtones; who comes every 10 days also repeats every 5."
    return (
        f"Share of {wording.count(found.tested_users)} {unit} with {found.fewest_days} active days or more whose own "
        f"days repeat at that period. Grey band: what the site's weekdays alone would give."
        f"{overtones if (found.peaks['overtone_of_days'] > 0).any() else ''}"
    )
