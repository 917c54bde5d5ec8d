"""Ids whose zeros in front a spreadsheet may have dropped: told, never put back."""

from collections.abc import Collection, Sequence

ZEROS_BACK = "export the list again and keep the column of ids as text, as a spreadsheet drops them"


def lost_zeros(cells: Sequence[str], ids: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return each number that is an id once zeros are put back in front, with that id; of several the first."""
    padded = {_bare(each): each for each in sorted(ids, reverse=True) if each.isdecimal() and each[0] == "0"}
    return tuple((cell, padded[_bare(cell)]) for cell in cells if cell.isdecimal() and _bare(cell) in padded)


def two_ways(cells: Sequence[str], ids: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return each id without zeros in front that is another id with them, with that id: the zeros may be lost."""
    plain = [cell for cell in cells if cell in ids and cell == _bare(cell)]
    return lost_zeros(plain, [each for each in ids if each != _bare(each)])


def _bare(number: str) -> str:
    return number.lstrip("0") or "0"
