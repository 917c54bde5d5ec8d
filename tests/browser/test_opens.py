"""The app starts in a fresh process and draws its first page."""

from playwright.sync_api import expect

from tests.browser.steps import at_rest

GREY_LINES = """([state, gone]) => {
  if (gone) document.querySelectorAll(gone).forEach((each) => each.remove());
  document.querySelector(".stApp").setAttribute("data-test-script-state", state);
  return getComputedStyle(document.querySelector(".stMainBlockContainer > .stVerticalBlock"), "::after").animationName;
}"""


def test_first_page_opens_on_a_sample(page, server):
    page.goto(server)
    expect(page.get_by_role("link", name="Patterns")).to_be_visible(timeout=60_000)
    expect(page).to_have_title("Offbeat")
    expect(page.get_by_role("heading", level=1).first).to_be_visible(timeout=60_000)
    at_rest(page)
    assert page.get_by_text("Traceback").count() == 0
    # Grey lines stand in for what a running page has not answered yet, and only for that.
    assert page.evaluate(GREY_LINES, ["running", ""]) == "none"
    assert page.evaluate(GREY_LINES, ["notRunning", ".stMain .stElementContainer"]) == "none"
    assert page.evaluate(GREY_LINES, ["running", ".stMain .stElementContainer"]) == "offbeat-waiting"
