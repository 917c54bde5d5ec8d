"""Jobs around contacting people, counted in clicks from Home."""

import re

import pytest
from playwright.sync_api import expect

from analysis.sample import load_sample
from tests.browser.steps import SLOWEST_MS, at_rest, open_at, shows


@pytest.mark.job(8)
def test_whom_do_i_mail_this_monday(page, server, job):
    """Two clicks: a list by money, and whom not to mail with the day they are expected."""
    open_at(page, server)
    hand = job(page)
    hand.click(page.get_by_role("link", name="Win back"))
    shows(page, "Whom do I contact?")
    expect(page.get_by_text(re.compile("to contact, "))).to_be_visible(timeout=SLOWEST_MS)
    expect(page.get_by_text(re.compile("their usual day comes within 7 days"))).to_be_visible(timeout=SLOWEST_MS)
    with page.expect_download(timeout=SLOWEST_MS) as file:
        hand.click(page.get_by_role("button", name="Download contact.csv"))
    header, *rows = file.value.path().read_text(encoding="utf-8").splitlines()
    assert header.startswith("Email,First Name,User ID,Group,")
    assert len(rows) > 100
    hand.seen("a list by money, as a file")


@pytest.mark.job(3)
def test_did_last_month_s_mail_bring_people_back(page, server, tmp_path, job):
    """Three clicks, the drop of the list among them."""
    mailed = tmp_path / "mailed.csv"
    ids = load_sample("saas")[0].activity.user_ids.to_pylist()[:400]
    mailed.write_text("user_id\n" + "\n".join(ids), encoding="utf-8")
    open_at(page, server)
    hand = job(page)
    hand.click(page.get_by_role("link", name="Win back"))
    hand.click(page.get_by_role("tab", name="Did it work?"))
    shows(page, "Did it work?")
    page.locator('input[type="file"]').set_input_files(mailed)
    hand.count += 1
    at_rest(page)
    expect(page.get_by_text(re.compile("contacted came back within 30 days"))).to_be_visible(timeout=SLOWEST_MS)
    expect(page.get_by_text(re.compile("Only people left out on purpose do"))).to_be_visible(timeout=SLOWEST_MS)
    hand.seen("who came back, and what that shows")


def test_late_people_lead_to_their_list(page, server):
    """At risk, Late: one button makes the list of the pile that is shown."""
    open_at(page, server, "at_risk")
    page.get_by_role("button", name="Make a list").click(timeout=SLOWEST_MS)
    shows(page, "Whom do I contact?")
    expect(page.get_by_role("combobox", name="People")).to_have_value("At risk: late", timeout=SLOWEST_MS)
