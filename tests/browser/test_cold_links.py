"""Each page as the very first request of a fresh process: a deep link runs the page file before `app.py`."""

import pytest
from playwright.sync_api import expect

from tests.browser.steps import SLOWEST_MS, at_rest, shows

NAVIGATION = ["Home", "Patterns", "Segments", "Data"]
LINKS = {
    "": "What should I know today?",
    "patterns": "When do people come?",
    "segments": "Which segments, at which thresholds?",
    "data": "What is loaded?",
    "person": "u0008",
}


@pytest.mark.parametrize("path", LINKS, ids=lambda path: path or "home")
def test_first_request_of_a_fresh_process(page, start_server, path):
    page.goto(f"{start_server()}/{path}?weekday.min_share=0.7&user=u0008")
    shows(page, LINKS[path])
    at_rest(page)
    for name in NAVIGATION:
        expect(page.get_by_role("link", name=name, exact=False).first).to_be_visible()
    assert page.get_by_role("link", name="Person").count() == 0
    assert page.get_by_text("Page not found").count() == 0
    assert page.get_by_role("dialog").count() == 0
    assert "weekday.min_share=0.7" in page.url
    expect(page.get_by_role("button", name="Thresholds · 1 changed")).to_be_visible(timeout=SLOWEST_MS)
