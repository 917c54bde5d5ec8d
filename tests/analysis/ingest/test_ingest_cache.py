"""What was read before opens at once: for its owner, while nothing changed, and never half."""

import json
import os
import time

import pytest

from analysis.ingest import NamedFile, cache
from analysis.ingest.cache import Cached, CacheLimits
from analysis.ingest.digests import digest_of

DAY_S = 86_400


@pytest.fixture
def events(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("user_id,timestamp\nu,2026-01-01\nv,2026-01-02\n,\n")
    return path


@pytest.fixture
def reads(monkeypatch):
    """The files read anew, one entry a call."""
    calls = []

    def counted(paths, **options):
        calls.append(paths)
        return read(paths, **options)

    read = cache.read
    monkeypatch.setattr(cache, "read", counted)
    return calls


def entries(folder):
    return [path for path in folder.glob("*/*") if path.is_dir()]


def test_a_file_seen_before_is_not_read_again(tmp_path, events, reads):
    first, report = Cached(tmp_path / "cache", "me").read(events)
    again, same_report = Cached(tmp_path / "cache", "me").read([events])
    assert len(reads) == 1
    assert (again.fingerprint, same_report) == (first.fingerprint, report)
    assert again.activity.fingerprint == first.activity.fingerprint


def test_another_byte_option_name_table_or_version_is_read_anew(tmp_path, events, reads, monkeypatch):
    mine = Cached(tmp_path / "cache", "me")
    users = tmp_path / "users.csv"
    users.write_text("user_id,plan\nu,Pro\n")
    mine.read(events)
    mine.read(events, timezone="Europe/Berlin")
    mine.read(events, users=users)
    mine.read(NamedFile(events, "other.csv"))
    events.write_text(events.read_text() + "w,2026-01-03\n")
    assert mine.read(events)[0].activity.users == 3
    monkeypatch.setattr(cache, "digest_of_code", lambda: "another version")
    mine.read(events)
    assert len(reads) == 6 == len(entries(tmp_path / "cache"))


def test_another_owner_reads_anew_and_cannot_guess_a_name(tmp_path, events, reads):
    folder = tmp_path / "cache"
    mine, yours = Cached(folder, "me"), Cached(folder, "you")
    mine.read(events)
    assert yours.get(yours.key(events)) is None
    assert yours.get(mine.key(events)) is None
    yours.read(events)
    assert len(reads) == 2
    here, elsewhere = mine.key(events), Cached(tmp_path / "cache of another server", "me").key(events)
    assert here != elsewhere
    assert (folder / "secret").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("damaged", ["user_days.parquet", "report.json", "users.parquet"])
@pytest.mark.parametrize("how", ["cut", "flip", "gone"])
def test_a_damaged_entry_is_a_miss_and_goes(tmp_path, events, reads, damaged, how):
    mine = Cached(tmp_path / "cache", "me")
    mine.read(events)
    path = entries(tmp_path / "cache")[0] / damaged
    content = path.read_bytes()
    if how == "gone":
        path.unlink()
    elif damaged == "report.json":
        path.write_text("{" if how == "cut" else json.dumps({}))
    else:
        middle = len(content) // 2
        path.write_bytes(content[:middle] if how == "cut" else content[:middle] + b"!" + content[middle + 1 :])
    assert mine.get(mine.key(events)) is None
    assert entries(tmp_path / "cache") == []
    mine.read(events)
    assert len(reads) == 2


def test_what_is_old_or_too_much_goes_the_least_used_first(tmp_path, events, reads):
    folder = tmp_path / "cache"
    mine = Cached(folder, "me")
    zones = ("UTC", "Europe/Berlin", "Asia/Tokyo")
    keys = [mine.key(events, timezone=zone) for zone in zones]
    for age, (key, zone) in enumerate(zip(keys, zones, strict=True)):
        mine.read(events, timezone=zone)
        path = folder / mine._own.name / key
        os.utime(path, (time.time() - age * DAY_S,) * 2)
    size = sum(each.stat().st_size for each in entries(folder)[0].iterdir())
    tight = Cached(folder, "you", CacheLimits(most_bytes=int(2.5 * size)))
    assert tight.get("x") is None
    assert sorted(each.name for each in entries(folder)) == sorted(keys[:2])
    assert Cached(folder, "me", CacheLimits(longest_days=0.5)).get(keys[1]) is None
    assert [each.name for each in entries(folder)] == [keys[0]]


def test_forget_deletes_one_owner_s_entries_of_one_dataset(tmp_path, events):
    mine, yours = Cached(tmp_path / "cache", "me"), Cached(tmp_path / "cache", "you")
    fingerprint = mine.read(events)[0].fingerprint
    mine.read(events, timezone="UTC")
    yours.read(events)
    assert mine.forget("another") == 0
    assert mine.forget(fingerprint) == 2
    assert mine.get(mine.key(events)) is None
    assert yours.get(yours.key(events)) is not None


def test_a_broken_write_leaves_nothing(tmp_path, events):
    mine = Cached(tmp_path / "cache", "me")

    def write(folder):
        (folder / "user_days.parquet").write_bytes(b"half")
        raise OSError("disk full")

    mine.put(mine.key(events), write)
    assert entries(tmp_path / "cache") == []


def test_a_digest_is_of_every_byte_and_the_order_of_the_pieces(tmp_path):
    path, piece = tmp_path / "big", 16 << 20
    digests = set()
    for content in (b"", b"\0", b"\0" * piece, b"\0" * (piece + 1), b"\0" * piece + b"\1", b"\1" + b"\0" * piece):
        path.write_bytes(content)
        digests.add(digest_of(path))
    assert len(digests) == 6
