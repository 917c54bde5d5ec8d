"""Short links: made in the popover, opened by somebody else; counts only, with people, no data; over."""

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from analysis.ingest import read
from analysis.settings import Settings
from analysis.store import Store
from analysis.store.ids import new_id
from pages._ui.uploads import COUNTS_ONLY, Upload
from tests.pages import session
from tests.pages.session import checked, opened

WEEKDAY = "weekday.min_share"
PEOPLE = [f"anna-{number:02d}-zapp" for number in range(40)]

said = partial(session.said, kinds=("markdown", "caption", "title", "header", "warning", "text", "info"))
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


def test_people_are_hidden_wherever_they_are_listed(folder, mine):
    """A viewer walks every page; ids, addresses and lists of people are nowhere, and each place says why."""
    view = share(opened("home", own=mine))
    viewer = opened(view=view)
    assert "zapp" not in everything(viewer)
    for page, tab in PLACES:
        viewer.switch_page(f"pages/{page}.py")
        if tab:
            viewer.session_state[f"{page}_tab"] = tab
        checked(viewer.run())
        assert "zapp" not in everything(viewer), (page, tab)
        labels = [each.label for each in viewer.get("download_button")]
        assert not [each for each in labels if "list" in each.lower() or "contact" in each.lower()], (page, tab)
        if (page, tab) in TOLD:
            assert said(viewer).count(COUNTS_ONLY) > 1, (page, tab)  # once above, once in its place
    assert not viewer.session_state["_upload"].report.rejected_rows


PLACES = (
    ("patterns", ""), ("patterns", "Beats"), ("patterns", "People"), ("segments", ""), ("segments", "Profile"),
    ("at_risk", "Late"), ("at_risk", "Slowing"), ("win_back", "Make a list"), ("data", ""), ("data", "How it was read"),
    ("person", ""),
)  # fmt: skip
TOLD = (("patterns", "People"), ("segments", "Profile"), ("win_back", "Make a list"), ("person", ""))


def test_with_people_shows_them_and_no_data_asks_for_the_file(folder, mine):
    owner = opened("patterns", own=mine, patterns_tab="People")
    people, settings = share(owner, "people"), share(owner, "settings")
    viewer = opened(view=people)
    assert viewer.session_state["_upload"].dataset.fingerprint == mine.dataset.fingerprint
    assert PEOPLE[0] in viewer.session_state["_upload"].dataset.users["user_id"].tolist()
    assert any("Person" in each.value.columns for each in viewer.dataframe)
    without = opened(view=settings)
    assert "_upload" not in without.session_state
    assert "This link was made on a file with 40 people" in said(without)


def test_a_viewer_moves_freely_and_a_reload_keeps_both(folder, mine):
    owner = opened("segments", own=mine, **{WEEKDAY: "0.7"})
    view = share(owner)
    viewer = opened(view=view)
    checked(viewer.slider(key=WEEKDAY).set_value(0.9).run())
    assert viewer.query_params["view"] in (view, [view])
    assert owner.run().slider(key=WEEKDAY).value == 0.7
    assert opened(view=view).slider(key=WEEKDAY).value == 0.7
    again = opened("segments", view=view, v="1", **{WEEKDAY: "0.9"})
    assert again.slider(key=WEEKDAY).value == 0.9
    assert again.session_state["_upload"].shared == "counts"
    default = opened("segments", view=view, v="1")  # moved back to the default, which leaves the address
    assert default.slider(key=WEEKDAY).value == Settings().value(WEEKDAY)


def test_what_names_somebody_is_left_out_of_the_link(folder, mine):
    segments = f'[["Zapps","attr.email = \\"{PEOPLE[0]}@zapp.example\\""],["Pros","plan = \\"Pro\\""]]'
    owner = opened("segments", own=mine, segments=segments, user=PEOPLE[3], contact=f"user:{PEOPLE[3]}")
    view = share(owner)
    assert "Not in it, since it would name somebody" in said(owner)
    shared = Store(folder).open_view(view).view
    assert "zapp" not in str(shared).lower()
    assert "Pros" in shared.query["segments"]


def test_how_many_people_there_are_is_nobody_even_where_it_is_an_id(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.store.naming._LEAST_DIGITS", 2)  # instead of ten thousand people
    rows = [f"{who},2025-01-{7 + 7 * (who % 3):02d}" for who in range(1, 41)]
    (tmp_path / "numbered.csv").write_text("user_id,date\n" + "\n".join(rows) + "\n")
    owner = opened("data", own=Upload(*read([tmp_path / "numbered.csv"])), contact="user:39")
    assert session.linked(owner, "people") == "40"
    share(owner)
    assert "Not in it, since it would name somebody: the choice of “contact”." in said(owner)


def test_taken_back_and_forgotten_while_somebody_looks(folder, mine):
    owner = opened("home", own=mine)
    first, second = share(owner), share(owner)
    one, other = opened(view=first), opened(view=second)
    revoke = [each for each in owner.button if each.label == "Take back"]
    assert len(revoke) == 2
    owner.session_state["share"] = True
    checked(revoke[0].click().run())
    ended, alive = [each for each in (one, other) if "took back" in said(checked(each.run()))], None
    assert len(ended) == 1
    assert "_upload" not in ended[0].session_state
    assert any("SaaS sample" in each.value for each in ended[0].caption)
    alive = next(each for each in (one, other) if each not in ended)
    owner.session_state["share"] = True
    forget = next(each for each in owner.button if each.label.startswith("Forget the shared"))
    checked(forget.click().run())
    assert "deleted by their owner" in said(checked(alive.run()))
    assert list((folder / "workspaces").iterdir()) == []
    assert owner.session_state["_upload"].dataset.fingerprint == mine.dataset.fingerprint


@pytest.mark.parametrize("asked", ["A" * 22, "short", "../../x", "", "<b>"])
def test_a_wrong_link_is_one_sentence_and_the_sample(folder, asked):
    app = opened("patterns", view=asked)
    assert "found none under this id" in said(app)
    assert [each.value for each in app.title] == ["When do people come?"]
    assert "view" not in app.query_params


def test_a_sample_needs_no_data_and_a_manage_link_lists_it(folder):
    owner = opened("patterns", data="shop")
    view = share(owner, days=1)
    assert list((folder / "workspaces").iterdir()) == []
    assert any("Shop sample" in each.value for each in opened(view=view).caption)
    token = owner.session_state["_share_owner"]
    other = opened(manage=token)
    assert "manage" not in other.query_params
    other.session_state["share"] = True
    assert "Patterns, Shop sample, no data: opened 1 time" in said(checked(other.run()))
    assert "No open link belongs" in said(opened(manage=new_id()))


def test_own_data_after_a_shared_view(folder, mine):
    viewer = opened(view=share(opened("home", own=mine)))
    viewer.session_state["_arrived"] = replace(mine, report=mine.report)
    checked(viewer.run())
    assert "These are not the data that were shared with you" in said(viewer)
    assert "view" not in viewer.query_params
    assert viewer.session_state["_upload"].shared == ""


def test_a_store_that_does_not_last_says_so_and_one_switched_off_offers_the_long_link(folder, monkeypatch):
    def popover() -> AppTest:
        app = opened("patterns")
        app.session_state["share"] = True
        return checked(app.run())

    monkeypatch.setenv("OFFBEAT_STORE_LASTS", "0")
    assert "loses what it keeps" in said(popover())
    monkeypatch.setenv("OFFBEAT_STORE_LASTS", "1")
    assert "loses what it keeps" not in said(popover())
    monkeypatch.setenv("OFFBEAT_STORE", "")
    app = popover()
    assert not [each for each in app.button if each.key == "make_link"]
    assert any(each.value.startswith("?") for each in app.code)


def test_without_data_a_story_goes_without_people(folder, mine):
    owner = opened("patterns", own=mine, patterns_tab="People")
    checked(owner.button(key="wall_people_pin").click().run())
    view = share(owner, "settings")
    kept = "".join(each.read_text(errors="replace") for each in folder.rglob("*") if each.is_file())
    assert "wall" in kept or "People" in kept  # the control: the pin went along
    assert "zapp" not in kept
    viewer = opened("story", view=view)
    assert len(viewer.session_state["_pins"]) == 1
    assert "zapp" not in everything(viewer)


def test_forgotten_data_leave_no_person_in_the_story(folder, mine):
    owner = opened("patterns", own=mine, patterns_tab="People")
    checked(owner.button(key="wall_people_pin").click().run())
    owner.switch_page("pages/data.py")
    owner.session_state["data_tab"] = "How it was read"
    checked(owner.run())
    checked(owner.button(key="forget_file").click().run())
    [left] = owner.session_state["_pins"]
    assert left.kept.table is None
    assert "zapp" not in str(left)


def test_what_a_viewer_pinned_on_own_data_outlives_the_link(folder, mine):
    owner = opened("patterns", own=mine)
    checked(owner.button(key="when_pin").click().run())
    view = share(owner, "settings")
    viewer = opened("patterns", view=view)
    checked(viewer.button(key="daily_pin").click().run())
    assert [each.title for each in viewer.session_state["_pins"]] == ["When they come", "Every day"]
    secret = owner.session_state["_share_owner"]
    store = Store(folder)
    store.revoke(secret, store.links_of(secret)[0].digest)
    checked(viewer.run())
    assert [each.title for each in viewer.session_state["_pins"]] == ["Every day"]


def test_nobody_owns_the_links_of_whoever_opened_their_manage_link(folder, mine):
    theirs = opened(own=mine)
    share(theirs)
    secret = theirs.session_state["_share_owner"]
    victim = opened(own=mine, manage=secret)
    share(victim)
    assert victim.session_state["_share_owner"] != secret
    store = Store(folder)
    assert len(store.links_of(secret)) == 1
    assert len(store.links_of(victim.session_state["_share_owner"])) == 1
    victim.session_state["share"] = True
    checked(victim.run())
    assert len([each for each in victim.button if each.label == "Take back"]) == 2
