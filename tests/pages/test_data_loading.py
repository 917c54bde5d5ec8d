"""Data, Load a file: held back for an answer it needs, read while other pages are used, changed, forgotten."""

import io
import time
from datetime import date, timedelta

import pytest

from analysis.ingest import read
from analysis.ingest.add import add, report_of_union
from pages._ui import loading
from pages._ui.uploads import Upload
from tests.pages.session import opened_data

pytestmark = pytest.mark.usefixtures("fresh_caches")
UNCLEAR = b"user,when\n" + b"".join(b"u%d,0%d/0%d/2026 10:00\n" % (n, 1 + n % 9, 1 + n % 7) for n in range(40))
LONGEST_S = 60


@pytest.fixture
def spooled():
    file = io.BytesIO(UNCLEAR)
    file.name = "unclear.csv"
    files = loading.spool([file])
    yield files
    files.drop()


def upload(folder, rows):
    path = folder / "mine.csv"
    path.write_text("user_id,timestamp\n" + "".join(f"{who},{when}\n" for who, when in rows))
    return Upload(*read(path))


def loaded_elsewhere(app):
    """Go to another page and wait there until the file is read."""
    app.switch_page("pages/segments.py").run()
    until = time.monotonic() + LONGEST_S
    running = app.session_state["_running"]
    while running is not None and not running.is_over:  # running the page meanwhile would take the child's time
        assert time.monotonic() < until
        time.sleep(0.05)
    app.run()
    assert app.session_state["_running"] is None
    assert [each.message for each in app.exception] == []
    return app


def test_load_waits_for_an_answer_and_goes_on_while_other_pages_are_used(spooled):
    app = opened_data("Load a file", _spool=spooled)
    assert app.button(key="load").disabled
    app.radio(key="_ask_time_format").set_value("day-first").run()
    app.selectbox(key="_zone").set_value("Asia/Tokyo").run()
    app.button(key="load").click().run()
    assert app.button(key="cancel_load")
    loaded_elsewhere(app)
    assert [each.value for each in app.toast] == ["unclear\\.csv is loaded\\: 40 people\\."]
    assert app.session_state["_upload"].report.timestamp_format == "d/m/y"
    app.query_params["data_tab"] = "How it was read"
    app.switch_page("pages/data.py").run()
    app.button(key="read_again").click().run()
    app.query_params["data_tab"] = "Load a file"
    app.run()
    assert app.radio(key="_ask_time_format").value == "day-first"
    assert app.selectbox(key="_zone").value == "Asia/Tokyo"
    assert app.button(key="add_newer").label == "Add to unclear\\.csv"


def test_a_long_file_may_be_left_to_decide_by_itself():
    file = io.BytesIO(b"user,when\n" + UNCLEAR.partition(b"\n")[2] * 130)
    file.name = "long.csv"
    files = loading.spool([file])
    app = opened_data("Load a file", _spool=files)
    asked = app.radio(key="_ask_time_format")
    assert len(asked.options) == 3
    asked.set_value("").run()
    assert not app.button(key="load").disabled
    app.button(key="load").click().run()
    assert app.session_state["_running"].spooled.answers == {}
    app.button(key="cancel_load").click().run()
    files.drop()


def test_cancel_brings_the_form_back_with_its_answers(spooled):
    app = opened_data("Load a file", _spool=spooled)
    app.radio(key="_ask_time_format").set_value("month-first").run()
    app.button(key="load").click().run()
    app.button(key="cancel_load").click().run()
    assert app.session_state["_running"] is None
    assert app.radio(key="_ask_time_format").value == "month-first"
    assert spooled.folder.exists()


def test_forget_deletes_the_files_and_what_was_decided(spooled, tmp_path):
    own = upload(tmp_path, [("a", "2026-01-01"), ("a", "2026-01-08")])
    decided = {("user", "when"): {"time_format": "day-first"}}
    app = opened_data("How it was read", _upload=own, _kept_spool=spooled, _decided=decided)
    app.button(key="forget_file").click().run()
    assert [each.message for each in app.exception] == []
    assert not spooled.folder.exists()
    assert "_upload" not in app.session_state
    assert "_decided" not in app.session_state


def test_after_half_an_hour_the_file_must_be_dropped_again(spooled, tmp_path):
    spooled.drop()
    app = opened_data("How it was read", _upload=upload(tmp_path, [("a", "2026-01-01")]), _kept_spool=spooled)
    assert app.button(key="read_again").disabled
    assert any("Drop it again" in each.value for each in app.caption)


@pytest.fixture(scope="module")
def united(tmp_path_factory):
    folder = tmp_path_factory.mktemp("united")
    days = [date(2026, 1, 6) + timedelta(weeks=week) for week in range(20)]
    older = upload(folder, [(f"p{who}", day) for day in days[:16] for who in range(9)])
    newer = upload(folder, [(f"p{who}", day) for day in days[15:] for who in range(12)])
    dataset, added = add(older.dataset, newer.dataset)
    return Upload(dataset, report_of_union(newer.report, dataset, added), added, older)


def test_newer_data_keep_every_setting_and_say_once_what_changed(united):
    app = opened_data("Load a file", _upload=united.base)
    app.query_params["weekday.min_share"] = "0.8"
    app.session_state["weekday.min_share"] = 0.8
    app.session_state["_who"] = "weekday:Tue"
    app.run()
    app.session_state["_arrived"] = united
    app.switch_page("pages/home.py").run()
    assert [each.message for each in app.exception] == []
    assert app.session_state["_who"] == "weekday:Tue"
    assert app.session_state["weekday.min_share"] == 0.8
    assert any("Since last time" in each.value for each in app.markdown)
    app.button(key="since_seen").click().run()
    assert not any("Since last time" in each.value for each in app.markdown)


@pytest.mark.parametrize(
    ("link", "said"),
    [("latest-mine.csv", None), ("latest-other.csv", "This link was made on other"), ("fp-0", "not the file")],
)
def test_a_link_to_the_latest_data_opens_on_whatever_has_the_name(united, link, said):
    app = opened_data("Load a file")
    app.session_state["_link"]["data"] = link
    app.session_state["_arrived"] = united.base
    app.run()
    warned = " ".join(each.value for each in app.warning)
    assert (said is None and not warned) or (said is not None and said in warned.replace("\\", ""))
    assert app.session_state["_link"]["data"].startswith("latest-" if link.startswith("latest") else "fp-")
