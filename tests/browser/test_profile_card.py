"""The profile card and a person's evidence in a browser: reached by clicks, whole on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.steps import SLOWEST_MS, at_rest, open_at

TUESDAYS = "segments?segments_tab=Profile&group_a=weekday:Tue"


def test_worth_it_opens_in_place_and_leads_to_compare(page, server):
    open_at(page, server, "patterns?patterns_tab=Beats&pattern=weekday:Tue")
    expect(page.get_by_role("heading", name="Profile: Tuesdays")).to_be_visible(timeout=SLOWEST_MS)
    page.get_by_text("Worth it?").first.click()
    expect(page.get_by_text("What could have been missed")).to_be_visible(timeout=SLOWEST_MS)
    page.get_by_role("button", name="Open in Compare").click()
    expect(page.locator("h1")).to_have_text(["Do these segments really differ?"], timeout=SLOWEST_MS)


def test_one_of_five_opens_the_person(page, server):
    open_at(page, server, TUESDAYS)
    expect(page.get_by_text("Five of them:")).to_be_visible(timeout=SLOWEST_MS)
    first = page.get_by_role("button", name="u0").first
    name = first.inner_text().strip()
    first.click()
    expect(page.locator("h1")).to_have_text([name], timeout=SLOWEST_MS)
    expect(page.get_by_role("heading", name="Why this label")).to_be_visible(timeout=SLOWEST_MS)
    expect(page.get_by_text("Proven, and the label")).to_be_visible(timeout=SLOWEST_MS)


@pytest.mark.parametrize("path", [TUESDAYS, "person?user=u0008"])
def test_nothing_sticks_out_of_a_phone(browser, server, path):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    try:
        page = at_rest(open_at(context.new_page(), server, path))
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    finally:
        context.close()
