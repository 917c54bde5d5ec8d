"""At risk on data without events, amounts, accounts, subscriptions and history: what is missing, what it would give."""

import numpy as np
import pytest

from analysis.at_risk.missing import NO_ACCOUNTS, NO_MONEY, NO_SUBSCRIPTIONS
from analysis.ingest import read
from pages._ui.uploads import Upload
from tests.pages.session import opened, said

SAID = {
    "Late": ("no amounts and no subscriptions: count people instead", NO_MONEY, NO_SUBSCRIPTIONS, NO_ACCOUNTS,
             "Too short to hold a rule against what came after"),
    "Slowing": ("No column says which account a person belongs to", "Of whom can nothing be said yet?",
                "fewer than eight gaps"),
    "Quiet": ("8 signs these data cannot tell", "too short to look"),
    "Is my rule right?": ("Too early to say. Expected at least 42 days of data, found 40 days.",
                          "With 42 days the last 14 show who of those called gone comes back."),
}  # fmt: skip


pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture(scope="module")
def bare(tmp_path_factory) -> Upload:
    """Forty days of people who come, and nothing else."""
    path = tmp_path_factory.mktemp("bare") / "visits.csv"
    days = np.datetime64("2025-01-01") + np.arange(40)
    rows = [f"u{user},{day}" for user in range(30) for day in days[user % 5 :: 2 + user % 6][: 4 + user]]
    path.write_text("user_id,timestamp\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return Upload(*read([path]))


@pytest.mark.parametrize("tab", SAID)
def test_the_tab_says_what_is_missing(bare, tab):
    app = opened("at_risk", own=bare, state={"late_told": True, "slowing_accounts": True}, at_risk_tab=tab)
    told = " ".join([said(app, kinds=("markdown", "caption", "header")), *(each.label for each in app.expander)])
    plain = told.replace("\u2060", "")
    for sentence in SAID[tab]:
        assert sentence in plain
