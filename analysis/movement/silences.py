"""Who went silent, who came back and who is new between two days, by the rule of `inactive.days`."""

from dataclasses import dataclass

import numpy as np

from analysis.study import Study


@dataclass(frozen=True, eq=False)
class Silences:
    """Between two days; bool, shape (users,), among the chosen users.

    Attributes
    ----------
    came
        First seen after the first day.
    went_silent
        Silent for at least `inactive.days` days at the end and not at the start (those who came since included).
    came_back
        Silent for that long at the start and not at the end.
    """

    came: np.ndarray
    went_silent: np.ndarray
    came_back: np.ndarray


def silences(study: Study, start: int, end: int) -> Silences:
    """Return who went silent and who came back between the ends of two days (days since 1970)."""
    first = study.activity.first_day
    before, after = _is_silent(study, start), _is_silent(study, end)
    shown = study.chosen
    return Silences(shown & (first > start) & (first <= end), shown & after & ~before, shown & before & ~after)


def _is_silent(study: Study, day: int) -> np.ndarray:
    """Return who had been silent for at least `inactive.days` days at the end of a day; nobody not seen by then.

    Dates left out are no days of silence.
    """
    activity, days = study.activity, study.settings.inactive.days
    ignored = activity.ignored_days
    low = np.setdiff1d(np.arange(day - days - len(ignored) + 1, day + 1), ignored)[-days]
    recent = np.zeros(activity.users, bool)
    recent[activity.user[(activity.day >= low) & (activity.day <= day)]] = True
    return ~recent & (activity.first_day <= day)
