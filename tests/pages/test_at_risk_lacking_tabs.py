"""At risk on data without events, amounts, accounts, subscriptions and history: what is missing, what it would give."""

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from analysis.at_risk.missing import NO_ACCOUNTS, NO_MONEY, NO_SUBSCRIPTIONS
from analysis.ingest import read
from pages._ui.uploads import Upload

APP = str(Path(__file__).parents[2] / "app.py")
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
    app = AppTest.from_file(APP, default_timeout=120)
    app.session_state["_upload"] = bare
    for opened in ("late_told", "slowing_accounts"):
        app.session_state[opened] = True
    app.query_params["at_risk_tab"] = tab
    app.switch_page("pages/at_risk.py").run()
    assert [each.message for each in app.exception] == []
    shown = (*app.markdown, *app.caption, *app.header)
    said = " ".join([*(each.value for each in shown), *(each.label for each in app.expander)])
    plain = said.replace("\\", "").replace("*", "").replace("\u2060", "")
    for sentence in SAID[tab]:
        assert sentence in plain
