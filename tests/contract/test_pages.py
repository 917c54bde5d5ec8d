"""Every page and tab on every kind of data and link: nothing raised, undo exact, hostile names plain text."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analysis.export import FORMULA_STARTS
from analysis.ingest import read
from analysis.presets import PRESETS
from analysis.sample import load_sample
from analysis.settings import Settings
from analysis.win_back.campaigns import Campaign
from pages._ui.on_pages import ON_PAGES
from pages._ui.uploads import Upload
from tests.pages import session
from tests.pages.drawn import marked_up
from tests.pages.session import opened, press

VIEWS = [
    ("home", {}),
    ("patterns", {}),
    ("patterns", {"patterns_tab": "Beats"}),
    ("patterns", {"patterns_tab": "Fold"}),
    ("patterns", {"patterns_tab": "People"}),
    ("patterns", {"patterns_tab": "Change"}),
    ("patterns", {"patterns_tab": "Change", "change_of": "Pattern", "change_by": "Weeks"}),
    ("patterns", {"patterns_tab": "Change", "change_of": "A segment", "follow": "lifecycle:dormant"}),
    ("segments", {}),
    ("segments", {"segments_tab": "Yours"}),
    ("segments", {"segments_tab": "Profile"}),
    ("segments", {"segments_tab": "Compare"}),
    ("segments", {"segments_tab": "Stay"}),
    ("at_risk", {}),
    ("at_risk", {"at_risk_tab": "Slowing"}),
    ("at_risk", {"at_risk_tab": "Quiet"}),
    ("at_risk", {"at_risk_tab": "Is my rule right?"}),
    ("money", {}),
    ("money", {"money_tab": "Leaks"}),
    ("money", {"money_tab": "Trend"}),
    ("money", {"money_tab": "To act on"}),
    ("win_back", {}),
    ("win_back", {"win_back_tab": "Did it work?"}),
    ("win_back", {"win_back_tab": "Campaigns"}),
    ("data", {}),
    ("data", {"data_tab": "How it was read"}),
    ("data", {"data_tab": "Dates of mine"}),
    ("person", {}),
]
HEADINGS = {
    "home": "What should I know today?",
    "patterns": "When do people come?",
    "patterns Beats": "Which patterns do people keep?",
    "patterns Fold": "Which beat do people share?",
    "patterns People": "What do real people look like?",
    "patterns Change": "What changed, and who?",
    "patterns Change Pattern Weeks": "What changed, and who?",
    "segments": "Which segments, at which thresholds?",
    "segments Yours": "Which people do you want to look at?",
    "segments Profile": "Who are they?",
    "segments Compare": "Do these segments really differ?",
    "segments Stay": "Who is still there?",
    "at_risk": "Who is late by their own pattern?",
    "at_risk Slowing": "Who comes less than before?",
    "at_risk Is my rule right?": "Is my 30-day rule right?",
    "at_risk Quiet": "Who still comes, gets little and says nothing?",
    "money": "How did monthly revenue change?",
    "money Leaks": "Where does revenue leak?",
    "money Trend": "Do losses grow or shrink?",
    "money To act on": "What can still be saved?",
    "win_back": "Whom do I contact?",
    "win_back Did it work?": "Did it work?",
    "win_back Campaigns": "Which campaign brought people back?",
    "data": "What is loaded?",
    "data How it was read": "How was it read?",
    "data Dates of mine": "Who comes on my dates?",
}
# Markdown, HTML, directives, formulas of papers and of spreadsheets: ids, events, accounts, values, names of columns.
HOSTILE = (
    "![x](http://127.0.0.1:9/x.png)",
    "<script>alert(1)</script>",
    ":red[x]",
    "$a$",
    "[y](http://127.0.0.1:9)",
    '=HYPERLINK("http://127.0.0.1:9")',
    ":material/home: :smile:",
    "**b** `c` ~~s~~",
    "[z](javascript:alert(1))",
    "@ann www.evil.example/x",
    "+<img src=x onerror=alert(1)>",
    "-\x07\u202e*c* # h",
)
COLUMNS = ("![c](http://127.0.0.1:9/c.png)", "=plan:red[x]")
OFFERING = {("patterns", "Beats"), ("patterns", "People"), ("at_risk",), ("money", "Leaks"), ("win_back",)}
WRONG_LINKS = [
    {"as_of": "rubbish"},
    {"as_of": "1970-01-01"},
    {"as_of": "2999-01-01"},
    {"unit": "cats"},
    {"weekday.min_share": "9"},
    {"weekday.min_share": "x"},
    {"evidence.distinctive": "2"},
    {"evidence.distinctive": "perhaps"},
    {"dates": "a~9~2026-01-01|b~0~never|~~"},
    {"ignore": "yesterday"},
    {"segments": '[["all", 1], 3, ["A", "B and ("]]', "segments_tab": "Yours"},
    {"segments": '[["A", "B"], ["B", "attr.x = 1"]]', "who": "A", "group_a": "B", "segments_tab": "Compare"},
    {"rule": "active_days >= ", "segments_tab": "Yours"},
    {"period": "-4"},
    {"active": "no such event"},
    {"value": "no such event", "who": "passive", "at_risk_tab": "Quiet"},
    {"visit": "fixed=no such event\nrubbish\nfixd=login", "at_risk_tab": "Is my rule right?"},
    {"pattern": "no such"},
    {"group_a": "no such", "segments_tab": "Compare"},
    {"churn": "when it rains"},
    {"data": "fp-1", "people": "<b>"},
    {"data": "fp-1", "people": "\u00b2"},
    {"data": "fp-1", "people": "9" * 5000},
]
EVERY_VIEW = pytest.mark.parametrize(
    ("page", "tab"), VIEWS, ids=[" ".join([page, *tab.values()]).replace(" ", "_") for page, tab in VIEWS]
)


pytestmark = pytest.mark.usefixtures("fresh_caches")


def checked(app: AppTest, heading: str | None = None) -> AppTest:
    """Check that nothing was raised, that there is one heading, and that it is the one expected."""
    session.checked(app)
    if heading is not None:
        assert [each.value for each in app.title] == [heading]
    return app


def heading_of(page: str, tab: dict) -> str | None:
    return HEADINGS.get(" ".join([page, *tab.values()]))


def own_file(folder: Path, text: str, **options) -> Upload:
    path = folder / "mine.csv"
    path.write_text(text, encoding="utf-8")
    dataset, report = read([path], **options)
    return Upload(replace(dataset, name="mine.csv"), report)


@pytest.fixture(scope="module")
def one_day(tmp_path_factory) -> Upload:
    """One single user who came once."""
    return own_file(tmp_path_factory.mktemp("one"), "user_id,timestamp\na,2025-03-04\n")


@pytest.fixture(scope="module")
def dates_only(tmp_path_factory) -> Upload:
    """Forty users with dates: no hours, no events, no amounts; every fourth keeps a Tuesday."""
    day = date(2025, 1, 7).toordinal()
    rows = [
        f"u{user},{date.fromordinal(day + step * (7 if user % 4 == 0 else 3 + user % 5))}"
        for user in range(40)
        for step in range(20)
    ]
    return own_file(tmp_path_factory.mktemp("dates"), "user_id,date\n" + "\n".join(rows) + "\n")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Upload:
    """Everything a file names is Markdown, HTML or a formula; the first two ids keep Tuesdays."""
    folder, day = tmp_path_factory.mktemp("hostile"), date(2025, 1, 7).toordinal()
    ids = [*HOSTILE, *(f"{name} {again}" for name in HOSTILE for again in (1, 2))]
    named = [HOSTILE[who % len(HOSTILE)] for who in range(len(ids))]
    events = [
        (name, f"{date.fromordinal(day + 7 * step + (0 if who < 2 else (step * (who + 2)) % 6))} 09:00", event, 5)
        for who, name in enumerate(ids)
        for step in range(20 - who % 9)
        for event in named[who : who + 2]
    ]
    people = [(name, named[who // 3], named[who], named[-who]) for who, name in enumerate(ids)]
    ends = ["2025-05-01", "2025-04-11", "", ""]
    paid = [
        (f"s{who}", name, "2025-01-02", ends[who % 4], 10 + who, named[who % 5], named[who % 7] if who % 4 < 2 else "")
        for who, name in enumerate(ids)
    ]
    tables = {
        "mine": [("user_id", "timestamp", "event", "amount"), *events],
        "users": [("user_id", "account_id", *COLUMNS), *people],
        "subscriptions": [("subscription_id", "user_id", "start", "end", "mrr", "plan", "reason"), *paid],
    }
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    beside = {name: folder / f"{name}.csv" for name in ("users", "subscriptions")}
    dataset, report = read([folder / "mine.csv"], **beside)
    return Upload(replace(dataset, name=f"{HOSTILE[0]}.csv"), report)


@pytest.fixture(scope="module")
def someone() -> str:
    return load_sample("saas")[0].activity.user_ids[7].as_py()


@EVERY_VIEW
def test_sample(page, tab):
    checked(opened(page, **tab), heading_of(page, tab))


@EVERY_VIEW
def test_shop_sample(page, tab):
    app = checked(opened(page, data="shop", **tab), heading_of(page, tab))
    assert not any(each.label == "Count" for each in app.get("button_group"))
    if page != "person":
        assert any("Shop sample" in each.value for each in app.caption)


@EVERY_VIEW
def test_one_user_with_one_day(page, tab, one_day):
    link = {"user": "a"} if page == "person" else {}
    app = checked(opened(page, own=one_day, **link, **tab))
    assert len(app.title) == 1


@EVERY_VIEW
def test_dates_only(page, tab, dates_only):
    link = {"user": "u4"} if page == "person" else {}
    app = checked(opened(page, own=dates_only, **link, **tab))
    assert len(app.title) == 1


@EVERY_VIEW
def test_deep_link_carries_everything(page, tab, someone):
    link = {"weekday.min_share": "0.7", "who": "plan=Pro", "as_of": "2026-01-31", "unit": "accounts"}
    account = load_sample("saas")[0].attributes["account_id"].dropna().iloc[0]
    app = checked(opened(page, user=account, **link, **tab))
    assert app.slider(key="weekday.min_share").value == 0.7
    assert app.session_state["_who"] == "plan=Pro"
    assert app.session_state["_as_of"] == date(2026, 1, 31)
    assert app.session_state["unit"] == "accounts"
    assert not [each.value for each in app.warning if each.icon == ":material/info:"]
    assert len(app.title) == 1


@EVERY_VIEW
def test_nobody_chosen(page, tab, someone):
    """A filter that leaves nobody is not an error: at these thresholds no such pattern has members."""
    checked(opened(page, who="weekend", user=someone, **{"weekend.min_share": "1.0", "evidence.q_max": "0.01"}, **tab))


def test_person_by_link(someone):
    app = checked(opened("person", user=someone), someone)
    assert len(app.dataframe) >= 1


def test_unknown_person_is_a_sentence():
    app = checked(opened("person", user="nobody-of-that-name"))
    assert any("nobody-of-that-name" in each.value for each in app.text)


@pytest.mark.parametrize("page", ["home", "patterns", "segments", "data"])
def test_link_to_a_file_not_here(page):
    app = checked(opened(page, data="fp-000000000000", people="9412"))
    assert any("9,412 people" in shown(each.value) for each in app.warning)
    assert any("SaaS sample" in each.value for each in app.caption)


@pytest.mark.parametrize("who", ["plan=Nothing", "weekday:Xyz", "rubbish", "![x](http://127.0.0.1:9/x.png)"])
def test_unknown_who_falls_back(who):
    app = checked(opened("patterns", who=who), HEADINGS["patterns"])
    assert len(app.warning) == 1
    assert app.session_state["_who"] == "all"
    assert "![x](" not in app.warning[0].value
    said = shown(app.warning[0].value)
    assert who in said or "character 1 of the rule" in said


@pytest.mark.parametrize("link", WRONG_LINKS, ids=lambda link: str(link)[:40])
@pytest.mark.parametrize("page", ["home", "segments"])
def test_wrong_links_do_no_harm(page, link):
    assert len(checked(opened(page, **link)).title) == 1


def shown(markdown: str) -> str:
    """Return escaped Markdown as it is read on screen."""
    return markdown.replace("\\", "").replace("\u2060", "")


@pytest.fixture
def offered(monkeypatch) -> list[tuple[str, bytes]]:
    """What the page run last offers as files, by kind of file; made as on a click."""
    files, draw = [], st.download_button

    def keep(label: str, data: Any, *, mime: str, **options: Any) -> bool:
        files.append((mime, data() if callable(data) else data))
        return draw(label, data, mime=mime, **options)

    monkeypatch.setattr(st, "download_button", keep)
    return files


@EVERY_VIEW
def test_hostile_names_are_plain_text(page, tab, hostile, offered):
    campaign = Campaign.of(HOSTILE[1], hostile.dataset.activity.observed_to - 40, f"user_id\n{HOSTILE[2]}\n".encode())
    link = {
        "user": HOSTILE[0], "segments": json.dumps([[HOSTILE[3], "active_days >= 3"]]), "metrics": "uses:" + HOSTILE[0],
        "dates": f"{HOSTILE[4]}~0~2025-02-04",
    }  # fmt: skip
    state = {"_campaigns": (hostile.dataset.fingerprint, (campaign,))}
    assert_plain(opened(page, own=hostile, state=state, **link, **tab))
    assert any(mime == "text/csv" for mime, _ in offered) or (page, *tab.values()) not in OFFERING
    for cell in [cell for mime, data in offered if mime == "text/csv" for cell in cells_of(data)]:
        assert not cell.startswith(FORMULA_STARTS) or re.fullmatch(r"-?[\d.]+", cell), cell


def cells_of(data: bytes) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(data.decode(), newline="")) for cell in row]


@pytest.mark.parametrize("user", HOSTILE[3:7])
def test_hostile_person_is_plain_text(user, hostile):
    assert_plain(opened("person", own=hostile, user=user))


def test_hostile_event_as_filter_is_plain_text(hostile):
    assert_plain(opened("patterns", own=hostile, active=HOSTILE[0]))


@pytest.mark.parametrize("name", ["who", "rule", "active", "view"])
def test_hostile_link_is_plain_text(name):
    assert_plain(opened("segments", **{name: HOSTILE[0], "segments_tab": "Yours"}))


def assert_plain(app: AppTest) -> None:
    """Check that no name of the file stands unescaped in anything that the browser takes for Markdown."""
    assert len(checked(app).title) == 1
    names = (*HOSTILE, *COLUMNS)
    assert [(place, text) for place, text in marked_up(app) if any(name in text for name in names)] == []


def with_panel(app: AppTest) -> AppTest:
    """Run with the thresholds open, as after a click on their button; AppTest forgets it after every run."""
    app.session_state["thresholds"] = True
    return checked(app.run())


def test_undo_restores_thresholds_and_filters_exactly():
    app = with_panel(opened("segments"))
    steps = [snapshot(app)]
    app.slider(key="weekday.min_share").set_value(0.75)
    with_panel(app)
    steps.append(snapshot(app))
    app.selectbox(key="_who").set_value("plan=Pro").run()
    steps.append(snapshot(app))
    app.selectbox(key="period").set_value(90).run()
    steps.append(snapshot(app))
    press(with_panel(app), "Loose")
    steps.append(snapshot(app))
    app.multiselect(key="_active").set_value(list(app.multiselect(key="_active").options[:1])).run()
    steps.append(snapshot(app))
    press(app, "Reset")
    assert snapshot(app) == steps[0]
    assert len({str(step) for step in steps}) == len(steps)
    for step in reversed(steps):
        press(app, "Undo")
        assert snapshot(app) == step
    assert next(each for each in app.button if each.label == "Undo").disabled


def control(app: AppTest, address: str) -> Any:
    """Return the slider or switch of a threshold."""
    return app.toggle(key=address) if Settings.knob(address).is_switch else app.slider(key=address)


def snapshot(app: AppTest) -> dict:
    addresses = [address for address, _ in Settings().knobs()]
    app = with_panel(app)
    found = {address: control(app, address).value for address in addresses}
    names = ("_who", "_as_of", "_active", "unit", "period")
    return found | {name: app.session_state[name] for name in names}


def test_undo_across_pages():
    app = with_panel(opened("segments"))
    app.slider(key="weekday.min_share").set_value(0.8).run()
    app.session_state["thresholds"] = False
    app.run()
    app.switch_page("pages/patterns.py").run()
    assert app.slider(key="weekday.min_share").value == 0.8
    press(app, "Undo")
    assert app.slider(key="weekday.min_share").value == Settings().weekday.min_share


@pytest.mark.parametrize("name", PRESETS)
def test_preset_moves_exactly_its_thresholds(name):
    app = with_panel(opened("segments", **{"cadence.min_share": "0.9"}))
    app = with_panel(press(app, name))
    for address, knob in Settings().knobs():
        assert control(app, address).value == pytest.approx(PRESETS[name].get(address, knob.default))


def test_a_closed_panel_draws_only_cuts_and_what_was_moved():
    app = opened("segments")
    assert {each.key for each in app.slider} == {*ON_PAGES["segments"]}
    app = with_panel(app)
    switches = [address for address, knob in Settings().knobs() if knob.is_switch]
    assert len(app.slider) + len(switches) == len(Settings().knobs())
    app.slider(key="evidence.q_max").set_value(0.1).run()
    app.session_state["thresholds"] = False
    app.run()
    assert {each.key for each in app.slider} == {*ON_PAGES["segments"], "evidence.q_max"}
    assert app.query_params["evidence.q_max"] in ("0.1", ["0.1"])


def test_reset_puts_link_back():
    app = opened("segments", who="plan=Pro", as_of="2026-01-31", unit="accounts", **{"weekday.min_share": "0.8"})
    press(app, "Reset")
    assert app.slider(key="weekday.min_share").value == Settings().weekday.min_share
    assert app.session_state["_who"] == "all"
    assert app.session_state["_as_of"] is None
    assert app.session_state["unit"] == "people"
    assert not [name for name in ("who", "as_of") if name in app.query_params]


def test_search_opens_a_person_and_keeps_the_filters(someone):
    app = opened("home", who="plan=Pro", as_of="2026-01-31")
    app.text_input(key="person_search").set_value(someone).run()
    checked(app, someone)
    assert (app.session_state["_who"], app.session_state["_as_of"]) == ("plan=Pro", date(2026, 1, 31))
