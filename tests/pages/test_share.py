"""Short links: made in the popover, opened by somebody else; counts only, with people, no data; over."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from analysis.ingest import read
from analysis.settings import Settings
from pages._ui.uploads import COUNTS_ONLY, Upload

APP = str(Path(__file__).parents[2] / "app.py")
RUN_SECONDS = 120
WEEKDAY = "weekday.min_share"
PEOPLE = [f"anna-{number:02d}-zapp" for number in range(40)]

pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A store of its own."""
    monkeypatch.setenv("OFFBEAT_STORE", str(tmp_path / "store"))
    monkeypatch.delenv("OFFBEAT_STORE_LASTS", raising=False)
    return tmp_path / "store"


@pytest.fixture(scope="module")
def mine(tmp_path_factory) -> Upload:
    """Forty people of recognisable ids and addresses; every fourth keeps a Tuesday."""
    folder, first = tmp_path_factory.mktemp("mine"), date(2025, 1, 7).toordinal()
    rows = [
        f"{name},{date.fromordinal(first + step * (7 if who % 4 == 0 else 3 + who % 5))},open"
        for who, name in enumerate(PEOPLE)
        for step in range(20)
    ]
    (folder / "mine.csv").write_text("user_id,date,event\n" + "\n".join(rows) + "\n")
    known = [f"{name},{('Pro', 'Free')[who % 2]},{name}@zapp.example" for who, name in enumerate(PEOPLE)]
    (folder / "users.csv").write_text("user_id,plan,email\n" + "\n".join(known) + "\n")
    dataset, report = read([folder / "mine.csv"], users=folder / "users.csv")
    return Upload(replace(dataset, name="mine.csv"), report)


def opened(page: str = "home", *, own: Upload | None = None, **link: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=RUN_SECONDS)
    for name, value in link.items():
        app.query_params[name] = value
    if own is not None:
        app.session_state["_upload"] = own
    if page != "home":
        app.switch_page(f"pages/{page}.py")
    return checked(app.run())


def checked(app: AppTest) -> AppTest:
    assert [each.message for each in app.exception] == []
    return app


def share(app: AppTest, sees: str | None = None, *, days: int | None = None) -> str:
    """Make a link and return its id."""
    app.session_state["share"] = True
    checked(app.run())
    for key, value in (("share_sees", sees), ("share_days", days)):
        if value is not None:
            app.session_state["share"] = True
            (app.button_group if key == "share_sees" else app.selectbox)(key=key).set_value(value)
    app.session_state["share"] = True
    checked(app.button(key="make_link").click().run())
    addresses = [each.value for each in app.code if "?view=" in each.value]
    return parse_qs(urlsplit(addresses[0]).query)["view"][0]


def said(app: AppTest) -> str:
    kinds = ("markdown", "caption", "title", "header", "warning", "text", "info")
    return "\n".join(each.value.replace("\\", "") for kind in kinds for each in getattr(app, kind))


def everything(app: AppTest) -> str:
    """Return all that was sent to the browser, as text."""
    return "\n".join(str(each.proto) for each in app.main)


def test_counts_only_shows_the_same_page_and_names_nobody(folder, mine):
    owner = opened("segments", own=mine, who="plan=Pro", **{WEEKDAY: "0.7"})
    view = share(owner)
    viewer = opened(view=view)
    assert [each.value for each in viewer.title] == [each.value for each in owner.title]
    assert viewer.slider(key=WEEKDAY).value == 0.7
    assert viewer.session_state["_who"] == "plan=Pro"
    assert viewer.session_state["_upload"].dataset.fingerprint != mine.dataset.fingerprint
    text = said(viewer)
    assert COUNTS_ONLY in text
    assert f"Move “{Settings.knob(WEEKDAY).label}”" in text
    assert "mine.csv" in text
    assert "zapp" not in everything(viewer)
    assert "40 people" in text
