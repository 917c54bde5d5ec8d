"""The section on late people: its figures beside their bounds; a missed one is seen."""

import numpy as np

from analysis.calibration.figures import Figure, missed
from analysis.calibration.late_people import late_section


def test_a_missed_bound_is_seen():
    found = [Figure("ratio", np.array([1.1, 1.2]), 1.2, at_least=True), Figure("worst", np.array([0.1]), 0.15)]
    text = late_section(found, users=500, runs=2)
    assert text.startswith("## Late and gone\n")
    assert "| ratio | 1.15 ± .05 | at least 1.2 | **no** |" in text
    assert "| worst |" in text
    assert missed(found) == ["ratio"]
