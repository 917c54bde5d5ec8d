"""Segments, Sizes: the baseline and its way back, what opens below, and what the link carries."""

import re
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from analysis.settings import Settings
from tests.pages import session
from tests.pages.session import checked, linked, press
from tests.pages.test_build_tab import taken_out

WEEKDAY = "weekday.min_share"
NOTHING = "Since the baseline nothing was moved. Nobody entered or left any of the segments."
PARTS = ("sizes_reactions", "sizes_thresholds", "sizes_keep", "sizes_overlap")

opened = partial(session.opened, "segments")
pytestmark = pytest.mark.usefixtures("fresh_caches")


def move(app: AppTest, value: float) -> AppTest:
    return checked(app.slider(key=WEEKDAY).set_value(value).run())


def captions(app: AppTest) -> str:
    return "\n".join(each.value.replace("\\", "") for each in app.caption)


def opened_parts(app: AppTest, *names: str) -> AppTest:
    """Run with expanders open; AppTest forgets them after every run."""
    for name in names:
        app.session_state[name] = True
    return checked(app.run())


def tables(app: AppTest, column: str) -> list:
    return [each.value for each in app.dataframe if column in each.value.columns]


def test_the_first_screen_computes_nothing_that_is_closed():
    app = opened()
    assert not app.dataframe
    assert "sit within one step of the cut." in captions(app)
    assert taken_out(app)[0].startswith("One weekday: ")


def test_the_baseline_says_who_entered_and_left_and_clears():
    app = press(opened(), "Set as baseline")
    assert NOTHING in captions(app)
    move(app, 0.95)
    assert "“Share on one weekday” went from 60 % to 95 %" in captions(app)
    table = tables(app, "Entered")[0].set_index("Who")
    weekday, none = table.loc["One weekday"], table.loc["No fixed pattern"]
    assert weekday["Left"] > 0
    assert weekday["Change"] == f"−{weekday['Left']}"
    assert none["Entered"] > 0
    press(app, "Clear baseline")
    assert "baseline" not in captions(app)
    assert linked(app, "baseline") == ""


def test_undo_restores_members_exactly():
    app = press(opened(), "Set as baseline")
    move(app, 0.95)
    assert NOTHING not in captions(app)
    press(app, "Undo")
    assert NOTHING in captions(app)
    assert app.slider(key=WEEKDAY).value == Settings().value(WEEKDAY)


def test_see_who_lists_them():
    app = move(press(opened(), "Set as baseline"), 0.95)
    left = int(tables(app, "Entered")[0].set_index("Who").loc["One weekday", "Left"])
    opened_parts(app, "baseline_who")
    app.session_state["baseline_who"] = True
    checked(app.selectbox(key="_baseline_who").set_value("weekday").run())
    (people,) = tables(app, "Pattern before")
    assert len(people) == left
    assert set(people["Pattern before"]) == {"Tuesdays"}


def test_the_link_carries_the_baseline():
    app = press(opened(**{WEEKDAY: "0.95"}, who="plan=Pro"), "Set as baseline")
    move(app, 0.5)
    link = {name: linked(app, name) for name in ("baseline", "who", WEEKDAY)}
    assert WEEKDAY in link["baseline"]
    again = opened(**link)
    assert tables(again, "Entered")[0].equals(tables(app, "Entered")[0])
    assert "“Share on one weekday” went from 95 % to 50 %" in captions(again)


@pytest.mark.parametrize(
    "text", ["rubbish", "set=2", "set=1&weekday.min_share=9", "set=1&no.such=1", "set=1&as_of=soon", "%%&&=="]
)
def test_a_baseline_that_cannot_be_read_is_none(text):
    app = opened(baseline=text)
    assert "Since the baseline" not in captions(app)
    assert any(each.label == "Set as baseline" for each in app.button)


@pytest.mark.parametrize("text", ["set=1&who=no+such", "set=1&as_of=1970-01-01", "set=1&active=nothing"])
def test_a_baseline_the_data_refuse_is_cleared_with_a_word(text):
    app = opened(baseline=text)
    assert [each.value for each in app.warning] == ["The baseline does not fit these data, so it was cleared."]
    assert any(each.label == "Set as baseline" for each in app.button)


def test_people_and_accounts_are_not_compared():
    app = opened(baseline="set=1", unit="accounts")
    assert "they cannot be compared" in captions(app)
    assert not app.dataframe


def test_the_baseline_outlives_a_page():
    app = move(press(opened(), "Set as baseline"), 0.95)
    app.switch_page("pages/patterns.py")
    checked(app.run())
    app.switch_page("pages/segments.py")
    checked(app.run())
    assert tables(app, "Entered")


def test_each_part_opens():
    app = opened_parts(opened(), *PARTS)
    assert re.search(r"\d+ sizes react: One weekday", captions(app))
    assert len(tables(app, "Within one step")) == 1
    assert len(tables(app, "Keep it")) == 1
    assert len(tables(app, "Patterns passed at once")) == 1
    assert not tables(app, "In this order")


def test_the_order_travels_in_the_link_and_changes_no_label():
    app = opened_parts(opened(), "sizes_overlap")
    app.session_state["sizes_overlap"] = True
    checked(app.multiselect(key="_first").set_value(["cadence", "weekday"]).run())
    (table,) = tables(app, "In this order")
    assert table["Pattern"].tolist()[:2] == ["Every so many days", "One weekday"]
    assert "Labels elsewhere stay." in captions(app)
    assert linked(app, "first") == "cadence.weekday"
    again = opened_parts(opened(first=linked(app, "first")), "sizes_overlap")
    assert tables(again, "In this order")[0].equals(table)
    assert not opened_parts(opened(first="no such.weekday."), "sizes_overlap").exception


def test_parts_open_for_nobody_and_for_accounts():
    nobody = {"who": "weekend", "weekend.min_share": "1.0", "evidence.q_max": "0.01"}
    for link in (nobody, {"unit": "accounts"}, {"cut": "frequency.daily_max_days"}):
        app = opened_parts(opened(baseline="set=1", **link), *PARTS)
        assert [each.value for each in app.title] == ["Which segments, at which thresholds?"]
