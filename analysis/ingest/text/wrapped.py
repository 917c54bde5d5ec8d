"""What stands round cells and is no quote to a reader of CSV: typographic quotes, and a formula that says a text.

`="0042"` is how a spreadsheet is kept from taking an id for a number. Both become plain quotes before anything is cut.
"""

import re

_PAIRS = ("“”", "„“", "„”", "«»", "»«", "””")
_BEFORE, _BEHIND = r"(?:^|[,;\t|])[ ]?", r"[ ]?(?=[,;\t|\r]|$)"
_FORMULA = re.compile(r'(^|[,;\t|])="([^"\r\n]*)"(?=[,;\t|\r]|$)', re.MULTILINE)
_QUOTED_FORMULA = re.compile(r'(^|[,;\t|])"=""([^"\r\n]*)"""(?=[,;\t|\r]|$)', re.MULTILINE)
_MOSTLY = 0.9  # of the lines have such quotes, and of these quotes stand at the ends of cells
_LEAST_LINES = 3


def unwrapped_cells(text: str) -> tuple[str, str]:
    """Return a text with plain quotes, and what stood round its cells; the text itself and "" where nothing did."""
    if '"' in text:
        if '="' not in text:
            return text, ""
        plain = _FORMULA.sub(r'\1"\2"', _QUOTED_FORMULA.sub(r'\1"\2"', text))
        return plain, "" if plain == text else '="…"'
    found = next((pair for pair in _PAIRS if pair[0] in text and _is_round_cells(text, pair)), None)
    if found is None:
        return text, ""
    return re.sub(f"[{found}]", '"', text), f"{found[0]}…{found[-1]}"


def _is_round_cells(text: str, pair: str) -> bool:
    """Whether a pair of quotes stands in most lines, and hardly anywhere but round cells."""
    first, last = pair[0], pair[-1]
    opens = len(re.findall(f"{_BEFORE}{first}", text, re.MULTILINE))
    closes = len(re.findall(f"{last}{_BEHIND}", text, re.MULTILINE))
    used = text.count(first) if first == last else text.count(first) + text.count(last)
    lines = [line for line in text.splitlines() if line.strip()]
    within = sum(first in line for line in lines)
    is_common = len(lines) >= _LEAST_LINES and within >= _MOSTLY * len(lines) - 1
    return is_common and min(opens, closes) >= _MOSTLY * used / 2
