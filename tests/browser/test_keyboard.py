"""The keyboard all the way: keys do what clicks do, every control is reached by Tab, what stands open reads well."""

import re

import pytest
from playwright.sync_api import expect

from pages._ui.shortcuts import SHORTCUTS
from tests.browser import axe
from tests.browser.steps import SLOWEST_MS, at_rest, open_at, shows
from tests.browser.test_upload import GOOD, drop

MOST_TABS = 120
CUT = "[data-paints] input[type=range]"
# Every control that a hand can use, shadow roots included; arrow keys lead to other tabs, choices and options.
CONTROLS = """() => { const found = [], open = root => { for (const each of root.querySelectorAll("*")) {
    if (each.shadowRoot) open(each.shadowRoot);
    if (each.matches("button, a[href], input, summary, select, textarea") && !each.disabled && each.checkVisibility()
        && !each.matches("[role=radio], [role=tab], [type=radio], [aria-haspopup=listbox]")) found.push(each);
    } }; open(document); window.controls = new Set(found); return found.length; }"""
TABBED = """() => { let at = document.activeElement;
    while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    window.controls.delete(at); return window.controls.size; }"""
LEFT = "() => [...window.controls].map(each => each.outerHTML.slice(0, 200))"


@pytest.mark.slow
def test_keys_do_what_clicks_do(page, server):
    open_at(page, server)
    page.locator("button.open").wait_for(timeout=SLOWEST_MS)  # the listener stands with its button
    page.keyboard.press("n")
    shows(page, "When do people come?")
    at_rest(page).keyboard.press("p")
    expect(page.get_by_text("Story · 1")).to_be_visible(timeout=SLOWEST_MS)
    at_rest(page).keyboard.press("s")
    shows(page, "What did we find?")
    assert axe.violations(at_rest(page)) == []  # a story with a pin
    page.keyboard.press("f")
    field = page.get_by_role("textbox", name="Open a person")
    expect(field).to_be_focused(timeout=SLOWEST_MS)
    page.keyboard.type("u0008")
    expect(field).to_have_value("u0008")  # in a field a letter is a letter
    page.keyboard.press("Enter")
    shows(page, "u0008")


def test_a_slider_moves_by_keys_and_undo_and_reset_have_one(page, server):
    open_at(page, server, "segments")
    cut = page.locator(CUT)
    cut.wait_for(timeout=SLOWEST_MS)
    track = page.locator("[data-paints] .track")
    unfocused = track.screenshot()
    cut.focus()
    assert track.screenshot() != unfocused, "the focus is not seen"
    for key in "u0":  # the second time the same value is released again, after Undo
        page.keyboard.press("ArrowRight")
        page.wait_for_url(re.compile("weekday.min_share=0.61"), timeout=SLOWEST_MS)
        at_rest(page).keyboard.press(key)
        expect(cut).to_have_js_property("value", "60", timeout=SLOWEST_MS)
        at_rest(page)


def test_every_control_is_reached_by_tab_and_the_list_of_keys_opens(page, server):
    open_at(page, server, "segments")
    page.locator(CUT).wait_for(timeout=SLOWEST_MS)
    at_rest(page)
    assert page.evaluate(CONTROLS) > 20
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if not page.evaluate(TABBED):
            break
    assert page.evaluate(LEFT) == []
    page.keyboard.press("?")
    listed = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(listed.locator("dd")).to_have_text([*(each.does for each in SHORTCUTS), "This list"])
    assert axe.violations(page) == []
    listed.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    page.keyboard.press("n")
    page.keyboard.press("?")
    expect(listed).to_be_visible()
    shows(page, "Which segments, at which thresholds?")


@pytest.mark.slow
def test_what_opens_and_what_goes_wrong_reads_well(page, server):
    open_at(page, server, "data")
    drop(page, "bad.csv", b"")
    expect(page.get_by_text("Next step:")).to_be_visible(timeout=SLOWEST_MS)
    assert axe.violations(at_rest(page)) == []
    page.get_by_role("button", name="Drop another file").click()
    expect(page.get_by_text("Next step:")).to_have_count(0, timeout=SLOWEST_MS)
    drop(page, "mine.csv", GOOD.encode())
    expect(page.get_by_role("heading", name="What mine.csv seems to say")).to_be_visible(timeout=SLOWEST_MS)
    assert axe.violations(at_rest(page)) == []
    for opened in ("Thresholds", "More"):
        page.get_by_test_id("stPopoverButton").filter(has_text=opened).first.click()
        expect(page.get_by_test_id("stPopoverBody")).to_be_visible(timeout=SLOWEST_MS)
        assert axe.violations(at_rest(page)) == [], opened
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("stPopoverBody")).to_have_count(0, timeout=SLOWEST_MS)
