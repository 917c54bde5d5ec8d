"""Columns without telling names: guessed by what they hold, with a word that says so, and never where two fit alike."""

import random

import pytest

from analysis.errors import OffbeatError
from analysis.ingest import preview, read
from analysis.ingest.by_value import Held

PEOPLE, DAYS = 30, 40


def table(*cells, rows=400, seed=1, header=None):
    """CSV text of rows made by functions of (person, random source), the time in the second column."""
    source = random.Random(seed)
    lines = [header] if header else [",".join(f"column_{place}" for place in range(1, len(cells) + 1))]
    for _ in range(rows):
        person = source.randrange(PEOPLE)
        lines.append(",".join(cell(person, source) for cell in cells))
    return "\n".join(lines) + "\n"


def user(person, source):
    return f"u{person:03}"


def when(person, source):
    return f"2026-03-{1 + source.randrange(28):02} {source.randrange(24):02}:{source.randrange(60):02}:00"


def epoch(person, source):
    return str(1_772_000_000 + source.randrange(DAYS * 86_400))


def what(person, source):
    return source.choice(["login", "search", "export"])


def money(person, source):
    return f"{source.randrange(1, 9000) / 100:.2f}"


def mail(person, source):
    return f"p{person}@example.com"


def account(person, source):
    return f"acme-{person % 7}"


def country(person, source):
    return ["DE", "FR", "SE"][person % 3]


def product(person, source):
    return f"sku{source.randrange(25):03}"


def row_id(person, source):
    return f"{source.getrandbits(64):016x}"


def quantity(person, source):
    return str(source.randrange(1, 12))


def of_day(person, source):
    return f"{source.randrange(24):02}:{source.randrange(60):02}"


def latitude(person, source):
    return f"{source.uniform(40, 60):.5f}"


@pytest.fixture
def seen(tmp_path):
    def look(*cells, **how):
        path = tmp_path / "nameless.csv"
        path.write_text(table(*cells, **how))
        return preview(path).columns

    return look


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ((user, when), {"user_id": 1, "timestamp": 2}),
        ((when, what, user), {"user_id": 3, "timestamp": 1, "event": 2}),
        ((row_id, user, when, what, money), {"user_id": 2, "timestamp": 3, "event": 4, "amount": 5}),
        ((user, mail, epoch, what), {"user_id": 1, "timestamp": 3, "event": 4}),
        ((account, user, when, country, what), {"user_id": 2, "timestamp": 3, "event": 5, "account_id": 1}),
        ((mail, when, quantity, money, latitude), {"user_id": 1, "timestamp": 2, "amount": 4}),
        ((user, when, of_day), {"user_id": 1, "timestamp": 2}),
    ],
)
def test_columns_without_names_are_told_by_their_values(seen, cells, wanted):
    columns = seen(*cells)
    assert columns.as_dict() == {
        field: f"column_{wanted[field]}" if field in wanted else None for field in columns.as_dict()
    }
    for choice in columns.choices:
        if choice.column:
            assert choice.confidence == "guess"
            assert choice.said == f"A guess, please check: {choice.reason}"


def test_of_two_columns_that_fit_alike_none_is_taken(tmp_path):
    path = tmp_path / "two.csv"
    path.write_text(table(user, when, product))
    assert preview(path).columns.choices[0].among == ("column_1", "column_3")
    with pytest.raises(OffbeatError, match=r"user_id column.*found column_1 and column_3.*--map user_id=") as refused:
        read(path)
    assert "equally likely" in refused.value.sentence
    assert read(path, columns={"user_id": "column_1"})[0].activity.users == PEOPLE


def test_two_columns_of_times_are_not_decided(seen):
    choice = next(each for each in seen(user, when, when).choices if each.field == "timestamp")
    assert (choice.column, choice.among) == (None, ("column_2", "column_3"))


def test_a_session_is_nobody_though_each_belongs_to_one_person(tmp_path):
    sessions = [(f"s{number:04}", f"u{number % PEOPLE:03}", 1 + number % 27) for number in range(300)]
    rows = [f"{session},{who},2026-03-{day:02}" for session, who, day in sessions for _ in range(2)]
    path = tmp_path / "sessions.csv"
    path.write_text("column_1,column_2,column_3\n" + "\n".join(rows) + "\n")
    assert preview(path).columns.column("user_id") == "column_2"


def test_an_unknown_name_beside_known_ones_is_a_person_only_where_it_holds_ids(seen):
    known = seen(user, when, what, header="kd,timestamp,event")
    assert (known.column("user_id"), known.choices[0].confidence) == ("kd", "guess")
    assert seen(country, when, what, header="colour,timestamp,event").column("user_id") is None
    assert seen(product, when, what, header="product_code,timestamp,event").column("user_id") is None


def test_a_second_id_alone_is_who_did_it(tmp_path):
    path = tmp_path / "anonymous.csv"
    path.write_text("anonymous_id,timestamp\na1,2026-03-01\n")
    assert preview(path).columns.as_dict()["user_id"] == "anonymous_id"


@pytest.mark.parametrize(
    ("values", "is_id", "is_money", "is_word"),
    [
        (["a@b.org", "c@d.org"], True, False, False),
        (["u1", "u2"], True, False, False),
        (["1001", "1002"], True, False, False),
        (["1", "2"], False, False, False),
        (["1.50", "2.25", "3"], False, True, False),
        (["€ 1.234,50", "-2,10"], False, True, False),
        (["login", "log out"], False, False, True),
        (['{"a": 1}', '{"a": 2}'], False, False, False),
        (["48.85837", "2.29448"], False, False, False),
        (["", " "], False, False, False),
    ],
)
def test_what_values_look_like(values, is_id, is_money, is_word):
    held = Held("x", values)
    assert (held.is_id, held.is_money, held.is_word) == (is_id, is_money, is_word)
