"""Jobs people come with, counted in clicks from Home."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.steps import SLOWEST_MS, open_at, shows


@pytest.mark.job(2)
def test_are_my_tuesday_users_worth_a_feature(page, server, job):
    open_at(page, server)
    hand = job(page)
    hand.click(page.get_by_role("link", name="Segments"))
    hand.click(page.get_by_role("tab", name="Compare"))
    shows(page, "Do these segments really differ?")
    hand.seen("size, money, stay, what they do")
    expect(page.get_by_role("combobox", name="Segment")).to_have_value("Tuesdays", timeout=SLOWEST_MS)
    expect(page.get_by_role("heading", name="Who is still there")).to_be_visible(timeout=SLOWEST_MS)
    text = page.locator('[data-testid="stMain"]').inner_text()
    assert "Tuesday users and everyone else" in text
    drawn = page.locator('[data-testid="stVegaLiteChart"]').first
    expect(drawn).to_contain_text("Amount", timeout=SLOWEST_MS)
    expect(drawn).to_contain_text("Features used")
    table_rows = page.locator('[data-testid="stDataFrame"] [role=grid], [data-testid="stDataFrame"] canvas').first
    expect(table_rows).to_be_attached(timeout=SLOWEST_MS)


@pytest.mark.job(10)
def test_the_analyst_does_not_believe_it(page, server, job):
    open_at(page, server)
    hand = job(page)
    hand.type(page.get_by_role("textbox", name="Open a person"), "u0008")
    shows(page, "u0008")
    expect(page.get_by_role("heading", name="What speaks for and against each pattern")).to_be_visible()
    hand.seen("one person's evidence", most=3)


@pytest.mark.job(10)
def test_how_was_it_read(page, server, job):
    open_at(page, server)
    hand = job(page)
    hand.click(page.get_by_role("link", name="Data", exact=False).first)
    hand.click(page.get_by_role("tab", name="How it was read"))
    shows(page, "How was it read?")
    hand.seen("how the file was read", most=2)


@pytest.mark.job(10)
def test_number_to_people_to_person(page, server, job):
    open_at(page, server)
    hand = job(page)
    hand.click(page.get_by_role("button", name="See who").first)
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("h1")).not_to_have_text("What should I know today?", timeout=SLOWEST_MS)
    hand.seen("a finding's people", most=1)


@pytest.mark.job(10)
def test_the_rule_as_sql(page, server, job):
    open_at(page, server)
    hand = job(page)
    hand.click(page.get_by_role("link", name="Segments"))
    hand.click(page.get_by_role("tab", name="Profile"))
    hand.click(page.get_by_test_id("stPopoverButton").filter(has_text="Take it out"))
    sql = page.get_by_test_id("stPopoverBody").get_by_test_id("stCode").last
    expect(sql).to_contain_text("SELECT", timeout=SLOWEST_MS, ignore_case=True)
    hand.seen("the segment as SQL", most=3)


@pytest.mark.job(10)
def test_a_finding_as_a_notebook(page, server, job):
    open_at(page, server)
    hand = job(page)
    hand.click(page.get_by_role("button", name="Pin", exact=True).first)
    hand.click(page.get_by_test_id("stPopoverButton").filter(has_text="Story"))
    hand.click(page.get_by_role("button", name="Open the story"))
    shows(page, "What did we find?")
    with page.expect_download(timeout=SLOWEST_MS) as file:
        hand.click(page.get_by_role("button", name="Notebook"))
    kinds = {cell["cell_type"] for cell in json.loads(file.value.path().read_text(encoding="utf-8"))["cells"]}
    assert kinds == {"markdown", "code"}
    hand.seen("a notebook that computes it again")
