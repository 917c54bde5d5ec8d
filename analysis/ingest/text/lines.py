"""Text becomes physical lines: every usual line end, several in one file, and the odd ones some systems write."""

import io
from dataclasses import dataclass

_ODD_ENDS = ("\x1e", "\u2028", "\x85", "\x0c", "\x0b", "\x1c", "\x1d")
_LEAST_ODD = 2


@dataclass(frozen=True)
class Lines:
    """Lines with their ends, and what they end with ("\\n", "\\r\\n", "\\r", another character, or "mixed")."""

    lines: list[str]
    end: str


def split_lines(text: str) -> Lines:
    """Return the physical lines; `"".join(lines)` is the text but for ends that were written in a broken order."""
    newlines = text.count("\n")
    if newlines and text.count("\r\r\n") * 2 > newlines:
        text = text.replace("\r\r\n", "\r\n")
    elif newlines and "\r\n\r" not in text and text.count("\n\r") * 2 > newlines:
        text = text.replace("\n\r", "\n")
    odd = max(_ODD_ENDS, key=text.count)
    if text.count(odd) >= max(_LEAST_ODD, newlines + 1, text.count("\r") + 1):
        return Lines([f"{line}\n" for line in text.split(odd) if line], odd)
    return Lines(io.StringIO(text, newline="").readlines(), _end_of(text))


def bare(line: str) -> str:
    """Return a line without its end."""
    return line.rstrip("\r\n")


def _end_of(text: str) -> str:
    newlines, both = text.count("\n"), text.count("\r\n")
    returns = text.count("\r") - both
    found = {"\n": newlines - both, "\r\n": both, "\r": returns}
    used = [end for end, times in found.items() if times]
    return used[0] if len(used) == 1 else "mixed" if used else "\n"
