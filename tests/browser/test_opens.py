"""The app starts in a fresh process and draws its first page."""

from playwright.sync_api import expect


def test_first_page_opens_on_a_sample(page, server):
    page.goto(server)
    expect(page.get_by_role("link", name="Patterns")).to_be_visible(timeout=60_000)
    expect(page).to_have_title("Offbeat")
    assert page.get_by_text("Traceback").count() == 0
