"""Which events and columns of the data speak of value, purchases, feedback, surveys, contact and NPS."""

import re
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from analysis.activity import OTHER_EVENTS_BIT, Activity
from analysis.at_risk.quiet_settings import QuietSigns
from analysis.dataset import Dataset
from analysis.errors import UnknownNameError

_SURVEY = r"(survey|questionnaire|csat|nps)"
_CONTACT = r"(e-?mail|mail|message|newsletter|notification|campaign|call|contact)"
_PATTERNS = {
    "feedback": r"feedback|review|complain|suggest|rating",
    "asked": rf"{_SURVEY}.*(sent|send|shown|show|ask|invit|request)",
    "answered": rf"{_SURVEY}.*(answer|respon|submit|complet|repl)",
    "contact": rf"{_CONTACT}.*(sent|send|deliver|made)",
    "reaction": rf"{_CONTACT}.*(open|click|answer|respon|repl)",
}
_COLUMNS = {
    "feedback": r"feedback|reviews?|complaints?",
    "answered": rf"{_SURVEY}.*(answer|respon|submit|complet|repl).*",
    "contact": r"(last_|times_)?contacted.*",
    "reaction": r"(last_|times_)?(reacted|reaction|replied|reply|responded).*",
}
_NPS = re.compile(r"(.*[_ ])?nps([_ ].*)?|net[_ ]promoter([_ ]score)?", re.IGNORECASE)
_NOT = {"", "0", "0.0", "no", "none", "false", "never", "nan"}


@dataclass(frozen=True, eq=False)
class QuietSources:
    """What the signs are read from.

    Attributes
    ----------
    basic
        Events that nearly everybody used, in the order of `Activity.event_names`.
    value
        Events of value: those a person chose, else all that are not basic. Empty where everything is basic.
    spoken
        Events by what they say of somebody: "feedback", "asked" and "answered" (surveys), "contact" and "reaction".
    columns
        bool or number by the same words and "nps", one entry a user: columns of the users table, whose values have no
        date.
    """

    basic: tuple[str, ...]
    value: tuple[str, ...]
    spoken: dict[str, tuple[str, ...]]
    columns: dict[str, np.ndarray]

    @classmethod
    def of(
        cls, dataset: Dataset, quiet: QuietSigns, *, value_events: tuple[str, ...] = (), dated: bool = False
    ) -> Self:
        """Return the sources of a dataset; `dated` leaves columns out, for what was known on an earlier day.

        Raises UnknownNameError for a value event the data do not hold.
        """
        activity = dataset.activity
        for name in value_events:
            if name not in activity.event_names:
                raise UnknownNameError.of("event", name, activity.event_names)
        spoken = {
            word: tuple(name for name in activity.event_names if re.search(pattern, name, re.IGNORECASE))
            for word, pattern in _PATTERNS.items()
        }
        # What is done to somebody is no feature they use.
        used = [name for name in activity.event_names if name not in (*spoken["asked"], *spoken["contact"])]
        basic = _basic(activity, used, quiet.basic_share)
        value = value_events or tuple(name for name in used if name not in basic)
        return cls(basic, value, spoken, {} if dated else _columns(dataset))


def mask_of(activity: Activity, events: tuple[str, ...]) -> np.uint64:
    """Return the event bits of some events."""
    return np.uint64(sum(1 << activity.event_names.index(name) for name in events))


def days_with(activity: Activity, mask: np.uint64) -> np.ndarray:
    """Return on how many days each user had an event of the mask, int64, shape (users,)."""
    return np.add.reduceat((activity.event_bits & mask) != 0, activity.offsets[:-1], dtype=np.int64)


def features_of(activity: Activity, sources: QuietSources) -> tuple[str, ...]:
    """Return the named events that are features somebody uses; what is done to somebody is none."""
    done_to = (*sources.spoken["asked"], *sources.spoken["contact"])
    return tuple(name for name in activity.event_names if name not in done_to)


def others_mask(activity: Activity, sources: QuietSources) -> np.uint64:
    """Return the bits of every feature that is not basic; rare events beyond the named ones count as one."""
    kept = tuple(name for name in features_of(activity, sources) if name not in sources.basic)
    return mask_of(activity, kept) | np.uint64(1 << OTHER_EVENTS_BIT)


def _basic(activity: Activity, used: list[str], basic_share: float) -> tuple[str, ...]:
    least = basic_share * activity.users
    return tuple(name for name in used if np.count_nonzero(days_with(activity, mask_of(activity, (name,)))) >= least)


def _columns(dataset: Dataset) -> dict[str, np.ndarray]:
    """Return what columns say, by word: of the first column of each kind."""
    attributes = dataset.attributes
    found: dict[str, np.ndarray] = {}
    for word, pattern in _COLUMNS.items():
        names = [name for name in dataset.attribute_names if re.fullmatch(pattern, name, re.IGNORECASE)]
        if names:
            found[word] = says_yes(attributes[names[0]])
    for name in dataset.attribute_names:
        if _NPS.fullmatch(name):
            scores = pd.to_numeric(attributes[name], errors="coerce").to_numpy(np.float64, na_value=np.nan)
            # A change of NPS, or one multiplied by ten, is no answer from 0 to 10.
            if np.isfinite(scores).any() and np.nanmin(scores) >= 0 and np.nanmax(scores) <= 10:
                found["nps"] = scores
                break
    return found


def tells_signs(column: str) -> bool:
    """Whether a column of this name is read for what somebody said or was asked."""
    return any(re.fullmatch(pattern, column, re.IGNORECASE) for pattern in _COLUMNS.values())


def says_yes(column: pd.Series) -> np.ndarray:
    """Return where a column says anything but no, bool, one entry a row."""
    text = column.astype("str").str.strip().str.lower()
    return (column.notna() & ~text.isin(_NOT)).to_numpy(bool)
