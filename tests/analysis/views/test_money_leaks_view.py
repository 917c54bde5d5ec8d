"""Money, Leaks, Trend and To act on: answers of subscriptions small enough to check by hand, and of the sample."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from analysis.activity import to_day
from analysis.export import text_to_paste
from analysis.money.leaks import leaks_of
from analysis.money.of_study import ledger_of
from analysis.money.trend import trend
from analysis.study import Filters, study
from analysis.views.money_act import LISTS, act_of, list_of, list_title, whole_list
from analysis.views.money_groups import group_choices, group_title, groups_of
from analysis.views.money_kinds import kinds_of
from analysis.views.money_leaks import OF_100, leaks_shown, plan_title, times
from analysis.views.money_trend import season_of, trend_of

START, END = to_day(date(2024, 1, 1)), to_day(date(2025, 12, 31))


def row(who: int, plan: str, cents: int, *, ended: date | None = None, reason: str | None = None, **more) -> dict:
    end = to_day(ended) if ended else None
    known = {"user_id": f"u{who:05d}", "plan": plan, "mrr_cents": cents, "reason": reason, "start_day": START + who}
    return {**known, "end_day": end, "cancelled_day": None, "status": "active" if end is None else "canceled", **more}


def subscriptions_of(rows: list[dict]) -> pd.DataFrame:
    """As given, and a free plan that ended: a table of current subscriptions only would be refused."""
    frame = pd.DataFrame([*rows, row(-1, "Free", 0, ended=date(2024, 1, 1))])
    return frame.astype({
        "user_id": "str", "plan": "str", "reason": "str", "status": "str", "start_day": "int32", "end_day": "Int32",
        "cancelled_day": "Int32", "mrr_cents": "int64",
    })  # fmt: skip


@pytest.fixture(scope="module")
def paying(dataset_of):
    """Return a function: rows of subscriptions -> study of sixty people who come now and then."""
    base = dataset_of([[START + user, END - user] for user in range(60)], until=END)

    def build(rows: list[dict], **filters):
        return study(replace(base, subscriptions=subscriptions_of(rows)), Filters(**filters))

    return build


@pytest.fixture(scope="module")
def leaking(paying):
    """Thirty pay 10 for Basic, of whom twelve could not be charged; thirty pay 100 for Team, of whom two left."""
    basic = [
        row(k, "Basic", 1_000, **({"ended": date(2025, 1 + k % 12, 9), "reason": "payment_failed"} if k < 12 else {}))
        for k in range(30)
    ]
    team = [
        row(k, "Team", 10_000, **({"ended": date(2025, 3, 9), "reason": "too_expensive"} if k < 32 else {}))
        for k in range(30, 60)
    ]
    return paying(basic + team)


def test_the_sentence_names_the_plan_most_money_went_with_and_the_one_that_leaks(leaking):
    found = leaks_shown(leaking)
    assert found.sentence.startswith(
        "Customers who left paid 320 a month. The largest part went with Team: 200 (62 %), 100 % of that because they "
        "chose to leave. Of what it pays, Basic loses most:"
    )
    assert "mostly because they could not be charged." in found.sentence
    assert found.sentence.endswith("Reasons known most often: Payment failed (12) and Too expensive (2).")


def test_map_kinds_and_ranking_hold_the_same_money(leaking):
    found = leaks_shown(leaking)
    assert found.picture.table.values.tolist() == [["Team", "200.00", "–"], ["Basic", "–", "120.00"]]
    assert found.kinds[["Why", "Lost a month", OF_100, "Customers"]].values.tolist() == [
        ["Chose to leave", "200", 62, 2], ["Payment failed", "120", 38, 12],
    ]  # fmt: skip
    assert found.ranked[["Why", "Plan", "Lost a month"]].values.tolist() == [
        ["Chose to leave", "Team", "200"], ["Payment failed", "Basic", "120"],
    ]  # fmt: skip
    assert "No column names an industry" in found.ranked_caption
    assert "Industry" not in found.ranked
    assert text_to_paste(found.ranked).startswith("Why\tPlan\t")


def test_the_sample_ranks_every_cell_that_lost_somebody(saas_study):
    found, cells = leaks_shown(saas_study), leaks_of(saas_study).cells
    assert len(found.ranked) == len(cells)
    assert "Industry" in found.ranked
    assert sum(int(each.replace(",", "")) for each in found.kinds["Lost a month"]) == round(cells["mrr"].sum() / 100)


def test_how_each_kind_was_decided_adds_up_to_those_who_left(leaking):
    found = kinds_of(leaking)
    assert found.how["Customers"].sum() == 14
    assert found.reasons["Reason given"].tolist() == ["Too expensive", "Payment failed"]
    assert found.ways["Customers"].sum() == 14


def test_nobody_left_is_an_answer(paying):
    found = leaks_shown(paying([row(k, "Pro", 100) for k in range(5)]))
    assert found.sentence == "Nobody left in this time."
    assert found.picture is None


def test_a_group_clear_of_everybody_is_named(leaking):
    found = groups_of(leaking, "plan")
    assert "Basic (" in found.sentence
    assert "loses more" in found.sentence
    assert found.picture.table["Group"].tolist() == ["Team", "Basic"]


@pytest.mark.parametrize("name", ["plan", "vertical", "tenure", "rhythm", "segment", "attr.country"])
def test_every_group_of_the_sample_is_shown_or_refused_with_a_reason(saas_study, name):
    assert name in group_choices(saas_study)
    assert group_title(name)
    found = groups_of(saas_study, name)
    assert found.sentence
    assert found.picture is not None or "count accounts" in found.sentence


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ((2.14, 1.3, 3.4), "2.1 × (1.3 to 3.4)"),
        ((float("nan"),) * 3, "–"),
        ((float("inf"), 1.0, float("inf")), "only here"),
    ],
)
def test_times(numbers, told):
    assert times(*numbers) == told


def test_names_of_plans():
    assert [plan_title(each) for each in ("Pro", None, "", "other")] == [
        "Pro",
        "No plan named",
        "No plan named",
        "All others",
    ]


def test_the_year_is_compared_and_the_season_refused_or_told(leaking, paying, saas_study):
    found = trend_of(leaking, "month", "customer")
    # 30 + 30 began in January and February 2024; 14 of the 60 left in 2025.
    assert "Of those who paid twelve months before, 23.3 %" in found.sentence
    assert found.years["Who left"].tolist()[0] == 14
    assert trend_of(leaking, "quarter", "mrr").picture.table["Period"].tolist()[-1] == "2025 Q4"
    short = paying([row(1, "Pro", 100), row(2, "Pro", 100, ended=date(2025, 6, 1))], as_of=date(2025, 9, 30))
    assert "A season needs two whole years" in season_of(short, "month").sentence
    told = season_of(saas_study, "month")
    assert "No season can be told from chance" in told.sentence
    assert len(told.picture.table) == 12


def test_the_sample_holds_a_second_year_and_who_left_before_its_events(saas_study):
    found = trend_of(saas_study, "month", "mrr")
    assert len(found.years) == 2
    assert "in the twelve months before that" in found.sentence
    early = trend(ledger_of(saas_study), "month").set_index("period").loc["2024-02":"2024-06"]
    assert (early["customers_start"] > 0).all()
    assert early["customers_lost"].sum() > 0


def test_a_year_too_few_is_said(paying):
    found = trend_of(
        paying([row(1, "Pro", 100), row(2, "Pro", 100, ended=date(2024, 6, 1))], as_of=date(2024, 9, 30)),
        "month",
        "mrr",
    )
    assert found.sentence == "Too early to say: a year is needed, and the data hold fewer than twelve whole months."


def test_lists_to_act_on_hold_who_still_pays(paying):
    soon = to_day(date(2026, 1, 20))
    shown = paying([
        row(1, "Pro", 5_000, cancelled_day=END - 3, end_day=soon, status="active", reason="too_expensive"),
        row(2, "Pro", 2_050, status="past_due"),
        row(3, "Pro", 9_900, ended=date(2025, 11, 5)),
    ])  # fmt: skip
    found = act_of(shown)
    assert found.sizes["scheduled"] == found.sizes["cards"] == 1
    assert found.sentence.startswith(
        "1 customer (50 a month) asked to cancel and is not gone yet; 1 customer (20.50 a month) may be lost to a"
    )
    assert found.first == "scheduled"
    told = list_of(shown, "scheduled").table.iloc[0]
    assert told[["Customer", "A month", "Why", "Ends"]].tolist() == ["u00001", "50.00", "Too expensive", "2026-01-20"]
    assert whole_list(shown, "cards")["mrr"].tolist() == [20.5]
    assert "Really lost in Oct 2025, Nov 2025 and Dec 2025: 99 a month from 1 customer" in found.piles_caption


def test_nothing_announced_is_said(paying):
    shown = paying([row(1, "Pro", 5_000), row(2, "Pro", 100, ended=date(2025, 2, 1))])
    assert act_of(shown).sentence == "Nothing in these data announces a loss."
    for name in LISTS:
        assert list_title(name)
        assert list_of(shown, name).table.empty
        assert list_of(shown, name).caption.endswith(".")


def test_who_only_renews_announces_no_loss(paying):
    """Every monthly customer renews within a month: without their days that says nothing."""
    soon = to_day(date(2026, 1, 20))
    shown = paying([row(900, "Pro", 5_000, start_day=END - 40, period_end_day=soon)])
    assert act_of(shown).sizes["renewals"] == 1
    assert act_of(shown).sentence == "Nothing in these data announces a loss."


def test_only_groups_these_data_know_are_offered(saas_study, leaking):
    titles = [group_title(each) for each in group_choices(saas_study)]
    assert titles[:2] == ["Plan", "Industry"]
    assert len({each.lower() for each in titles}) == len(titles)
    assert "vertical" not in group_choices(leaking)


def test_ending_one_of_two_is_announced_too(paying):
    ends = {"cancelled_day": END - 3, "end_day": to_day(date(2026, 1, 20)), "status": "active"}
    shown = paying([row(1, "Pro", 5_000), row(1, "Extra", 500, **ends), row(2, "Pro", 9_900, ended=date(2025, 11, 5))])
    assert act_of(shown).sentence == "1 customer (5 a month) asked to end part of what they pay."


def test_a_renewal_switched_off_is_not_called_asked_for(paying):
    rows = (row(1, "Pro", 5_000), row(1, "Extra", 500), row(2, "Pro", 700), row(3, "Pro", 90, ended=date(2025, 11, 5)))
    shown = paying([{**each, "auto_renew": at % 2 == 0} for at, each in enumerate(rows)])
    assert act_of(shown).sentence == "1 customer (5 a month) is set not to renew part of what they pay."


def test_a_year_that_began_with_nobody_is_no_year(paying):
    found = trend_of(paying([row(1, "Pro", 100), row(2, "Pro", 100)], as_of=date(2024, 12, 31)), "month", "mrr")
    assert found.sentence == "Too early to say: nobody paid when the last twelve months began."
    assert found.years.empty
