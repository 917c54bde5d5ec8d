"""A link opened by a second person shows what the first one saw."""

import re

from playwright.sync_api import expect

from tests.browser.steps import SLOWEST_MS, at_rest, open_at


def seen(page) -> dict[str, str]:
    """Return what a person would compare."""
    return {
        "size": page.locator("[data-paints] .size").inner_text(),
        "cut": page.locator("[data-paints] .flag").inner_text(),
        "source": page.locator("h1 >> xpath=following::*[contains(text(), 'active days')][1]").inner_text(),
    }


def test_link_shows_a_second_person_the_same(page, browser, server):
    open_at(page, server, "segments")
    page.locator("[data-paints] input[type=range]").focus()
    page.keyboard.press("PageUp")
    page.wait_for_url(re.compile(r"weekday\.min_share"), timeout=SLOWEST_MS)
    at_rest(page)
    page.get_by_role("combobox", name="Who").click()
    page.keyboard.type("Pro")
    page.get_by_role("option", name=re.compile("Pro")).first.click()
    page.wait_for_url(re.compile("who="), timeout=SLOWEST_MS)
    at_rest(page)
    expect(page.get_by_text("shown: ")).to_be_visible(timeout=SLOWEST_MS)
    second = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        other = second.new_page()
        other.goto(page.url)
        at_rest(other)
        other.locator("[data-paints]").wait_for(timeout=SLOWEST_MS)
        assert seen(other) == seen(page)
        assert other.url == page.url
    finally:
        second.close()


def test_link_keeps_across_pages_and_refresh(page, server):
    open_at(page, server, "segments?weekday.min_share=0.7&who=plan%3DPro")
    page.get_by_role("link", name="Patterns").click()
    expect(page.locator("h1")).to_have_text("When do people come?", timeout=SLOWEST_MS)
    at_rest(page)
    page.wait_for_url(re.compile("who=plan"), timeout=SLOWEST_MS)
    expect(page.get_by_role("button", name="Thresholds · 1 changed")).to_be_visible(timeout=SLOWEST_MS)
    page.wait_for_url(re.compile(r"weekday\.min_share=0\.7"), timeout=SLOWEST_MS)
    page.reload()
    at_rest(page)
    assert "weekday.min_share=0.7" in page.url
    assert "who=plan" in page.url
    expect(page.get_by_text("shown: ")).to_be_visible(timeout=SLOWEST_MS)
