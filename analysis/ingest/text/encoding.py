"""Bytes become text: by their mark, by their zeros, as strict UTF-8, else as the likeliest old code page."""

import codecs
import re
from dataclasses import dataclass

from analysis.ingest.text.old_pages import western

_LOOKED_AT_BYTES = 1 << 16
# UTF-32 before UTF-16, whose mark is the beginning of its own.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MOSTLY, _HARDLY = 0.3, 0.05  # of the bytes at one place of a wide character that are zero
_MOST_CONTROLS = 6
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_SURROGATE = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_EAST_ASIAN = (
    ("shift_jis", re.compile("[\u3040-\u30ff]")),  # kana
    ("gb18030", re.compile("[\u4e00-\u9fa5]")),
    ("euc_kr", re.compile("[\uac00-\ud7a3]")),
)
_KANA_WORTH, _LEAST_RUN = 3, 2.5
_CYRILLIC_WORD = re.compile(rb"[\xc0-\xff]{3,}")


@dataclass(frozen=True)
class Decoded:
    """A text, the encoding it was in, and whether a byte-order mark said so."""

    text: str
    encoding: str
    has_mark: bool = False


def decode(raw: bytes) -> Decoded:
    """Return the bytes as text; every byte becomes some character, for no row may be lost to its encoding."""
    for mark, named in _MARKS:
        if raw.startswith(mark):
            rest = raw[len(mark) :]
            # Some tools put the mark of UTF-8 before whatever follows.
            encoding = (_wide_encoding(rest[:_LOOKED_AT_BYTES]) or named) if named == "utf-8" else named
            return Decoded(rest.decode(encoding, errors="replace").removeprefix("\ufeff"), encoding, has_mark=True)
    wide = _wide_encoding(raw[:_LOOKED_AT_BYTES])
    if wide is not None:
        return Decoded(raw.decode(wide, errors="replace"), wide)
    raw = raw.rstrip(b"\0") or raw  # what a disk's blocks were filled up with; of zeros alone it is no text
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _decode_old(raw)


def is_binary(text: str) -> bool:
    """Whether a text is none: full of zeros, or of control characters of many kinds (one kind may part cells)."""
    head = text[:_LOOKED_AT_BYTES]
    kinds = {mark for mark in head if mark < " "} - {*"\t\r\n\v\f"}
    return len(kinds) > _MOST_CONTROLS or head.count("\0") > _MOSTLY * len(head)


def _wide_encoding(head: bytes) -> str | None:
    """Return UTF-16 or UTF-32 where zeros stand at the same places of every character."""
    head = head[: len(head) // 4 * 4]
    if not head:
        return None
    share = [4 * head[place::4].count(0) / len(head) for place in range(4)]
    is_zero = tuple(each > _MOSTLY for each in share)
    is_full = tuple(each < _HARDLY for each in share)
    if is_zero[1] and is_zero[2] and is_zero[3] and is_full[0]:
        return "utf-32-le"
    if is_zero[0] and is_zero[1] and is_zero[2] and is_full[3]:
        return "utf-32-be"
    if is_zero[1] and is_zero[3] and is_full[0] and is_full[2]:
        return "utf-16-le"
    return "utf-16-be" if is_zero[0] and is_zero[2] and is_full[1] and is_full[3] else None


def _decode_old(raw: bytes) -> Decoded:
    """Return UTF-8 with a few lines of another page, else the page that fits the bytes beyond ASCII best."""
    mixed = raw.decode("utf-8", errors="surrogateescape")
    strays, beyond = len(_SURROGATE.findall(mixed)), len(_BEYOND_ASCII.findall(mixed))
    if strays * 2 < beyond:
        return Decoded(_SURROGATE.sub(_as_western, mixed), "utf-8 with windows-1252")
    for encoding in (_east_asian(raw), _cyrillic(raw), western(raw)):
        try:
            if encoding is not None:
                return Decoded(raw.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    return Decoded(raw.decode("latin-1"), "latin-1")


def _as_western(found: re.Match[str]) -> str:
    return found[0].encode("utf-8", "surrogateescape").decode("cp1252", errors="replace")


def _east_asian(raw: bytes) -> str | None:
    """Return the page of double bytes whose own letters make up most of what lies beyond ASCII."""
    runs = _HIGH_RUN.findall(raw[:_LOOKED_AT_BYTES])
    if sum(map(len, runs)) < _LEAST_RUN * len(runs) or not runs:
        return None  # one high byte or two between ASCII are accents
    shares = {}
    for encoding, letters in _EAST_ASIAN:
        text = raw[:_LOOKED_AT_BYTES].decode(encoding, errors="replace")
        beyond = _BEYOND_ASCII.findall(text)
        shares[encoding] = len(letters.findall(text)) / len(beyond) if "\ufffd" not in text[:-2] and beyond else 0.0
    shares["shift_jis"] *= _KANA_WORTH  # between kana stand ideograms, which other pages have too
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] > 0.5 and _cyrillic(raw) is None else None


def _cyrillic(raw: bytes) -> str | None:
    """Return cp1251 where words are written in its letters: three high bytes and more in a row, mostly small."""
    head = raw[:_LOOKED_AT_BYTES]
    words = b"".join(_CYRILLIC_WORD.findall(head))
    high = sum(map(len, _HIGH_RUN.findall(head)))
    small = sum(byte >= 0xE0 for byte in words)
    return "cp1251" if high and len(words) > 0.6 * high and small > 0.6 * len(words) else None
