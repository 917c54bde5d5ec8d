"""What is asked of the tables beside the events: which number of a date is the day, and whether prices are in cents."""

import pytest

from analysis.activity import to_date
from analysis.errors import OffbeatError
from analysis.ingest import preview, read

OPEN_DAYS = ("03/04/2026", "05/06/2026", "01/02/2026", "07/08/2026", "02/03/2026", "04/05/2026")
PRICES = (1900, 4900, 2900, 9900, 1900, 900)


@pytest.fixture
def events(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("user_id,timestamp\n" + "".join(f"u{place},2026-03-01\n" for place in range(6)))
    return path


@pytest.fixture
def table(tmp_path):
    def write(header, *columns):
        path = tmp_path / "table.csv"
        path.write_text("\n".join([header, *(",".join(map(str, row)) for row in zip(*columns, strict=True))]) + "\n")
        return path

    return write


WHO = tuple(f"u{place}" for place in range(6))


@pytest.mark.parametrize(("answer", "first"), [("day-first", "2026-02-01"), ("month-first", "2026-01-02"),
                                               ("%m/%d/%Y", "2026-01-02")])  # fmt: skip
def test_open_days_of_subscriptions_are_asked_and_answered(events, table, answer, first):
    ends = ("2026-12-31",) * 6  # a pattern answered is not that of this column
    path = table("user_id,start,end,mrr", WHO, OPEN_DAYS, ends, (9.5,) * 6)
    with pytest.raises(OffbeatError, match='--time-format "subscriptions=day-first"'):
        read(events, subscriptions=path)
    (question,) = preview(path, table="subscriptions").questions
    assert (question.field, question.table, question.is_needed) == ("time_format", "subscriptions", True)
    dataset, _ = read(events, subscriptions=path, time_format={"subscriptions": answer})
    found = dataset.subscriptions
    assert to_date(int(found["start_day"].min())).isoformat() == first
    assert {to_date(int(day)).isoformat() for day in found["end_day"]} == {"2026-12-31"}


def test_what_some_column_says_itself_no_answer_changes(events, table):
    starts = (*OPEN_DAYS[:5], "31/01/2026")
    path = table("user_id,start,mrr", WHO, starts, (9.5,) * 6)
    assert not preview(path, table="subscriptions").questions
    plain = read(events, subscriptions=path)[0]
    told = read(events, subscriptions=path, time_format={"subscriptions": "month-first"})[0]
    assert told.fingerprint == plain.fingerprint


def test_sign_up_days_of_users_become_iso_or_stay_text_and_are_asked(events, table):
    path = table("user_id,signed_up", WHO, OPEN_DAYS)
    dataset, report = read(events, users=path)
    assert dataset.users["signed_up"].tolist() == list(OPEN_DAYS)
    (match,) = report.matches
    assert any("--time-format users=day-first" in note for note in match.notes)
    (question,) = preview(path, table="users").questions
    assert (question.table, question.is_needed) == ("users", False)
    answered = read(events, users=path, time_format={"users": "day-first"})[0]
    assert answered.users["signed_up"].str[:10].tolist()[:2] == ["2026-04-03", "2026-06-05"]


@pytest.mark.parametrize(("answer", "cents"), [(None, 190_000), ("no", 190_000), ("yes", 1900)])
def test_cents_of_subscriptions_are_asked_and_answered(events, table, answer, cents):
    path = table("user_id,start,mrr", WHO, ("2026-01-01",) * 6, PRICES)
    (question,) = preview(path, table="subscriptions").questions
    assert (question.field, question.table) == ("cents", "subscriptions")
    options = {} if answer is None else {"cents": {"subscriptions": answer}}
    dataset, report = read(events, subscriptions=path, **options)
    assert dataset.subscriptions["mrr_cents"].iloc[0] == cents
    doubts = [note for each in report.matches for note in each.notes if "--cents subscriptions=yes" in note]
    assert len(doubts) == (answer is None)


def test_cents_of_prices_and_payments_and_the_names_that_say_so(events, table):
    path = table("user_id,start,amount,interval", WHO, ("2026-01-01",) * 6, PRICES, ("month",) * 6)
    said = read(events, subscriptions=path, cents={"subscriptions": "yes"})[0]
    assert said.subscriptions["mrr_cents"].iloc[0] == 1900
    path = table("user_id,start,mrr_cents", WHO, ("2026-01-01",) * 6, PRICES)
    assert not preview(path, table="subscriptions").questions
    assert read(events, subscriptions=path)[0].subscriptions["mrr_cents"].iloc[0] == 1900
    path = table("customer_id,paid_at,amount,status", WHO, ("2026-01-01",) * 6, PRICES, ("paid",) * 6)
    (question,) = preview(path, table="payments").questions
    assert question.table == "payments"
    paid = read(events, payments=path, cents={"payments": "yes"})[0].payments
    assert paid["amount_cents"].tolist()[0] == 1900


def test_an_answer_about_a_table_that_is_not_there_is_refused(events):
    with pytest.raises(OffbeatError, match="a table of subscriptions that --cents is about"):
        read(events, cents={"subscriptions": "yes"})
