"""Survey answers brought back: who answered, which reasons by segment, who did not."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.compare.results import Interval
from analysis.compare.shares import wilson
from analysis.errors import OffbeatError
from analysis.lifecycle import STATES
from analysis.segments.frequency import FREQUENCY_CLASSES
from analysis.segments.names import attribute_and_value, attribute_segments
from analysis.study import Study
from analysis.win_back.people_file import CONTACT, PeopleFile

_ANSWER_NAMES = ("reason", "answer", "choice", "response", "feedback", "why", "cause", "comment")
NO_ANSWER = frozenset({"", "-", "n/a", "na", "none", "null"})
MOST_REASONS = 20  # more are free text: the rest is counted together
OTHERS = "other answers"
BY_FREQUENCY = "frequency"
REST = "rest"


@dataclass(frozen=True, eq=False)
class Survey:
    """What came back.

    Attributes
    ----------
    asked, answered
        People of the list, and those of them with an answer; `rate` their share with Wilson's interval.
    column
        The column of the file that holds the answers.
    reasons
        One row an answer: answer, people, share of those who answered; the most frequent first.
    by_segment
        One row a segment and answer: segment, answer, people, of (who answered there), share.
    silent
        Row numbers of who was asked and did not answer, int64.
    others
        People with an answer who were not asked; `unknown` lines of the answers name nobody of these data.
    """

    asked: int
    answered: int
    rate: Interval
    column: str
    reasons: pd.DataFrame
    by_segment: pd.DataFrame
    silent: np.ndarray
    others: int
    unknown: int


def groupings(study: Study) -> dict[str, tuple[str, ...]]:
    """Return the ways to part people into segments: "frequency", "rhythm", "lifecycle", "own", then "attr:COLUMN".

    A column counts with 2 to 30 different values; "own" where there are segments of one's own.
    """
    columns: dict[str, list[str]] = {}
    for name in attribute_segments(study.dataset):
        columns.setdefault(f"attr:{attribute_and_value(name, study.dataset)[0]}", []).append(name)
    ways = {
        BY_FREQUENCY: [f"frequency:{each}" for each in FREQUENCY_CLASSES],
        "rhythm": list(study.segmentation.rhythm_slugs),
        "lifecycle": [f"lifecycle:{each}" for each in STATES],
        "own": list(study.own_names),
        **columns,
    }
    return {way: tuple(names) for way, names in ways.items() if names}


def segments_by(study: Study, way: str) -> tuple[str, ...]:
    """Return the segments of one of the `groupings`; of any other name or rule that segment and everybody else."""
    return groupings(study).get(way) or (way, REST)


def survey(
    study: Study, asked: PeopleFile, answers: PeopleFile, *, segments: tuple[str, ...] = (), column: str | None = None
) -> Survey:
    """Return what a file of answers says of the people contacted.

    The answer is the `column` named, else the first whose name speaks of a reason or answer, else the first with few
    different texts. Somebody named again counts with the first line. Raises OffbeatError where there is no such column.

    Parameters
    ----------
    segments
        Names or rules; answers are counted within each. "rest" is everybody in none of the others.
    """
    place = _answer_place(answers, column)
    rows = asked.rows_in(CONTACT)
    texts = {
        int(row): " ".join(line[place].split())
        for row, line in zip(answers.row, answers.cells, strict=True)
        if row >= 0 and line[place].casefold() not in NO_ANSWER
    }
    given = np.array([row in texts for row in rows.tolist()], bool)
    said = _merged(pd.Series([texts[row] for row in rows[given].tolist()], index=rows[given], dtype="str"))
    by_segment = [
        _reasons(said[inside[said.index]]).assign(segment=name) for name, inside in _insides(study, segments).items()
    ]
    columns = ["segment", "answer", "people", "of", "share"]
    return Survey(
        asked=len(rows),
        answered=int(given.sum()),
        rate=wilson(int(given.sum()), len(rows), level=study.settings.compare.level),
        column=answers.header[place],
        reasons=_reasons(said),
        by_segment=pd.concat([pd.DataFrame(columns=columns), *by_segment])[columns].reset_index(drop=True),
        silent=rows[~given],
        others=len(set(texts) - set(rows.tolist())),
        unknown=len(answers.unmatched),
    )  # fmt: skip


def _insides(study: Study, segments: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Return who is in each segment, bool, shape (users,)."""
    inside = {name: study.members(name) for name in segments if name != REST}
    rest = ~np.any([np.zeros(study.activity.users, bool), *inside.values()], axis=0)
    return inside | ({REST: rest} if REST in segments else {})


def _answer_place(answers: PeopleFile, column: str | None) -> int:
    places = [place for place, name in enumerate(answers.header) if name != answers.column]
    if column is not None:
        named = [place for place in places if answers.header[place] == column]
    else:
        named = [place for word in _ANSWER_NAMES for place in places if word in answers.header[place].casefold()]
        named += [place for place in places if _is_choice(answers, place)]
    if not named:
        raise OffbeatError(
            "Expected a column of answers beside the ids or e-mails, found none.",
            hint="name the column reason or answer.",
        )
    return named[0]


def _is_choice(answers: PeopleFile, place: int) -> bool:
    different = len({line[place].casefold() for line in answers.cells} - NO_ANSWER)
    return 1 <= different <= max(2, min(MOST_REASONS, len(answers.cells) // 2))


def _merged(said: pd.Series) -> pd.Series:
    """Return answers that differ in case as one, the rarest beyond the first twenty together."""
    folded = said.str.casefold()
    spelled = said.groupby(folded).first()
    counts = folded.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    kept = set(counts.index[:MOST_REASONS])
    return folded.map(lambda each: spelled[each] if each in kept else OTHERS)


def _reasons(said: pd.Series) -> pd.DataFrame:
    counts = said.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return pd.DataFrame({
        "answer": counts.index, "people": counts.to_numpy(int), "of": len(said),
        "share": counts.to_numpy(int) / max(len(said), 1),
    })  # fmt: skip
