"""A list read back: by id or e-mail, ours or a mail tool's, every line matched or counted."""

import numpy as np
import pytest

from analysis.errors import OffbeatError
from analysis.study import study
from analysis.win_back.people_file import CONTACT, LEFT_OUT, read_people


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
