"""Money, Movements: the sentence, cards and tables of a ledger small enough to check by hand."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from analysis.activity import to_day
from analysis.study import Filters, study
from analysis.views.money_kept import kept_of
from analysis.views.money_movements import RATES, movements_of
from analysis.views.money_stripe import ALIKE, stripe_of
from analysis.views.money_words import amount, missing_of, source

END = to_day(date(2025, 3, 31))
# a pays 100 and leaves in March, having asked in February; b moves from 50 to 80; c is a free plan.
ROWS = (
    ("a", date(2025, 1, 10), date(2025, 3, 15), date(2025, 2, 20), 10_000),
    ("b", date(2025, 1, 20), date(2025, 2, 1), None, 5_000),
    ("b", date(2025, 2, 1), None, None, 8_050),
    ("c", date(2025, 1, 2), None, None, 0),
)


def table_of(rows) -> pd.DataFrame:
    columns = ["user_id", "start_day", "end_day", "cancelled_day", "mrr_cents"]
    frame = pd.DataFrame(rows, columns=columns)
    days = {name: [to_day(each) if pd.notna(each) else None for each in frame[name]] for name in columns[1:4]}
    return frame.assign(**days).astype({
        "user_id": "str", "start_day": "int32", "end_day": "Int32", "cancelled_day": "Int32", "mrr_cents": "int64"
    })  # fmt: skip


@pytest.fixture(scope="module")
def paying(dataset_of):
    """Return a function: rows of subscriptions, filters -> study."""

    def build(rows=ROWS, **filters):
        base = dataset_of([[END - 99, END]], until=END)
        return study(replace(base, subscriptions=table_of(rows)), Filters(**filters))

    return build


def test_the_sentence_says_what_is_paid_and_what_the_last_whole_month_did(paying):
    found = movements_of(paying())
    assert found.headline.sentence == (
        "Monthly revenue (MRR) is 80.50 from 1 customer. In Mar 2025, 100 of 180.50 went (55 %) and nothing came: "
        "100 less than at its start."
    )
    assert [card.value for card in found.headline.cards] == ["80.50", "55.4 %", "55.4 %", "50.0 %"]
    assert [card.label for card in found.headline.cards[1:]] == [title for title, _ in RATES.values()]


def test_the_table_behind_reconciles_to_the_cent(paying):
    table = movements_of(paying()).bars.table
    assert table.iloc[0].tolist() == ["Feb 2025", "150.00", "0.00", "30.50", "0.00", "0.00", "0.00", "180.50"]
    assert table.iloc[1].tolist() == ["Mar 2025", "180.50", "0.00", "0.00", "0.00", "0.00", "100.00", "80.50"]


def test_the_day_that_counts_moves_the_loss(paying):
    found = movements_of(paying(churn_counts="scheduled"))
    assert found.bars.table["Left (churn)"].tolist() == ["100.00", "0.00"]
    assert "leaving counts when asked to cancel" in source(paying(churn_counts="scheduled"))


def test_a_period_chooses_months_and_no_number_of_the_sentence(paying):
    found = movements_of(paying(period_days=28))
    assert found.bars.table["Month"].tolist() == ["Mar 2025"]
    assert found.line is None
    assert found.headline.sentence == movements_of(paying()).headline.sentence


def test_a_month_that_is_not_over_is_said_and_not_rated(paying):
    found = movements_of(paying(as_of=date(2025, 3, 20)))
    assert "In Feb 2025, nothing of 150 went" in found.headline.sentence
    assert "Mar 2025 is not over" in found.bars_caption
    assert found.rates["Month"].tolist() == ["Mar 2025 (not over)", "Feb 2025"]


def test_one_month_alone_has_no_rate(paying):
    found = movements_of(paying([ROWS[1]], as_of=date(2025, 1, 31)))
    assert "nothing can be said of losses" in found.headline.sentence
    assert found.bars is None
    assert [card.value for card in found.headline.cards[1:]] == ["–"] * 3
    assert kept_of(paying([ROWS[1]], as_of=date(2025, 1, 31))).picture is None


def test_money_kept_counts_what_the_others_pay_more(paying):
    found = kept_of(paying())
    assert "For every 100 a month that customers began with, they pay 120 after 1 month" in found.caption
    assert found.picture.table["Month 2"].tolist() == ["53.7 %"]


def test_why_it_is_not_stripe_s_number_until_it_is(paying):
    late = [(*ROWS[0][:2], date(2025, 4, 10), date(2025, 3, 20), 10_000), *ROWS[1:]]
    ours, theirs = stripe_of(paying(late)), stripe_of(paying(late, churn_counts="scheduled"))
    assert any("100.00 a month" in each for each in ours.differences)
    assert (ours.is_alike, theirs.is_alike) == (False, True)
    assert theirs.sentence == ALIKE


def test_what_is_missing_is_said_with_the_next_step(dataset_of, paying):
    nothing = missing_of(study(dataset_of([[END]], until=END)))
    assert "no subscriptions" in nothing.what
    current = missing_of(paying([("a", date(2025, 1, 1), None, None, 100)]))
    assert "cancelled ones too" in current.hint
    assert "Nobody here ever paid" in missing_of(paying([ROWS[3]])).what
    assert missing_of(paying()) is None


@pytest.mark.parametrize(
    ("cents", "told"), [(4_950, "49.50"), (100_000, "1,000"), (123_456_789, "1,234,568"), (0, "0"), (float("nan"), "–")]
)
def test_amounts(cents, told):
    assert amount(cents) == told
