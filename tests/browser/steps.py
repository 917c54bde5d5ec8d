"""What every browser test does: open an address, wait until the app is at rest, count clicks."""

from playwright.sync_api import Locator, Page, expect

SLOWEST_MS = 45_000
COLD_MS = 120_000  # the first page of a fresh process compiles and reads the sample
REST_MS = 1_000
ALL_DRAWN = """() => [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')]
    .every(each => each.querySelector("svg, canvas"))"""
PAGES = ("", "patterns", "segments", "at_risk", "win_back", "money", "data", "story", "person?user=u0008")
TABS = {
    "patterns": ("Beats", "Fold", "People", "Change"),
    "segments": ("Yours", "Profile", "Compare", "Stay"),
    "at_risk": ("Slowing", "Quiet", "Is+my+rule+right%3F"),
    "win_back": ("Did+it+work%3F", "Campaigns"),
    "money": ("Leaks", "Trend", "To+act+on"),
    "data": ("How+it+was+read", "Dates+of+mine"),
}
ADDRESSES = (*PAGES, *(f"{page}?{page}_tab={tab}" for page, tabs in TABS.items() for tab in tabs))


def open_at(page: Page, address: str, path: str = "") -> Page:
    """Open a path of the app and wait until it is drawn."""
    page.goto(f"{address}/{path}")
    return at_rest(page)


def at_rest(page: Page) -> Page:
    """Wait until a heading stands and the script has ended."""
    page.locator("h1").first.wait_for(timeout=COLD_MS)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=SLOWEST_MS)
    return page


def settled(page: Page) -> Page:
    """Wait until nothing is drawn any more: no skeleton, every chart there, a moment of rest. For pictures."""
    page.locator('[data-testid="stSkeleton"]').first.wait_for(state="detached", timeout=SLOWEST_MS)
    page.wait_for_function(ALL_DRAWN, timeout=SLOWEST_MS)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(REST_MS)
    return page


def shows(page: Page, heading: str) -> None:
    """Check the one heading of the page."""
    expect(page.locator("h1")).to_have_text([heading], timeout=COLD_MS)


class Clicks:
    """Counts what a person does on the way to an answer; typing into a field and Enter are one."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.count = 0

    def click(self, target: Locator) -> None:
        """Click once, then wait for the app."""
        target.click(timeout=SLOWEST_MS)
        self.count += 1
        at_rest(self._page)

    def type(self, target: Locator, text: str) -> None:
        """Type into a field and press Enter."""
        target.fill(text, timeout=SLOWEST_MS)
        target.press("Enter")
        self.count += 1
