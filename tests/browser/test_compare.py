"""Compare in a browser: a metric added makes the family larger and p no smaller, and the link opens the same again."""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import SLOWEST_MS, at_rest, open_at

PATH = "segments?segments_tab=Compare&group_a=weekday:Tue&group_b=weekend"
FAMILY = re.compile(r"p is adjusted over the \d+ tests? looked at here")


def counts(page: Page, tests: int) -> None:
    """Wait until p is adjusted over so many tests."""
    expect(page.get_by_text(FAMILY)).to_contain_text(f"over the {tests} tests", timeout=SLOWEST_MS)


def chosen(page: Page, name: str) -> None:
    """Wait until a choice of several holds a name."""
    several = page.locator('[data-testid="stMultiSelect"]').filter(has_text=name)
    expect(several).to_have_count(1, timeout=SLOWEST_MS)


def p_of(page: Page, metric: str) -> float:
    """Return the adjusted p a sentence of the tab states for a metric."""
    said = page.locator('[data-testid="stCode"]').filter(has_text=f" in {metric} ").first
    expect(said).to_be_visible(timeout=SLOWEST_MS)
    found = re.search(r"p ([\d.]+) \(adjusted\)", said.inner_text())
    assert found is not None
    return float(found[1])


def test_a_metric_added_joins_the_family_and_the_link(page, server):
    open_at(page, server, PATH)
    counts(page, 5)
    page.get_by_text("In sentences, to copy").click()
    before = p_of(page, "active days")
    at_rest(page)
    measured_by = page.get_by_role("combobox", name=re.compile("^Measured by"))
    measured_by.click()
    measured_by.fill("time with us")
    option = page.get_by_role("option", name="time with us", exact=True)
    expect(option).to_be_visible(timeout=SLOWEST_MS)
    option.click()
    counts(page, 6)
    at_rest(page)
    assert p_of(page, "active days") > before
    expect(page).to_have_url(re.compile("metrics=.*tenure_days"), timeout=SLOWEST_MS)
    open_at(page, server, page.url.removeprefix(f"{server}/"))
    counts(page, 6)
    for name in ("Weekends", "time with us"):
        chosen(page, name)
    expect(page.get_by_role("combobox", name="Segment")).to_have_value("Tuesdays", timeout=SLOWEST_MS)


def test_a_click_while_the_page_is_drawn_keeps_what_is_chosen(page, server):
    page.goto(f"{server}/{PATH}")
    page.get_by_text("In sentences, to copy").click(timeout=3 * SLOWEST_MS)
    at_rest(page)
    expect(page.get_by_role("combobox", name="Segment")).to_have_value("Tuesdays", timeout=SLOWEST_MS)
    chosen(page, "Weekends")
