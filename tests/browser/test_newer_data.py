"""Job 9, new month, new export: dirty and hostile files each give a good screen, and everything set is kept."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.steps import SLOWEST_MS, at_rest, open_at, shows
from tests.browser.test_upload import drop

TUESDAYS = [date(2025, 1, 7) + timedelta(weeks=week) for week in range(24)]


def rows(days, people):
    return "".join(f"Käufer {who};{day:%d.%m.%Y} 09:30;{who},50\n" for day in days for who in range(people))


OLD = f"Kunde;Zeitpunkt;Betrag\n{rows(TUESDAYS[:18], 20)}Käufer 1;niemals;1,00\nTotal;;512,00\n".encode("cp1252")
NEW = f"Kunde;Zeitpunkt;Betrag\n{rows(TUESDAYS[17:], 24)}".encode("cp1252")
HOSTILE = {"broken.zip": b"PK\x03\x04" + b"junk" * 100, "nothing.csv.gz": b""}


def press(page, name):
    page.get_by_role("button", name=name).first.click()


@pytest.mark.job(9)
def test_a_new_month_is_added_and_everything_is_kept(page, server, job):
    open_at(page, server, "data?weekday.min_share=0.8")
    for name, content in HOSTILE.items():
        drop(page, name, content)
        expect(page.get_by_text("Next step:")).to_have_count(1, timeout=SLOWEST_MS)
        press(page, "Drop another file")
        expect(page.get_by_text("Next step:")).to_have_count(0, timeout=SLOWEST_MS)
    drop(page, "old.csv", OLD)
    page.get_by_text("Load", exact=True).click(timeout=SLOWEST_MS)
    shows(page, "What should I know today?")
    expect(page.get_by_text("old.csv · 20 people · 360 active days")).to_be_visible(timeout=SLOWEST_MS)
    page.get_by_role("link", name="Data").click()
    page.get_by_role("tab", name="How it was read").click()
    expect(page.get_by_text("360 of 362 rows")).to_be_visible(timeout=SLOWEST_MS)
    page.get_by_role("tab", name="Load a file").click()
    at_rest(page)
    hand = job(page)
    drop(page, "new.csv", NEW)
    hand.count += 1
    hand.click(page.get_by_role("button", name="Add to old.csv").first)
    shows(page, "What should I know today?")
    expect(page.get_by_text("Since last time")).to_be_visible(timeout=SLOWEST_MS)
    expect(page.get_by_text("20 active days of both files counted once.")).to_be_visible()
    expect(page.get_by_text("old.csv · 24 people · 508 active days")).to_be_visible()
    assert "weekday.min_share=0.8" in page.url
    hand.seen("added, everything kept")
