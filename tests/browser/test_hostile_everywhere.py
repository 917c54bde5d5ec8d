"""`make hostile`: hostile texts in every place a file or a person can put them, on every page and tab, opened, hovered.

Files, columns, ids, events, accounts, plans, reasons, names of segments, dates and campaigns, survey answers, links.
"""

import json
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.hostile import EXPANDERS, Watched, files_of, list_of, listening, names_of
from tests.browser.steps import SLOWEST_MS, TABS, at_rest, open_at, settled, shows

pytestmark = pytest.mark.slow
PAGES = ("Home", "Patterns", "Segments", "At risk", "Money", "Win back", "Data")
VIEWS = [(page, tab) for page in PAGES for tab in ("", *TABS.get(page.lower().replace(" ", "_"), ()))]


@pytest.fixture(scope="module")
def watched(browser, server):
    """A page with hostile files loaded, watched from its first request on."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    with listening() as (address, asked):
        page, names = context.new_page(), names_of(address)
        found = Watched(page, server, address, asked)
        segments = quote(json.dumps([[names[0], "active_days >= 3"], [names[7], "active_days < 12"]]))
        open_at(page, server, f"data?segments={segments}&dates={quote(names[0].replace('~', ''))}~0~2025-02-04")
        page.locator("input[type=file]").first.set_input_files(
            [{"name": name, "mimeType": "text/csv", "buffer": data} for name, data in files_of(address).items()]
        )
        load = page.get_by_text("Load", exact=True)
        expect(load).to_be_visible(timeout=SLOWEST_MS)
        at_rest(page)
        found.look()
        load.click()
        shows(page, "What should I know today?")
        found.check()  # with the toast that says what was loaded
        yield found
    context.close()


def go(watched, page, tab=""):
    watched.page.get_by_role("link", name=page, exact=True).first.click()
    at_rest(watched.page)
    if tab:
        watched.page.get_by_role("tab", name=re.sub(r"\+", " ", tab).replace("%3F", "?")).click()
        at_rest(watched.page)


@pytest.mark.parametrize(("page", "tab"), VIEWS, ids=lambda text: text.replace(" ", "_") or "first")
def test_a_page_is_plain_text(watched, page, tab):
    go(watched, page, tab)
    watched.look()


@pytest.mark.parametrize("which", range(10))
def test_a_person_is_plain_text(watched, which):
    go(watched, "Home")
    settled(watched.page)  # a run that still goes on would draw the field anew
    field = watched.page.get_by_role("textbox", name="Open a person")
    field.fill(names_of(watched.address)[which])
    field.press("Enter")
    watched.page.wait_for_url("**/person**", timeout=SLOWEST_MS)
    at_rest(watched.page)
    watched.look()


def test_a_campaign_and_its_answers_are_plain_text(watched):
    page, names = watched.page, names_of(watched.address)
    go(watched, "Win back", TABS["win_back"][0])
    page.locator('input[type="file"]').first.set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": list_of(names)}
    )
    at_rest(page)
    page.get_by_role("button", name="Register as a campaign").click(timeout=SLOWEST_MS)
    page.get_by_role("textbox", name="Name").fill(names[1][:60])
    page.get_by_role("button", name="Register", exact=True).click()
    at_rest(page)
    watched.look()
    go(watched, "Win back", TABS["win_back"][1])
    page.locator(EXPANDERS).last.click()
    at_rest(page)
    page.locator('input[type="file"]').last.set_input_files(
        {"name": f"{names[2]}.csv".replace("/", ""), "mimeType": "text/csv", "buffer": list_of(names, "answer")}
    )
    at_rest(page)
    watched.look()


def test_an_error_and_a_file_that_cannot_be_read_are_plain_text(watched):
    page, names = watched.page, names_of(watched.address)
    go(watched, "Segments", "Yours")
    page.get_by_role("textbox", name=re.compile("[Rr]ule")).first.fill(f'attr."{names[0]}" >= "{names[1]}" and')
    page.keyboard.press("Tab")
    at_rest(page)
    watched.look()
    go(watched, "Data", "")
    page.get_by_role("tab").first.click()
    settled(page)
    page.locator("input[type=file]").first.set_input_files(
        {
            "name": f"{names[1]}.csv".replace("/", ""),
            "mimeType": "text/csv",
            "buffer": b"\x89PNG\r\n\x1a\n" + bytes(200),
        }
    )
    expect(page.get_by_text("That did not work.")).to_be_visible(timeout=SLOWEST_MS)
    watched.look()


def test_a_story_is_plain_text(watched):
    page = watched.page
    for place in (("Home",), ("Segments", TABS["segments"][1]), ("Patterns", TABS["patterns"][2])):
        go(watched, *place)
        page.get_by_role("button", name="Pin", exact=True).first.click()
        at_rest(page)
    page.get_by_role("button", name=re.compile("^Story")).first.click()
    page.get_by_role("button", name="Open the story").click()
    page.wait_for_url("**/story**", timeout=SLOWEST_MS)
    at_rest(page)
    for field in ("Title", "Note"):
        for each in page.get_by_role("textbox", name=field).all()[:1]:
            each.fill(names_of(watched.address)[0])
            page.keyboard.press("Tab")
            at_rest(page)
    watched.look()


@pytest.mark.parametrize("name", ["who", "rule", "active", "user", "data", "follow", "pattern", "group_a", "as_of"])
def test_a_link_is_plain_text(browser, server, name):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    with listening() as (address, asked):
        found = Watched(context.new_page(), server, address, asked)
        for text in names_of(address)[:2]:
            for path in ("segments", "person"):
                open_at(found.page, server, f"{path}?{name}={quote(text)}")
                found.check()
    context.close()
