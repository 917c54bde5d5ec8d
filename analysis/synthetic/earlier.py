"""Customers of the made-up SaaS from before its events were kept: contracts that began earlier, accounts long gone.

Everything here is drawn apart from the events, so that those stay as they are.
"""

import numpy as np
import pandas as pd

from analysis.synthetic.people import ACCOUNTS, draw_accounts, draw_users
from analysis.synthetic.planted import FIRST_DAY

LEAD_DAYS = 182  # of contracts before the first event: seasons and a second year need whole months from before
THERE_DAYS = 28  # whoever came to the product in its first four weeks was a customer already


def paid_earlier(rng: np.random.Generator, accounts: pd.DataFrame) -> pd.DataFrame:
    """Return `accounts` with `paid_from`: days before their start where they were there from the first, else it."""
    lead = rng.integers(1, LEAD_DAYS + 1, len(accounts))
    from_the_first = accounts["start"] < FIRST_DAY + THERE_DAYS
    return accounts.assign(paid_from=accounts["start"].where(~from_the_first, FIRST_DAY - lead))


def draw_former(rng: np.random.Generator, people: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return accounts that came and went before the first event, and one person of each, without events.

    As many begin as are there from the first, and those are kept whose time is over by then: without them nobody would
    ever have left before the events begin. Ids go on after the accounts and the `people` there are.
    """
    accounts = draw_accounts(rng)
    began = paid_earlier(rng, accounts)
    moved = began["start"] - began["paid_from"]
    gone = (began["plan"] != "Free") & (began["end"] - moved < FIRST_DAY)
    former = began.assign(start=began["paid_from"], end=began["end"] - moved)[gone].reset_index(drop=True)
    former["account_id"] = [f"acc{ACCOUNTS + number:03d}" for number in range(1, len(former) + 1)]
    users = draw_users(rng, former).drop_duplicates("account_id", ignore_index=True)
    number = [f"{people + each:04d}" for each in range(1, len(users) + 1)]
    before = zip(users["email"], users["user_id"], number, strict=True)
    email = [mail.replace(user[1:], each, 1) for mail, user, each in before]
    return former, users.assign(user_id=[f"u{each}" for each in number], email=email)
