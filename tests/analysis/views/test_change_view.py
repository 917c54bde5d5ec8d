"""The Change tab's numbers: the same as the library's, few dates on large data, what has no past is said."""

import warnings

import pytest

from analysis.movement.then import then
from analysis.segments.own import OwnSegment
from analysis.study import Filters, study
from analysis.views import change as views
from analysis.views.overnight import overnight_of

JUNE = ("2026-05-31", "2026-06-30")


def test_the_last_whole_month_is_told(saas_study):
    assert views.default_period(saas_study) == "month"
    assert views.default_days(saas_study, "month") == JUNE
    assert views.days_of(saas_study, "month")[:2] == JUNE[::-1]
    found = views.change_of(saas_study, "frequency", "", *JUNE)
    assert found.sentence.startswith("In June 2026, ")
    assert found.sentence == views.change_of(saas_study, "frequency", "", *JUNE[::-1]).sentence


def test_people_of_a_move_are_those_counted(saas_study):
    found = views.change_of(saas_study, "lifecycle", "", *JUNE)
    start, end = found.moves[0].split(" > ")
    people = views.movers_of(saas_study, "lifecycle", "", *JUNE, found.moves[0])
    table = found.matrix.table
    titles = [views.state_title(name) for name in (start, end)]
    row = table[(table["Before"] == titles[0]) & (table["After"] == titles[1])].iloc[0]
    assert len(people) == row["People"]
    gone = then(saas_study, "lifecycle", saas_study.activity.observed_to)
    rows = [saas_study.activity.row_of(who) for who in people["Person"]]
    assert {gone.names[code] for code in gone.codes[rows]} == {end}
    assert views.move_title(found.moves[0]) == f"{titles[0]} → {titles[1]}"


def test_large_data_show_fewer_dates_and_say_so(saas_study, monkeypatch):
    whole = views.history_of(saas_study, "week", "rhythm", "")
    assert len(whole.sizes.table) == views.MOST_MOMENTS
    monkeypatch.setitem(views.DAYS_READ, "rhythm", 4 * saas_study.activity.user_days)
    cut = views.history_of(saas_study, "week", "rhythm", "")
    assert "The last 4 weeks of 105 are drawn; among so many people the command line" in cut.caption
    assert cut.sizes.table.equals(whole.sizes.table.tail(4).loc[:, cut.sizes.table.columns].reset_index(drop=True))


@pytest.mark.parametrize(("segment", "said"), [
    ("plan=Pro", "Columns of the users table are as they are today"),
    ("uses.report_export > 3", "How often an event was used is counted to today"),
])  # fmt: skip
def test_what_has_no_past_is_said(saas_study, segment, said):
    assert said in views.change_of(saas_study, "segment", segment, *JUNE).caption
    assert said not in views.change_of(saas_study, "segment", "weekday:Tue", *JUNE).caption


def test_the_filter_counts_who_is_shown(saas, saas_study):
    pro = study(saas, Filters(who="plan=Pro"))
    sizes = views.history_of(pro, "month", "frequency", "").sizes.table.iloc[-1].drop("End of")
    assert sizes.sum() == saas_study.members("plan=Pro").sum()
    assert "Shown are those who are in the chosen segment today" in views.change_of(pro, "rhythm", "", *JUNE).caption


def test_short_data_say_that_it_is_too_early(dataset_of):
    short = study(dataset_of([[0, 3], [5]], until=9))
    days = views.default_days(short, "week")
    assert overnight_of(short, "week", *days).strip is None
    assert "Too early to say" in overnight_of(short, "week", *days).caption
    assert views.change_of(short, "rhythm", "", *days).matrix is not None


def test_rates_of_few_are_not_printed(dataset_of):
    steady = [list(range(user % 7, 200, 7)) for user in range(20)]
    found = overnight_of(study(dataset_of(steady, until=199)), "month", "1970-05-31", "1970-06-30")
    told = found.table.set_index("On a day")["Come the next day"]
    assert told["First day"] == "–"
    assert told["Here after 7 to 29 days"] == "0 %"
    assert found.table["People a day"].astype(float).sum() == pytest.approx(20, abs=0.3)


@pytest.mark.parametrize("name", ["active_days > 40", "a > b"])
def test_a_segment_may_hold_the_sign_between_two_labels(saas, name):
    now = study(saas, Filters(segments=(OwnSegment("a > b", "active_days > 40"),)))
    moves = views.change_of(now, "segment", name, *JUNE).moves
    assert moves
    for move in moves:
        told = views.move_title(move).split(" → ")
        assert {each.lower() for each in told} <= {name, "everyone else", "not here yet"}
        assert len(views.movers_of(now, "segment", name, *JUNE, move))


def test_own_names_are_looked_behind_for_what_has_no_past(saas):
    own = OwnSegment("Big", "plan=Pro"), OwnSegment("Still", "passive"), OwnSegment("Tue", "weekday:Tue")
    now = study(saas, Filters(segments=own))
    said = ["users table are as they are today" in views.change_of(now, "segment", each.name, *JUNE).caption
            for each in own]  # fmt: skip
    assert said == [True, True, False]


def test_between_a_day_and_itself_there_is_no_mean_day(saas_study):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = overnight_of(saas_study, "month", JUNE[1], JUNE[1])
    assert set(found.table["People a day"]) == {"–"}
