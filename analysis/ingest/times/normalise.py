"""One spelling for what looks alike: widths, digits of other scripts, blanks, dashes, quotes and wrappings."""

import re
import unicodedata

_INVISIBLE = dict.fromkeys(
    [0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0x061C, 0]
)
_DASHES = dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63], "-")
_QUOTES = "\"'`´“”„‟«»‘’‚‛‹›"
_BLANKS = re.compile(r"\s+")
_WRAPPED = re.compile(
    r"^(?:\[(?P<square>.+)\]|\{\s*ts?d?\s*'(?P<odbc>[^']+)'\s*\}|\\?/date\((?P<json>-?\d+)(?:[+-]\d{4})?\)\\?/"
    r"|(?:new )?(?:iso)?date(?:time)?\(\s*[\"']?(?P<call>[^\"')]+)[\"']?\s*\)"
    r"|timestamp\s*'(?P<sql>[^']+)'|@(?P<at>-?\d+))$"
)


def normalised(text: str) -> str:
    """Return the text in lower case with ASCII digits, plain dashes and single blanks, without what is wrapped round.

    `/Date(1763714880000)/`, `ISODate("…")`, `{ts '…'}`, `[…]` are unwrapped; a spreadsheet's leading apostrophe goes.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).translate(_DASHES)
        text = "".join(map(_ascii_digit, text))
    text = _BLANKS.sub(" ", text.replace("\0", "")).strip(" " + _QUOTES).lower()
    wrapped = _WRAPPED.match(text)
    if wrapped is not None:
        text = next(inner for inner in wrapped.groups() if inner is not None)
    return text.strip(" " + _QUOTES)


def _ascii_digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character
