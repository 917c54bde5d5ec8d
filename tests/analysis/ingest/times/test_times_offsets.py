"""Written dates with an offset: read alike by one pattern, or one by one, they mean the same."""

import random
from datetime import datetime, timedelta

import pytest

from analysis.ingest import read_timestamps
from analysis.ingest.times import written_offsets
from analysis.ingest.times.decide import decide
from analysis.ingest.times.stamps import Stamp, stamp
from analysis.ingest.times.written_offsets import read_alike

OFFSETS = ("+0200", "-0530", "+0000", "+1600", "+0575")
DAMAGES = {
    "weekday": lambda text: text.replace("Tue", "Wed"), "lower case": str.lower, "blank behind": "{} ".format,
    "cut": lambda text: text[:-1], "minute 7x": lambda text: text.replace(":", ":7", 1),
    "hour 24": lambda text: text.replace("11:", "24:"), "one digit": lambda text: text.replace(":0", ":", 1),
    "no zero": lambda text: text.replace("0", "", 1), "long year": lambda text: text.replace("202", "20260", 1),
}  # fmt: skip


@pytest.fixture(autouse=True)
def few_are_enough(monkeypatch):
    monkeypatch.setattr(written_offsets, "FEW", 1)


@pytest.mark.parametrize(
    "pattern",
    [
        "%a, %d %b %Y %H:%M:%S @", "%a, %d %b %Y %H:%M:%S GMT", "[%d/%b/%Y:%H:%M:%S @]", "%m/%d/%Y %I:%M %p @",
        "%a %b %d %Y %H:%M:%S GMT@ (Central European Standard Time)", "%A, %B %d, %Y %H:%M:%S @",
    ],
)  # fmt: skip
def test_dates_with_an_offset_are_read_alike_and_never_otherwise_than_one_by_one(pattern):
    rng = random.Random(7)
    moments = [datetime(2024, 1, 1) + timedelta(seconds=rng.randrange(9 * 10**7)) for _ in range(300)]
    clean = [moment.strftime(pattern).replace("@", rng.choice(OFFSETS[:3])) for moment in moments]
    texts = [*clean, *(text.replace("+0200", offset) for text in clean[:40] for offset in OFFSETS)]
    texts += [damage(text) for text in clean for damage in DAMAGES.values()]
    reading = decide(clean).reading
    found = read_alike(list(dict.fromkeys(texts)), reading).to_pylist()
    assert {each["read_of"] for each in found} >= set(clean)
    for each in found:
        meant = stamp(each["read_of"], reading)
        assert meant == Stamp(each["read_local"], each["read_utc"])


def test_short_years_a_year_apart_are_asked():
    found = read_timestamps([f"05/11/{year}" for year in range(13, 27)])
    assert not any(found.instants)
    assert all(said in " ".join(found.questions) for said in ("the day first", "the year first"))
