"""A click on a bar of the periodogram folds at its period, again after another period was typed."""

from playwright.sync_api import Page, expect

from tests.browser.steps import SLOWEST_MS, at_rest, open_at

FOLD = "patterns?patterns_tab=Fold"
SETTLED_MS = 300
# Where a bar stands, or null while Vega draws: the ticks and the drawing are read at once, from one drawing.
PLACE = """days => {
    const svg = document.querySelector('[data-testid=stVegaLiteChart] svg');
    if (!svg) return null;
    const middle = text => {
        const found = [...svg.querySelectorAll('text')].find(each => each.textContent === text);
        return found ? found.getBoundingClientRect() : null;
    };
    const [low, high] = [middle('7'), middle('14')];
    if (!low || !high) return null;
    const x = box => box.x + box.width / 2;
    return [x(low) + (days - 7) / 7 * (x(high) - x(low)), svg.getBoundingClientRect().y + 30];
}"""


def click_bar(page: Page, period_days: int) -> None:
    """Click high above the bar of a period: the whole column is the target. A drawing may be replaced at any time, so
    the place must have stood still for a moment first."""
    place, before = None, None
    while place is None or place != before:
        before = place
        place = page.wait_for_function(PLACE, arg=period_days, timeout=SLOWEST_MS).json_value()
        page.wait_for_timeout(SETTLED_MS)
    page.mouse.click(*place)
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
    assert "fold_days=10" in page.url
