"""Data, Load a file: held back for an answer it needs, read while other pages are used, changed, forgotten."""

import io
import time

import pytest

from analysis.ingest import read
from analysis.ingest.add import add, report_of_union
from pages._ui import loading
from pages._ui.uploads import Upload
from tests.pages.test_data_zones import opened

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
    while app.session_state["_running"] is not None:
        assert time.monotonic() < until
        app.run()
    assert [each.message for each in app.exception] == []
    return app


def test_load_waits_for_an_answer_and_goes_on_while_other_pages_are_used(spooled):
    app = opened("Load a file", _spool=spooled)
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


def test_cancel_brings_the_form_back_with_its_answers(spooled):
    app = opened("Load a file", _spool=spooled)
    app.radio(key="_ask_time_format").set_value("month-first").run()
    app.button(key="load").click().run()
    app.button(key="cancel_load").click().run()
    assert app.session_state["_running"] is None
    assert app.radio(key="_ask_time_format").value == "month-first"
    assert spooled.folder.exists()


def test_forget_deletes_the_files_and_what_was_decided(spooled, tmp_path):
    own = upload(tmp_path, [("a", "2026-01-01"), ("a", "2026-01-08")])
    decided = {("user", "when"): {"time_format": "day-first"}}
    app = opened("How it was read", _upload=own, _kept_spool=spooled, _decided=decided)
    app.button(key="forget_file").click().run()
    assert [each.message for each in app.exception] == []
    assert not spooled.folder.exists()
    assert "_upload" not in app.session_state
    assert "_decided" not in app.session_state


def test_after_half_an_hour_the_file_must_be_dropped_again(spooled, tmp_path):
    spooled.drop()
    app = opened("How it was read", _upload=upload(tmp_path, [("a", "2026-01-01")]), _kept_spool=spooled)
    assert app.button(key="read_again").disabled
    assert any("Drop it again" in each.value for each in app.caption)


@pytest.fixture(scope="module")
def united(tmp_path_factory):
    folder = tmp_path_factory.mktemp("united")
    older = upload(folder, [(f"p{who}", f"2026-0{1 + week // 4}-{1 + 7 * (week % 4):02}") for week in range(16)
                            for who in range(9)])  # fmt: skip
    newer = upload(folder, [(f"p{who}", f"2026-05-{1 + 7 * week:02}") for week in range(4) for who in range(12)])
    dataset, added = add(older.dataset, newer.dataset)
    return Upload(dataset, report_of_union(newer.report, dataset, added), added, older)


def test_newer_data_keep_every_setting_and_say_once_what_changed(united):
    app = opened("Load a file", _upload=united.base)
    app.query_params["weekday.min_share"] = "0.8"
    app.session_state["weekday.min_share"] = 0.8
    app.session_state["_who"] = "weekly"
    app.run()
    app.session_state["_arrived"] = united
    app.switch_page("pages/home.py").run()
    assert [each.message for each in app.exception] == []
    assert app.session_state["_who"] == "weekly"
    assert app.session_state["weekday.min_share"] == 0.8
    assert any("Since last time" in each.value for each in app.markdown)
    app.button(key="since_seen").click().run()
    assert not any("Since last time" in each.value for each in app.markdown)


@pytest.mark.parametrize(
    ("link", "said"),
    [("latest-mine.csv", None), ("latest-other.csv", "This link was made on other"), ("fp-0", "not the file")],
)
def test_a_link_to_the_latest_data_opens_on_whatever_has_the_name(united, link, said):
    app = opened("Load a file", _arrived=united.base, _link={"data": link}, _undo=[], _drawn=[], _moved=set())
    warned = " ".join(each.value for each in app.warning)
    assert (said is None and not warned) or (said is not None and said in warned.replace("\\", ""))
    assert app.session_state["_link"]["data"].startswith("latest-" if link.startswith("latest") else "fp-")
