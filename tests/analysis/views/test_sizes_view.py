"""The live cut: what the browser paints at every step is the segment's size exactly."""

import numpy as np
import pytest

from analysis import curves
from analysis.errors import UnknownNameError
from analysis.study import with_settings
from analysis.views.sizes import CUTS, curve_of, cut_of, cuts, sizes_of

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


def test_curve_marks_the_value_in_use(saas_study):
    loosened = with_settings(saas_study, saas_study.settings.loosened("weekday.min_share"))
    curve = curve_of(loosened, "weekday.min_share", 0.6)
    assert "60 %" in curve.alt
    assert np.isfinite(curve.table.iloc[:, 1]).all()
