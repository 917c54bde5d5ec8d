"""Campaigns side by side and survey answers brought back: counted by hand."""

import math

import pytest

from analysis.errors import OffbeatError
from analysis.study import study
from analysis.win_back.campaigns import (
    COLUMNS,
    Campaign,
    require_own_name,
    side_by_side,
    usual_name,
    with_campaign,
)
from analysis.win_back.people_file import read_people
from analysis.win_back.survey import OTHERS, groupings, segments_by, survey

FIRST = 20000
SENT = FIRST + 200


@pytest.fixture(scope="module")
def crowd(dataset_of):
    """Everybody came every 20 days until 100 days before the contact; of the first 60, 30 came after it."""
    days = []
    for user in range(120):
        own = [FIRST + user % 20 + 20 * step for step in range(5)]
        days.append(own + ([SENT + 3] if user < 30 or 60 <= user < 65 else []))
    plan = ["Pro" if user % 2 else "Free" for user in range(120)]
    return study(dataset_of(days, until=FIRST + 300, attributes={"plan": plan}))


def ids(rows):
    return "\n".join(f"u{row:05d}" for row in rows)


@pytest.fixture(scope="module")
def halves():
    lines = [f"u{row:05d},{'contact' if row < 60 else 'control'}" for row in range(120)]
    return ("id,group\n" + "\n".join(lines)).encode()


def test_campaigns_stand_side_by_side(crowd, halves):
    mail = Campaign.of("Spring | mail", SENT, halves, cost=90.0)
    small = Campaign.of("Call", SENT + 5, ids(range(8)).encode())
    late = Campaign.of("Never", FIRST + 900, halves)
    known = with_campaign(with_campaign(with_campaign((), late), small), mail)
    assert [each.name for each in known] == ["Spring mail", "Call", "Never"]
    table = side_by_side(crowd, known)
    assert tuple(table.columns) == COLUMNS
    first, second, third = table.to_dict("records")
    assert (first["method"], first["contacted"], first["left_out"], first["came_back"]) == ("holdout", 60, 60, 30)
    assert first["lift"] == pytest.approx(30 / 60 - 5 / 60)
    assert first["cost_per_return"] == pytest.approx(90 / 25)
    assert second["method"] == "placebo"
    assert math.isnan(second["lift"])
    assert math.isnan(second["cost_per_return"])
    assert "within the data" in third["note"]


def test_a_campaign_replaces_the_one_of_its_name_and_is_a_date(halves):
    one, two = Campaign.of("Mail", SENT, halves), Campaign.of("Mail", SENT + 1, halves, cost=5)
    assert with_campaign((one,), two) == (two,)
    assert (two.dates.name, two.dates.days) == ("Mail", (SENT + 1,))
    with pytest.raises(OffbeatError, match="cost"):
        Campaign.of("Mail", SENT, halves, cost=-1)


def test_survey_answers_are_counted(crowd):
    asked = read_people(ids(range(20)).encode(), crowd)
    answers = "id,when,Reason\n" + "\n".join(
        f"u{row:05d},2025,{'Too expensive' if row % 3 else 'too EXPENSIVE' if row == 3 else 'No time'}"
        for row in [*range(8), 50]
    )
    answers += "\nu00009,2025,n/a\nu00001,2025,changed my mind\nstranger,2025,x\n"
    found = survey(crowd, asked, read_people(answers.encode(), crowd), segments=("plan=Pro", "plan=Free"))
    assert (found.asked, found.answered, found.others, found.column) == (20, 8, 1, "Reason")
    assert found.rate.low < 0.4 < found.rate.high
    counted = dict(zip(found.reasons["answer"], found.reasons["people"], strict=True))
    assert counted == {"Too expensive": 6, "No time": 2}
    assert found.reasons["share"].sum() == pytest.approx(1)
    assert found.silent.tolist() == list(range(8, 20))
    pro = found.by_segment[found.by_segment["segment"] == "plan=Pro"]
    assert (pro["people"].sum(), set(pro["of"])) == (4, {4})


def test_free_texts_beyond_twenty_are_counted_together(crowd):
    asked = read_people(ids(range(60)).encode(), crowd)
    answers = "id,answer\n" + "\n".join(f"u{row:05d},text {row}" for row in range(60))
    found = survey(crowd, asked, read_people(answers.encode(), crowd))
    assert len(found.reasons) == 21
    assert dict(zip(found.reasons["answer"], found.reasons["people"], strict=True))[OTHERS] == 40


def test_the_answer_column_may_have_any_name_or_be_named(crowd):
    asked = read_people(ids(range(20)).encode(), crowd)
    lines = "\n".join(f"u{row:05d},{row * 7919},{'ab'[row % 2]}" for row in range(20))
    answers = read_people(f"id,number,q1\n{lines}".encode(), crowd)
    assert survey(crowd, asked, answers).column == "q1"
    assert survey(crowd, asked, answers, column="number").column == "number"
    with pytest.raises(OffbeatError, match="column of answers"):
        survey(crowd, asked, read_people(ids(range(9)).encode(), crowd))


def test_a_campaign_never_takes_the_name_of_a_list_of_dates(halves):
    mail = Campaign.of("Releases", SENT, halves)
    with pytest.raises(OffbeatError, match="name of its own"):
        require_own_name(mail, (), ["Releases"])
    require_own_name(mail, (mail,), ["Releases"])
    assert usual_name(SENT, []) == "Mail of 2025-04-22"
    assert usual_name(SENT, ["Mail of 2025-04-22"]) == "Mail of 2025-04-22 2"


def test_answers_of_unknown_people_are_counted(crowd):
    asked = read_people(ids(range(20)).encode(), crowd)
    answers = "id,reason\nu00001,price\nwho,price\nelse,time\n"
    found = survey(crowd, asked, read_people(answers.encode(), crowd))
    assert (found.answered, found.unknown) == (1, 2)


def test_answers_are_counted_by_any_segment(crowd):
    ways = groupings(crowd)
    assert ways["attr:plan"] == ("plan=Free", "plan=Pro")
    assert {"frequency", "rhythm", "lifecycle"} <= set(ways)
    assert "own" not in ways
    asked = read_people(ids(range(20)).encode(), crowd)
    answers = read_people(("id,reason\n" + "\n".join(f"u{row:05d},price" for row in range(9))).encode(), crowd)
    found = survey(crowd, asked, answers, segments=segments_by(crowd, "plan=Pro"))
    assert found.by_segment[["segment", "people"]].to_numpy().tolist() == [["plan=Pro", 4], ["rest", 5]]
    by_plan = survey(crowd, asked, answers, segments=segments_by(crowd, "attr:plan")).by_segment
    assert by_plan["people"].tolist() == [5, 4]
    with pytest.raises(OffbeatError, match="segment"):
        survey(crowd, asked, answers, segments=segments_by(crowd, "nobody knows"))
