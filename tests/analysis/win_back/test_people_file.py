"""A list read back: by id or e-mail, ours or a mail tool's, every line matched or counted."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from analysis.dataset import Dataset
from analysis.errors import OffbeatError
from analysis.study import study
from analysis.win_back.cautions import warnings
from analysis.win_back.measure import measure
from analysis.win_back.people_file import CONTACT, LEFT_OUT, emails_of, read_people


@pytest.fixture(scope="module")
def small(dataset_of):
    emails = ["ann@x.example", "Bob@x.example", None, "dee@x.example"]
    days = [[20000 + 7 * step for step in range(8)]] * 4
    return study(dataset_of(days, until=20060, attributes={"email": emails}))


@pytest.mark.parametrize("text", [
    "user_id\nu00001\nu00002\n",
    "u00001\nu00002\n",
    "name;user_id;x\nA;u00001;1\nB;u00002;2\n",
    "\ufeffid,score\r\nu00001,3\r\n\r\nu00002,4\r\n",
    "id\tother\nu00001\tx\nu00002\n",
])  # fmt: skip
def test_ids_in_any_column_with_or_without_a_heading(small, text):
    found = read_people(text.encode(), small)
    assert found.rows_in(CONTACT).tolist() == [1, 2]
    assert (found.matched_by, found.unmatched, found.repeated) == ("id", (), 0)
    assert len(found.rows_in(LEFT_OUT)) == 0


def test_a_mail_tool_s_list_by_e_mail_in_any_case(small):
    text = 'Email Address,First Name,MEMBER_RATING\n"BOB@x.example",Bob,2\nann@x.example,Ann,3\nstranger@y.example,,\n'
    found = read_people(text.encode("utf-16"), small)
    assert (found.matched_by, found.column) == ("e-mail", "Email Address")
    assert found.rows_in(CONTACT).tolist() == [0, 1]
    assert found.unmatched == ("stranger@y.example",)


def test_groups_are_read_under_the_names_others_use(small):
    found = read_people(b"user_id,Group\nu00000,treatment\nu00001,Control\nu00002,do not mail\n", small)
    assert found.rows_in(CONTACT).tolist() == [0]
    assert found.rows_in(LEFT_OUT).tolist() == [1]
    other = read_people(b"user_id,Group\nu00000,VIP\nu00001,Control\n", small)
    assert other.rows_in(CONTACT).tolist() == [0, 1], "a column of something else says nothing of who was left out"


def test_repeated_and_unknown_lines_are_counted(small):
    found = read_people(b"user_id\nu00001\nu00001\nnobody\n\nu00003\n", small)
    assert found.rows_in(CONTACT).tolist() == [1, 3]
    assert (found.repeated, found.unmatched) == (1, ("nobody",))
    np.testing.assert_array_equal(found.row, [1, -2, -1, 3])


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\x00\x01\x02\xff", b"user_id\nzz\nyy\n", b"a\0b"])
def test_no_list_of_these_people_is_said(small, data):
    with pytest.raises(OffbeatError) as caught:
        read_people(data, small)
    assert caught.value.hint.endswith(".")


def test_the_e_mail_of_a_subscription_is_known(dataset_of):
    emails = ["a@x.example", None, None]
    plain = dataset_of([[20000 + 7 * step for step in range(8)]] * 3, until=20060, attributes={"email": emails})
    paid = pd.DataFrame({
        "user_id": ["u00000", "u00001", "u00001"], "start_day": [20000] * 3, "mrr_cents": [1000] * 3,
        "end_day": pd.array([None] * 3, "Int32"), "email": ["bill@x.example", None, "Bob@x.example"],
    })  # fmt: skip
    now = study(Dataset(plain.activity, plain.users, paid))
    assert emails_of(now).fillna("").tolist() == ["a@x.example", "Bob@x.example", ""]


def test_numeric_ids_are_not_found_in_a_column_of_small_numbers(dataset_of):
    days = [[20000 + 7 * step for step in range(8)]] * 6
    emails = [f"p{each}@x.example" for each in range(6)]
    plain = dataset_of(days, until=20060, attributes={"email": emails})
    ids = pa.array([str(each) for each in range(1, 7)], pa.string())
    users = plain.users.assign(user_id=[str(each) for each in range(1, 7)])
    now = study(Dataset(replace(plain.activity, user_ids=ids), users))
    lines = [f"{1 + row % 2},P{row}@x.example" for row in range(1, 6)]
    found = read_people("\n".join(["Rating,Email", *lines, "1,new@x.example"]).encode(), now)
    assert (found.matched_by, found.column, found.repeated) == ("e-mail", "Email", 0)
    assert found.rows_in(CONTACT).tolist() == [1, 2, 3, 4, 5]
    assert found.unmatched == ("new@x.example",)


@pytest.mark.parametrize("lines", ["u00001,contact\nu00001,control", "u00001,Control\nu00001,contact"])
def test_who_stands_in_both_groups_counts_as_drawn(small, lines):
    found = read_people(f"user_id,Group\n{lines}\nu00000,contact\n".encode(), small)
    assert found.rows_in(LEFT_OUT).tolist() == [1]
    assert found.rows_in(CONTACT).tolist() == [0]
    assert (found.in_both, found.repeated) == (1, 1)


def test_a_line_without_a_group_leaves_the_groups_of_others_alone(small):
    text = "user_id,Group\nu00000,CONTACT\nu00001,Left_out on-purpose\nu00002,\nu00003,maybe\n"
    found = read_people(text.encode(), small)
    assert (found.rows_in(CONTACT).tolist(), found.rows_in(LEFT_OUT).tolist()) == ([0], [1])
    assert found.unread == ("", "maybe")
    spared = read_people(b"user_id,Group\nu00000,contact\nu00001,do not mail\nu00002,\n", small)
    assert spared.rows_in(CONTACT).tolist() == [0]


def test_a_strange_e_mail_in_the_first_line_is_no_heading(small):
    found = read_people(b"stranger@y.example\nann@x.example\n", small)
    assert found.unmatched == ("stranger@y.example",)


def test_an_e_mail_of_several_people_is_counted(dataset_of):
    emails = ["a@x.example", "A@x.example", "b@x.example"]
    now = study(dataset_of([[20000 + 7 * step for step in range(8)]] * 3, until=20060, attributes={"email": emails}))
    found = read_people(b"email\na@X.example\nb@x.example\n", now)
    assert found.rows_in(CONTACT).tolist() == [0, 2]
    assert found.shared == 1


def test_ids_that_lost_their_zeros_are_said_and_never_matched(dataset_of):
    plain = dataset_of([[20000 + 7 * step for step in range(8)]] * 3, until=20060)
    ids = ["0012", "0345", "6789"]
    now = study(Dataset(replace(plain.activity, user_ids=pa.array(ids, pa.string())), plain.users.assign(user_id=ids)))
    found = read_people(b"id\n12\n345\n6789\n7\n", now)
    assert found.rows_in(CONTACT).tolist() == [2]
    assert found.lost_zeros == (("12", "0012"), ("345", "0345"))
    with pytest.raises(OffbeatError) as caught:
        read_people(b"id\n12\n345\n", now)
    assert caught.value.hint.startswith("12 would be 0012 with zeros in front")


def test_an_id_that_is_another_with_zeros_put_back_is_said(dataset_of):
    plain = dataset_of([[20000 + 7 * step for step in range(8)]] * 4, until=20060)
    ids = ["007", "010", "10", "7"]
    now = study(Dataset(replace(plain.activity, user_ids=pa.array(ids, pa.string())), plain.users.assign(user_id=ids)))
    found = read_people(b"id\n7\n010\n", now)
    assert found.two_ways == (("7", "007"),)
    assert now.activity.user_ids.take(found.rows_in(CONTACT)).to_pylist() == ["010", "7"]
    told = {each.slug: each.sentence for each in warnings(measure(now, found, 20055), least_left_out=0)}
    assert "7 and 007 are both ids" in told["two_ways"]
    assert read_people(b"id\n007\n10\n", now).two_ways == (("10", "010"),)


def test_the_day_of_making_is_read_from_our_own_list(small):
    assert read_people(b"User ID,Made On\nu00001,2025-04-01\nu00002,2025-04-02\nu00003,\n", small).made_day == 20180
    assert read_people(b"User ID,Made On\nu00001,soon\n", small).made_day is None
    assert read_people(b"User ID\nu00001\n", small).made_day is None
