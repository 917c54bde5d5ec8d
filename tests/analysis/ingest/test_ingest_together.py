"""Files dropped together are told apart by the names in their headers."""

import pytest

from analysis.errors import OffbeatError
from analysis.ingest.together import looks_like_payments, looks_like_users, places

EVENTS = ("user_id", "timestamp", "event")
USERS = ("user_id", "plan", "email")
STRIPE = ("id", "Customer ID", "Plan", "Interval", "Amount", "Status", "Created (UTC)", "Ended At (UTC)")
PAYMENTS = ("id", "Created date (UTC)", "Amount", "Amount Refunded", "Decline Reason", "Status", "Customer ID")
INVOICES = ("id", "Customer", "Subscription", "Status", "Amount Due", "Amount Paid", "Date (UTC)")
SHOP = ("customer_id", "order_date", "amount", "status", "currency")


@pytest.mark.parametrize(("headers", "expected"), [
    ([STRIPE], ["subscriptions"]),
    ([PAYMENTS], ["events"]),
    ([USERS], ["events"]),
    ([PAYMENTS, STRIPE], ["payments", "subscriptions"]),
    ([EVENTS, STRIPE, INVOICES, USERS], ["events", "subscriptions", "payments", "users"]),
    ([EVENTS, EVENTS], ["events", "events"]),
    ([USERS, USERS], ["events", "events"]),
    ([SHOP, STRIPE], ["events", "subscriptions"]),
    ([(), EVENTS], ["events", "events"]),
])  # fmt: skip
def test_each_file_goes_to_its_place(headers, expected):
    assert list(places(headers, [f"{at}.csv" for at in range(len(headers))])) == expected


def test_two_of_one_kind_are_refused_by_name():
    with pytest.raises(OffbeatError, match=r"one file of payments among .* found pay\.csv and bills\.csv"):
        places([PAYMENTS, STRIPE, INVOICES], ["pay.csv", "subs.csv", "bills.csv"])
    with pytest.raises(OffbeatError, match="one file of subscriptions"):
        places([STRIPE, STRIPE], ["a.csv", "b.csv"])


def test_purchases_and_subscriptions_are_no_payments():
    assert not looks_like_payments(SHOP)
    assert not looks_like_payments((*STRIPE, "Decline Reason"))
    assert not looks_like_users(SHOP)
