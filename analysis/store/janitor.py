"""What is over is removed: links past their time, data no link shows any more, what a stopped process left."""

import os
import time
from contextlib import suppress
from pathlib import Path

from analysis.store import files
from analysis.store.files import COMING, write_private
from analysis.store.records import DAY_S, Record

RECORD, OPENS, PINS = ".json", ".opens", ".pins"
BESIDE = (OPENS, PINS)
HOUR_S = 3_600
REMEMBERED_S = 90 * DAY_S  # that a link has ended, and how, is said so long
_SWEPT = "swept"


def sweep(folder: Path, now_s: float, *, is_due: bool = False) -> None:
    """Remove what is over, at most once an hour unless it `is_due`; safe with several processes, and nothing raises."""
    mark = folder / _SWEPT
    with suppress(OSError):
        if not is_due and mark.exists() and 0 <= now_s - mark.stat().st_mtime < HOUR_S:
            return
        mark.touch(mode=0o600)
        touch(mark, now_s)
        _sweep_views(folder / "views", now_s)
        _sweep_data(folder, now_s)


def record_at(path: Path) -> Record | None:
    """Return the record in a file, None where there is none, or one of another version. Raises OSError."""
    try:
        return Record.from_bytes(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def touch(path: Path, now_s: float | None = None) -> None:
    """Say that something was used just now. Raises OSError where it is gone."""
    moment = time.time() if now_s is None else now_s
    os.utime(path, (moment, moment))


def _sweep_views(views: Path, now_s: float) -> None:
    for path in views.glob(f"*{RECORD}"):
        record = record_at(path)
        if record is None:
            _remove_old(path, now_s, after_s=REMEMBERED_S)
        elif record.until_s <= now_s and record.ended is None:
            write_private(path, record.end("expired", now_s + REMEMBERED_S).to_bytes())
            drop_beside(path)
        elif record.until_s <= now_s:
            path.unlink(missing_ok=True)
    for path in (each for suffix in BESIDE for each in views.glob(f"*{suffix}")):
        if not path.with_suffix(RECORD).exists():
            _remove_old(path, now_s)
    for path in views.glob(f"{COMING}*"):
        _remove_old(path, now_s)


def drop_beside(record: Path) -> None:
    """Delete what lies beside a record: its story, and how often it was opened."""
    for suffix in BESIDE:
        record.with_suffix(suffix).unlink(missing_ok=True)


def _sweep_data(folder: Path, now_s: float) -> None:
    """Remove data without a view; those used within the hour stay: their view may just be on its way."""
    records = [record_at(path) for path in (folder / "views").glob(f"*{RECORD}")]
    if None in records:  # what it shows is not known here
        return
    shown = {each.workspace for each in records if each is not None}
    for path in (folder / "workspaces").iterdir():
        if path.name not in shown:
            _remove_old(path, now_s)


def _remove_old(path: Path, now_s: float, *, after_s: float = HOUR_S) -> None:
    with suppress(FileNotFoundError):  # another process was quicker
        if now_s - path.stat().st_mtime < after_s:
            return
        if path.is_dir():
            files.remove(path)
        else:
            path.unlink()
