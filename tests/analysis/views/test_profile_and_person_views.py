"""The profile card, “Worth it?” and the person page say what the library found."""

import numpy as np
import pytest

from analysis import wording
from analysis.compare import compare_with_rest
from analysis.compare.metrics import metric_of
from analysis.errors import OffbeatError
from analysis.rhythms.explain import EXPLAINED
from analysis.study import Filters, tune
from analysis.views.history import history_of
from analysis.views.lately import lately_table
from analysis.views.missed import missed_effects
from analysis.views.person import person_of
from analysis.views.profile import MOST_ROWS, profile_card_of
from analysis.views.worth import METRICS, NOTHING_FREE, worth_of


@pytest.fixture(scope="module")
def card(saas_study):
    return profile_card_of(saas_study, "weekday:Tue")


def part(card, title: str):
    return next(each for each in card.parts if each.title == title)


def test_the_card_draws_what_stands_out_and_tables_everything(saas_study, card):
    events = part(card, "What they use")
    assert len(events.picture.table) == len(saas_study.activity.event_names)
    drawn = events.picture.spec["datasets"].values()
    names = {row["name"] for rows in drawn for row in rows if "name" in row}
    assert "report_export" in names
    assert 0 < len(names) <= MOST_ROWS
    assert f"{len(names)} of {len(saas_study.activity.event_names)} events" in events.caption


def test_the_card_counts_people_and_money(saas_study, card):
    users = int(saas_study.members("weekday:Tue").sum())
    assert card.headline.cards[0].value == f"{users:,}"
    assert card.headline.sentence.startswith(f"{users:,} people")
    assert "of the amount" in card.headline.sentence
    assert len(card.people) == 5


def test_a_filter_narrows_the_card(saas_study, card):
    narrowed = profile_card_of(tune(saas_study.prepared, Filters(who="plan=Pro")), "weekday:Tue")
    assert narrowed.headline.cards[0].value < card.headline.cards[0].value


def test_a_small_segment_has_words_and_no_charts(saas_study):
    small = profile_card_of(saas_study, "lifecycle:resurrected")
    if saas_study.members("lifecycle:resurrected").sum() < saas_study.settings.compare.min_users:
        assert small.parts == ()
    everyone = profile_card_of(saas_study, "all")
    assert everyone.parts == ()
    assert "nobody to compare with" in everyone.notes[0]


def test_worth_it_is_the_comparison_with_the_rest(saas_study):
    worth = worth_of(saas_study, "weekday:Tue")
    members = {"weekday:Tue": saas_study.members("weekday:Tue")}
    known = [each for each in METRICS if each != "mrr"]
    found = compare_with_rest(
        saas_study.dataset, members, known, saas_study.settings, features=saas_study.prepared.features
    )
    assert len(worth.table) == len(found)
    best = min((each for each in found if not circular(each)), key=lambda each: each.pvalue_adjusted)
    assert worth.sentence.replace("\\", "") == best.sentence
    with pytest.raises(OffbeatError):
        worth_of(saas_study, "all")


def circular(each) -> bool:
    return any(caveat.slug == "selected_by_metric" for caveat in each.caveats)


def test_what_could_have_been_missed_is_said_of_every_share_and_rank(saas_study):
    members = {"plan=Pro": saas_study.members("plan=Pro")}
    found = compare_with_rest(
        saas_study.dataset, members, ["features_used", "retained_from:28"], saas_study.settings,
        features=saas_study.prepared.features,
    )  # fmt: skip
    said = missed_effects(found, {each.metric: metric_of(each.metric, saas_study.dataset) for each in found})
    assert len(said) == 2
    assert "Features used: they could have shown a difference of " in said[0] or "of the time or more" in said[0]
    assert "points or more with 80 % chance" in said[1]
    clear = [each.pvalue_adjusted <= 0.05 for each in found]
    assert [each.endswith("; a clear difference was found.") for each in said] == clear


def test_no_difference_is_told_where_all_are_there_by_construction(saas_study):
    name = "amount > 0 and features_used >= 2 and weekday"
    worth = worth_of(saas_study, name)
    assert all("chosen by this very metric" in each for each in worth.table["Read with care"])
    assert worth.sentence == NOTHING_FREE


def test_a_person_has_one_row_a_pattern_with_the_label_first(saas_study):
    row = int(np.flatnonzero(saas_study.members("weekday:Tue"))[0])
    person = person_of(saas_study, saas_study.activity.user_ids[row].as_py())
    assert len(person.numbers) == len(EXPLAINED)
    assert len(person.evidence) == len(EXPLAINED) - 1
    assert person.untested == ("Dates of mine: not tested, because no dates of mine were given.",)
    assert person.evidence.iloc[0].tolist()[:2] == ["Tuesdays", "Proven, and the label"]
    assert "By chance alone" in person.evidence["What speaks for it"].iloc[0]
    assert person.why
    assert person.also[1].startswith(("In the last 90 days", "No active day in the last 90 days"))


def test_the_calendar_marks_the_days_of_the_pattern(saas_study):
    row = int(np.flatnonzero(saas_study.members("weekday:Tue"))[0])
    table = history_of(saas_study, row).picture.table
    active = table[table["Is"] != "on the pattern, no visit"]
    assert len(active) == saas_study.activity.active_days[row]
    assert ((active["Weekday"] == "Tuesday") == (active["Is"] == "on the pattern")).all()
    missed = table[table["Is"] == "on the pattern, no visit"]
    assert set(missed["Weekday"]) <= {"Tuesday"}


@pytest.mark.parametrize(
    ("name", "layout"),
    [("weekday:Tue", "weeks"), ("month_day", "months"), ("cadence", "weeks"), ("irregular", "weeks")],
)
def test_dates_of_the_month_are_drawn_by_month(saas_study, name, layout):
    for row in np.flatnonzero(saas_study.members(name))[:5]:
        assert history_of(saas_study, int(row)).picture.alt.startswith(f"A calendar of {layout}")


def test_every_person_of_the_sample_has_a_page(saas_study):
    for row in range(0, saas_study.activity.users, 97):
        person = person_of(saas_study, saas_study.activity.user_ids[row].as_py())
        assert len(person.numbers) == len(EXPLAINED)
        assert len(person.evidence) == len(EXPLAINED) or person.untested
        assert "nan" not in " ".join([*person.why, *person.also, *person.evidence["What speaks for it"]])


def test_fewer_than_by_chance_speaks_against_a_pattern(saas_study):
    row = int(np.flatnonzero(saas_study.members("weekday:Tue"))[0])
    person = person_of(saas_study, saas_study.activity.user_ids[row].as_py())
    told = person.evidence.set_index("Pattern")
    for name in ("Weekends", "Daily", "Day of the month"):
        assert told.loc[name, "Decision"] == "No"
        assert told.loc[name, "What speaks for it"] == wording.UNDEFINED
    assert "By chance alone" in told.loc["Weekends", "What speaks against it"]
    assert "q 1.00" in told.loc["Day of the month", "What speaks against it"]


def test_patterns_lately_stand_beside_those_of_all_time(saas_study):
    table = lately_table(saas_study)
    assert table["Over all time"].sum() == table["Last 90 days"].sum() == saas_study.activity.users
    tuesdays = table[table["Pattern"] == "Tuesdays"].iloc[0]
    assert tuesdays["Over all time"] == saas_study.members("weekday:Tue").sum()
    assert tuesdays["Last 90 days"] == saas_study.recent.is_in("weekday:Tue").sum() > 0
    assert table["Taken up lately"].sum() == len(saas_study.changes)
