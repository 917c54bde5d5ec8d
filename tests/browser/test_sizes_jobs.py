"""Undo, compare with before, explain to my CEO; and what the Sizes tab opens below, by hand and by link."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.steps import SLOWEST_MS, at_rest, open_at

ADDRESS = "weekday.min_share"
NOTHING = "Since the baseline nothing was moved."
PARTS = {
    "Which other sizes react to this threshold?": "Who leaves one enters another.",
    "Which thresholds matter?": "there the choice matters most",
    "Would they keep this label?": "is no forecast",
    "Who passes several patterns?": "more than one pattern",
}
MOVED = "“Share on one weekday” went from 60 %"


@pytest.fixture
def sizes(page, server):
    open_at(page, server, "segments")
    page.locator("[data-paints]").wait_for(timeout=SLOWEST_MS)
    return page


def press_end(page) -> None:
    """Move the cut to its end by its keyboard, and wait for the link."""
    before = page.url
    page.locator("[data-paints] input[type=range]").focus()
    page.keyboard.press("End")
    page.wait_for_function("before => location.href !== before", arg=before, timeout=SLOWEST_MS)
    at_rest(page)


@pytest.mark.job(7)
def test_baseline_undo_and_a_sentence_to_paste(sizes, job):
    hand = job(sizes)
    hand.click(sizes.get_by_role("button", name="Set as baseline"))
    expect(sizes.get_by_text(NOTHING)).to_be_visible(timeout=SLOWEST_MS)
    kept = sizes.locator("[data-paints] .size").inner_text()
    press_end(sizes)
    expect(sizes.get_by_text(MOVED).first).to_be_visible(timeout=SLOWEST_MS)
    expect(sizes.locator("[data-paints] .size")).not_to_have_text(kept)
    hand.click(sizes.locator(".st-key-baseline_copy button").first)
    pasted = sizes.locator('[data-testid="stPopoverBody"] code')
    expect(pasted).to_contain_text(re.compile(r"^Against the baseline \(.*One weekday −\d+: 0 entered, \d+ left"))
    sizes.keyboard.press("Escape")
    hand.seen("baseline and a sentence to paste")
    undo = job(sizes)
    undo.click(sizes.get_by_role("button", name="Undo"))
    expect(sizes.get_by_text(NOTHING)).to_be_visible(timeout=SLOWEST_MS)
    expect(sizes.locator("[data-paints] .size")).to_have_text(kept, timeout=SLOWEST_MS)
    undo.seen("undone, member by member", most=1)


def test_the_baseline_reaches_a_second_person(sizes, browser):
    sizes.get_by_role("button", name="Set as baseline").click()
    sizes.wait_for_url(re.compile("baseline="), timeout=SLOWEST_MS)
    press_end(sizes)
    expect(sizes.get_by_text(MOVED).first).to_be_visible(timeout=SLOWEST_MS)
    second = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        other = second.new_page()
        other.goto(sizes.url)
        at_rest(other)
        expect(other.get_by_text(MOVED).first).to_be_visible(timeout=SLOWEST_MS)
    finally:
        second.close()


def test_each_part_opens_by_keyboard(sizes):
    for part, said in PARTS.items():
        expect(sizes.get_by_text(said)).to_have_count(0)
        sizes.locator("summary", has_text=part).focus()
        sizes.keyboard.press("Enter")
        expect(sizes.get_by_text(said)).to_be_visible(timeout=SLOWEST_MS)
        at_rest(sizes)


def test_a_reader_hears_the_size_with_the_value(sizes):
    cut = sizes.locator("[data-paints] input[type=range]")
    expect(cut).to_have_attribute("aria-label", "Share on one weekday")
    expect(cut).to_have_attribute("aria-valuetext", re.compile(r"^60 %: \d+ people, "))
    press_end(sizes)
    expect(cut).to_have_attribute("aria-valuetext", re.compile(r"^100 %: \d+ people, "), timeout=SLOWEST_MS)
