"""Jobs around people who fall silent, counted in clicks from Home."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.steps import SLOWEST_MS, at_rest, open_at, shows

HEADING = "Who is late by their own pattern?"


@pytest.mark.job(1)
def test_board_meeting_tomorrow(page, server, job):
    """At most three clicks to a list to paste and a picture."""
    open_at(page, server)
    hand = job(page)
    hand.click(page.get_by_role("link", name="At risk"))
    shows(page, HEADING)
    expect(page.locator('[data-testid="stVegaLiteChart"]').first).to_contain_text("Between two visits")
    hand.click(page.get_by_text("Copy as table"))
    expect(page.locator('[data-testid="stCode"]').first).to_contain_text("Of 100 came back", timeout=SLOWEST_MS)
    hand.seen("list and picture; the third click copies", most=2)


@pytest.mark.job(5)
def test_who_of_my_thirty_days_is_really_gone(page, server, job):
    """One click: the sentence has it."""
    open_at(page, server)
    hand = job(page)
    hand.click(page.get_by_role("link", name="At risk"))
    shows(page, HEADING)
    said = page.get_by_text(re.compile("silent for")).first
    expect(said).to_contain_text("look gone", timeout=SLOWEST_MS)
    numbers = [int(each.replace(",", "")) for each in re.findall(r"\d[\d,]*", said.inner_text())]
    total, _days, *piles = numbers[:6]
    assert sum(piles) == total
    hand.seen("of the silent, how many look gone")


@pytest.mark.job(8)
def test_whom_not_to_mail(page, server, job):
    """A list that says who is between two visits, and by when they are expected."""
    open_at(page, server)
    hand = job(page)
    hand.click(page.get_by_role("link", name="At risk"))
    hand.click(at_rest(page).get_by_test_id("stButtonGroup").get_by_text("Between two visits", exact=True))
    expect(page.get_by_role("heading", name=re.compile("Between two visits"))).to_be_visible(timeout=SLOWEST_MS)
    hand.seen("whom not to mail")
