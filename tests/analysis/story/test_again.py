"""A pin computed again: the same on the same data, in one sentence what changed on newer ones, or why it cannot be."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.errors import OffbeatError, UnknownNameError
from analysis.story.address import path_to, resolve, view_function
from analysis.story.again import compute, compute_all
from analysis.story.changed import UNCHANGED, changed
from analysis.story.pin import Content
from analysis.study import Filters, study
from analysis.views.glance import glance_of
from analysis.views.profile import profile_card_of
from analysis.views.today import today_of


def test_the_way_to_a_part_leads_back_to_it(small):
    glance, card, today = glance_of(small), profile_card_of(small, "weekday:Tue"), today_of(small)
    assert path_to(glance, glance.daily) == ("daily",)
    for result, shown in [(glance, glance.when.table), (card, card.notes[0]), (today, today.findings[-1])]:
        assert resolve(result, path_to(result, shown)) is shown
    assert path_to(glance, glance_of(small).when) is None


def test_a_finding_is_found_by_what_it_is_about_not_by_its_rank(small):
    today = today_of(small)
    way = path_to(today, today.findings[0])
    turned = replace(today, findings=tuple(reversed(today.findings)))
    assert len(today.findings) > 1
    assert resolve(turned, way) is today.findings[0]
    with pytest.raises(OffbeatError, match="found none"):
        resolve(replace(today, findings=()), way)


@pytest.mark.parametrize(
    "name",
    [
        "", "glance", "os.system", "glance._when", "glance.draw_power_curve", "glance.Glance", "sizes.cuts",
        "cards.cards.__globals__", "__init__.x", "nope.f", "money_words.amount", "analysis.views.glance.glance_of",
        "comparison_told.told",
    ],
)  # fmt: skip
def test_nothing_but_views_of_a_study_can_be_called(name):
    with pytest.raises(UnknownNameError):
        view_function(name)
    assert view_function("glance.glance_of") is glance_of


def test_on_the_same_data_nothing_changed(chart, small):
    kept = compute(replace(chart, settings={}, filters=Filters()), small.dataset)
    assert changed(chart.kept, kept) == UNCHANGED
    narrowed = compute(chart, small.dataset)
    tuesdays = int((small.members("weekday:Tue")[small.activity.user]).sum())
    assert narrowed.table.iloc[:, 1].sum() == tuesdays < chart.kept.table.iloc[:, 1].sum()


def test_on_newer_data_it_says_both_numbers(chart, dataset_of):
    pin = replace(chart, filters=Filters())
    before = compute(pin, dataset_of([range(19_000, 19_020)] * 3, until=19_030))
    now = compute(pin, dataset_of([range(19_000, 19_021)] * 3, until=19_030))  # one day more: a Friday
    friday = "Fri, active days: 9, was 6"
    assert friday in changed(before, now)
    assert changed(now, before).count("was 9") == 1


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"filters": Filters(who="plan=Gold")}, "known segment"),
        ({"filters": Filters(active_events=("nope",))}, "known event"),
        ({"view": "wall.wall_of", "arguments": ("x",), "part": ("people",)}, "cannot"),
        ({"view": "wall.wall_of", "arguments": (), "part": ("people",)}, "cannot"),
        ({"view": "person.person_of", "arguments": ("nobody",), "part": ("evidence",)}, "nobody"),
        ({"part": ("nope",)}, "nope"),
        ({"part": ("__class__",)}, "__class__"),
        ({"part": ("headline", "cards")}, "Expected a chart, a table or a sentence"),
        ({"view": "glance.gone"}, "known view"),
    ],
)
def test_what_these_data_cannot_show_is_said_in_a_sentence(chart, small, change, complaint):
    found = compute_all([replace(chart, **change)], small.dataset)[0]
    assert isinstance(found, OffbeatError)
    assert complaint in found.sentence


def test_without_a_view_it_stays_as_it_was(chart, small):
    pin = replace(chart, view="")
    assert compute_all([pin], small.dataset) == (pin.kept,)
    assert compute(pin, small.dataset) is pin.kept


def told(old, new, columns=("Day", "Users")):
    kept, now = (Content("", table=pd.DataFrame(rows, columns=list(columns))) for rows in (old, new))
    return changed(kept, now)


def test_tables_say_what_moved_what_came_and_what_went():
    assert told([("Tue", 398)], [("Tue", 412)]) == "Tue: 412, was 398."
    assert told([("Tue", 398), ("Wed", 10)], [("Wed", 10), ("Thu", 2)]) == "Thu is new; Tue is gone."
    assert told([("a", 1), ("b", 100)], [("a", 2), ("b", 101)]) == "A: 2, was 1; b: 101, was 100."
    many = told([(str(each), each) for each in range(9)], [(str(each), each + 1) for each in range(9)])
    assert many == "0: 1, was 0; 1: 2, was 1; 2: 3, was 2; and 6 changes more."
    assert told([("a", float("nan"))], [("a", 1.5)]) == "A: 1.5, was –."
    assert told([("a", 1.00001)], [("a", 1.00002)]) == UNCHANGED
    assert told([("a", 1), ("a", 2)], [("a", 1)]) == "1 row, was 2 rows."
    columns = ("Who", "Month", "Stay")
    by_two = told([("a", 1, 9), ("a", 2, 8)], [("a", 1, 9), ("a", 2, 7), ("a", 3, 5)], columns)
    assert by_two == "A, 2: 7, was 8; a, 3 is new."
    assert told([("a", 4, 0.4)], [("a", 5, 0.5)], ("Day", "Users", "Share of all")) == "A, users: 5, was 4."
    assert told([("a", 4, 0.4)], [("a", 4, 0.5)], ("Day", "Users", "Share of all")) == "A, share of all: 0.5, was 0.4."


def test_sentences_say_the_numbers_that_moved_or_what_was_said():
    said = changed(
        Content("376 of 1,635 people (23 %), to 27 Sep 2026."), Content("380 of 1,700 people (23 %), to 4 Oct 2026.")
    )
    assert said == "380, was 376; 1,700, was 1,635; 4 Oct 2026, was 27 Sep 2026."
    assert changed(Content("Nobody."), Content("Two people.")) == "It said before: Nobody."


def test_the_fingerprint_is_of_the_data_as_narrowed(small):
    narrowed = study(small.dataset, Filters(ignored_days=(19_000,)))
    assert narrowed.dataset.fingerprint != small.dataset.fingerprint
