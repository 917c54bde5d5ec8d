"""Dates of mine and dates left out: brought, found, linked, undone; bots apart and counted on demand."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from streamlit.proto.Block_pb2 import Block
from streamlit.testing.v1 import AppTest

from analysis.activity import Activity, to_date
from analysis.dataset import Dataset
from analysis.ingest import ReadReport, read
from analysis.synthetic.planted import FIRST_DAY, activity_of, mixed_activity
from pages._ui.uploads import Upload
from tests.pages.session import checked, linked, opened, press

LAST_DAY = FIRST_DAY + 364
SHARED_DAY = FIRST_DAY + 100
SHARED = to_date(SHARED_DAY).isoformat()
MINE = [FIRST_DAY + day for day in (9, 31, 44, 80, 97, 121, 150, 166, 190, 222, 240, 261, 290, 309, 330, 350)]
PASTED = "\n".join(to_date(day).isoformat() for day in MINE)

pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> ReadReport:
    path = tmp_path_factory.mktemp("one") / "one.csv"
    path.write_text("user_id,timestamp\na,2025-03-04\n")
    return read([path])[1]


@pytest.fixture(scope="module")
def odd(report) -> Upload:
    """Forty people at one o'clock, sixty of one date only, four of my dates, one job at three on Mondays."""
    activity, _ = mixed_activity({"random": 40}, 5)
    mondays = np.arange(FIRST_DAY, LAST_DAY + 1)[(np.arange(FIRST_DAY, LAST_DAY + 1) + 3) % 7 == 0]
    own = [activity.days_of(row) for row in range(40)]
    whole = activity_of(
        [mondays, *own, *[np.array([SHARED_DAY])] * 60, *[np.array(MINE)] * 4], observed=(FIRST_DAY, LAST_DAY)
    )
    hour = np.where(whole.user == 0, 3, np.rint(np.random.default_rng(3).normal(13, 3, whole.user_days)) % 24)
    return upload(replace(whole, hours=(1 << hour.astype(np.int64)).astype(np.uint32)), report)


def upload(activity: Activity, report: ReadReport) -> Upload:
    users = pd.DataFrame({"user_id": activity.user_ids.to_pylist()})
    return Upload(Dataset(activity, users, name="odd.csv"), report)


def texts(app: AppTest) -> str:
    kinds = ("markdown", "caption", "text")
    return "\n".join(each.value.replace("\\", "") for kind in kinds for each in getattr(app, kind))


def labels(app: AppTest) -> list[str]:
    return [each.label.strip("*") for each in app.button]


def bring(app: AppTest, text: str, name: str = "") -> AppTest:
    app.text_area[0].set_value(text)
    app.text_input(key=next(each.key for each in app.text_input if each.label == "Name")).set_value(name)
    return press(app, "Test these dates")


def test_a_pasted_list_is_tested_said_and_linked(odd):
    app = bring(opened("data", own=odd, data_tab="Dates of mine"), PASTED, "Our news")
    assert "**Our news**: **4** people come on them as their main pattern." in texts(app)
    assert "16 dates, 10 Jul 2024 to 16 Jun 2025, within the data." in texts(app)
    assert linked(app, "dates").startswith("Our news~0~2024-07-10.2024-08-01")
    assert app.text_area[0].value == ""


def test_the_list_outlives_a_page_and_its_pattern_opens_by_link(odd):
    app = bring(opened("data", own=odd, data_tab="Dates of mine"), PASTED, "Our news")
    app.switch_page("pages/patterns.py")
    checked(app.run())
    assert linked(app, "dates").startswith("Our news~0~")
    again = opened("patterns", own=odd, patterns_tab="Beats", dates=linked(app, "dates"), pattern="dates:Our news")
    assert again.session_state["_pattern"] == "dates:Our news"


def test_forget_and_undo(odd):
    app = bring(opened("data", own=odd, data_tab="Dates of mine"), PASTED, "Our news")
    press(app, "Forget")
    assert "Our news" not in texts(app)
    assert linked(app, "dates") == ""
    press(app, "Undo")
    assert "**Our news**" in texts(app)


@pytest.mark.parametrize(("text", "said"), [("", "found 0"), ("2025-01-01\nsoon", 'found "soon"')])
def test_a_list_that_cannot_be_read_is_a_sentence_and_stays(odd, text, said):
    app = bring(opened("data", own=odd, data_tab="Dates of mine"), text)
    assert said in texts(app)
    assert "Next step: " in texts(app)
    assert app.text_area[0].value == text
    assert linked(app, "dates") == ""


def forgets(app: AppTest) -> list[str]:
    return [each.key for each in app.button if each.label == "Forget"]


def test_a_link_with_two_lists_of_one_name_keeps_the_later(odd):
    app = opened("data", own=odd, data_tab="Dates of mine", dates="A~0~2025-01-01|A ~0~2025-02-01|B~0~2025-01-03")
    assert forgets(app) == ["_forget_A", "_forget_B"]
    assert linked(app, "dates") == "A~0~2025-02-01|B~0~2025-01-03"


def test_a_link_without_a_name_has_the_usual_one(odd):
    app = opened("data", own=odd, data_tab="Dates of mine", dates="~0~2025-01-01")
    assert forgets(app) == ["_forget_My dates"]


def test_a_name_with_the_links_own_signs_is_found_again(odd):
    app = bring(opened("data", own=odd, data_tab="Dates of mine"), PASTED, "Our|news")
    app = bring(app, PASTED, "Our~news")
    assert forgets(app) == ["_forget_Our news"]
    again = opened("patterns", own=odd, dates=linked(app, "dates"), who="dates:Our news")
    assert len(again.warning) == 0
    assert again.session_state["_who"] == "dates:Our news"


def test_forgetting_the_list_that_is_shown_keeps_the_others_and_the_dates_left_out(odd):
    mine = PASTED.replace("\n", ".")
    link = {"dates": f"Our news~0~{mine}|B~0~2025-01-03", "ignore": SHARED, "who": "dates:Our news"}
    app = opened("data", own=odd, data_tab="Dates of mine", as_of="2025-06-29", **link)
    checked(app.button(key="_forget_Our news").click().run())
    assert any("Our news" in each.value for each in app.warning)
    assert forgets(app) == ["_forget_B"]
    assert (linked(app, "dates"), linked(app, "ignore")) == ("B~0~2025-01-03", SHARED)
    assert (linked(app, "who"), linked(app, "as_of")) == ("", "2025-06-29")


def test_all_that_the_data_refuse_goes_and_nothing_else(odd):
    link = {"who": "rubbish", "as_of": "1970-01-01", "active": "no such event", "unit": "accounts"}
    app = opened("data", own=odd, data_tab="Dates of mine", dates="B~0~2025-01-03", ignore=SHARED, period="90", **link)
    assert [linked(app, name) for name in ("who", "as_of", "active")] == ["", "", ""]
    assert (linked(app, "dates"), linked(app, "ignore")) == ("B~0~2025-01-03", SHARED)


def test_reset_forgets_lists_and_counts_every_date(odd):
    app = opened("data", own=odd, data_tab="Dates of mine", dates="B~0~2025-01-03", ignore=SHARED)
    press(app, "Reset")
    assert (linked(app, "dates"), linked(app, "ignore")) == ("", "")


def test_the_file_a_link_asks_for_gets_its_lists_and_dates_left_out(odd):
    link = {"dates": "B~0~2025-01-03", "ignore": SHARED, "data": f"fp-{odd.dataset.fingerprint[:12]}"}
    app = opened("data", **link)
    app.session_state["_arrived"] = odd
    checked(app.run())
    assert {name: linked(app, name) for name in link} == link
    assert len(app.warning) == 0


def test_another_file_keeps_the_lists_and_says_that_every_date_counts(odd):
    app = opened("data", dates="B~0~2025-01-03", ignore=SHARED, data="fp-000000000000")
    app.session_state["_arrived"] = odd
    checked(app.run())
    assert (linked(app, "dates"), linked(app, "ignore")) == ("B~0~2025-01-03", "")
    (said,) = [each.value for each in app.warning]
    assert "not the file the link was made on" in said
    assert "they are counted again" in said


def test_a_sample_keeps_the_lists_and_says_that_every_date_counts(odd):
    app = opened("data", own=odd, dates="B~0~2025-01-03", ignore=SHARED)
    press(app, "Shop: 3,000 customers")
    assert (linked(app, "dates"), linked(app, "ignore")) == ("B~0~2025-01-03", "")
    assert ["they are counted again" in each.value for each in app.warning] == [True]
    press(app, "SaaS: 2,000 people")
    assert len(app.warning) == 0


LONG = [to_date(FIRST_DAY + day).isoformat() for day in range(0, 320, 2)]


def test_a_list_too_long_for_the_link_says_so_and_keeps_no_other_out(odd):
    app = bring(opened("data", own=odd, data_tab="Dates of mine"), "\n".join(LONG), "Long")
    assert texts(app).count("The link has no room for this list, so the list does not travel in it.") == 1
    bring(app, "2025-01-03", "B")
    assert texts(app).count("The link has no room for this list") == 1
    assert linked(app, "dates") == "B~0~2025-01-03"
    press(app, "Forget")
    assert "The link has no room" not in texts(app)


def test_dates_left_out_too_many_for_the_link_are_said(odd):
    app = opened("data", own=odd, data_tab="Dates of mine", ignore=".".join(LONG))
    assert "The link has no room for the 160 dates left out, so they do not travel in it." in texts(app)
    assert linked(app, "ignore") == ""


def test_shared_dates_are_left_out_and_counted_again(odd):
    app = opened("patterns", own=odd)
    assert "**One date stands out**" in texts(app)
    assert "Filled ones are dates many people share." in texts(app)
    press(app, "Leave these dates out")
    assert linked(app, "ignore") == SHARED
    assert "**1 date is left out**: 9 Oct 2024." in texts(app)
    assert "Leave these dates out" not in labels(app)
    assert "45 people" in texts(app)  # the sixty have no other day
    press(app, "Count them again")
    assert linked(app, "ignore") == ""
    assert "105 people" in texts(app)


def test_bots_are_apart_and_counted_on_demand(odd):
    app = opened("patterns", own=odd)
    assert "**1 person** comes like clockwork" in texts(app)
    assert "1 like clockwork left out, maybe bots" in texts(app)
    press(app, "Count them too")
    assert linked(app, "bots") == "true"
    assert "left out, maybe bots" not in texts(app)
    press(app, "Leave them out")
    assert linked(app, "bots") == ""


def test_quiet_data_have_one_line_and_no_button():
    app = opened("patterns")
    quiet = [each.value for each in app.caption if "No date stands out" in each.value]
    assert len(quiet) == 1
    assert "None of the people come like clockwork" in quiet[0]
    assert not {"Leave these dates out", "Count them again", "Count them too"} & set(labels(app))


@pytest.mark.parametrize(
    ("link", "label"),
    [
        ({}, "More"),
        ({"as_of": "2025-01-03"}, "**As of 3 Jan 2025**"),
        ({"as_of": "2025-01-03", "bots": "true"}, "**As of 3 Jan 2025 · 1 more**"),
        ({"ignore": SHARED}, "**1 date left out**"),
    ],
)
def test_the_filter_line_names_what_is_in_force(odd, link, label):
    assert label in popovers(opened("patterns", own=odd, **link).main)


def popovers(block: Any) -> list[str]:
    """Return the labels of all popovers below a block."""
    found = []
    for each in getattr(block, "children", {}).values():
        if isinstance(each.proto, Block) and each.proto.HasField("popover"):
            found.append(each.proto.popover.label)
        found += popovers(each)
    return found
