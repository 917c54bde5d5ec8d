"""Dropping a file: what was understood is shown with reasons, loaded on one click; a bad file costs nothing."""

from playwright.sync_api import expect

from tests.browser.steps import SLOWEST_MS, at_rest, open_at, shows

GOOD = "user_id,timestamp,event\n" + "".join(
    f"p{who},2025-{1 + week // 4:02d}-{1 + 7 * (week % 4):02d} 09:30,open\n" for who in range(30) for week in range(24)
)
BAD = {
    "picture.csv": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "no_time.csv": b"colour,shape\nred,round\nblue,square\n",
    "empty.csv": b"",
}
SAMPLE = "SaaS sample"


def drop(page, name: str, content: bytes) -> None:
    chosen = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.locator("input[type=file]").first.set_input_files(chosen)


def test_dropped_file_is_shown_with_reasons_then_loaded(page, server):
    open_at(page, server, "data")
    drop(page, "mine.csv", GOOD.encode())
    expect(page.get_by_role("heading", name="What mine.csv seems to say")).to_be_visible(timeout=SLOWEST_MS)
    expect(page.get_by_text("its name says when it happened")).to_be_visible()
    expect(page.get_by_text("its name says who did it", exact=True)).to_be_visible()
    at_rest(page)
    expect(page.get_by_text(SAMPLE).first).to_be_visible()  # nothing is loaded yet
    page.get_by_text("Load", exact=True).click()
    shows(page, "What should I know today?")
    expect(page.get_by_text("mine.csv · 30 people · 720 active days")).to_be_visible(timeout=SLOWEST_MS)
    assert "data=fp-" in page.url
    page.get_by_role("link", name="Data").click()
    page.get_by_role("tab", name="How it was read").click()
    expect(page.get_by_text("720 of 720 rows")).to_be_visible(timeout=SLOWEST_MS)


def test_bad_files_say_one_sentence_each_and_change_nothing(page, server):
    open_at(page, server, "data")
    load, said = page.get_by_text("Load", exact=True), page.get_by_text("That did not work.")
    for name, content in BAD.items():
        drop(page, name, content)
        expect(load.or_(said).first).to_be_visible(timeout=SLOWEST_MS)
        at_rest(page)
        if not said.count():
            load.click()
        expect(said).to_be_visible(timeout=SLOWEST_MS)
        expect(page.get_by_text("Next step:")).to_have_count(1)
        assert page.get_by_text("Traceback").count() == 0
        expect(page.get_by_text(SAMPLE).first).to_be_visible()
        page.get_by_role("button", name="Drop another file").first.click()
        expect(said).to_have_count(0, timeout=SLOWEST_MS)
    page.get_by_role("link", name="Home").click()
    shows(page, "What should I know today?")
    expect(page.get_by_text(SAMPLE).first).to_be_visible()
