"""The app starts in a fresh process and draws its first page."""

from playwright.sync_api import expect

from tests.browser.steps import at_rest

MAIN = ".stApp[data-test-script-state] .stMainBlockContainer > .stVerticalBlock"
# On a copy of the page's frame, so that no rerun of the real one comes between.
DRAWN = """([state, shown, name]) => {
  const copy = `<div class="stMainBlockContainer"><div class="stVerticalBlock">${shown}</div></div>`;
  document.body.insertAdjacentHTML("beforeend", `<div class="stApp" data-test-script-state="${state}">${copy}</div>`);
  const frame = document.body.lastElementChild;
  const found = getComputedStyle(frame.querySelector(".stVerticalBlock"), "::after").animationName;
  frame.remove();
  return found === name;
}"""


def test_first_page_opens_on_a_sample(page, server):
    page.goto(server)
    expect(page.get_by_role("link", name="Patterns")).to_be_visible(timeout=60_000)
    expect(page).to_have_title("Offbeat")
    at_rest(page)
    assert page.get_by_text("Traceback").count() == 0


def test_grey_lines_stand_in_for_what_a_running_page_has_not_answered(page, server):
    page.goto(server)
    at_rest(page)
    expect(page.locator(MAIN).locator(".stHeading").first).to_be_visible()
    page.wait_for_function(DRAWN, arg=["running", "", "offbeat-waiting"])  # the styles come with the page
    assert page.evaluate(DRAWN, ["running", '<div class="stHeading"></div>', "none"])
    assert page.evaluate(DRAWN, ["notRunning", "", "none"])
