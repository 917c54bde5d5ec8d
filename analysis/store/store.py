"""The store: datasets and views on disk, a file or folder each, so that two sharers never write the same thing."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from analysis.dataset import Dataset
from analysis.errors import OffbeatError, UnreadableFileError
from analysis.ingest import ReadReport, open_saved, save
from analysis.store import files, janitor
from analysis.store.files import coming_folder, make_private, needs_room, publish, write_private
from analysis.store.ids import digest_of_id, looks_like_id, new_id
from analysis.store.records import DAY_S, DAYS_OFFERED, Ended, Link, Opened, Record, StoreLimits, View, no_such_link
from analysis.store.records import ended_error as over

MIB = 1 << 20


class Store:
    """What is shared, in one folder; several processes may use it at once.

    Parameters
    ----------
    folder
        Made where it is missing, with rights for its owner only.
    limits
        How much may be kept.
    now_s
        What tells the time, in seconds since 1970.
    """

    def __init__(
        self, folder: Path, limits: StoreLimits | None = None, *, now_s: Callable[[], float] = time.time
    ) -> None:
        with needs_room():
            self._folder = make_private(folder)
            self._views, self._data = make_private(folder / "views"), make_private(folder / "workspaces")
        self._limits, self._now_s = limits or StoreLimits(), now_s
        self.sweep()

    def keep_data(self, dataset: Dataset, report: ReadReport) -> str:
        """Keep user-days, users and what they pay, and return the id of the workspace; no row of a file is kept.

        It stays as long as a view on it does. Raises OffbeatError where it is too large or there is no room.
        """
        self.sweep()
        workspace = new_id()
        with needs_room(), coming_folder(self._data) as coming:
            save(dataset, report.without_rows(), coming)
            self._require_size(files.size_of(coming))
            self._require_room()
            publish(coming, self._data / digest_of_id(workspace))
        return workspace

    def has_data(self, workspace: str) -> bool:
        """Whether data kept under this id are still there."""
        return (self._data / digest_of_id(workspace)).is_dir()

    def keep_view(self, view: View, *, owner: str, days: int, workspace: str = "") -> str:
        """Keep a view and return its id, for the link. `owner` and `workspace` are ids.

        Raises OffbeatError for another time than those offered, beyond the limits, without room, and where the
        workspace is gone.
        """
        if days not in DAYS_OFFERED:
            raise OffbeatError(f"Expected one of {DAYS_OFFERED} days, found {days}.", hint="choose one of them.")
        data = digest_of_id(workspace) if workspace else ""
        self._require_data(data)
        now = self._now_s()
        record = Record(digest_of_id(owner), data, now, now + days * DAY_S, view)
        self._require_records(record)
        asked = new_id()
        self._write(digest_of_id(asked), record)
        self._require_data(data)  # somebody may have deleted it meanwhile
        return asked

    def open_view(self, asked: str, *, is_counted: bool = False) -> Opened:
        """Return what a link shows; `is_counted` adds one to how often it was opened. Raises as `require_open`."""
        opened, digest = self.require_open(asked), digest_of_id(asked)
        if is_counted:
            self._count(digest)
        return replace(opened, view=replace(opened.view, pins=self._pins(digest)))

    def require_open(self, asked: str) -> Opened:
        """Return what a link shows but its story: quick enough to ask on every run of a viewer.

        Raises OffbeatError for a link that is mistyped, unknown, over, taken back, or whose data were deleted.
        """
        self.sweep()
        if not looks_like_id(asked):
            raise no_such_link()
        record = self._record(digest_of_id(asked))
        if record is None or (record.view is None and record.ended is None):
            raise no_such_link()
        if record.ended is not None:
            raise over(record.ended)
        if record.until_s <= self._now_s():
            raise over("expired")
        if record.workspace and not (self._data / record.workspace).is_dir():
            raise over("forgotten")
        return Opened(record.view, record.workspace, record.until_s)

    def open_data(self, workspace: str) -> tuple[Dataset, ReadReport]:
        """Return the data of an opened view by their digest; raises OffbeatError where they were deleted meanwhile."""
        try:
            return open_saved(self._data / workspace)
        except (OSError, UnreadableFileError, pa.ArrowException):
            raise over("forgotten") from None

    def links_of(self, owner: str) -> list[Link]:
        """Return the open links of an owner (an id), the newest first."""
        whose, now = digest_of_id(owner), self._now_s()
        known = [
            Link(digest, each.view, each.workspace, each.made_s, each.until_s, self._opens(digest))
            for digest, each in self._records()
            if each.owner == whose and each.view is not None and each.until_s > now
        ]
        return sorted(known, key=lambda link: (-link.made_s, link.digest))

    def revoke(self, owner: str, digest: str) -> None:
        """Take a link back: what only it showed is deleted. Raises OffbeatError where it is no link of this owner."""
        record = self._owned(owner, digest)
        self._end(digest, record, "revoked")
        if record.workspace and all(each.workspace != record.workspace for _, each in self._records()):
            files.remove(self._data / record.workspace)

    def forget(self, owner: str, workspace: str) -> int:
        """Delete data (by their digest) and every view on them; returns how many views there were.

        Raises OffbeatError where this owner has no link to them.
        """
        whose = digest_of_id(owner)
        views = [(digest, each) for digest, each in self._records() if each.workspace == workspace]
        if not workspace or not views or any(each.owner != whose for _, each in views):
            raise no_such_link()
        files.remove(self._data / workspace)  # first: from now on no view opens
        for digest, each in views:
            self._end(digest, each, "forgotten")
        return len(views)

    def sweep(self, *, is_due: bool = False) -> None:
        """Remove what is over and what a stopped process left; at most once an hour unless it `is_due`."""
        janitor.sweep(self._folder, self._now_s(), is_due=is_due)

    def _write(self, digest: str, record: Record) -> None:
        pins = json.dumps(record.view.pins, ensure_ascii=False).encode() if record.view and record.view.pins else b""
        if len(pins) > self._limits.most_pins_bytes:
            raise OffbeatError(
                f"Expected a story of at most {self._limits.most_pins_bytes // MIB} MB to share, found a longer one.",
                hint="take some pins out, or share without the story.",
            )
        path = self._path(digest)
        with needs_room():
            if pins:
                write_private(path.with_suffix(janitor.PINS), pins)
            write_private(path, record.to_bytes())

    def _end(self, digest: str, record: Record, how: Ended) -> None:
        self._write(digest, record.end(how, self._now_s() + janitor.REMEMBERED_S))
        janitor.drop_beside(self._path(digest))

    def _owned(self, owner: str, digest: str) -> Record:
        record = self._record(digest)
        if record is None or record.owner != digest_of_id(owner) or record.view is None:
            raise no_such_link()
        return record

    def _path(self, digest: str) -> Path:
        return self._views / f"{digest}{janitor.RECORD}"

    def _pins(self, digest: str) -> tuple[dict, ...]:
        try:
            return tuple(json.loads(self._path(digest).with_suffix(janitor.PINS).read_bytes()))
        except (OSError, ValueError):
            return ()

    def _record(self, digest: str) -> Record | None:
        with suppress(OSError):
            return janitor.record_at(self._path(digest)) if digest.isalnum() else None
        return None

    def _records(self) -> Iterator[tuple[str, Record]]:
        for path in self._views.glob(f"*{janitor.RECORD}"):
            record = self._record(path.stem)
            if record is not None:
                yield path.stem, record

    def _count(self, digest: str) -> None:
        """Add a byte: appended ones are never lost, however many open the link at once."""
        with suppress(OSError), (self._views / f"{digest}{janitor.OPENS}").open("ab") as counter:
            counter.write(b".")

    def _opens(self, digest: str) -> int:
        try:
            return (self._views / f"{digest}{janitor.OPENS}").stat().st_size
        except OSError:
            return 0

    def _require_data(self, data: str) -> None:
        if not data:
            return
        try:
            janitor.touch(self._data / data, self._now_s())
        except OSError:
            raise OffbeatError(
                "Expected the data to share, found them deleted meanwhile.", hint="make the link once more."
            ) from None

    def _require_size(self, coming_bytes: int) -> None:
        most = self._limits.most_workspace_bytes
        if coming_bytes > most:
            raise OffbeatError(
                f"Expected at most {most // MIB} MB of user-days to share, found {coming_bytes // MIB} MB.",
                hint="share without the data, or load a shorter time and share that.",
            )

    def _require_room(self) -> None:
        """Refuse what goes beyond the sum; what comes is in it, so that two at once cannot pass together."""
        if files.size_of(self._folder) > self._limits.most_bytes:
            raise OffbeatError(
                "Expected room to keep what is shared, found the store full.",
                hint="take back links you no longer need, or share without the data.",
            )

    def _require_records(self, coming: Record) -> None:
        limits, known = self._limits, [each for _, each in self._records()]
        if len(coming.to_bytes()) > limits.most_record_bytes:
            raise OffbeatError(
                "Expected settings that fit a link, found longer ones.", hint="forget lists of dates you do not need."
            )
        own = sum(each.owner == coming.owner and each.view is not None for each in known)
        if own >= limits.most_views_each or len(known) >= limits.most_views:
            raise OffbeatError(
                f"Expected at most {limits.most_views_each} open links, found no room for one more.",
                hint="take back links you no longer need.",
            )
        self._require_room()
