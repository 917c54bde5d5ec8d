"""The columns of a list, under the names mail tools know."""

import numpy as np
import pandas as pd

from analysis import wording
from analysis.at_risk.late import Late
from analysis.at_risk.overdue import notes_and_reasons, value_of
from analysis.at_risk.renewals import renewals_of
from analysis.counted_days import silence_days
from analysis.study import Study
from analysis.win_back.people_file import CONTACT, FIRST_NAMES, GROUP, column_among, emails_of
from analysis.win_back.purposes import PURPOSES, Known
from analysis.win_back.used import last_done, most_used, suggestions
from analysis.win_back.usual_times import usual_times

COLUMNS = (
    "Email", "First Name", "User ID", GROUP, "Why Not Mailed", "Reason", "Last Seen", "Last Done", "Used Before",
    "Found First", "Found First By", "Value", "Worth In 90 Days", "Worth If Back", "Plan", "Usual Weekday",
    "Usual Hours", "Next Expected", "Fits",
)  # fmt: skip
NUMBERS = ("Value", "Worth In 90 Days", "Worth If Back")


def list_table(known: Known, rows: np.ndarray, group: np.ndarray, why_not: np.ndarray) -> pd.DataFrame:
    """Return `COLUMNS` of some users, one row each in the order of `rows`.

    The e-mail stands only where somebody is to be contacted, so that no mail tool mails whom the draw left out; id and
    group tell who it is when the list comes back. Who is late or gone has no next expected day. What is not known is
    empty.
    """
    study = known.study
    emails = emails_of(study).to_numpy(object)[rows]
    first = column_among(study, FIRST_NAMES)
    names = np.full(len(rows), "", object) if first is None else study.dataset.attributes[first].to_numpy(object)[rows]
    suggested, said = suggestions(study, rows, known.stayed)
    times = usual_times(study).iloc[rows]
    table = pd.DataFrame({
        "Email": np.where(group == CONTACT, emails, None),
        "First Name": names,
        "User ID": study.activity.user_ids.take(rows).to_pandas().astype("str"),
        GROUP: group,
        "Why Not Mailed": why_not,
        "Reason": reasons(study, known.late, rows),
        "Last Seen": _dates(study.activity.last_day[rows]),
        "Last Done": last_done(study, rows),
        "Used Before": most_used(study, rows),
        "Found First": suggested,
        "Found First By": said,
        "Value": np.round(known.late.worth.of_users[rows], 2),
        "Worth In 90 Days": np.round(value_of(study, known.late)[rows], 2),
        "Worth If Back": np.round(known.worth[rows], 2),
        "Plan": renewals_of(study)["plan"].to_numpy(object)[rows],
        "Usual Weekday": times["weekday"].map(wording.WEEKDAY_NAMES).fillna("").to_numpy(object),
        "Usual Hours": _usual_hours(times),
        "Next Expected": _dates(np.where(known.left, -1, known.late.beats["expected_next_day"])[rows]),
        "Fits": _fitting_purposes(known, rows),
    })  # fmt: skip
    return table.astype({name: "str" for name in COLUMNS if name not in NUMBERS})


def reasons(study: Study, found: Late, rows: np.ndarray) -> list[str]:
    """Return why each user stands where they do: of the late and inactive as in At risk, of others their last visit."""
    said, late_rows = np.full(len(rows), "", object), found.listed[rows]
    said[late_rows] = notes_and_reasons(study, found, rows[late_rows])[1]
    silent, same = np.unique(silence_days(study.activity)[rows[~late_rows]], return_inverse=True)
    said[~late_rows] = np.array([_still_here(days) for days in silent.tolist()], object)[same]
    return said.tolist()


def _usual_hours(times: pd.DataFrame) -> np.ndarray:
    hours = pd.MultiIndex.from_frame(times[["hour_start", "hour_stop"]])
    same, several = hours.factorize(use_na_sentinel=False)
    return np.array([hours_text(*each) for each in several], object)[same]


def hours_text(start: float, stop: float) -> str:
    """Return "9:00 to 11:00", "" where no hour is usual."""
    return f"{start:.0f}:00 to {stop:.0f}:00" if np.isfinite(start) else ""


def _still_here(days: int) -> str:
    return "Here on the last day of the data." if days == 0 else f"Last here {wording.plural(days, 'day')} ago."


def _dates(days: np.ndarray) -> np.ndarray:
    return np.where(days >= 0, days.astype("datetime64[D]").astype(str), "")


def _fitting_purposes(known: Known, rows: np.ndarray) -> list[str]:
    fits = [(each.title, each.fits(known)) for each in PURPOSES]
    asked = [(title, mask[rows]) for title, mask in fits if mask is not None]
    codes = sum((mask.astype(np.int64) << bit for bit, (_, mask) in enumerate(asked)), np.zeros(len(rows), np.int64))
    several = range(1 << len(asked))
    said = ["; ".join(title for bit, (title, _) in enumerate(asked) if own >> bit & 1) for own in several]
    return np.array(said, object)[codes].tolist()
