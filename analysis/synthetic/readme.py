"""The README of the samples: their columns, what is planted, and how many, counted from the tables."""

import pandas as pd

from analysis.activity import to_date
from analysis.synthetic.people import LAST_DAY
from analysis.synthetic.planted import FIRST_DAY
from analysis.synthetic.saas import CREDITS, REPORT

HEAD = """# Samples

Made by `python -m analysis.synthetic` (or `make sample`) from fixed seeds: nobody in them is real, and every run writes
the same content. Events and purchases cover {first} to {last}. This file is written by the same command.
"""
SAAS_COLUMNS = """
## A SaaS

`saas_events.csv.gz`: {events:,} events of {active:,} people in {accounts} accounts.

| column | what |
|---|---|
| `user_id` | text, `u0001` ... |
| `timestamp` | ISO 8601, local time of the person's country with its offset from UTC; the local date counts |
| `event` | one of {kinds}: {names} |
| `account_id` | text, `acc001` ... |
| `amount` | price of a `{credits}`; empty elsewhere |

`saas_users.csv`: {people:,} people (user_id, account_id, plan, industry, role, country, email), {without} of them
without a single event.

`saas_subscriptions.csv`: {subscriptions:,} subscriptions of {paying} paying accounts (account_id, start, end,
cancelled_at, mrr a month, plan, status, reason, renews_at). A row with status `replaced` is followed by one with
another price; a row with status `active` and an end has been cancelled and runs out soon. `renews_at` is the day on
which the year paid for ends, of the third that pays by the year. Free accounts have none. Contracts reach back to
{paid_from}, before the first event: {former} accounts came and went by then, of each `saas_users.csv` knows one person.
"""
SAAS_PLANTED = """
### What is planted

`saas_planted.csv` names every person with a planted rhythm (user_id, rhythm, detail):

{rhythms}

Everybody else comes on random days, every day alike, at a rate of their own, for a time of their own.

- Habits are not perfect: Tuesday people skip about one week in eight, and one visit in thirteen falls on another day;
  every-10-days people come again after 9 to 11 days (a quarter of them 8 to 12), so no date is theirs.
- `saas_traits.csv` (user_id, trait) names people who are of interest for something else than a rhythm:
{traits}
- Plans differ: Pro and Enterprise people stay longer, have adopted more features and pay more for credits.
- Industries differ: Retail and Agency accounts leave sooner, Finance has more month-end and day-5 people, Retail more
  weekend people, Agency more people with bursts, Healthcare more on Monday, Wednesday and Friday.
- `{report}` happens on Tuesdays only, and mostly to Tuesday people.
"""
SHOP = """
## A shop

`shop_purchases.csv.gz`: {purchases:,} purchases of {customers:,} customers: user_id (`c00001` ...), timestamp (ISO
8601, local, without offset), event (`purchase`), amount. More of them in November and December. `shop_planted.csv`
names the customers with a planted rhythm (the 25th is payday):

{rhythms}
"""
TRAITS = {
    "mostly_tuesday": "come on most Tuesdays and as often on other days: the threshold decides",
    "passive": "come, and do nothing but `login` and `view`",
    "silent": "stopped two to four months before the end, while their account goes on",
    "slow_down": "came daily or weekly, and from about the middle of their stay only once in a month or so",
}


def readme(tables: dict[str, pd.DataFrame]) -> str:
    """Return the README of the samples whose tables are given by file name."""
    head = HEAD.format(first=to_date(FIRST_DAY), last=to_date(LAST_DAY))
    return head + _saas_columns(tables) + _saas_planted(tables) + _shop(tables)


def _saas_columns(tables: dict[str, pd.DataFrame]) -> str:
    events, users = tables["saas_events.csv.gz"], tables["saas_users.csv"]
    subscriptions = tables["saas_subscriptions.csv"]
    return SAAS_COLUMNS.format(
        events=len(events),
        active=events["user_id"].nunique(),
        accounts=events["account_id"].nunique(),
        kinds=events["event"].nunique(),
        names=", ".join(f"`{name}`" for name in sorted(events["event"].unique())),
        credits=CREDITS,
        people=len(users),
        without=len(users) - events["user_id"].nunique(),
        subscriptions=len(subscriptions),
        paying=subscriptions["account_id"].nunique(),
        paid_from=subscriptions["start"].min(),
        former=len(set(subscriptions["account_id"]) - set(events["account_id"])),
    )


def _saas_planted(tables: dict[str, pd.DataFrame]) -> str:
    sizes = tables["saas_traits.csv"]["trait"].value_counts()
    traits = "\n".join(f"  - {sizes[name]} `{name}`: {meaning}." for name, meaning in TRAITS.items())
    return SAAS_PLANTED.format(rhythms=_counted(tables["saas_planted.csv"]), traits=traits, report=REPORT)


def _shop(tables: dict[str, pd.DataFrame]) -> str:
    purchases, planted = tables["shop_purchases.csv.gz"], tables["shop_planted.csv"]
    customers = purchases["user_id"].nunique()
    return SHOP.format(purchases=len(purchases), customers=customers, rhythms=_counted(planted))


def _counted(planted: pd.DataFrame) -> str:
    sizes = planted.groupby(["rhythm", "detail"]).size()
    rows = [f"| {rhythm} | {detail} | {size} |" for (rhythm, detail), size in sizes.items()]
    return "\n".join(["| rhythm | detail | people |", "|---|---|---|", *rows])
