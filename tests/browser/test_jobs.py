"""Jobs people come with, counted in clicks from Home."""

import pytest
from playwright.sync_api import expect

from tests.browser.steps import SLOWEST_MS, Clicks, open_at, shows


@pytest.fixture(scope="module", autouse=True)
def table():
    """Print the table of clicks at the end."""
    rows: list[str] = []
    yield rows
    print("\n| job | reached | clicks | allowed |\n|---|---|---|---|\n" + "\n".join(rows))


def test_are_my_tuesday_users_worth_a_feature(page, server, table):
    open_at(page, server)
    hand = Clicks(page, "Are my Tuesday users worth a feature?")
    hand.click(page.get_by_role("link", name="Segments"))
    hand.click(page.get_by_role("tab", name="Compare"))
    shows(page, "Do these segments really differ?")
    table.append(hand.row("size, money, stay, what they do", 2))
    assert hand.count <= 2
    expect(page.get_by_role("combobox", name="Segment")).to_have_value("Tuesdays", timeout=SLOWEST_MS)
    expect(page.get_by_role("heading", name="Who is still there")).to_be_visible(timeout=SLOWEST_MS)
    text = page.locator('[data-testid="stMain"]').inner_text()
    assert "Tuesday users and everyone else" in text
    drawn = page.locator('[data-testid="stVegaLiteChart"]').first
    expect(drawn).to_contain_text("Amount", timeout=SLOWEST_MS)
    expect(drawn).to_contain_text("Features used")
    table_rows = page.locator('[data-testid="stDataFrame"] [role=grid], [data-testid="stDataFrame"] canvas').first
    expect(table_rows).to_be_attached(timeout=SLOWEST_MS)


def test_the_analyst_does_not_believe_it(page, server, table):
    open_at(page, server)
    hand = Clicks(page, "The analyst does not believe it")
    hand.type(page.get_by_role("textbox", name="Open a person"), "u0008")
    shows(page, "u0008")
    expect(page.get_by_role("heading", name="What speaks for and against each pattern")).to_be_visible()
    table.append(hand.row("one person's evidence", 3))
    assert hand.count <= 3


def test_how_was_it_read(page, server, table):
    open_at(page, server)
    hand = Clicks(page, "The analyst does not believe it")
    hand.click(page.get_by_role("link", name="Data", exact=False).first)
    hand.click(page.get_by_role("tab", name="How it was read"))
    shows(page, "How was it read?")
    table.append(hand.row("how the file was read", 2))
    assert hand.count <= 2


def test_number_to_people_to_person(page, server, table):
    open_at(page, server)
    hand = Clicks(page, "The analyst does not believe it")
    hand.click(page.get_by_role("button", name="See who").first)
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("h1")).not_to_have_text("What should I know today?", timeout=SLOWEST_MS)
    table.append(hand.row("a finding's people", 1))
    assert hand.count <= 1
