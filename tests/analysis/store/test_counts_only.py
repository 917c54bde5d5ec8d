"""Counts only: every number as before, and nobody in it: ids, addresses, names, own words, examples."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.activity import Activity
from analysis.dataset import Dataset
from analysis.errors import OffbeatError
from analysis.ingest import read, save
from analysis.segments.splits import in_split
from analysis.store.columns import treatment_of
from analysis.store.counts_only import counts_only, report_of_counts
from analysis.store.kept_splits import Draw, draws_in, part_of
from analysis.store.reasons import without_own_words
from analysis.study import Filters, Study, narrow, study
from analysis.views.late import late_of
from analysis.views.money_leaks import leaks_of
from analysis.views.profile import profile_card_of
from analysis.views.quiet import quiet_of
from analysis.views.sizes import sizes_of
from analysis.views.slowing import slowing_of


@pytest.fixture(scope="module")
def both(saas) -> tuple[Study, Study]:
    """The sample and the same as counts, over the same settings."""
    filters = Filters(who="plan=Pro", bots="out")
    return study(saas, filters), study(counts_only(saas).dataset, filters)


@pytest.mark.parametrize("view", [sizes_of, late_of, quiet_of, slowing_of, leaks_of])
def test_every_number_stays(both, view):
    owner, viewer = (view(each) for each in both)
    assert owner.sentence == viewer.sentence if hasattr(owner, "sentence") else True
    for name in vars(owner):
        one, other = getattr(owner, name), getattr(viewer, name)
        if hasattr(one, "table") and hasattr(one, "alt") and name != "strips":
            pd.testing.assert_frame_equal(one.table, other.table)


def test_the_profile_stays(both):
    owner, viewer = (profile_card_of(each, "weekday") for each in both)
    assert (owner.headline, owner.notes) == (viewer.headline, viewer.notes)
    for one, other in zip(owner.parts, viewer.parts, strict=True):
        pd.testing.assert_frame_equal(one.picture.table, other.picture.table)


def test_accounts_stay(saas):
    owner, viewer = (narrow(each, Filters(unit="accounts")) for each in (saas, counts_only(saas).dataset))
    assert (owner.activity.day == viewer.activity.day).all()
    assert (owner.activity.offsets == viewer.activity.offsets).all()
    pd.testing.assert_series_equal(owner.attributes["plan"], viewer.attributes["plan"])


def test_people_left_out_by_domain_stay_out(saas):
    domain = saas.users["email"].str.partition("@")[2].value_counts().index[0]
    filters = Filters(left_out_domains=(domain,))
    shared = counts_only(saas, left_out_domains=(domain,)).dataset
    owner, viewer = study(saas, filters), study(shared, filters)
    assert owner.internal.sum() > 0
    assert (owner.chosen == viewer.chosen).all()
    others = set(saas.users["email"].str.partition("@")[2]) - {domain}
    assert not any(f"@{each}" in text for text in shared.users["user_id"] for each in list(others)[:20])


def test_random_parts_keep_their_people_and_the_ids_their_order(saas):
    names = ("split:1/2:7", "split:2/3:1")
    domain = saas.users["email"].str.partition("@")[2].value_counts().index[0]
    draws = draws_in(" of ".join(names))
    shared = counts_only(saas, left_out_domains=(domain,), draws=draws).dataset
    for name in names:
        one, other = (in_split(name, each.activity.user_ids.to_pylist()) for each in (saas, shared))
        assert 0.2 < one.mean() < 0.8
        assert (one == other).all()
    ids = shared.activity.user_ids.to_pylist()
    assert ids == sorted(ids, key=str.encode)
    assert any(each.endswith(f"@{domain}") for each in ids)
    with pytest.raises(OffbeatError, match="random parts"):
        counts_only(saas, draws=draws_in("split:1/9000:1"))


@given(st.text(max_size=5), st.integers(1, 40), st.integers(0, 99))
def test_the_part_of_an_id_is_the_one_whose_bounds_it_lies_between(name, parts, seed):
    inside = [in_split(f"split:{part}/{parts}:{seed}", [name])[0] for part in range(1, parts + 1)]
    assert inside.index(True) == part_of(name, Draw(parts, seed))


def test_no_name_is_in_what_is_stored(tmp_path):
    dataset, report = recognisable(tmp_path)
    found = counts_only(dataset)
    kept = tmp_path / "kept"
    kept.mkdir()
    save(found.dataset, report_of_counts(report, found), kept)
    tables = [pd.read_parquet(path).to_csv() for path in kept.glob("*.parquet")]
    written = "\n".join([*tables, (kept / "report.json").read_text(), repr(found.dataset)])
    for secret in ("zapp", "Zapp", "anna", "phone", "555", "hated", "1988"):
        assert secret not in written, secret
    assert set(found.hidden) == {"full_name", "phone", "feedback", "born", "email"}  # the company is the account
    assert list(found.dataset.users["plan"]) == list(dataset.users["plan"])
    assert found.dataset.users["feedback"].notna().sum() == 60
    assert (found.dataset.users["feedback"] == "no").sum() == 20
    assert found.dataset.users["signed_up"].str.len().eq(10).all()


def recognisable(folder) -> tuple[Dataset, object]:
    """Sixty people of a firm, each told by many columns."""
    people = [f"anna{number:02d}@zapp.example" for number in range(60)]
    rows = [f"{who},2025-{1 + number % 12:02d}-{1 + day:02d},open {who if number == 7 else 'page'}"
            for number, who in enumerate(people) for day in range(8)]  # fmt: skip
    (folder / "events.csv").write_text("user_id,date,event\n" + "\n".join([*rows, "anna99@zapp.example,no,x"]))
    users = [
        f"{who},Anna Zapp {number},+49 555 {number:04d},{('Zapp', 'Zippo')[number % 2]},"
        f"{'no' if number % 3 == 0 else f'hated it {number}'},1988-03-{1 + number % 28:02d},"
        f"{('Pro', 'Free')[number % 2]},2024-01-{1 + number % 28:02d} 10:{number:02d},{who}"
        for number, who in enumerate(people)
    ]
    head = "user_id,full_name,phone,company,feedback,born,plan,signed_up,email\n"
    (folder / "users.csv").write_text(head + "\n".join(users) + "\n")
    return read([folder / "events.csv"], users=folder / "users.csv")


def test_its_fingerprint_is_its_own(saas):
    shared = counts_only(saas).dataset
    assert shared.fingerprint != saas.fingerprint
    assert shared.activity.fingerprint != saas.activity.fingerprint
    assert counts_only(saas).dataset.fingerprint == shared.fingerprint


def test_texts_that_name_somebody_are_told(saas):
    names = counts_only(saas).names
    for text in ("u0007", "see u0007, late", "/people/u0007/edit", '"u0007"', "who=u0007&v=1", "acc001", "a@b.example"):
        assert names.is_told_by(text), text
        assert names.is_in({"rows": [{"x": [text]}]}), text
    for text in ("weekday", "plan=Pro", "0.7", "12", "u000", "One weekday: 30 of 821", ""):
        assert not names.is_told_by(text), text
    assert names.is_told_by('email = "x"')
    assert not names.is_in({"email": 3})


@pytest.mark.parametrize(
    ("name", "values", "treatment"),
    [
        ("plan", ["Pro", "Free"] * 30, "keep"),
        ("company_size", ["1-10", "11-50"] * 30, "keep"),
        ("nps", [*range(11)] * 6, "keep"),
        ("is_trial", [True, False] * 30, "keep"),
        ("spend", [number / 7 for number in range(60)], "keep"),
        ("signed_up", [f"2024-01-{1 + number % 28:02d}T10:00:00" for number in range(60)], "day"),
        ("birthday", [f"1988-01-{1 + number % 28:02d}" for number in range(60)], "drop"),
        ("colour", [f"c{number}" for number in range(60)], "drop"),
        ("city", [f"c{number}" for number in range(51)] * 9, "drop"),
        ("city", [f"c{number}" for number in range(50)] * 9, "keep"),
        ("firstName", ["Anna", "Bert"] * 30, "number"),
        ("Phone Number", [*range(100, 160)], "drop"),
        ("crm", [*range(1000, 1060)], "drop"),
        ("feedback", [f"text {number}" for number in range(60)], "number"),
        ("reply_to", ["a@b.example", None] * 30, "number"),
        ("nothing", [None] * 9, "keep"),
    ],
)
def test_columns(name, values, treatment):
    assert treatment_of(name, pd.Series(values)) == treatment


def test_reasons_keep_their_kind_and_lose_their_words():
    given_reasons = pd.Series(
        ["too_expensive", "Too expensive!", "Anna Zapp was rude", "Anna Zapp was rude", None, "no longer needed"]
        + ["moved house"] * 5 + ["the project is done, says Zapp", "card_declined by Zapp"]
    )  # fmt: skip
    found = without_own_words(given_reasons)
    assert found.isna().tolist() == given_reasons.isna().tolist()
    assert list(found[:2]) == ["too_expensive", "too_expensive"]
    assert found[2] == found[3] == "own words 1"
    assert list(found[6:11]) == ["moved_house"] * 5
    assert list(found[11:]) == ["goal_reached", "payment_failed"]
    assert not found.dropna().str.contains("(?i)zapp").any()


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1)


@settings(max_examples=40)
@given(st.lists(TEXTS, min_size=1, max_size=12, unique=True), st.data())
def test_any_ids_keep_their_order_and_their_sameness(ids, data):
    """Ids of users, accounts and payers are one world: equal ones stay equal, smaller ones stay smaller."""
    users = sorted(ids, key=str.encode)
    accounts = data.draw(st.lists(st.sampled_from(ids), min_size=len(ids), max_size=len(ids)))
    dataset = tiny(users, accounts)
    shared = counts_only(dataset).dataset
    old = [*users, *accounts]
    new = [*shared.activity.user_ids.to_pylist(), *shared.users["account_id"]]
    rank = {text: place for place, text in enumerate(sorted(set(old), key=str.encode))}
    again = {text: place for place, text in enumerate(sorted(set(new), key=str.encode))}
    assert [rank[each] for each in old] == [again[each] for each in new]
    assert (
        narrow(shared, Filters(unit="accounts")).activity.users
        == narrow(dataset, Filters(unit="accounts")).activity.users
    )


def tiny(users: list[str], accounts: list[str]) -> Dataset:
    days = len(users)
    activity = Activity(
        user_ids=pa.array(users, pa.string()), offsets=np.arange(days + 1, dtype=np.int64),
        day=np.full(days, 20_000, np.int32), events=np.ones(days, np.uint32), hours=np.zeros(days, np.uint32),
        event_bits=np.ones(days, np.uint64), amount=None, event_names=("open",),
        uses=pd.DataFrame({"user": np.arange(days, dtype=np.int32), "event": "open", "days": 1, "count": 1,
                           "first_day": 20_000, "last_day": 20_000, "amount": np.nan}),
        observed_from=20_000, observed_to=20_000,
    )  # fmt: skip
    return Dataset(activity, pd.DataFrame({"user_id": users, "account_id": accounts}, dtype="str"))
