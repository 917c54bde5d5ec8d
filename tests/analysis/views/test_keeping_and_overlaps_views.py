"""Would they keep it, and who passes several patterns: the tables are the library's, in words."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.segments.overlap import by_precedence, carried
from analysis.segments.stability import stability
from analysis.views import keeping
from analysis.views.keeping import keeping_of
from analysis.views.overlaps import overlaps_of


@pytest.fixture(scope="module")
def kept(saas_study):
    return keeping_of(saas_study).table.set_index("Label")


def test_each_share_has_its_number_and_interval(saas_study, kept):
    (one,) = stability(["weekday:Tue"], saas_study.people, among=saas_study.chosen)
    row = kept.loc["Tuesdays"]
    assert (row["People"], row["Enough days"], row["Keep it"]) == (one.members, one.tested, one.share)
    assert row["95 % interval"] == "95 % to 100 %"
    assert row["Why not told"] == ""
    assert (kept["Enough days"] <= kept["People"]).all()


def test_what_is_not_defined_has_no_share_and_a_reason(kept):
    undefined = kept[kept["Keep it"].isna()]
    assert "Too early to say" in undefined.index
    assert (undefined["Why not told"].str.len() > 30).all()
    assert (undefined["95 % interval"] == "–").all()
    assert (kept.loc[kept["Keep it"].notna(), "Why not told"] == "").all()


def test_too_many_users_are_sent_to_the_command_line(saas_study, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_USERS", 10)
    found = keeping_of(saas_study)
    assert found.table is None
    assert "python -m analysis segments" in found.caption


def test_combinations_name_the_day_all_of_them_share(saas_study):
    table = overlaps_of(saas_study).combinations
    assert "Monday to Friday, Tuesdays and Every 7 days" in set(table.iloc[:, 0])
    assert table["People"].is_monotonic_decreasing
    assert np.allclose(table["Share of all"], table["People"] / saas_study.chosen.sum())
    several = sum(inside.astype(int) for inside in carried(saas_study.segmentation).values()) > 1
    assert table["People"].sum() == several.sum()
    assert f"{several.sum()} people of 1,962" in overlaps_of(saas_study).sentence


@pytest.mark.parametrize("who", ["all", "plan=Pro"])
def test_an_order_gives_everyone_their_first_pattern(saas_study, who):
    shown = replace(saas_study, filters=replace(saas_study.filters, who=who))
    assert overlaps_of(shown).precedence is None
    table = overlaps_of(shown, ("cadence", "weekday")).precedence
    assert table["Pattern"].tolist()[:2] == ["Every so many days", "One weekday"]
    labels = carried(shown.segmentation)
    assert table["In this order"].iloc[0] == (labels["cadence"] & shown.chosen).sum()
    assert table["In this order"].iloc[1] == (labels["weekday"] & ~labels["cadence"] & shown.chosen).sum()
    assert table["In this order"].sum() == (by_precedence(labels)[shown.chosen] >= 0).sum()
    assert table["Now"].iloc[1] == (shown.members("weekday") & shown.chosen).sum()


def test_nobody_chosen(saas_study):
    nobody = replace(saas_study, filters=replace(saas_study.filters, who="active_days > 100000"))
    assert keeping_of(nobody).table.empty
    assert overlaps_of(nobody, ("weekday",)).combinations.empty
