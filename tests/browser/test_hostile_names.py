"""Names of events and people that are Markdown or HTML: shown as text, nothing fetched, nothing run."""

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.hostile import listening
from tests.browser.steps import SLOWEST_MS, TABS, at_rest, open_at, shows


@pytest.fixture
def listener():
    """Address of a local listener and the paths asked of it."""
    with listening() as found:
        yield found


def hostile_file(address: str) -> tuple[bytes, list[str]]:
    names = [
        f"![x]({address}/image.png)",
        f"<img src='{address}/html.png' onerror='alert(1)'>",
        "<script>alert(1)</script>",
        f"[link]({address}/link)",
        ":red[x] $a$ **b**",
    ]
    rows = [
        f'"{name}",2025-{1 + week // 4:02d}-{7 + 7 * (week % 4) - week * who % 5:02d} 09:30,"{event}"'
        for who, name in enumerate(names * 4)
        for week in range(24)
        for event in names
    ]
    return ("user_id,timestamp,event\n" + "\n".join(rows) + "\n").encode(), names


def test_hostile_names_fetch_and_run_nothing(page, server, listener):
    address, asked = listener
    content, names = hostile_file(address)
    outside, dialogs = [], []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: outside.append(request.url) if request.url.startswith(address) else None)
    open_at(page, server, "data")
    page.locator("input[type=file]").first.set_input_files(
        {"name": names[0].replace("/", "") + ".csv", "mimeType": "text/csv", "buffer": content}
    )
    load = page.get_by_text("Load", exact=True)
    expect(load).to_be_visible(timeout=SLOWEST_MS)
    at_rest(page)
    load.click()
    shows(page, "What should I know today?")
    for name in ("Patterns", "Segments", "Data"):
        page.get_by_role("link", name=name).first.click()
        at_rest(page)
        for tab in TABS[name.lower()]:
            page.get_by_role("tab", name=tab.replace("+", " ")).click()
            at_rest(page)
    page.get_by_role("link", name="Home").click()
    shows(page, "What should I know today?")
    at_rest(page)
    page.get_by_role("textbox", name="Open a person").fill(names[0])
    page.keyboard.press("Enter")
    shows(page, names[0].replace("://", "\u2060://"))  # the joiner keeps a bare address from becoming a link
    at_rest(page)
    assert quote(names[0][:3], safe="") in page.url
    assert (asked, outside, dialogs) == ([], [], [])
    assert page.locator(f'img[src^="{address}"], a[href^="{address}"]').count() == 0
