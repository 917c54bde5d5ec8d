"""Which old page of western letters a text is in: Windows, DOS, the Mac or Central Europe, by where its letters stand.

A byte beyond ASCII amid letters must be a letter of some language under the right page, and of the case of its
neighbours; under a wrong one it is a sign, a letter nobody writes, or a capital within a small word.
"""

import re

_LOOKED_AT_BYTES = 1 << 20
_MOST_PLACES = 5000
_WEST = "äöüßéèêëàâáãåæçîïíìôóòõøœûùúñÿ"
_EAST = "áäâăąćčçďđéěęëíîľĺłńňóôőöŕřśšşťţúůűüýžźż"
_PAGES = {
    "cp1252": _WEST + "’",
    "cp850": _WEST,
    "mac_roman": _WEST,
    "cp1250": _EAST,
    "cp852": _EAST,
    "iso8859_2": _EAST,
}
# Quotes, dashes and dots of Windows stand at the ends of words, too: there they tell nothing.
_TELLS_NOTHING = rb"(?![\x84\x85\x8b\x91-\x97\x99\x9b\xaa\xab\xae\xba\xbb])"
_PLACE = re.compile(
    rb"(?<=[A-Za-z\x80-\xff])[\x80-\xff](?=[A-Za-z\x80-\xff])"
    + rb"|" + _TELLS_NOTHING + rb"[\x80-\xff](?=[A-Za-z]{2})"
    + rb"|(?<=[A-Za-z]{2})" + _TELLS_NOTHING + rb"[\x80-\xff]"
)  # fmt: skip
_CLEARLY = 0.9  # of the bytes amid letters another page reads as letters
_HARDLY = 0.5  # and of them the page of Windows reads fewer so
_LEAST_PLACES = 3


def western(raw: bytes) -> str:
    """Return the name of the page; that of Windows unless it reads words wrong and another reads them right."""
    raw = raw[:_LOOKED_AT_BYTES]
    places = [found.start() for found, _ in zip(_PLACE.finditer(raw), range(_MOST_PLACES), strict=False)]
    if len(places) < _LEAST_PLACES:
        return "cp1252"
    shares = {page: _share_of_letters(raw, places, page) for page in _PAGES}
    best = max(shares, key=lambda page: shares[page])
    return best if shares[best] >= _CLEARLY and shares["cp1252"] < _HARDLY else "cp1252"


def _share_of_letters(raw: bytes, places: list[int], page: str) -> float:
    """Return how many of some bytes are letters that fit where they stand, in [0, 1]."""
    letters = _PAGES[page]
    text = raw.decode(page, errors="replace")  # a character a byte
    return sum(_fits(text, place, letters) for place in places) / len(places)


def _fits(text: str, place: int, letters: str) -> bool:
    mark = text[place]
    if mark.lower() not in letters:
        return False
    before, behind = text[place - 1 : place], text[place + 1 : place + 2]
    if mark.isupper():
        return not (before.islower() or (before.isalpha() and behind.islower()))
    return not behind.isupper()
