"""Irregular: enough days to test, and nothing proven."""

from typing import ClassVar

import numpy as np

from analysis.kernels.decide import NO, SURE
from analysis.rhythms.evidence import FAMILY_WEIGHTS, Evidence
from analysis.rhythms.rhythm import Rhythm
from analysis.rhythms.scores import Scores


class Irregular(Rhythm):
    """No family of tests reaches the evidence asked."""

    slug: ClassVar[str] = "irregular"
    title: ClassVar[str] = "No fixed pattern"
    question: ClassVar[str] = "Who shows no pattern that can be proven?"

    def _of_everybody(self, scores: Scores, evidence: Evidence) -> np.ndarray:
        holds = scores.tested(evidence).copy()
        for family in FAMILY_WEIGHTS:
            holds &= scores.pvalues(family, evidence) > scores.cutoff(family, evidence)
        return np.where(holds, np.uint8(SURE), np.uint8(NO))
