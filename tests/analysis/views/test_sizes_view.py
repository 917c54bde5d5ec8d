"""The live cut: what the browser paints at every step is the segment's size exactly."""

from dataclasses import replace

import numpy as np
import pytest

from analysis import curves
from analysis.errors import UnknownNameError
from analysis.segments.frequency import FREQUENCY_CLASSES
from analysis.segments.own import OwnSegment
from analysis.study import Filters, study, with_settings
from analysis.views.sizes import CUTS, counted_classes, counted_labels, cut_of, cuts, sizes_of

EVERY = 5


@pytest.mark.parametrize("address", CUTS)
def test_each_step_is_the_size_of_the_segment_there(saas_study, address):
    settings = saas_study.settings
    cut = cut_of(with_settings(saas_study, settings.loosened(address)), address)
    painted = curves.sizes(cut.table)
    assert painted["users"].max() > 0
    for threshold, users in painted[["threshold", "users"]].to_numpy()[::EVERY]:
        there = with_settings(saas_study, settings.replace_knob(address, float(threshold)))
        assert there.members(CUTS[address][0]).sum() == users, threshold


def test_sizes_add_up_to_everyone(saas_study):
    found = sizes_of(saas_study)
    assert found.patterns.table.iloc[:, 1].sum() == saas_study.activity.users
    assert found.frequencies.table.iloc[:, 1].sum() == saas_study.activity.users


def test_every_cut_has_a_title_and_an_unknown_one_is_refused(saas_study):
    assert set(cuts()) == set(CUTS)
    assert all(cuts().values())
    with pytest.raises(UnknownNameError):
        cut_of(saas_study, "evidence.q_max")


def test_sizes_are_those_of_the_segments(saas_study):
    shown = replace(saas_study, filters=replace(saas_study.filters, who="plan=Pro"))
    counted = counted_labels(shown) | counted_classes(shown)
    assert set(counted) >= {f"frequency:{each}" for each in FREQUENCY_CLASSES}
    for name, users in counted.items():
        assert users == (saas_study.members(name) & saas_study.members("plan=Pro")).sum(), name


def test_every_size_shows_its_change_since_another_time(saas_study):
    then = with_settings(saas_study, saas_study.settings.replace_knob("weekday.min_share", 0.9))
    by = counted_labels(saas_study)["weekday"] - counted_labels(then)["weekday"]
    assert by > 0
    found = sizes_of(saas_study, then)
    assert f"One weekday {counted_labels(saas_study)['weekday']}, 3.7 %, +{by}" in found.patterns.alt
    assert "+" not in found.frequencies.alt
    assert sizes_of(saas_study, saas_study).patterns.alt == sizes_of(saas_study).patterns.alt


def test_own_segments_stand_apart_with_what_changed(saas):
    heavy, many = OwnSegment("Heavy", "active_days >= 60"), OwnSegment("a=b", "active_days >= 30")
    now = study(saas, Filters(segments=(heavy, many)))
    before = study(saas, Filters(segments=(OwnSegment("Heavy", "active_days >= 90"),)))
    table = sizes_of(now, before).own.table
    assert table["Who"].tolist() == ["Heavy", "a=b"]
    days = saas.activity.active_days
    assert table["People"].tolist() == [(days >= 60).sum(), (days >= 30).sum()]
    assert table["Change"].tolist()[0] == ((days >= 60) & (days < 90)).sum()
    assert np.isnan(table["Change"].tolist()[1])
    assert sizes_of(study(saas)).own is None
