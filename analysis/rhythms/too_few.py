"""Too few: not enough active days to say anything."""

from typing import ClassVar

import numpy as np

from analysis.kernels.decide import NO, SURE
from analysis.rhythms.evidence import Evidence
from analysis.rhythms.rhythm import Rhythm
from analysis.rhythms.scores import Scores


class TooFew(Rhythm):
    """Fewer active days than the evidence asks."""

    slug: ClassVar[str] = "too_few"
    title: ClassVar[str] = "Too early to say"
    question: ClassVar[str] = "Who has too few active days?"

    def _of_everybody(self, scores: Scores, evidence: Evidence) -> np.ndarray:
        return np.where(scores.tested(evidence), np.uint8(NO), np.uint8(SURE))
