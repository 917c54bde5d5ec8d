"""Archives: a gzip is one file, a zip may hold many; both are streamed, capped, and never unpacked by name."""

import stat
import zipfile
import zlib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from analysis.errors import UnreadableFileError, shortened
from analysis.ingest.formats.piece import Piece, shown_name
from analysis.ingest.limits import Limits
from analysis.ingest.unpack import SAVE_AS, copy_capped, directory_bytes, kind_of, unpack_gzip

_GLOB = frozenset("*?[]{}")
_ENTRY_BYTES = 512  # of the directory for each file; a name of ordinary length takes a fifth
_PREVIEWED_MEMBERS = 50
_ENCRYPTED = 1
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


def unwrap(path: Path, spare: Path, limits: Limits, *, label: str) -> tuple[list[Piece], tuple[str, ...]]:
    """Return the table files that a path holds, unpacked into `spare`, and what to say of the others.

    Raises UnreadableFileError where there is none, or one is damaged.
    """
    kind = kind_of(path, label=label)
    if kind == "zip":
        return _members(path, spare, limits, label=label)
    if kind == "gzip":
        return [_from_gzip(path, spare / "unpacked", limits, label=label)], ()
    if _GLOB & set(str(path)):  # DuckDB would read it as a pattern
        (spare / "link").symlink_to(path.resolve())
        path = spare / "link"
    return [Piece(path, label, kind)], ()


def _from_gzip(path: Path, unpacked: Path, limits: Limits, *, label: str) -> Piece:
    unpack_gzip(path, unpacked, limits, label=label)
    kind = kind_of(unpacked, label=label)
    if kind in ("gzip", "zip"):
        raise UnreadableFileError(f"Expected a table, found a {kind} inside a gzip, {label}.", hint=SAVE_AS)
    return Piece(unpacked, label, kind)


def _members(path: Path, spare: Path, limits: Limits, *, label: str) -> tuple[list[Piece], tuple[str, ...]]:
    """Unpack every member that may be a table; no member becomes longer than the archive's directory says."""
    pieces: list[Piece] = []
    passed: list[str] = []
    try:
        if directory_bytes(path) > limits.archive_members * _ENTRY_BYTES:
            raise _too_many(label, limits)
        with zipfile.ZipFile(path) as archive:
            members = checked_members(archive, limits, label=label)
            members = members if limits.head_bytes is None else members[:_PREVIEWED_MEMBERS]
            for number, member in enumerate(members):
                found = _member(archive, member, spare / f"member{number}", limits, label=label)
                pieces += [found] if isinstance(found, Piece) else []
                passed += [found] if isinstance(found, str) else []
    except DAMAGED:
        raise UnreadableFileError(
            f"Expected a whole zip archive or Excel workbook, found {label} cut short or damaged.",
            hint="download or export it again.",
        ) from None
    if not pieces:
        raise UnreadableFileError(
            f"Expected a table in the archive {label}, found {passed[0] if passed else 'no file'}.", hint=SAVE_AS
        )
    return pieces, tuple(f"{each} in {label} was left out." for each in passed)


def checked_members(
    archive: zipfile.ZipFile, limits: Limits, *, label: str, most: int | None = None, hint: str = "drop it unpacked."
) -> list[zipfile.ZipInfo]:
    """Return the members that are files and no side effects of an operating system.

    Raises UnreadableFileError where they are too many, share bytes, or would together be longer than `most` bytes (by
    default than the limits let a file of this size become); `hint` is the next step then.
    """
    members = archive.infolist()
    places = sorted((each.header_offset, each.compress_size) for each in members)
    if any(start + size > after for (start, size), (after, _) in pairwise(places)):
        raise UnreadableFileError(
            f"Expected files beside each other in the archive {label}, found files that share their bytes.",
            hint="pack the export again.",
        )
    files = [each for each in members if not each.filename.endswith("/") and not _is_beside(each)]
    if len(files) > limits.archive_members:
        raise _too_many(label, limits)
    allowed = limits.most_unpacked(Path(str(archive.filename)).stat().st_size)
    allowed = allowed if most is None else min(allowed, most)
    is_for_all = limits.head_bytes is None or most is not None  # of a workbook a preview unpacks everything, too
    if is_for_all and (promised := sum(each.file_size for each in files)) > allowed:
        raise UnreadableFileError(f"Expected at most {allowed:,} bytes in {label}, found {promised:,}.", hint=hint)
    return files


def _is_beside(member: zipfile.ZipInfo) -> bool:
    """Whether a member is none of the export: hidden, of macOS or Windows, or a link to elsewhere."""
    parts = member.filename.replace("\\", "/").split("/")
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    return is_link or parts[0] == "__MACOSX" or parts[-1].startswith(".") or parts[-1] in ("Thumbs.db", "desktop.ini")


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, limits: Limits, *, label: str
) -> Piece | str:
    """Return an unpacked member, or what it is where it is no table."""
    name = shown_name(member.filename)
    said = f"{name} in {label}"
    if member.flag_bits & _ENCRYPTED:
        raise UnreadableFileError(f"Expected an archive without a password, found one on {said}.", hint=SAVE_AS)
    if not member.file_size:
        return f"the empty file {name}"
    with archive.open(member) as source:
        copy_capped(source, target, limits, packed_bytes=lambda: member.compress_size, label=said)
    try:
        kind = kind_of(target, label=said)
    except UnreadableFileError:
        target.unlink()
        return f"{name}, which is no table,"
    if kind == "zip":
        target.unlink()
        return f"the archive {name}"
    if kind == "gzip":
        return replace(_from_gzip(target, target.with_suffix(".unpacked"), limits, label=said), place=name)
    return Piece(target, said, kind, place=name)


def _too_many(label: str, limits: Limits) -> UnreadableFileError:
    return UnreadableFileError(
        f"Expected at most {limits.archive_members:,} files in the archive {shortened(label)}, found more.",
        hint="put the parts together, or pack fewer of them at a time.",
    )
