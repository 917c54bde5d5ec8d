"""E-mail domains: offered where they may be one's own, left out when named, labels and other people untouched."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from analysis.dataset import Dataset
from analysis.errors import UnknownNameError
from analysis.ingest import read
from analysis.mail_domains import check_domains, internal_domains
from analysis.study import Filters, Study, study, tune
from analysis.views.own_people import left_out_sentence, own_people_of

# Who, address, account, active days.
PEOPLE = (
    ("u1", "ann@customer.com", "acme", 3),
    ("u2", "bob@customer.com", "acme", 4),
    ("u3", "Cem@Own.example", "own", 20),
    ("u4", "dia@own.example", "own", 25),
    ("u5", "qa+1@agency.example", "acme", 2),
    ("u6", "eve@gmail.com", "solo", 9),
    ("u7", "flo@gmail.com", "solo", 9),
    ("u8", "", "own", 5),
    ("ira@lonely.example", "", "lone", 5),
)


@pytest.fixture(scope="module")
def team(tmp_path_factory) -> Dataset:
    folder = tmp_path_factory.mktemp("mail")
    rows = [f"{who},{date(2026, 3, 1 + day)}" for who, _, _, days in PEOPLE for day in range(days)]
    (folder / "events.csv").write_text("user_id,timestamp\n" + "\n".join(rows) + "\n")
    users = [f"{who},{mail},{account}" for who, mail, account, _ in PEOPLE]
    (folder / "users.csv").write_text("user_id,email,account_id\n" + "\n".join(users) + "\n")
    return read(folder / "events.csv", users=folder / "users.csv")[0]


@pytest.fixture(scope="module")
def everyone(team) -> Study:
    return study(team)


def without(everyone: Study, *domains: str) -> Study:
    return tune(everyone.prepared, replace(everyone.filters, left_out_domains=domains), everyone.settings)


def shown(found: Study) -> list[str]:
    return np.array(found.activity.user_ids.to_pylist())[found.chosen].tolist()


def test_test_accounts_and_busy_people_are_offered_first_and_free_mail_never(team):
    offered = internal_domains(team)
    assert offered["domain"].tolist() == ["agency.example", "own.example", "customer.com"]
    assert offered["users"].tolist() == [1, 2, 2]
    assert offered["test_users"].tolist() == [1, 0, 0]
    assert offered["active_days_each"].tolist() == [2, 22.5, 3.5]
    assert offered["users_share"].tolist() == pytest.approx([1 / 9, 2 / 9, 2 / 9])


def test_who_has_such_an_address_is_not_shown_and_everybody_keeps_their_label(everyone):
    found = without(everyone, "own.example", "lonely.example")
    assert shown(found) == ["u1", "u2", "u5", "u6", "u7", "u8"]
    assert found.activity.users == len(PEOPLE)
    assert np.array_equal(found.segmentation.rhythm, everyone.segmentation.rhythm)
    assert not everyone.internal.any()


def test_a_domain_is_whole(everyone):
    assert without(everyone, "example").chosen.all()
    assert without(everyone, "customer.co").chosen.all()


def test_an_account_goes_where_all_its_known_addresses_are_of_the_domain(team):
    found = study(team, Filters(unit="accounts", left_out_domains=("own.example", "customer.com")))
    assert shown(found) == ["acme", "lone", "solo"]
    assert own_people_of(found).table.columns.tolist() == [
        "E-mail domain", "Accounts", "Share of accounts", "Active days each",
    ]  # fmt: skip


def test_what_the_page_says(everyone):
    seen = own_people_of(without(everyone, "gone.example", "own.example"))
    assert seen.domains == ("agency.example", "own.example", "customer.com", "gone.example")
    assert seen.sentence.startswith("2 people of gone.example and own.example are left out")
    assert left_out_sentence(everyone).startswith("Nobody is left out")
    assert seen.table.columns.tolist() == [
        "E-mail domain", "People", "Share of people", "Active days each", "Test accounts",
    ]  # fmt: skip


def test_nothing_is_offered_where_no_address_is_known(shop):
    seen = own_people_of(study(replace(shop, users=shop.users[["user_id", "account_id"]])))
    assert (seen.domains, len(seen.table)) == ((), 0)


def test_a_domain_nobody_has_is_refused_by_name(team):
    assert check_domains([" @Own.Example", "own.example"], team.users) == ("own.example",)
    with pytest.raises(UnknownNameError, match=r'found "own\.exampl".*did you mean "own\.example"'):
        check_domains(["own.exampl"], team.users)
