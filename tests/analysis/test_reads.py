"""Noting what is read of a study: the groups of thresholds and the choice, nothing after the end."""

import numpy as np
import pytest

from analysis.labels import LABEL_SLUGS
from analysis.reads import CHOSEN, Reads, ReadSettings, ReadStudy
from analysis.settings import Settings
from analysis.study import Filters, Study, with_settings


@pytest.mark.parametrize("name", ["recent", "bots", "batch_dates", "hour_table"])
def test_what_a_study_derives_reads_no_more_than_is_noted_for_it(saas_study, name):
    noted, reads = Reads(), Reads()
    getattr(ReadStudy.of(saas_study, noted), name)
    settings = ReadSettings.of(saas_study.settings, reads)
    getattr(Study(saas_study.prepared, saas_study.segmentation, saas_study.filters, settings), name)
    known = set(noted.end())
    assert known
    assert set(reads.end()) <= known


def test_changes_hang_on_the_thresholds_of_labels_alone(saas_study):
    """They copy all settings to make one stricter, so what is read would say nothing."""
    reads = Reads()
    found = ReadStudy.of(saas_study, reads).changes
    assert reads.end() == tuple(sorted(LABEL_SLUGS))
    settings = saas_study.settings
    for address, knob in Settings.knobs():
        if address.partition(".")[0] not in LABEL_SLUGS:
            low, high = knob.span
            value = high if settings.value(address) == low else low
            settings = settings.replace_knob(address, round(value) if knob.is_whole else value)
    assert found.equals(with_settings(saas_study, settings).changes)


def test_other_filters_note_all_that_decides_who_is_chosen(saas_study):
    reads = Reads()
    other = ReadStudy.of(saas_study, reads).with_filters(Filters(who="weekday:Tue", bots="out"))
    np.testing.assert_array_equal(other.chosen, saas_study.with_filters(other.filters).chosen)
    names = reads.end()
    assert {*LABEL_SLUGS, "bots", "frequency"} <= {*names}
    assert CHOSEN not in names


def test_reading_after_the_end_is_a_defect(saas_study):
    reads = Reads()
    kept = ReadStudy.of(saas_study, reads).settings
    assert kept.inactive.days > 0
    assert reads.end() == ("inactive",)
    assert kept.inactive.days > 0
    with pytest.warns(RuntimeWarning, match="reads money after its end"):
        _ = kept.money


def test_settings_that_note_equal_those_they_stand_for(saas_study):
    noting = ReadSettings.of(Settings(), Reads())
    assert noting == Settings()
    assert Settings() == noting
    assert hash(noting) == hash(ReadSettings.of(Settings(), Reads()))
    assert noting.replace_knob("inactive.days", 31) != Settings()
