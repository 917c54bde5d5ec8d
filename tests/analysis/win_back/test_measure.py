"""Did it work? A planted effect is found, none is not; what a result needs care for is said."""

import math
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from analysis.activity import Activity, to_date
from analysis.daysets import DateList
from analysis.errors import OffbeatError
from analysis.settings import from_query
from analysis.study import Filters, study, with_settings
from analysis.win_back.cautions import ONLY_A_HOLD_OUT, WarningSlug, warnings
from analysis.win_back.lift import Estimate
from analysis.win_back.measure import measure
from analysis.win_back.people_file import read_people
from analysis.win_back.told import money_sentence, needed_sentence, sentence

FIRST, DAYS, PEOPLE = 20000, 420, 900
SENT = FIRST + 380


@pytest.fixture(scope="module")
def crowd(dataset_of):
    """People who come on random days; of every fourth of the first 600 another visit follows the contact."""
    rng = np.random.default_rng(11)
    days = []
    for user in range(PEOPLE):
        own = set((FIRST + np.flatnonzero(rng.random(DAYS) < 0.02)).tolist()) | {FIRST + user % 100}
        days.append(sorted(own | ({SENT + 1 + user % 20} if user < 600 and user % 4 == 0 else set())))
    amounts = [10.0 * len(own) for own in days]
    return study(dataset_of(days, until=FIRST + DAYS - 1, amounts=amounts))


def list_of(crowd, rows, left_out=()):
    ids = crowd.activity.user_ids.to_pylist()
    lines = [f"{ids[row]},{'left out on purpose' if row in left_out else 'contact'}" for row in rows]
    return read_people(("User ID,Group\n" + "\n".join(lines)).encode(), crowd)


@pytest.fixture(scope="module")
def with_hold_out(crowd):
    return measure(crowd, list_of(crowd, range(PEOPLE), range(600, PEOPLE)), SENT)


@pytest.fixture(scope="module")
def without(crowd):
    return measure(crowd, list_of(crowd, range(600)), SENT)


def slugs(found, least=10):
    return [each.slug for each in warnings(found, least_left_out=least)]


def test_planted_lift_is_found_with_people_left_out(crowd, with_hold_out):
    came = [bool(((own >= SENT) & (own < SENT + 30)).any()) for own in map(crowd.activity.days_of, range(PEOPLE))]
    assert with_hold_out.method == "holdout"
    assert with_hold_out.came_back == sum(came[:600])
    assert with_hold_out.lift.value == pytest.approx(np.mean(came[:600]) - np.mean(came[600:]))
    assert 0 < with_hold_out.lift.low < 0.14 < with_hold_out.lift.high
    assert "The contact added" in sentence(with_hold_out)
    assert with_hold_out.needed.low == pytest.approx(1 / with_hold_out.lift.high)
    assert "One more person back took" in needed_sentence(with_hold_out)
    assert with_hold_out.money == "amount"
    assert with_hold_out.recovered.low > 0
    assert "Money brought back within 30 days" in money_sentence(with_hold_out)
    assert slugs(with_hold_out) == ["active_anyway"]


def test_planted_lift_is_found_by_earlier_dates(without):
    assert without.method == "placebo"
    assert without.forecast.can_tell
    assert without.lift.low > 0
    assert without.expected_anyway.value < without.came_back
    assert ONLY_A_HOLD_OUT in [each.sentence for each in warnings(without, least_left_out=10)]


def test_no_effect_is_said_to_be_none(crowd):
    found = measure(crowd, list_of(crowd, range(600, PEOPLE)), SENT)
    assert found.lift.holds_zero
    assert "would have come anyway, as far as this can see" in sentence(found)
    assert "at least" in needed_sentence(found)


def test_few_people_are_too_small_to_tell(crowd):
    found = measure(crowd, list_of(crowd, range(8)), SENT)
    assert not found.lift.is_known
    assert math.isnan(found.lift.value)
    assert math.isnan(found.expected_anyway.value)
    assert "Too small to tell" in sentence(found)
    assert "would have noticed a change of about" in sentence(found)
    assert "no_hold_out" in slugs(found)


@pytest.mark.parametrize("outcome", ["amount", "active_days", "uses:open"])
def test_any_outcome_can_be_asked(crowd, outcome):
    found = measure(crowd, list_of(crowd, range(PEOPLE), range(600, PEOPLE)), SENT, outcome=outcome)
    assert found.lift.low > 0
    assert found.needed.low > 0
    assert not found.expected_anyway.is_known


def test_looking_early_is_said(crowd):
    long = with_settings(crowd, from_query({"win_back.window_days": "60"}))
    found = measure(long, list_of(crowd, range(PEOPLE), range(600, PEOPLE)), SENT)
    assert (found.is_over, found.days, found.agreed_day) == (False, 40, SENT + 59)
    assert slugs(found)[0] == "not_over"


def test_unequal_groups_are_noticed(crowd):
    often = np.argsort(-crowd.activity.active_days)
    found = measure(crowd, list_of(crowd, range(PEOPLE), set(often[:300].tolist())), SENT)
    assert "active days" in found.unequal
    assert "unequal_groups" in slugs(found)


def test_other_and_repeated_and_new_people_are_counted(dataset_of):
    days = [[FIRST + 3 * step for step in range(1, 130)]] * 30 + [[SENT + 2]] * 2
    now = study(dataset_of(days, until=FIRST + DAYS - 1))
    text = "User ID,Group\n" + "\n".join(f"u{row:05d},{'control' if row < 3 else 'contact'}" for row in range(32))
    found = measure(now, read_people(f"{text}\nu00007,contact\nwho,contact\n".encode(), now), SENT)
    assert set(slugs(found)) == {"few_left_out", "other_users", "repeated", "newer_users", "active_anyway"}
    assert found.groups.newer == 2
    assert not found.recovered.is_known
    assert "amounts" in money_sentence(found)


def test_every_warning_has_a_line_in_the_docs(root):
    text = (root / "docs" / "win-back.md").read_text(encoding="utf-8")
    assert not [slug for slug in get_args(WarningSlug) if f"- `{slug}`: " not in text]


@pytest.mark.parametrize("day", [FIRST - 5, FIRST + DAYS + 3])
def test_a_day_outside_the_data_is_refused(crowd, day):
    with pytest.raises(OffbeatError, match="within the data"):
        measure(crowd, list_of(crowd, range(20)), day)


@pytest.mark.parametrize("early", [0, 1])
def test_a_day_before_our_list_was_made_is_refused(crowd, early):
    """Who was silent until the day of the list cannot have come back before it: all would seem to be lost."""
    lines = [f"{name},{to_date(SENT)}" for name in crowd.activity.user_ids.to_pylist()[:600]]
    people = read_people(("User ID,Made On\n" + "\n".join(lines)).encode(), crowd)
    if early:
        with pytest.raises(OffbeatError, match="not before the list was made"):
            measure(crowd, people, SENT - early)
    else:
        assert measure(crowd, people, SENT).came_back


def test_nobody_there_before_the_contact_is_refused(dataset_of):
    now = study(dataset_of([[FIRST + 50]] * 4 + [[FIRST]], until=FIRST + 90))
    with pytest.raises(OffbeatError, match="before the contact"):
        measure(now, read_people(b"u00000\nu00001\n", now), FIRST + 40)


def test_accounts_that_pay_are_judged_by_what_they_pay(saas):
    accounts = study(saas, Filters(unit="accounts"))
    assert isinstance(accounts.activity, Activity)
    sent = accounts.activity.observed_to - 40
    ids = accounts.activity.user_ids.to_pylist()
    lines = "\n".join(f"{name},{'control' if place % 3 else 'contact'}" for place, name in enumerate(ids))
    people = read_people(f"id,group\n{lines}".encode(), accounts)
    found = measure(accounts, people, sent, outcome="mrr")
    assert math.isfinite(found.lift.value)
    assert "accounts contacted came back" in sentence(found)
    assert " more account back took" in needed_sentence(found)
    said = " ".join(each.sentence for each in warnings(found, least_left_out=10))
    assert "people" not in sentence(found) + needed_sentence(found) + said
    alone = read_people("\n".join(ids).encode(), accounts)
    assert "left out on purpose would tell it" in measure(accounts, alone, sent, outcome="mrr").lift.reason


def test_what_is_odd_about_a_list_is_said(crowd):
    ids = crowd.activity.user_ids.to_pylist()
    lines = [f"{name},{'control' if row % 3 == 0 else 'contact'}" for row, name in enumerate(ids[:600])]
    text = "\n".join(["id,Group", *lines, f"{ids[0]},contact", f"{ids[700]},?", f"{ids[701]},?"])
    found = measure(crowd, read_people(text.encode(), crowd), SENT)
    assert len(found.groups.left_out) == 200
    told = {each.slug: each.sentence for each in warnings(found, least_left_out=10)}
    assert told["in_both"].startswith("1 person on lines of both groups: counted as left out")
    assert told["groups_not_read"] == "2 lines name no group that is known, for example ?, and count nowhere."
    vip = read_people("\n".join(["id,Group", *(f"{name},VIP" for name in ids[:600])]).encode(), crowd)
    told = {each.slug: each.sentence for each in warnings(measure(crowd, vip, SENT), least_left_out=10)}
    assert told["groups_not_read"].endswith("for example VIP, and count as contacted, like everybody else.")


def test_earlier_dates_never_say_that_the_contact_did_it(crowd, without):
    assert "more than earlier dates let expect" in sentence(without)
    assert "contact added" not in sentence(without)
    assert needed_sentence(without).startswith("Going by earlier dates, one more person back took")
    assert "going by earlier dates" in money_sentence(without)


def test_unequal_groups_and_an_early_look_are_in_the_answer(crowd, with_hold_out):
    assert "The contact added" in sentence(with_hold_out)
    assert "but the groups were not alike" in sentence(replace(with_hold_out, unequal=("active days",)))
    assert "So far the contact added" in sentence(replace(with_hold_out, agreed_day=with_hold_out.agreed_day + 9))


def test_contacts_for_one_more_return_are_whole(with_hold_out):
    few = replace(with_hold_out, needed=Estimate(1.3, 1.0, 5.000000001))
    assert needed_sentence(few) == "One more person back took 2 contacts (1 to 5)."


def test_no_more_people_are_expected_than_were_contacted(dataset_of):
    rng = np.random.default_rng(5)
    days = [(FIRST + np.flatnonzero(rng.random(DAYS) < 0.09)).tolist() for _ in range(60)]
    now = study(dataset_of(days, until=FIRST + DAYS - 1))
    found = measure(now, read_people("\n".join(now.activity.user_ids.to_pylist()).encode(), now), SENT)
    assert found.forecast.interval.high > 60
    assert found.expected_anyway.high == 60
    assert found.lift.low >= found.came_back / 60 - 1


@pytest.mark.parametrize("outcome", ["gap_median_days", "amount_per_active_day"])
def test_what_is_known_only_of_who_came_needs_people_left_out(crowd, outcome):
    people = list_of(crowd, range(PEOPLE), range(600, PEOPLE))
    found = measure(crowd, people, SENT, outcome=outcome)
    assert math.isfinite(found.lift.value)
    assert found.judged.contacted < 600
    assert (
        "changes who is measured"
        in {each.slug: each.sentence for each in warnings(found, least_left_out=10)}["only_who_came"]
    )
    alone = measure(crowd, list_of(crowd, range(600)), SENT, outcome=outcome)
    assert "known only of people who came" in alone.lift.reason
    assert alone.needed.low > 0, "returns are judged all the same"


def test_a_share_of_people_is_told_in_points(crowd):
    found = measure(crowd, list_of(crowd, range(PEOPLE), range(600, PEOPLE)), SENT, outcome="retained_from:10")
    assert "points of the share who came 10 days or more after it" in sentence(found)
    early = measure(crowd, list_of(crowd, range(600)), SENT, outcome="retained_from:10")
    assert early.forecast.can_tell
    assert "What they did is more than earlier dates let expect" in sentence(early)


def test_who_used_it_before_is_not_counted(saas):
    now = study(saas)
    sent = now.activity.observed_to - 29
    found = measure(now, list_of(now, range(400)), sent, outcome="adopts:login")
    assert found.judged.contacted < 10, "nearly everybody had logged in before"
    assert "used_before" in slugs(found)


def test_earlier_dates_with_an_own_date_are_left_out_where_enough_remain(crowd):
    def told(*days_before):
        own = DateList("Spring mail", tuple(sorted(SENT - each for each in days_before)))
        now = study(crowd.dataset, Filters(dates=(own,)), from_query({"win_back.window_days": "14"}))
        found = measure(now, list_of(now, range(600)), SENT)
        said = {each.slug: each.sentence for each in warnings(found, least_left_out=10)}
        return found.forecast.dates, said.get("own_dates")

    assert told(300) == (12, None)
    dates, said = told(10, 12, 33)
    assert dates == 10
    assert said.startswith("3 dates of your lists Spring mail fall into the days looked at after 2 earlier dates")
    assert said.endswith(": left out.")
    dates, said = told(*range(5, 170, 7))
    assert dates == 12
    assert "counted all the same, as too few would be left" in said
