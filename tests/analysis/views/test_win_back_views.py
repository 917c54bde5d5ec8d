"""What the tabs of Win back show agrees with the library, and says no more than it does."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from analysis.activity import to_date
from analysis.dataset import Dataset
from analysis.export import csv_bytes
from analysis.money.to_act_on import failing_cards
from analysis.settings import from_query
from analysis.study import Filters, study, with_settings
from analysis.views.campaign_result import (
    answer_ways,
    campaigns_of,
    example_list,
    made_and_sent_day,
    outcome_titles,
    result_of,
    survey_of,
    usual_sent_day,
)
from analysis.views.contact_list import ANY_PURPOSE, NOBODY, SUGGESTED, list_names, list_of, list_title
from analysis.win_back.campaigns import Campaign
from analysis.win_back.contact_list import make_list
from analysis.win_back.people_file import CONTACT, NOT_MAILED, read_people


@pytest.fixture(scope="module")
def shown(saas_study):
    return list_of(saas_study, "all", ANY_PURPOSE, SUGGESTED)


def test_the_list_shown_is_the_list_made(saas_study, shown):
    made = make_list(saas_study, "all")
    assert csv_bytes(shown.table) == made.csv
    assert len(shown.not_mailed) == made.count(NOT_MAILED)
    assert len(shown.people) == len(made.rows) - made.count(NOT_MAILED)
    assert f"{made.count(CONTACT):,} to contact" in shown.sentence
    assert (np.diff(shown.people["Worth in 90 days"].fillna(-1)) <= 0).all()
    assert shown.not_mailed["Expected"].str.match(r"[A-Z][a-z]+day, \d+ [A-Z][a-z]{2} 2026").all()
    assert len(shown.powers) == 8
    payers = failing_cards(saas_study)["payer"]
    members = int((saas_study.dataset.attributes["account_id"].isin(payers) & saas_study.chosen).sum())
    assert shown.purposes["People"].tolist()[3] == f"{members:,}", "cards that fail, as under Money"


def test_accounts_are_not_headed_person(saas):
    shown = list_of(study(saas, Filters(unit="accounts")), "all", ANY_PURPOSE, SUGGESTED)
    assert shown.people.columns[0] == shown.not_mailed.columns[0] == "Account"


def test_nobody_left_out_is_said(saas_study):
    none = list_of(saas_study, "weekday:Tue", ANY_PURPOSE, NOBODY)
    assert set(none.people["Group"]) == {"Contact"}
    assert none.power.startswith("Nobody is left out on purpose")


def test_every_choice_has_a_title_and_the_first_is_at_risk(saas_study):
    names = list_names(saas_study)
    assert [list_title(each) for each in names[:3]] == [
        "At risk: everyone silent or late", "At risk: late", "At risk: late before the rule says so",
    ]  # fmt: skip
    assert len(set(names)) == len(names) > 30
    assert list_title("weekday:Tue") == "Tuesdays"


def test_an_example_judges_people_nobody_wrote_to(saas_study):
    day = usual_sent_day(saas_study)
    assert day + 29 == saas_study.activity.observed_to
    found = result_of(saas_study, example_list(saas_study, day), day, "came_back")
    assert "would have come anyway, as far as this can see" in found.sentence
    assert found.picture is not None
    assert found.picture.table["Group"].tolist() == ["Contacted", "Would have come anyway"]
    assert any("Only people left out on purpose do" in each for each in found.warnings)


def test_what_is_too_small_to_tell_has_no_picture(saas_study):
    ids = "\n".join(saas_study.activity.user_ids.to_pylist()[:9])
    found = result_of(saas_study, ids.encode(), usual_sent_day(saas_study), "came_back")
    assert found.picture is None
    assert "Too small to tell" in found.sentence


def test_outcomes_have_titles(saas_study):
    titles = outcome_titles(saas_study)
    assert next(iter(titles)) == "came_back"
    assert titles["uses:search"] == "Days with search"


def test_campaigns_and_answers_are_read_as_tables(saas_study):
    day = usual_sent_day(saas_study)
    made = make_list(with_settings(saas_study, from_query({"win_back.seed": "3"})), "at_risk:silent")
    rows = campaigns_of(saas_study, (Campaign.of("A", day, made.csv, cost=100), Campaign.of("B", 1, made.csv)))
    assert rows["Campaign"].tolist() == ["A", "B"]
    assert "within the data" in rows["Note"][1]
    contacted = read_people(made.csv, saas_study).rows_in(CONTACT)
    ids = saas_study.activity.user_ids.take(contacted[:30]).to_pylist()
    answers = "user_id,reason\n" + "\n".join(
        f"{name},{'price' if place % 3 else 'time'}" for place, name in enumerate(ids)
    )
    found = survey_of(saas_study, made.csv, answers.encode())
    assert found.reasons["Answer"].tolist() == ["price", "time"]
    assert found.reasons["People"].tolist() == [20, 10]
    assert len(found.silent) == len(contacted) - 30
    assert found.by_segment["People"].sum() == 30
    alone = survey_of(saas_study, made.csv, answers.encode(), "weekday:Tue").by_segment
    assert set(alone["Segment"]) == {"Tuesdays", "Everyone else"}
    assert alone["People"].sum() == 30


def test_answers_can_be_parted_by_every_segment(saas_study):
    ways = answer_ways(saas_study)
    assert list(ways)[:3] == ["frequency", "rhythm", "lifecycle"]
    assert (ways["frequency"], ways["attr:plan"], ways["weekday:Tue"]) == ("How often they come", "plan", "Tuesdays")
    assert "all" not in ways


def test_the_day_after_the_list_was_made_is_taken(saas_study):
    last = saas_study.activity.observed_to
    ids = saas_study.activity.user_ids.to_pylist()[:3]

    def listed(day):
        lines = "\n".join(f"{name},{to_date(day)}" for name in ids)
        return made_and_sent_day(saas_study, f"User ID,Made On\n{lines}\n".encode())

    assert listed(last - 40) == last - 39
    assert listed(last) == last, "no later than the data go"
    assert made_and_sent_day(saas_study, "\n".join(ids).encode()) is None
    assert made_and_sent_day(saas_study, b"\0") is None


def test_purposes_say_what_they_need_only_where_it_is_missing(saas_study):
    rows = list_of(saas_study, "all", "newsletter", NOBODY).purposes.set_index("For")
    assert rows.loc["Offer", "People"] == "0", "amounts are known, nobody on this list is late"


def test_the_example_holds_ids_of_any_form(dataset_of):
    days = [[20000 + 9 * step for step in range(12)]] * 3
    plain = dataset_of(days, until=20200)
    ids = ['a,"b"', "c;d", "=e"]
    users = plain.users.assign(user_id=ids)
    now = study(Dataset(replace(plain.activity, user_ids=pa.array(ids, pa.string())), users))
    assert read_people(example_list(now, 20180), now).rows_in(CONTACT).tolist() == [0, 1, 2]
