"""The next expected day of some people as a calendar file (RFC 5545), for the calendar of whoever looks after them."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis import wording
from analysis.activity import to_date
from analysis.at_risk.beats_ahead import beats_ahead
from analysis.rhythms.table import label_words
from analysis.study import Study

MOST_OCTETS = 75  # of a line, its end not counted (section 3.1)
LINE_END = "\r\n"


class CalendarFile(NamedTuple):
    """The text of an .ics file, how many people it holds, and how many were chosen but have no next expected day."""

    text: str
    people: int
    left_out: int


def calendar_file(study: Study, chosen: np.ndarray) -> CalendarFile:
    """Return one all-day event for each chosen user whose pattern expects them on a coming day.

    Somebody whose next day is only a guess from their usual gap is left out. An event keeps its UID from one file to
    the next, so that a new file moves the event instead of adding one.

    Parameters
    ----------
    chosen
        bool, shape (users,).
    """
    ahead = beats_ahead(study)
    expected = (ahead["missed_beats"] >= 0) & (ahead["expected_next_day"] >= 0) & chosen
    rows = np.flatnonzero(expected)
    ids = study.activity.user_ids.take(rows).to_pylist()
    patterns = label_words(study.segmentation, study.segmentation.rhythm[rows], study.segmentation.detail[rows])
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Offbeat//Expected days//EN", "CALSCALE:GREGORIAN"]
    for user_id, rhythm, detail, (_, row) in zip(ids, *patterns, ahead.iloc[rows].iterrows(), strict=True):
        lines += _event(study, user_id, wording.habit(rhythm, detail), row)
    lines.append("END:VCALENDAR")
    text = "".join(f"{folded}{LINE_END}" for line in lines for folded in _folded(line))
    return CalendarFile(text, len(rows), int(np.count_nonzero(chosen)) - len(rows))


def calendar_of(study: Study, user_ids: Sequence[str]) -> CalendarFile:
    """Return `calendar_file` of people named by their ids; ids nobody has are passed over."""
    wanted = pa.array(list(user_ids), pa.string())
    return calendar_file(study, pc.is_in(study.activity.user_ids, wanted).to_numpy(zero_copy_only=False))


def _event(study: Study, user_id: str, habit: str, row: pd.Series) -> list[str]:
    day, as_of = int(row["expected_next_day"]), study.activity.observed_to
    missed = wording.plural(int(row["missed_beats"]), "expected visit")
    told = (
        f"Known to {habit}. Missed since the last visit: {missed}. Read from data up to {wording.day(to_date(as_of))}."
    )
    return [
        "BEGIN:VEVENT",
        f"UID:{hashlib.blake2b(f'{study.unit_word} {user_id}'.encode(), digest_size=16).hexdigest()}@offbeat",
        f"DTSTAMP:{_date_text(as_of)}T000000Z",
        f"DTSTART;VALUE=DATE:{_date_text(day)}",
        f"DTEND;VALUE=DATE:{_date_text(day + 1)}",
        f"SUMMARY:{_escaped(f'Expected: {user_id}')}",
        f"DESCRIPTION:{_escaped(told)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _date_text(day: int) -> str:
    return to_date(day).strftime("%Y%m%d")


def _escaped(text: str) -> str:
    """Return a TEXT value (section 3.3.11); control characters other than line breaks are no part of one."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\\n".join("".join(each for each in line if each == "\t" or each.isprintable()) for line in lines)


def _folded(line: str) -> Iterator[str]:
    """Yield a content line in parts of at most 75 octets; those after the first begin with a space.

    No part ends within a character.
    """
    part, used = "", 0
    for letter in line:
        octets = len(letter.encode())
        if used + octets > MOST_OCTETS:
            yield part
            part, used = " ", 1
        part, used = part + letter, used + octets
    yield part
