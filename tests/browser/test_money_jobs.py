"""The job “Which plan leaks money and why?” with a Stripe export alone, counted in clicks after the load."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.steps import SLOWEST_MS, at_rest, open_at, shows

COLUMNS = (
    "id", "Customer ID", "Customer Name", "Customer Email", "Plan", "Quantity", "Currency", "Interval", "Amount",
    "Status", "Cancellation Reason", "Created (UTC)", "Start (UTC)", "Current Period Start (UTC)",
    "Current Period End (UTC)", "Trial Start (UTC)", "Trial End (UTC)", "Canceled At (UTC)", "Ended At (UTC)",
)  # fmt: skip
PLANS = {"Basic": ("19.00", "month", 30), "Team": ("79.00", "month", 30), "Enterprise": ("4800.00", "year", 365)}
CUSTOMERS = 120


def export() -> bytes:
    """Half of Basic could not be charged; of Team and Enterprise a few gave a reason."""
    lines = [",".join(COLUMNS), *(",".join(_row(who)) for who in range(CUSTOMERS))]
    return "\n".join(lines).encode()


def _row(who: int) -> tuple[str, ...]:
    plan = list(PLANS)[who % 3]
    amount, interval, step_days = PLANS[plan]
    start = date(2024, 1, 1) + timedelta(days=who)
    has_left = who % 2 == 0 if plan == "Basic" else who % 12 == 1
    renewed = start + timedelta(days=step_days * (365 // step_days))
    reason = ("payment_failed" if plan == "Basic" else "too_expensive") if has_left else ""
    return (
        f"sub_{who}", f"cus_{who}", f"Customer {who}", f"c{who}@mail.example", plan, "1", "usd", interval, amount,
        "canceled" if has_left else "active", reason, f"{start} 09:30", f"{start} 09:30",
        f"{renewed - timedelta(days=step_days)} 09:30", f"{renewed} 09:30", "", "",
        *((f"{renewed - timedelta(days=5)} 09:30", f"{renewed} 09:30") if has_left else ("", "")),
    )  # fmt: skip


@pytest.mark.job(4)
def test_which_plan_leaks_money_and_why(page, server, job):
    """The load leads to Money; one click leads to the plan, the reason, the table and its numbers to copy."""
    open_at(page, server, "data")
    chosen = {"name": "subscriptions.csv", "mimeType": "text/csv", "buffer": export()}
    page.locator("input[type=file]").first.set_input_files(chosen)
    page.get_by_text("Load", exact=True).click(timeout=SLOWEST_MS)
    shows(page, "How did monthly revenue change?")
    at_rest(page)
    hand = job(page)
    hand.click(page.get_by_role("tab", name="Leaks"))
    shows(page, "Where does revenue leak?")
    expect(page.get_by_text(re.compile("Of what it pays, .*Basic.* loses most"))).to_contain_text(
        "mostly because they could not be charged", timeout=SLOWEST_MS
    )
    expect(page.locator('[data-testid="stVegaLiteChart"]').first).to_contain_text("Basic", timeout=SLOWEST_MS)
    hand.click(page.get_by_text("Copy as table"))
    expect(page.locator('[data-testid="stCode"]').first).to_contain_text("Payment failed", timeout=SLOWEST_MS)
    hand.seen("the plan, the reason, a table to paste")
    page.get_by_role("link", name="At risk").click()
    shows(page, "Who is slipping, gone, quiet?")
    expect(page.get_by_text("These data hold subscriptions and no events.")).to_be_visible()
