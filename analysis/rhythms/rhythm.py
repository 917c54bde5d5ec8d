"""What a rhythm is: a test family, an effect made of thresholds, and the words of its details."""

from collections.abc import Sequence
from functools import reduce
from typing import ClassVar, NamedTuple

import numpy as np
import pandas as pd

from analysis.activity import Activity
from analysis.daysets import DateList
from analysis.kernels.decide import SURE
from analysis.knobs import Tunable
from analysis.rhythms.evidence import Evidence, Family
from analysis.rhythms.scores import Looked, Scores
from analysis.rhythms.scoring import score

NEVER = 2.0  # a share no user can reach
FLOAT32_SLACK = 1e-6  # columns are float32: a share of 7 in 10 is stored a little below .7


class Condition(NamedTuple):
    """One part of an effect: a column reaches the knob's value `limit` (`sign` 1), or stays at it or below (-1)."""

    column: str
    knob: str
    limit: float
    sign: float = 1.0

    def holds(self, scores: Scores) -> np.ndarray:
        """Return where it holds, bool, shape (users,); nan fails."""
        return self.sign * scores[self.column] >= self.least

    @property
    def least(self) -> float:
        """What `sign` times the column must reach."""
        return self.sign * self.limit - FLOAT32_SLACK


def _reached(condition: Condition, scores: Scores, looked: Looked) -> np.ndarray:
    """Return of whom of `looked` a condition holds, compared in double precision; nan fails."""
    values = scores.side_by_side(condition.column, scores[condition.column], looked)
    return condition.sign * values.astype(np.float64) >= condition.least


class Rhythm(Tunable):
    """A rhythm *is* its parameters. Subclasses name their family, columns and conditions.

    Attributes
    ----------
    question
        What the rhythm answers, as a person would ask it.
    family
        The family whose p-value proves it; None for a description without a test.
    columns
        The score columns it reads.
    share_column, detail_column
        Share of active days (or gaps) in the label's set; code of the label's detail ("" where it has none).
    calendar_patience
        For calendar rhythms: by how much BIC a renewal must be better to be preferred (labelling study, section 2);
        None for the others.
    """

    question: ClassVar[str] = ""
    family: ClassVar[Family | None] = None
    columns: ClassVar[tuple[str, ...]] = ()
    share_column: ClassVar[str] = ""
    detail_column: ClassVar[str] = ""
    calendar_patience: ClassVar[float | None] = None

    def score(self, activity: Activity) -> pd.DataFrame:
        """Return this rhythm's columns of `analysis.rhythms.score`; row i is user i."""
        return score(activity).frame[list(self.columns)]

    def conditions(self) -> tuple[Condition, ...]:
        """Return the effect: what every user of this rhythm must reach."""
        return ()

    def leaning_from(self) -> float:
        """Return the share from which a proven family makes a user lean although the effect fails."""
        return NEVER

    def matches(self, scores: Scores, evidence: Evidence = Evidence()) -> np.ndarray:  # noqa: B008 - frozen
        """Return which users are sure of this rhythm, bool, shape (users,); rhythms may overlap."""
        return self.verdicts(scores, evidence) == SURE

    def verdicts(self, scores: Scores, evidence: Evidence) -> np.ndarray:
        """Return NO, LEANING or SURE of every user, uint8; kept until thresholds change."""
        return scores.keep(self.slug, (self, evidence), lambda: self._of_everybody(scores, evidence))

    def verdicts_of(self, scores: Scores, evidence: Evidence, looked: Looked) -> np.ndarray:
        """Return the verdicts of `Scores.looked_at`, uint8, one for each of its rows; the others have none."""
        return scores.keep(f"{self.slug}_looked_at", (self, evidence), lambda: self._judge(scores, evidence, looked))

    def details(self, scores: Scores) -> np.ndarray:
        """Return the detail code of every user, int16, -1 where there is none."""
        if self.detail_column:
            return scores[self.detail_column]
        return scores.keep("no_detail", None, lambda: np.full(len(scores), -1, np.int16))

    @classmethod
    def detail_text(cls, code: int, lists: Sequence[DateList] = ()) -> str:
        """Return a detail code as the label prints it, "" for none; `lists` are the dates that were scored."""
        return ""

    @classmethod
    def belongs(cls, code: int, days: np.ndarray, lists: Sequence[DateList] = ()) -> np.ndarray | None:
        """Return which dates (days since 1970) lie in the set of a detail; None where a label names no dates."""
        return None

    def _of_everybody(self, scores: Scores, evidence: Evidence) -> np.ndarray:
        if self.family is None:
            return self._described(scores, evidence)
        looked = scores.looked_at(evidence)
        verdict = np.zeros(len(scores), np.uint8)
        verdict[looked.rows] = self.verdicts_of(scores, evidence, looked)
        return verdict

    def _judge(self, scores: Scores, evidence: Evidence, looked: Looked) -> np.ndarray:
        assert self.family is not None  # descriptions have no verdict to look up: `_described`
        p = scores.side_by_side(f"{self.family} p", scores.pvalues(self.family, evidence), looked)
        tested = scores.side_by_side("tested", scores.tested(evidence), looked, key=evidence.min_active_days)
        holds = scores.keep(f"{self.slug}_holds", (self, looked.name), lambda: self._holds(scores, looked))
        nearly = scores.keep(f"{self.slug}_nearly", (self, looked.name), lambda: self._nearly_holds(scores, looked))
        proven = tested & (p <= scores.cutoff(self.family, evidence))
        leans = (holds & tested & (p <= evidence.leaning_p)) | (proven & nearly)
        # Codes by sums of small integers instead of choices: several times faster. SURE is twice LEANING.
        return np.maximum((holds & proven).view(np.uint8) * np.uint8(SURE), leans.view(np.uint8))

    def _holds(self, scores: Scores, looked: Looked) -> np.ndarray:
        """Return of whom the effect holds, whatever the proof: kept while only evidence moves."""
        return reduce(np.logical_and, (_reached(each, scores, looked) for each in self.conditions()))

    def _nearly_holds(self, scores: Scores, looked: Looked) -> np.ndarray:
        """Return of whom the effect holds nearly enough for a proven family to make them lean."""
        column = self.share_column or self.conditions()[0].column
        return _reached(Condition(column, "", self.leaning_from()), scores, looked)

    def _described(self, scores: Scores, evidence: Evidence) -> np.ndarray:
        """Return the verdicts of a description without a test: kept while the fewest active days stay."""

        def holds() -> np.ndarray:
            found = scores.tested(evidence).copy()
            for condition in self.conditions():
                found &= condition.holds(scores)
            return found.astype(np.uint8) * np.uint8(SURE)

        return scores.keep(f"{self.slug}_described", (self, evidence.min_active_days), holds)
