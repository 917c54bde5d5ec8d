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


# Each is a fresh process: a page with a bar of its own and one without in every run, the rest in `make slow`.
@pytest.mark.parametrize(
    "path",
    [each if each in ("segments", "person") else pytest.param(each, marks=pytest.mark.slow) for each in LINKS],
    ids=lambda path: path or "home",
)
def test_first_request_of_a_fresh_process(page, start_server, path):
    server, elsewhere = start_server(), []
    ours = (server, server.replace("http:", "ws:"), "data:", "blob:")
    page.on("request", lambda asked: asked.url.startswith(ours) or elsewhere.append(asked.url))
    page.goto(f"{server}/{path}?weekday.min_share=0.7&user=u0008")
    shows(page, LINKS[path])
    at_rest(page)
    for name in NAVIGATION:
        expect(page.get_by_role("link", name=name, exact=False).first).to_be_visible()
    assert page.get_by_role("link", name="Person").count() == 0
    assert page.get_by_text("Page not found").count() == 0
    assert page.get_by_role("dialog").count() == 0
    assert "weekday.min_share=0.7" in page.url
    expect(page.get_by_role("button", name="Thresholds · 1 changed")).to_be_visible(timeout=SLOWEST_MS)
    assert elsewhere == []
