"""Cents: by the column's name, as answered, or asked and said where whole numbers look like them."""

import pytest

from analysis.ingest import preview, read

CENTS = (1999, 4900, 995, 12900, 2950, 0, -4900)
DOUBT = "look like cents"


def write(path, column, amounts):
    rows = [f"u{place},2026-03-{1 + place:02},{amount}" for place, amount in enumerate(amounts)]
    path.write_text("\n".join([f"user_id,timestamp,{column}", *rows]) + "\n")
    return path


@pytest.fixture
def events(tmp_path):
    return lambda column, amounts: write(tmp_path / "paid.csv", column, amounts)


def doubts(report):
    return [note for note in report.notes if DOUBT in note]


def test_whole_numbers_that_end_as_prices_do_are_asked_about(events):
    path = events("amount", CENTS)
    (question,) = preview(path).questions
    assert question.field == "cents"
    assert question.choices == {"no": "no, 1999 is 1,999.00", "yes": "yes, 1999 is 19.99"}
    as_is, report = read(path)
    assert as_is.activity.amount.sum() == sum(CENTS)
    assert len(doubts(report)) == 1


@pytest.mark.parametrize(("answer", "divided_by"), [("yes", 100), ("no", 1)])
def test_an_answer_decides_and_ends_the_doubt(events, answer, divided_by):
    dataset, report = read(events("amount", CENTS), cents=answer)
    assert dataset.activity.amount.sum() == pytest.approx(sum(CENTS) / divided_by)
    assert not doubts(report)
    assert ("Amounts are in cents, as you said: divided by 100." in report.notes) == (answer == "yes")


@pytest.mark.parametrize("column", ["amount_cents", "amountInCents", "Betrag (Cent)", "price_cents"])
def test_a_name_decides_without_a_question(events, column):
    path = events(column, CENTS)
    columns = {} if preview(path).columns.column("amount") else {"amount": column}
    dataset, report = read(path, columns=columns)
    assert dataset.activity.amount.sum() == pytest.approx(sum(CENTS) / 100)
    assert not preview(path).questions
    assert not doubts(report)


@pytest.mark.parametrize(
    "amounts",
    [
        ("19.99", "49.00", "9.95", "129", "29.50"),
        (12, 1999, 4900, 995, 2950),
        (1013, 2257, 3318, 4871, 5566),
        (1900, 2900),
        ("", "", "", "", ""),
        ("free", 1999, 4900, 995, 2950, 9900),
    ],
    ids=["decimals", "a small one", "any ends", "too few", "blank", "a word"],
)
def test_other_amounts_are_not_asked_about(events, amounts):
    path = events("amount", amounts)
    assert preview(path).questions == ()
    assert not doubts(read(path)[1])


def test_an_answer_without_amounts_changes_nothing(tmp_path):
    path = tmp_path / "no_money.csv"
    path.write_text("user_id,timestamp\nu1,2026-03-01\n")
    assert read(path, cents="yes")[0].fingerprint == read(path)[0].fingerprint
