"""What is new with somebody, and with each pattern: the last 90 days, patterns taken up since, the time of day."""

import numpy as np
import pandas as pd

from analysis import wording
from analysis.activity import to_date
from analysis.hours import REASONS
from analysis.kernels.hours import HOURS
from analysis.rhythms.beside import sizes_beside
from analysis.rhythms.cadence import Cadence
from analysis.rhythms.recent import RECENT_DAYS
from analysis.segmentation import Segmentation
from analysis.study import Study

# Scoring parts of everybody's history anew takes seconds per 100,000 users: too long for a page about one of them. The
# command line (`rhythms --out`) has no such limit.
MOST_USERS = 200_000


def lately_of(study: Study, row: int) -> tuple[str, ...]:
    """Return what stands beside one user's label, as plain sentences: last 90 days, pattern taken up, time of day."""
    if study.activity.users > MOST_USERS:
        return (_hours(study, row),)
    said = (_recent(study, row), _change(study, row), _hours(study, row))
    return tuple(each for each in said if each)


def lately_table(study: Study) -> pd.DataFrame | None:
    """Return how many of the chosen users carry each label, to read; None for too many people.

    Pattern, over all time, by the last 90 days alone, and who keep it since some day that their whole history hides
    (`analysis.rhythms.beside.sizes_beside`). Largest first, patterns nobody carries in any of the three left out.
    """
    if study.activity.users > MOST_USERS:
        return None
    sizes = sizes_beside(study.segmentation, study.recent, study.changes, among=study.chosen)
    sizes = sizes[sizes[["users", "recent_users", "since_users"]].any(axis=1)]
    names = sizes["rhythm"].where(sizes["detail"] == "", sizes["rhythm"] + ":" + sizes["detail"])
    return pd.DataFrame(
        {
            "Pattern": [wording.segment_title(name) for name in names],
            "Over all time": sizes["users"].to_numpy(),
            f"Last {RECENT_DAYS} days": sizes["recent_users"].to_numpy(),
            "Taken up lately": sizes["since_users"].to_numpy(),
        }
    )


def _title(labels: Segmentation, code: int, detail: int) -> str:
    """Return a label for the middle of a sentence: "no fixed pattern", "Tuesdays"."""
    title = wording.segment_title(labels.name_of(code, detail))
    return title if title[:3] in wording.WEEKDAY_NAMES else wording.small(title)


def _recent(study: Study, row: int) -> str:
    """Say the label of the last 90 days beside that of the whole history; "" where the data are no longer."""
    activity = study.activity
    if activity.observed_to - activity.observed_from < RECENT_DAYS:
        return ""
    days = int((activity.days_of(row) > activity.observed_to - RECENT_DAYS).sum())
    if not days:
        return f"No active day in the last {RECENT_DAYS} days."
    whole, recent = (
        _title(labels, int(labels.rhythm[row]), int(labels.detail[row]))
        for labels in (study.segmentation, study.recent)
    )
    if whole == recent:
        return f"In the last {RECENT_DAYS} days as over all time: {whole}."
    counted = f" ({wording.plural(days, 'active day')})"
    return f"In the last {RECENT_DAYS} days: {recent}{counted}; over all time: {whole}."


def _change(study: Study, row: int) -> str:
    """Say which pattern somebody keeps since when; "" where they took up none."""
    found = study.changes[study.changes["user"] == row]
    if found.empty:
        return ""
    code, detail, since = (int(found[name].iloc[0]) for name in ("rhythm", "detail", "since_day"))
    labels, when = study.segmentation, wording.day(to_date(since))
    slug = labels.rhythm_slugs[code]
    habit = wording.habit(slug, labels.detail_text(slug, detail)).removeprefix("come ")
    last = int(study.activity.last_day[row])
    if last <= study.activity.observed_to - RECENT_DAYS:
        return f"Came {habit} from {when} to the last active day, {wording.day(to_date(last))}."
    # An even beat names no dates, so the day it began is only known to lie no later than the part that shows it.
    if slug == Cadence.slug:
        return f"Comes {habit} at least since {when}; the whole history hides it."
    return f"Comes {habit} since {when}, and did so far less before."


def _hours(study: Study, row: int) -> str:
    """Say the hours somebody keeps beside everybody's, or why none can be told."""
    found = study.hour_table.iloc[row]
    if found["reason"]:
        return f"No usual time of day: {REASONS[found['reason']]}."
    start, stop = int(found["hour_start"]), int(found["hour_stop"])
    inside = (start + np.arange((stop - start) % HOURS)) % HOURS
    everybody = float(study.prepared.hours.profile[inside].sum())
    window = f"{start}:00 to {stop}:00, {wording.share(found['hour_share'])} of days"
    if found["sure"]:
        return f"Usually {window}; everybody: {wording.share(everybody)}."
    return f"Mostly {window}; everybody: {wording.share(everybody)}, so it is no time of their own beyond chance."
