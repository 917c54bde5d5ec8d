"""The zone written behind a time: an offset, a name, or an abbreviation that several places use."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from types import MappingProxyType

from analysis.ingest.times.zone_names import zone_names

# RFC 2822, section 4.3 gives these one meaning in mail dates; elsewhere CST is China's, EST Australia's, too.
MAIL_HOURS: Mapping[str, int] = MappingProxyType(
    {"edt": -4, "est": -5, "cdt": -5, "cst": -6, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8}
)
# Used by one region alone: what they mean in winter and in summer.
_EUROPE: Mapping[str, int] = MappingProxyType({"cet": 1, "cest": 2, "eet": 2, "eest": 3, "wet": 0, "west": 1})
_UTC = ("z", "utc", "gmt", "ut", "zulu")
_SEVERAL = frozenset((
    "acdt", "acst", "adt", "aedt", "aest", "akdt", "akst", "amt", "ast", "awst", "bst", "cast", "cat", "cct", "ct",
    "eat", "ect", "et", "gst", "hast", "hkt", "hst", "ict", "ist", "jst", "kst", "mmt", "msk", "mt", "ndt", "nst",
    "nzdt", "nzst", "pht", "pkt", "pt", "sast", "sgt", "sst", "wat", "wib", "wita",
))  # fmt: skip
_CLOCK_END = r"(?:\d[:.h]\d{2}(?:[:.]\d{2}(?:[.,:]\d{1,9})?)?|t\d{2}(?:\d{2}(?:\d{2})?)?(?:[.,]\d{1,9})?|\s\d{6})"
_HALF_DAY = r"(?:\s?[ap]\.?\s?m?\.?)?"
_SIGNED = r"(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?::?(?P<seconds>\d{2}))?"
_COMMENT = re.compile(r"(?<=\d)\s?\((?P<name>[^()]*)\)$|\s?\[(?P<zone>[a-z_]+(?:[/+-][a-z0-9_+-]+)*)\]$| m=[+-][\d.]+$")
_GO = re.compile(r"(?<=[+-]\d{4}) (?:[a-z]{2,5}|[+-]\d{2,4})$")
_OFFSET = re.compile(rf"^(?P<rest>.*{_CLOCK_END}{_HALF_DAY})\s?(?:gmt|utc)?\s?{_SIGNED}$")
_DATE_OFFSET = re.compile(
    r"^(?P<rest>\d{4}-\d{2}-\d{2})(?P<sign>[+-])(?P<hours>\d{2}):(?P<minutes>\d{2})(?P<seconds>)$"
)
_NAMED = re.compile(
    r"^(?P<rest>.*\d{2}.*?[\d.m])\s(?P<name>z|[a-z]{2,5}|[a-z_]+(?:/[a-z0-9_+-]+)+)$|^(?P<zulu>.*\d{2})(?:z|utc|gmt)$"
)
# `Sat Nov 21 09:48:00 UTC 2026`: the zone stands before the year.
_BEFORE_YEAR = re.compile(r"^(.*\d:\d{2}:\d{2}(?:\.\d+)?) ([a-z]{1,5}(?:[+-]\d{2}:?\d{2})?|[+-]\d{2}:?\d{2}) (\d{4})$")


@dataclass(frozen=True)
class ZoneText:
    """What stands behind a time: an offset, the IANA name of a zone, or an abbreviation nobody can be sure of.

    Attributes
    ----------
    offset
        From UTC, or None.
    name
        IANA name where only that is written, else None.
    unclear
        The abbreviation that means several places, else "".
    mail
        What the abbreviation means in a mail date (RFC 2822), else None.
    """

    offset: timedelta | None = None
    name: str | None = None
    unclear: str = ""
    mail: timedelta | None = None


def split_zone(text: str) -> tuple[str, ZoneText | None]:
    """Return the text without its zone, and the zone; None where none is written."""
    moved = _BEFORE_YEAR.match(text)
    if moved is not None:
        rest, found = split_zone(f"{moved[1]} {moved[2]}")
        if found is not None:
            return f"{rest} {moved[3]}", found
    text, named = _without_comments(text)
    signed = _OFFSET.match(text) or _DATE_OFFSET.match(text)
    if signed is not None:
        return signed["rest"], _signed(signed) or ZoneText(unclear=text[len(signed["rest"]) :].strip())
    ending = _NAMED.match(text)
    if ending is None:
        return text, named
    if ending["zulu"] is not None:
        return ending["zulu"].rstrip(), ZoneText(offset=timedelta(0))
    zone = _named(ending["name"])
    return (text, named) if zone is None else (ending["rest"], zone)


def _without_comments(text: str) -> tuple[str, ZoneText | None]:
    """Drop what only repeats an offset: `(CET)`, Go's second zone; `[Europe/Berlin]` is the zone where no offset is."""
    named = None
    while (comment := _COMMENT.search(text)) is not None:
        text = text[: comment.start()].rstrip()
        if comment["zone"] is not None:
            named = _named(comment["zone"])
    return _GO.sub("", text), named


def _signed(found: re.Match[str]) -> ZoneText | None:
    hours, minutes, seconds = (int(found[name] or 0) for name in ("hours", "minutes", "seconds"))
    if hours > 15 or minutes > 59 or seconds > 59:
        return None
    size = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return ZoneText(offset=-size if found["sign"] == "-" else size)


@cache
def _named(name: str) -> ZoneText | None:
    if name in _UTC:
        return ZoneText(offset=timedelta(0))
    if name in _EUROPE:
        return ZoneText(offset=timedelta(hours=_EUROPE[name]), unclear=name)
    if name in MAIL_HOURS:
        return ZoneText(unclear=name, mail=timedelta(hours=MAIL_HOURS[name]))
    if name in _SEVERAL:
        return ZoneText(unclear=name)
    known = _lower_names().get(name) if "/" in name else None
    return None if known is None else ZoneText(name=known)


@cache
def _lower_names() -> Mapping[str, str]:
    return {name.lower(): name for name in zone_names()}
