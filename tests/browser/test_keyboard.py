"""The keyboard all the way: keys do what clicks do, every control is reached by Tab and seen to have the focus."""

import re

from playwright.sync_api import expect

from pages._ui.shortcuts import SHORTCUTS
from tests.browser.steps import SLOWEST_MS, at_rest, open_at, shows

REACHED = """() => { let at = document.activeElement; while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    if (at === document.body) return null;
    let seen = false;
    for (let each = at, up = 0; each && up < 3; each = each.parentElement ?? each.getRootNode().host, up += 1) {
        const style = getComputedStyle(each);
        seen ||= style.outlineStyle !== "none" || style.boxShadow !== "none";
    }
    return [at.outerHTML.slice(0, 160), seen]; }"""


def press(page, key):
    page.keyboard.press(key)
    at_rest(page)


def test_keys_do_what_clicks_do(page, server):
    open_at(page, server)
    page.keyboard.press("n")
    shows(page, "When do people come?")
    at_rest(page)
    page.keyboard.press("p")
    expect(page.get_by_text("Story · 1")).to_be_visible(timeout=SLOWEST_MS)
    at_rest(page)
    page.keyboard.press("s")
    shows(page, "What did we find?")
    at_rest(page)
    page.keyboard.press("f")
    field = page.get_by_role("textbox", name="Open a person")
    expect(field).to_be_focused(timeout=SLOWEST_MS)
    page.keyboard.type("u0008")
    expect(field).to_have_value("u0008")
    page.keyboard.press("Enter")
    shows(page, "u0008")
