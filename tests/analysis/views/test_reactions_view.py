"""How sizes react, on screen: sentences agree with labelling anew, the list of thresholds with the exact curves."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.segments.own import OwnSegment
from analysis.segments.sensitivity import Curve, thresholds
from analysis.study import Filters, study, with_settings
from analysis.views.reactions import every_threshold, flat_stretches, reaction_of, reactions_of
from analysis.views.sizes import CUTS

WEEKDAY = "weekday.min_share"


def loosened(study, address):
    return with_settings(study, study.settings.loosened(address))


def members_at(study, address, value):
    return with_settings(study, study.settings.replace_knob(address, value)).members(CUTS[address][0]) & study.chosen


@pytest.mark.parametrize("address", CUTS)
def test_who_sits_near_the_cut_is_who_a_step_moves(saas_study, address):
    value, step = saas_study.settings.value(address), saas_study.settings.knob(address).step
    ends = [members_at(saas_study, address, round(value + by, 6)) for by in (-step, step)]
    moved = int((ends[0] != ends[1]).sum())
    said = reaction_of(loosened(saas_study, address), address, value)
    who = {0: "Nobody sits", 1: "1 person sits"}.get(moved, f"{moved} people sit")
    for text in (said.sentence, said.copied):
        assert text.endswith(f"{who} within one step of the cut.")


def test_the_copied_sentence_stands_alone(saas_study):
    said = reaction_of(loosened(saas_study, WEEKDAY), WEEKDAY, 0.6).copied
    users = int(members_at(saas_study, WEEKDAY, 0.6).sum())
    assert said.startswith(f"One weekday: {users} people of 1,962 (3.7 %), with “Share on one weekday” at 60 %. ")


@pytest.mark.parametrize("value", [0.4, 0.6, 0.95])
def test_flat_here_is_said_where_the_value_lies_in_a_flat_stretch(saas_study, value):
    said = reaction_of(loosened(saas_study, WEEKDAY), WEEKDAY, value).sentence
    sizes = [int(members_at(saas_study, WEEKDAY, value + by).sum()) for by in (-0.02, -0.01, 0, 0.01, 0.02)]
    assert said.startswith("Flat here: from ") == (value == 0.4)
    assert (max(sizes) - min(sizes) <= 0.01 * max(sizes)) == (value == 0.4)


def test_a_flat_stretch_holds_somebody():
    values = np.arange(8.0)
    curve = Curve(WEEKDAY, "weekday", values, np.array([9, 9, 9, 5, 0, 0, 0, 0]), 0)
    assert curve.flat_stretches() == [(0.0, 2.0), (4.0, 7.0)]
    assert flat_stretches(curve) == [(0.0, 2.0)]


def test_accounts_are_called_accounts(saas_study):
    counted = replace(saas_study, filters=replace(saas_study.filters, unit="accounts"))
    assert "accounts of 1,962" in reaction_of(loosened(counted, WEEKDAY), WEEKDAY, 0.6).copied


def test_nobody_chosen_is_no_division(saas_study):
    nobody = replace(saas_study, filters=replace(saas_study.filters, who="active_days > 100000"))
    assert "0 people of 0 (–)" in reaction_of(loosened(nobody, WEEKDAY), WEEKDAY, 0.6).copied
    assert reactions_of(nobody, WEEKDAY).picture is None
    assert "No size reacts" in reactions_of(nobody, WEEKDAY).sentence
    assert every_threshold(nobody).table.empty


def test_changes_add_up_to_nobody_at_every_value(saas_study):
    table = reactions_of(saas_study, WEEKDAY).picture.table
    assert set(table["Who"]) >= {"One weekday", "No fixed pattern"}
    assert (table.groupby("Share on one weekday")["Against now"].sum() == 0).all()
    here = table[np.isclose(table["Share on one weekday"], 0.6)]
    assert (here["Against now"] == 0).all()
    for value in (0.3, 0.75, 1.0):
        there = table[np.isclose(table["Share on one weekday"], value) & (table["Who"] == "One weekday")]
        assert there["People"].item() == members_at(saas_study, WEEKDAY, value).sum()


def test_every_threshold_is_listed_or_counted_and_those_near_come_first(saas_study):
    found = every_threshold(saas_study)
    silent = len(thresholds(saas_study.settings)) - len(found.table)
    assert f"{silent} other thresholds change no size here" in found.caption
    assert found.table["Within one step"].is_monotonic_decreasing
    assert found.table["Within one step"].max() > 0
    row = found.table.set_index("Threshold").loc["One weekday: share on one weekday"]
    assert row["Now"] == "60 %"
    assert row["Reacts most"] == "One weekday"
    assert row["People in it"] == saas_study.members("weekday").sum()
    assert "No fixed pattern" in row["Others that react"]


def test_own_segments_react_too(saas):
    own = OwnSegment("Keen Tuesdays", "weekday:Tue and active_days >= 20")
    found = reactions_of(study(saas, Filters(segments=(own,))), WEEKDAY)
    assert "Keen Tuesdays" in set(found.picture.table.iloc[:, 0])
