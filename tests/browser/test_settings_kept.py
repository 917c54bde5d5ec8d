"""What a person set survives going to another page and reaches a second person: dates of mine, switches, thresholds."""

import re

from playwright.sync_api import expect

from tests.browser.steps import SLOWEST_MS, at_rest, open_at, shows

DATES = "2026-01-15\n2026-02-12\n2026-03-12"
SAID = "3 dates, 15 Jan 2026 to 12 Mar 2026"


def test_a_person_opens_though_the_link_holds_moved_thresholds(page, server):
    open_at(page, server, "patterns?patterns_tab=People&weekday.min_share=0.7&evidence.distinctive=true&bots=true")
    search = page.get_by_label("Open a person")
    search.fill("u0008")
    search.press("Enter")
    shows(page, "u0008")
    at_rest(page)
    page.wait_for_url(re.compile(r"user=u0008"), timeout=SLOWEST_MS)
    for kept in ("weekday.min_share=0.7", "evidence.distinctive=true", "bots=true"):
        page.wait_for_url(re.compile(re.escape(kept)), timeout=SLOWEST_MS)
    expect(page.get_by_text("Bots counted")).to_be_visible(timeout=SLOWEST_MS)


def test_dates_of_mine_outlive_a_page_and_travel_in_the_link(page, browser, server):
    open_at(page, server, "data?data_tab=Dates+of+mine")
    page.get_by_role("textbox", name="Dates").fill(DATES)
    page.get_by_role("textbox", name="Name").fill("Our news")
    page.get_by_text("Test these dates").click()
    expect(page.get_by_text(SAID)).to_be_visible(timeout=SLOWEST_MS)
    page.get_by_role("link", name="Patterns").first.click()
    shows(page, "When do people come?")
    page.wait_for_url(re.compile(r"dates=Our"), timeout=SLOWEST_MS)
    page.get_by_role("link", name="Data").first.click()
    page.get_by_role("tab", name="Dates of mine").click()
    expect(page.get_by_text(SAID)).to_be_visible(timeout=SLOWEST_MS)
    second = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        other = second.new_page()
        other.goto(page.url)
        at_rest(other)
        expect(other.get_by_text(SAID)).to_be_visible(timeout=SLOWEST_MS)
    finally:
        second.close()
