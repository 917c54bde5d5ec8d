"""The address that asks about a rule, in a real browser: the card on top, and one click to all rules."""

from playwright.sync_api import expect

from tests.browser.steps import SLOWEST_MS, Clicks, open_at, shows


def test_the_address_of_a_rule_leads_to_all_rules_in_one_click(page, server):
    open_at(page, server, "?rule=45")
    first = page.locator("h2").first
    expect(first).to_have_text("Is my 45-day rule right?", timeout=SLOWEST_MS)
    hand = Clicks(page)
    hand.click(page.get_by_role("button", name="Other rules and thresholds"))
    shows(page, "Is my 45-day rule right?")
    expect(page.get_by_role("tab", name="Is my rule right?")).to_have_attribute("aria-selected", "true")
    assert "inactive.days=45" in page.url
    assert hand.count == 1
