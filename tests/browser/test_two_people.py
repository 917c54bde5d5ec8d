"""Two people: one shares counts only, the other opens the link in another browser, walks about, and sees nobody."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Download, Page, expect

from tests.browser.jobs import Job
from tests.browser.steps import COLD_MS, PAGES, SLOWEST_MS, at_rest, open_at, shows

ID = "kestrel"
PEOPLE = [f"{ID}-{number:02d}" for number in range(30)]
EVENTS = "user_id,timestamp,event\n" + "".join(
    f"{who},2025-{1 + week // 4:02d}-{1 + 7 * (week % 4) + (place % 3) * (week % 2):02d} 09:30,open\n"
    for place, who in enumerate(PEOPLE)
    for week in range(24)
)
SLIDER = "[data-paints] input[type=range]"


# Every page, by the tabs that tell of people where it has them; tests without a browser open the others.
WALK = (
    *(each for each in PAGES if each not in ("patterns", "segments", "data")), "patterns?patterns_tab=People",
    "patterns?patterns_tab=Beats", "segments?segments_tab=Profile", "at_risk?at_risk_tab=Slowing",
    "data?data_tab=How+it+was+read",
)  # fmt: skip


class Seen:
    """Everything a browser got: frames of the websocket, pages, downloads."""

    def __init__(self, context: BrowserContext) -> None:
        self.frames = self.pages = self.downloads = 0
        self.found: list[str] = []
        self.page = context.new_page()
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._frame))

    def _frame(self, payload: bytes | str) -> None:
        self.frames += 1
        self._look(payload if isinstance(payload, bytes) else payload.encode(), "a frame")

    def look(self, where: str) -> None:
        """Look at the page as it stands, and at every download it offers."""
        self.pages += 1
        self._look(self.page.content().encode(), where)
        for button in self.page.get_by_test_id("stDownloadButton").locator("button:visible:enabled").all():
            with self.page.expect_download(timeout=SLOWEST_MS) as started:
                button.click()
            self._download(started.value)

    def _download(self, started: Download) -> None:
        self.downloads += 1
        self._look(Path(started.path()).read_bytes(), started.suggested_filename)

    def _look(self, content: bytes, where: str) -> None:
        if ID.encode() in content:
            self.found.append(where)


@pytest.mark.job(6)
def test_counts_only_between_two_browsers(browser: Browser, start_server, tmp_path, monkeypatch, job):
    monkeypatch.setenv("OFFBEAT_STORE", str(tmp_path / "store"))
    server = start_server()
    owner, viewer = (Seen(browser.new_context(viewport={"width": 1280, "height": 900})) for _ in range(2))
    load(owner.page, server)
    assert owner.found  # the control: who may see ids gets them
    owner.page.get_by_role("link", name="Segments").click()
    shows(owner.page, "Which segments, at which thresholds?")
    at_rest(owner.page)
    owner.page.get_by_role("button", name="Pin", exact=True).first.click()
    expect(owner.page.get_by_text("Story · 1")).to_be_visible(timeout=SLOWEST_MS)
    view = parse_qs(urlsplit(make_link(owner.page, server, job(owner.page))).query)["view"][0]

    open_at(viewer.page, server, f"?view={view}")
    shows(viewer.page, "Which segments, at which thresholds?")
    expect(viewer.page.get_by_text("Move “Share on one weekday”")).to_be_visible(timeout=SLOWEST_MS)
    moves_freely(viewer.page, owner.page)
    for address in WALK:
        open_at(viewer.page, server, f"{address}{'&' if '?' in address else '?'}view={view}&v=1")
        expect(viewer.page.get_by_text("Shared with you: mine.csv")).to_be_visible(timeout=SLOWEST_MS)
        if address == "story":
            viewer.page.get_by_test_id("stDownloadButton").first.wait_for(timeout=SLOWEST_MS)
        viewer.look(address)
    assert viewer.pages == len(WALK)
    assert viewer.frames > viewer.pages
    assert viewer.downloads  # of the story that came along
    assert viewer.found == []

    owner.page.get_by_role("button", name="Take back").click()
    expect(owner.page.get_by_role("button", name="Take back")).to_have_count(0, timeout=SLOWEST_MS)
    viewer.page.get_by_role("link", name="Patterns").click()
    expect(viewer.page.get_by_text("took back")).to_be_visible(timeout=SLOWEST_MS)
    expect(viewer.page.get_by_text("SaaS sample").first).to_be_visible()
    assert viewer.found == []


def load(page: Page, server: str) -> None:
    open_at(page, server, "data")
    dropped = {"name": "mine.csv", "mimeType": "text/csv", "buffer": EVENTS.encode()}
    page.locator("input[type=file]").first.set_input_files(dropped)
    page.get_by_text("Load", exact=True).click(timeout=SLOWEST_MS)
    shows(page, "What should I know today?")
    expect(page.get_by_text("mine.csv · 30 people").first).to_be_visible(timeout=COLD_MS)
    at_rest(page)


def make_link(page: Page, server: str, hand: Job) -> str:
    """Open Share, make a link and return it."""
    hand.click(page.get_by_test_id("stPopoverButton").filter(has_text="Share"))
    hand.click(page.get_by_role("button", name="Make a link"))
    code = page.locator("code", has_text="?view=")
    expect(code).to_be_visible(timeout=SLOWEST_MS)
    assert code.inner_text().startswith(f"{server}/?view=")
    hand.seen("a link with counts only, the slider free")
    return code.inner_text()


def moves_freely(viewer: Page, owner: Page) -> None:
    """Move the viewer's slider: the owner's address and sizes stay."""
    before = owner.url
    slider = viewer.locator(SLIDER)
    slider.wait_for(timeout=SLOWEST_MS)
    slider.focus()
    slider.press("ArrowRight")
    expect(viewer).to_have_url(re.compile("weekday.min_share="), timeout=SLOWEST_MS)
    at_rest(viewer)
    assert owner.url == before
