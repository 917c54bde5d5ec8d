"""Story: what is pinned on any page, in order, on newer thresholds and data; what is taken along."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from analysis.settings import from_query
from analysis.story.again import compute_in
from analysis.story.changed import UNCHANGED, changed
from analysis.story.pin import pins_from_json, pins_to_json
from analysis.study import Study, study, tune
from tests.pages.session import checked, opened

pytestmark = pytest.mark.usefixtures("fresh_caches")


def press(app: AppTest, key: str) -> AppTest:
    return checked(app.button(key=key).click().run())


@pytest.fixture(scope="module")
def pinned() -> AppTest:
    """A session with a chart, a finding and a table of people pinned, in this order."""
    app = press(opened("patterns"), "when_pin")
    app = press(checked(app.switch_page("pages/home.py").run()), "finding_0_pin")
    app.query_params["patterns_tab"] = "People"
    app = checked(app.switch_page("pages/patterns.py").run())
    app.session_state["patterns_tab"] = "People"
    return press(checked(app.run()), "wall_people_pin")


@pytest.fixture(scope="module")
def scored(saas) -> Study:
    """The sample, scored once."""
    return study(saas)


def test_pins_know_where_they_come_from(pinned: AppTest):
    chart, finding, people = pinned.session_state["_pins"]
    assert (chart.view, chart.part, chart.page, chart.kind) == ("glance.glance_of", ("when",), "patterns", "chart")
    assert chart.kept.spec is not None
    assert chart.title == "When they come"
    assert finding.view == "today.today_of"
    assert finding.part[0] == "findings"
    assert finding.kind == "finding"
    assert people.names_people
    assert not chart.names_people
    assert len(people.kept.table) > 5


def test_the_drawer_counts_and_the_pin_says_so(pinned: AppTest):
    assert pinned.button(key="wall_people_pin").label == ":gray[Pinned]"
    out = press(pinned, "wall_people_pin")
    assert len(out.session_state["_pins"]) == 2
    assert out.button(key="wall_people_pin").label == ":gray[Pin]"
    assert len(press(out, "wall_people_pin").session_state["_pins"]) == 3


def test_story_is_arranged_and_presented(pinned: AppTest):
    app = checked(pinned.switch_page("pages/story.py").run())
    titles = [each.title for each in app.session_state["_pins"]]
    calls = [each.value for each in app.code if each.value.startswith("python -m analysis show")]
    assert calls[0] == "python -m analysis show FILE --view glance.glance_of --part when --without-bots"
    app = press(app, "story_up_2")
    assert [each.title for each in app.session_state["_pins"]] == [titles[0], titles[2], titles[1]]
    app = press(app, "story_down_1")
    assert [each.title for each in app.session_state["_pins"]] == titles
    name = next(each for each in app.text_input if each.key.startswith("story_title_0"))
    app = checked(name.set_value("Tuesdays *matter*").run())
    note = next(each for each in app.text_area if each.key.startswith("story_note_0"))
    app = checked(note.set_value("Ship on Mondays").run())
    assert (app.session_state["_pins"][0].title, app.session_state["_pins"][0].note) == (
        "Tuesdays *matter*", "Ship on Mondays",
    )  # fmt: skip
    app = checked(app.toggle(key="present").set_value(True).run())
    assert not [each for each in app.button if (each.key or "").startswith("story_up")]
    assert any("Ship on Mondays" in each.value for each in app.markdown)
    assert next(each.value for each in app.subheader) == r"Tuesdays \*matter\*"
    app = checked(app.toggle(key="present").set_value(False).run())


def test_open_where_it_was_found_brings_its_thresholds_back():
    app = opened("segments")
    app = checked(app.slider(key="weekday.min_share").set_value(0.8).run())
    app = press(app, "pattern_sizes_pin")
    app = checked(app.slider(key="weekday.min_share").set_value(0.6).run())
    app = checked(app.switch_page("pages/story.py").run())
    app = press(app, "story_open_0")  # the switch itself is the browser's: the test framework does not follow it
    app = checked(app.switch_page("pages/segments.py").run())
    assert app.slider(key="weekday.min_share").value == 0.8
    assert app.session_state["weekday.min_share"] == 0.8
    assert "Which segments, at which thresholds?" in [each.value for each in app.title]


def test_nothing_pinned_says_what_a_story_is():
    app = opened("story")
    assert any("Nothing is pinned yet." in each.value for each in app.markdown)


def test_the_answer_of_a_page_is_pinned_and_computed_again():
    app = press(opened("at_risk"), "answer_pin")
    [pin] = app.session_state["_pins"]
    assert (pin.title, pin.view, pin.part) == ("Who is late by their own pattern?", "late.late_of", ("sentence",))
    assert app.button(key="answer_pin").label == ":gray[Pinned]"
    assert press(app, "answer_pin").session_state["_pins"] == []


def test_a_comparison_is_computed_again_over_what_was_looked_at(scored):
    app = opened("segments")
    app.session_state["segments_tab"] = "Compare"
    checked(app.run())
    metrics = app.multiselect(key="_metrics")
    app = checked(metrics.set_value(metrics.value[:2]).run())  # more was looked at before
    app = press(press(app, "answer_pin"), "All comparisons: effect, interval, adjusted p, caveats_pin")
    assert checked(app.run()).button(key="answer_pin").label == ":gray[Pinned]"
    for pin in pins_from_json(pins_to_json(app.session_state["_pins"])):
        assert pin.view == "comparison_told.answer_of"
        assert len(pin.arguments[3]) > 2
        now = compute_in(pin, tune(scored.prepared, pin.filters, from_query(pin.settings)))
        assert changed(pin.kept, now) == UNCHANGED
    assert press(app, "answer_pin").session_state["_pins"][0].part == ("table",)


@pytest.mark.parametrize(
    ("page", "key", "part"),
    [("home", "answer_pin", ("headline",)), ("patterns", "answer_pin", ("headline",)),
     ("segments", "live_weekday.min_share_pin", ("cut",))],
)  # fmt: skip
def test_answers_go_with_their_numbers_and_the_live_cut_with_its_bars(page, key, part, scored):
    [pin] = press(opened(page), key).session_state["_pins"]
    assert pin.part == part
    assert len(pin.kept.table) > 3
    now = compute_in(pin, tune(scored.prepared, pin.filters, from_query(pin.settings)))
    assert changed(pin.kept, now) == UNCHANGED
    assert now.sentence == pin.sentence


def test_the_fold_is_pinned_at_its_period():
    app = opened("patterns")
    app.session_state["patterns_tab"] = "Fold"
    app.session_state["fold_days"] = 14.0
    [pin] = press(checked(app.run()), "fold_pin").session_state["_pins"]
    assert (pin.view, pin.arguments, len(pin.kept.table)) == ("folded.cells_of", (14.0,), 14)


def test_a_pin_from_elsewhere_leads_to_no_page_but_ours():
    app = press(opened("patterns"), "when_pin")
    app.session_state["_pins"] = [replace(app.session_state["_pins"][0], page="../../else", query="patterns_tab=else")]
    app = checked(app.switch_page("pages/story.py").run())
    press(app, "story_open_0")
