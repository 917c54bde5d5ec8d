"""Data: the zone is chosen from a list, and times near midnight are warned of."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from analysis.ingest import read
from analysis.ingest.timestamps import zone_names
from pages._ui import loading
from pages._ui.uploads import Upload
from tests.pages import session

SECTION = "If the time zone were another"

pytestmark = pytest.mark.usefixtures("fresh_caches")


def late_people(folder: Path, *, hour: int) -> Path:
    days = [date(2025, 1, 7) + timedelta(weeks=week) for week in range(20)]
    path = folder / "late.csv"
    path.write_text("user_id,time\n" + "".join(f"u{who},{day}T{hour}:15:00Z\n" for who in range(30) for day in days))
    return path


def upload(path: Path) -> Upload:
    dataset, report = read(path)
    return Upload(replace(dataset, name="late.csv"), report)


@pytest.mark.parametrize(("hour", "warned"), [(23, True), (12, False)])
def test_times_near_midnight_are_warned_of_with_the_labels_that_would_change(tmp_path, hour, warned):
    app = session.opened("data", own=upload(late_people(tmp_path, hour=hour)), data_tab="How it was read")
    assert (SECTION in [each.value for each in app.header]) is warned
    said = [each.value for each in app.markdown if "have a pattern now" in each.value]
    assert len(said) == warned
    if warned:
        assert "**1** hour ahead **30** labels would change\\, **1** hour behind **0**" in said[0]


def test_large_data_ask_first(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.views.clock._QUICK_USER_DAYS", 10)
    app = session.opened("data", own=upload(late_people(tmp_path, hour=23)), data_tab="How it was read")
    assert not [each for each in app.markdown if "have a pattern now" in each.value]
    app.toggle(key="_try_clocks").set_value(True).run()
    assert [each for each in app.markdown if "have a pattern now" in each.value]


def test_the_zone_is_one_of_the_list_or_none(tmp_path):
    with late_people(tmp_path, hour=23).open("rb") as file:
        spooled = loading.spool([file])
    app = session.opened("data", state={"_spool": spooled}, data_tab="Load a file")
    zone = app.selectbox(key="_zone")
    assert zone.value is None
    assert zone.options == list(zone_names())
    app.selectbox(key="_zone").set_value("Europe/Berlin").run()
    assert app.selectbox(key="_zone").value == "Europe/Berlin"
    spooled.drop()
