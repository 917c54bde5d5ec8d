"""Data, How it was read: every reason has words and a next step, columns an example, the strip adds up."""

from datetime import date

import pytest

from analysis.export import csv_bytes
from analysis.ingest import read
from analysis.ingest.add import add, report_of_union
from analysis.ingest.formats.json_table import BROKEN, NO_OBJECT
from analysis.ingest.plan import REASONS
from analysis.ingest.rejects import MALFORMED, SWALLOWED
from analysis.ingest.text import recovered
from analysis.views.reading import reading_of
from analysis.views.reject_words import told

ROWS = "".join(f"u{place % 4},2026-03-{1 + place:02} 10:00,open\n" for place in range(20))


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    path = tmp_path_factory.mktemp("read") / "mine.csv"
    path.write_text(f"user_id,timestamp,event\n{ROWS}=SUM(A1),never,x\n,2026-03-01,x\n\n,,\n")
    return read(path)


@pytest.mark.parametrize(
    "reason", [*REASONS.values(), MALFORMED, SWALLOWED, BROKEN, NO_OBJECT, recovered.TOO_MANY]
)  # fmt: skip
def test_every_reason_has_words_and_a_next_step(reason):
    assert told(reason) != told(f"another {reason}")
    assert told(reason).to_do.endswith(".")


def test_an_unknown_reason_is_shown_as_it_is():
    assert told("too odd").sentence == "Too odd."


def test_the_strip_adds_up_and_each_column_has_an_example(report):
    view = reading_of(report[1])
    rows, loaded, rejected, blank = (int(card.value) for card in view.cards)
    assert rows == loaded + rejected + blank
    assert (loaded, rejected) == (20, 2)
    time = view.columns.set_index("Read as").loc["When (time)"]
    assert (time["Example"], time["Column"]) == ("2026-03-01 10:00", "timestamp")
    assert time["Written as"] == report[1].timestamp_format
    assert view.rejects["Rows"].sum() == rejected
    assert b"'=" in csv_bytes(view.rejected_rows.assign(example="=SUM(A1)"))
    assert "every one" in view.listed


def test_newer_data_do_not_claim_the_people_of_both(report, tmp_path):
    path = tmp_path / "newer.csv"
    path.write_text("user_id,timestamp\n" + "".join(f"n{day},{date(2026, 4, day)}\n" for day in range(1, 6)))
    newer, of_newer = read(path)
    united, added = add(report[0], newer)
    view = reading_of(report_of_union(of_newer, united, added), added)
    assert view.sentence.startswith("**5 of 5 rows** of the newer file were read. Added 5 active days")
