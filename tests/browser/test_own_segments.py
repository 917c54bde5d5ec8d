"""A segment put together by hand is there for a second person, on every page that asks for one."""

import re

from playwright.sync_api import expect

from tests.browser.steps import SLOWEST_MS, at_rest, open_at, shows

NAME = "Pro (not new)"


def test_a_segment_made_by_hand_travels_in_the_link_and_is_compared(page, browser, server):
    open_at(page, server, "segments?segments_tab=Yours")
    shows(page, "Which people do you want to look at?")
    page.get_by_role("button", name="Add", exact=True).click()
    rule = page.get_by_role("textbox", name="The rule, as text")
    expect(rule).to_have_value(re.compile(r"active_days >= \d+"), timeout=SLOWEST_MS)
    at_rest(page)
    rule.fill(f"{rule.input_value()} and not plan=Free")
    rule.press("Enter")
    page.wait_for_url(re.compile("plan%3DFree|plan=Free"), timeout=SLOWEST_MS)
    at_rest(page)
    page.get_by_role("textbox", name="Name it").fill(NAME)
    page.get_by_role("button", name="Save segment").click()
    expect(page.get_by_role("heading", name="Your segments")).to_be_visible(timeout=SLOWEST_MS)
    page.wait_for_url(re.compile("segments=%5B|segments=\\["), timeout=SLOWEST_MS)
    page.reload()
    at_rest(page)
    expect(page.get_by_text(re.compile(r"^Pro \(not new\): [\d,]+ people"))).to_be_visible(timeout=SLOWEST_MS)
    second = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        other = second.new_page()
        other.goto(page.url)
        at_rest(other)
        other.get_by_role("button", name="Compare", exact=True).click()
        shows(other, "Do these segments really differ?")
        at_rest(other)
        expect(other.get_by_text(f"“{NAME}”").first).to_be_visible(timeout=SLOWEST_MS)
    finally:
        second.close()
