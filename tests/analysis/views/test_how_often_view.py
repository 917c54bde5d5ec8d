"""How often a person comes: the class of the segments, what it rests on, how sure it is."""

import numpy as np
import pytest

from analysis import wording
from analysis.segments import FREQUENCY_CLASSES
from analysis.segments.spacing import Spacing
from analysis.study import study
from analysis.views.how_often import how_often
from analysis.views.person import person_of


@pytest.fixture(scope="module")
def four(dataset_of):
    """A weekly user, one who comes in bursts, one kept weekly by the band, one with two days."""
    bursts = [91 * quarter + day for quarter in range(8) for day in range(5)]
    near = np.cumsum([0, *[8] * 6, *[10] * 14]).tolist()
    return study(dataset_of([[7 * week for week in range(30)], bursts, near, [0, 7]], until=700))


def test_what_a_class_rests_on_is_said(four):
    steady, bursts, near, few = (how_often(four, row) for row in range(4))
    assert steady == "About weekly (confidence 100 %): half of the gaps between visits are at most 7.0 days."
    assert "comes in bursts" in bursts
    assert bursts.startswith("Rarer than monthly")
    assert "the earlier class is kept" not in near
    assert few == "Too few days for a frequency."


def test_a_class_kept_by_the_band_is_said(four):
    wide = four.settings.replace_knob("frequency.band_share", 0.2)
    kept = how_often(study(four.dataset, settings=wide), 2)
    assert kept.startswith("About weekly")
    assert "the earlier class is kept" in kept


def test_the_person_page_says_the_class_of_the_segments(saas_study):
    codes = saas_study.settings.frequency.classify(Spacing.of(saas_study.activity))
    for row in (0, 5, 17):
        person = person_of(saas_study, saas_study.activity.user_ids[row].as_py())
        name = f"frequency:{FREQUENCY_CLASSES[codes[row]]}"
        assert person.also[0].startswith(wording.segment_title(name))
        assert saas_study.members(name)[row]
