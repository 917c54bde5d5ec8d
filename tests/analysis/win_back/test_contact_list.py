"""Make a list: whom, why, with what, when; the draw written into the file; nobody mailed who comes anyway."""

import csv
import io

import numpy as np
import pandas as pd
import pytest

import analysis
from analysis.activity import to_date
from analysis.dataset import Dataset
from analysis.errors import OffbeatError
from analysis.settings import from_query
from analysis.study import study, with_settings
from analysis.win_back.columns import COLUMNS
from analysis.win_back.contact_list import EXPECTED, SAME_EMAIL, make_list
from analysis.win_back.hold_out import SHARES
from analysis.win_back.list_told import break_even_sentence, list_sentences
from analysis.win_back.people_file import CONTACT, LEFT_OUT, NOT_MAILED, read_people
from analysis.win_back.purposes import PURPOSES, known_of
from analysis.win_back.used import LEAST_STAYERS, found_first, last_done, most_used

SEED = 4


@pytest.fixture(scope="module")
def late_list(saas_study):
    return make_list(saas_study, "at_risk:late", seed=SEED)


@pytest.fixture(scope="module")
def everyone(saas_study):
    return make_list(saas_study, "all", share=0.1, seed=SEED)


def test_every_person_stands_once_most_valuable_first(saas_study, everyone):
    assert sorted(everyone.rows) == np.flatnonzero(saas_study.chosen).tolist()
    worth = everyone.table["Worth In 90 Days"].fillna(-1).to_numpy()
    assert (np.diff(worth) <= 0).all()
    assert sum(everyone.count(group) for group in (CONTACT, LEFT_OUT, NOT_MAILED)) == len(everyone.rows)


def test_file_has_headers_of_mail_tools_and_the_draw(saas_study, late_list):
    rows = list(csv.DictReader(io.StringIO(late_list.csv.decode())))
    assert list(rows[0]) == [*COLUMNS, "Seed", "Left Out Share", "Smallest Lift Seen", "Made On"]
    assert {row["Seed"] for row in rows} == {str(SEED)}
    assert {row["Made On"] for row in rows} == {to_date(saas_study.activity.observed_to).isoformat()}
    assert {float(row["Left Out Share"]) for row in rows} <= set(SHARES)


def test_only_whom_to_contact_has_an_e_mail(late_list):
    has = late_list.table["Email"].notna()
    assert (has == (late_list.table["Group"] == CONTACT)).all()
    assert late_list.count(LEFT_OUT) == round(len(late_list.rows) * late_list.hold_out.share)


def test_the_file_read_back_has_the_same_groups(saas_study, everyone):
    back = read_people(everyone.csv, saas_study)
    for group in (CONTACT, LEFT_OUT):
        np.testing.assert_array_equal(back.rows_in(group), np.sort(everyone.rows[everyone.group == group]))
    assert back.unmatched == ()


def test_the_same_seed_draws_the_same_people(saas_study, late_list):
    again = make_list(saas_study, "at_risk:late", seed=SEED)
    assert again.csv == late_list.csv
    other = make_list(saas_study, "at_risk:late", seed=SEED + 1)
    assert (other.group != late_list.group).any()


def test_nobody_is_mailed_whose_day_is_near(saas_study, everyone):
    expected = everyone.rows[everyone.why_not == EXPECTED]
    known = known_of(saas_study)
    ahead = known.late.beats["expected_next_day"].to_numpy()[expected] - saas_study.activity.observed_to
    assert 0 < ahead.min() <= ahead.max() <= 7
    assert not known.left[expected].any()
    none = with_settings(saas_study, from_query({"win_back.expected_within_days": "0"}))
    assert not (make_list(none, "all", share=0).why_not == EXPECTED).any()


def test_saving_and_break_even_follow_the_cost(saas_study):
    dear = with_settings(saas_study, from_query({"win_back.cost_per_contact": "2.5"}))
    found = make_list(dear, "weekday:Tue", share=0)
    assert found.saved > 0
    assert found.saved == pytest.approx(2.5 * (found.why_not == EXPECTED).sum())
    said = list_sentences(dear, found)
    assert any("that saves" in each for each in said)
    assert any("pays for itself" in each for each in said)
    assert any("Nobody is left out on purpose" in each for each in said)
    known = found.table.loc[found.table["Group"] == CONTACT, "Worth If Back"].mean()
    assert found.break_even == pytest.approx(2.5 / known, rel=0.01)


def test_power_stands_in_a_sentence(saas_study, late_list):
    said = " ".join(list_sentences(saas_study, late_list))
    assert f"you can see a difference of {100 * late_list.hold_out.smallest_lift:.1f} points or more" in said
    assert "come anyway within 30 days" in said


def test_what_somebody_did_agrees_with_plain_counting(saas_study):
    activity, rows = saas_study.activity, np.flatnonzero(saas_study.activity.active_days > 60)[:5]
    for row, last, most in zip(rows, last_done(saas_study, rows), most_used(saas_study, rows), strict=True):
        own = slice(activity.offsets[row], activity.offsets[row + 1])
        bits = activity.event_bits[own]
        named = {name: int(((bits >> np.uint64(place)) & np.uint64(1)).sum())
                 for place, name in enumerate(activity.event_names)}  # fmt: skip
        today = {name for place, name in enumerate(activity.event_names) if int(bits[-1]) >> place & 1}
        assert set(last.replace(" and ", ", ").split(", ")) <= today
        first = most.replace(" and ", ", ").split(", ")[0]
        assert named[first] == max(count for name, count in named.items() if name not in ("login", "view"))


def test_found_first_counts_only_those_who_stayed(saas_study):
    known = known_of(saas_study)
    code = int(np.bincount(saas_study.segmentation.rhythm[known.stayed]).argmax())
    stayers = found_first(saas_study, known.stayed)[code]
    uses = saas_study.activity.uses
    uses = uses[known.stayed[uses["user"]] & ~uses["event"].isin(["login", "view"])]
    uses = uses[saas_study.segmentation.rhythm[uses["user"]] == code]
    name, users = stayers.found[0]
    own_first = uses.groupby("user")["first_day"].min()
    plain = sum(
        (rows["event"][rows["first_day"] == own_first[user]] == name).any() for user, rows in uses.groupby("user")
    )
    assert (stayers.people, users) == (uses["user"].nunique(), plain)
    assert stayers.people >= LEAST_STAYERS


def test_suggestions_are_things_never_used(saas_study, everyone):
    uses = saas_study.activity.uses
    used = set(zip(uses["user"], uses["event"], strict=True))
    suggested = list(zip(everyone.rows, everyone.table["Found First"], strict=True))
    assert not [each for each in suggested if each in used]
    assert sum(bool(event) for _, event in suggested) > 500
    assert everyone.table["Found First By"].str.len().min() > 10, "where there is none the reason stands"


@pytest.mark.parametrize("purpose", [each.slug for each in PURPOSES if each.slug != "card"])
def test_a_purpose_keeps_whom_it_fits(saas_study, purpose):
    found = make_list(saas_study, "all", purpose=purpose, share=0)
    title = next(each.title for each in PURPOSES if each.slug == purpose)
    assert 0 < len(found.rows) < saas_study.activity.users
    assert found.table["Fits"].str.contains(title).all()


def test_what_cannot_be_is_said(saas_study, dataset_of):
    with pytest.raises(OffbeatError, match="purpose"):
        make_list(saas_study, "all", purpose="spam")
    with pytest.raises(OffbeatError, match="list of At risk"):
        make_list(saas_study, "at_risk:nobody")
    with pytest.raises(OffbeatError, match=r"0 to 0\.9"):
        make_list(saas_study, "all", share=1.5)
    plain = study(dataset_of([[20000 + 7 * step for step in range(9)]] * 3, until=20070))
    with pytest.raises(OffbeatError, match="offer"):
        make_list(plain, "all", purpose="offer")


def test_poor_data_give_a_list_with_reasons(dataset_of):
    now = study(dataset_of([[20000 + 7 * step for step in range(9)], [20000]], until=20070))
    found = make_list(now, "all")
    assert set(found.table["Found First By"]) == {"the data tell no events apart"}
    assert found.table["Email"].isna().all()
    assert found.table["Value"].isna().all()
    assert np.isnan(found.break_even)
    assert any("no e-mail is known" in each for each in list_sentences(now, found))
    assert list_sentences(now, make_list(now, "frequency:daily")) == ("Nobody shown is in it.",)


DAYS_OF_FOUR = [[20000 + 9 * step for step in range(12)]] * 4


def test_one_e_mail_is_mailed_once_and_no_cell_is_a_formula(dataset_of):
    names = {"email": ["=a@x.example", "A@x.example ", None, "a@X.example"], "First_Name": ["=1+1", "Al", None, "Cy"]}
    found = make_list(study(dataset_of(DAYS_OF_FOUR, until=20300, attributes=names)), "all", share=0)
    assert found.why_not.tolist() == ["", "", "", SAME_EMAIL]
    assert found.table["Email"].notna().tolist() == [True, True, False, False]
    assert b"'=1+1" in found.csv
    assert found.csv.count(b"'=a@x.example") == 1


def test_a_card_reminder_goes_to_whose_payment_failed(dataset_of):
    bare = dataset_of(DAYS_OF_FOUR, until=20300)
    paid = pd.DataFrame({
        "user_id": ["u00000", "u00001", "u00002"], "start_day": [20000] * 3,
        "end_day": pd.array([None, None, 20200], "Int32"), "cancelled_day": pd.array([None] * 3, "Int32"),
        "mrr_cents": [1000] * 3, "plan": ["Pro"] * 3,
        "status": ["past_due", "active", "past_due"], "reason": [None] * 3,
    })  # fmt: skip
    now = study(Dataset(bare.activity, bare.users, paid))
    found = make_list(now, "all", purpose="card", share=0)
    assert found.table["User ID"].tolist() == ["u00000"]
    assert found.table["Value"].tolist() == [10.0]
    with pytest.raises(OffbeatError, match="card reminder"):
        make_list(study(bare), "all", purpose="card")


def test_the_public_verbs_make_a_list_and_measure_it(saas, saas_study, tmp_path):
    made = analysis.make_list(saas, "at_risk:late")
    assert made.csv == make_list(saas_study, "at_risk:late").csv
    (tmp_path / "contact.csv").write_bytes(made.csv)
    found = analysis.measure_lift(saas, tmp_path / "contact.csv", to_date(saas.activity.observed_to))
    assert found.method == "holdout"
    assert len(found.groups.contacted) == made.count(CONTACT)


@pytest.mark.parametrize("purpose", ["card", "training", "champions", "newsletter"])
def test_what_is_not_for_a_visit_goes_to_who_is_expected_too(saas_study, purpose):
    reminder = make_list(saas_study, "all", purpose=purpose, share=0)
    anybody = make_list(saas_study, "all", share=0)
    assert np.isin(reminder.rows, anybody.rows[anybody.why_not == EXPECTED]).any()
    assert EXPECTED not in reminder.why_not


def test_a_card_reminder_reads_payments_too(dataset_of):
    bare = dataset_of(DAYS_OF_FOUR, until=20300)
    paid = pd.DataFrame({
        "user_id": ["u00000", "u00001", "u00002"], "start_day": [20000] * 3, "mrr_cents": [1000] * 3,
        "end_day": pd.array([None] * 3, "Int32"), "status": ["active"] * 3, "plan": ["Pro"] * 3,
    })  # fmt: skip
    bills = pd.DataFrame({
        "payer": ["u00000", "u00001", "u00002", "u00002"], "day": [20290, 20290, 20260, 20290],
        "amount_cents": [1000] * 4, "refunded_cents": [0] * 4, "status": ["failed", "paid", "failed", "paid"],
    })  # fmt: skip
    now = study(Dataset(bare.activity, bare.users, paid, payments=bills))
    assert make_list(now, "all", purpose="card", share=0).table["User ID"].tolist() == ["u00000"]


def test_a_seed_below_zero_is_said(saas_study):
    with pytest.raises(OffbeatError, match="seed of 0 or more"):
        make_list(saas_study, "all", seed=-1)


def test_a_contact_dearer_than_a_return_never_pays():
    assert "no contact pays for itself" in break_even_sentence(1.4)
    assert "8.0 more of 100" in break_even_sentence(0.08)
    assert "under 0.1 more of 100" in break_even_sentence(0.00001)
