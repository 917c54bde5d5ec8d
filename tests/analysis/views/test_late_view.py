"""What the Late tab says of its lists: where no chance could be checked, no chance is told."""

import numpy as np
import pytest

from analysis.at_risk.late import late_once
from analysis.at_risk.overdue import overdue
from analysis.at_risk.rules_table import scores_now
from analysis.study import study
from analysis.views.late import LISTS, late_of, listed, whole_list
from analysis.views.late_table import CHANCE, WORTH, late_table
from analysis.views.late_why import NOTHING_USED, late_why


def test_where_nothing_could_be_replayed_no_list_tells_of_people_who_came_back(dataset_of):
    short = study(dataset_of([np.arange(20000, 20045 - user % 9, 4) for user in range(60)], until=20080))
    assert "could not be checked" in late_of(short).told[0]
    assert late_of(short).sizes["gone"] == 60
    for name in LISTS:
        assert "came back" not in listed(short, name).caption
    assert "2 of 100 of their own gaps" in listed(short, "gone").caption


def test_where_it_could_the_threshold_is_told(saas_study):
    assert "Fewer than 25 of 100 in such a situation came back." in listed(saas_study, "gone").caption


@pytest.mark.parametrize("name", ["late", "between_beats"])
def test_the_list_shows_what_is_at_stake_first_and_all_that_is_known(saas_study, name):
    shown, whole = listed(saas_study, name).lately, whole_list(saas_study, name).set_index("user_id")
    assert shown.columns[:4].tolist() == ["Person", WORTH, CHANCE, "Last day"]
    assert {"Usual gap, days", "Own gaps as long", "Usual days missed", "Expected", "Pattern", "Plan"} <= set(
        shown.columns
    )
    first = shown.iloc[0]
    assert first["Last day"] == whole.loc[first["Person"], "last_day"]
    assert first["Silent, days"] == whole.loc[first["Person"], "gap_days"]


def test_the_end_of_the_time_paid_for_promises_no_renewal(saas_study):
    rows = overdue(saas_study, late_once(saas_study), most=3)
    shown = late_table(rows.assign(renews_in_days=[21, None, None], ends_in_days=[None, 1, None]))
    assert shown["Renews or ends"].fillna("").tolist() == ["in 21 days", "ends in 1 day", ""]


def test_no_chance_is_rounded_past_what_its_list_says(saas_study):
    rows = overdue(saas_study, late_once(saas_study), most=3)
    shown = late_table(rows.assign(chance_back=[0.799, 0.29, 0.8]))
    assert shown[CHANCE].tolist() == [79, 29, 80]
    assert listed(saas_study, "late").lately[CHANCE].max() < 80
    assert listed(saas_study, "gone").lately[CHANCE].max() < 25


def test_columns_nobody_has_anything_in_are_left_out(shop_study):
    shown = listed(shop_study, "cannot_tell").lately
    assert len(shown)
    assert not shown.isna().all().any()
    assert "Renews or ends" not in shown


def test_the_download_holds_the_chance_still_a_customer(saas_study):
    rows = whole_list(saas_study, "late")
    place = [saas_study.activity.row_of(each) for each in rows["user_id"]]
    np.testing.assert_array_equal(rows["p_alive"], scores_now(saas_study)["p_alive"][place])
    assert rows["p_alive"].between(0, 1).all()


def test_one_kind_of_event_is_said_to_tell_nothing(shop_study):
    found = late_why(shop_study)
    assert len(shop_study.activity.event_names) == 1
    assert (found.sentence, found.caption) == (NOTHING_USED, "")
    assert found.used.empty


def test_each_pile_has_its_money_in_words_however_narrow_its_part(saas_study):
    amounts = late_once(saas_study).piles["amount"]
    assert all(f"{amount:,.0f}" in late_of(saas_study).caption for amount in amounts)
