"""A click on a bar of the periodogram folds at its period, again after another period was typed."""

from playwright.sync_api import Page, expect

from tests.browser.steps import SLOWEST_MS, at_rest, open_at

FOLD = "patterns?patterns_tab=Fold"
TICKS = """() => Object.fromEntries(
    [...document.querySelectorAll('[data-testid=stVegaLiteChart] svg text')].map(each => {
        const box = each.getBoundingClientRect();
        return [each.textContent, box.x + box.width / 2];
    }))"""


def click_bar(page: Page, period_days: int) -> None:
    """Click high above the bar of a period: the whole column is the target."""
    chart = page.locator('[data-testid="stVegaLiteChart"] svg').first
    chart.wait_for(timeout=SLOWEST_MS)
    ticks = page.evaluate(TICKS)
    place = ticks["7"] + (period_days - 7) / (14 - 7) * (ticks["14"] - ticks["7"])
    page.mouse.click(place, chart.bounding_box()["y"] + 30)
    at_rest(page)


def folded_at(page: Page, days: str) -> None:
    expect(page.locator("input[type=number]").first).to_have_value(days, timeout=SLOWEST_MS)


def test_a_click_folds_there_and_the_link_says_so(page, server):
    open_at(page, server, FOLD)
    click_bar(page, 10)
    folded_at(page, "10.00")
    assert "fold_days=10" in page.url
    expect(page.locator(".say")).to_contain_text("10 days")
    expect(page.locator(".views button", has_text="own clock")).to_have_attribute("aria-pressed", "true")


def test_the_same_bar_again_after_another_period(page, server):
    open_at(page, server, FOLD)
    click_bar(page, 10)
    folded_at(page, "10.00")
    typed = page.locator("input[type=number]").first
    typed.fill("12")
    typed.press("Enter")
    at_rest(page)
    folded_at(page, "12.00")
    click_bar(page, 10)
    folded_at(page, "10.00")
