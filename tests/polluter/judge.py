"""One polluted file read and compared with what is known of it: the cells, and whether a wrong total was silent."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import OffbeatError
from analysis.ingest import read, read_text_table
from tests.polluter.pollutions import polluted
from tests.polluter.table import HEADER, Written

# Notes that name a doubt about rows, and so are no silence.
_DOUBTS = ("as likeliest", "fewer cells", "no part of the table")


@dataclass(frozen=True)
class Verdict:
    """What became of one file.

    Attributes
    ----------
    cells, recovered
        Cells below the header, and how many of them came back in the column they belong to.
    outcome
        "right", "said" (a reject, a doubt or a refusal says what is not right), "silent" or "crash".
    """

    name: str
    cells: int
    recovered: int
    outcome: str
    why: str = ""


def judge(number: int, folder: Path, *, has_read: bool = True) -> Verdict:
    """Write, recover and compare polluted file `number`; with `has_read` its totals as well."""
    name, written = polluted(number)
    path = folder / "polluted.csv"
    path.write_bytes(written.content())
    try:
        recovered = _recovered(written, path)
        outcome, why = _outcome(written, path) if written.is_loadable and has_read else ("right", "")
    except OffbeatError as error:
        return Verdict(name, len(written.rows) * len(HEADER), 0, "said", str(error))
    except Exception as error:  # whatever it is, it is what this looks for
        return Verdict(name, len(written.rows) * len(HEADER), 0, "crash", repr(error))
    return Verdict(name, len(written.rows) * len(HEADER), recovered, outcome, why)


def _recovered(written: Written, path: Path) -> int:
    table = read_text_table(path)
    found = 0
    for place in range(len(HEADER)):
        known = Counter(_normal(written.shown(row)[place]) for row in written.rows)
        if place < table.num_columns:
            found += (known & Counter(map(_normal, table.column(place).to_pylist()))).total()
    return found


def _normal(cell: str | None) -> str:
    """Return a cell as its owner would compare it: blanks around it and kinds of line ends say nothing."""
    return " ".join((cell or "").split())


def _outcome(written: Written, path: Path) -> tuple[str, str]:
    try:
        dataset, report = read(path)
    except OffbeatError as error:
        return "said", str(error)
    wanted = (len(written.rows), len({row[0] for row in written.rows}), written.amount)
    found = (report.loaded, dataset.activity.users, report.amount)
    if found == wanted:
        return "right", ""
    why = f"{found} for {wanted}"
    is_said = report.rejected or any(doubt in note for note in report.notes for doubt in _DOUBTS)
    return ("said" if is_said else "silent"), why


def figures(verdicts: Iterable[Verdict]) -> dict[str, float]:
    """Return the figures of many files."""
    verdicts = list(verdicts)
    outcomes = Counter(each.outcome for each in verdicts)
    cells, recovered = sum(each.cells for each in verdicts), sum(each.recovered for each in verdicts)
    return {
        "files": len(verdicts),
        "crashes": outcomes["crash"],
        "silently wrong totals": outcomes["silent"],
        "totals that are right, share": outcomes["right"] / len(verdicts),
        "cells recovered, share": recovered / cells,
    }
