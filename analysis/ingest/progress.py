"""How far a load is: its stages by name, one line of plain words each; and back from the lines to how much is done."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow.parquet as pq

from analysis import wording
from analysis.ingest.source import Source

Progress = Callable[[str, int], None]

# What `read` tells, as whoever waits is told it; {} are rows, or what the line says.
STAGES = {
    "reading": "reading",
    "opened": "opened the files",
    "expected": "expecting about {} rows",
    "so_far": "{} rows so far",
    "again": "reading again",
    "read": "read {} rows",
    "reduced": "reduced to {} user-days",
    "joined": "joined {} users",
}
_WORDS = {
    "reading": "Opening the files",
    "opened": "Reading the rows",
    "expected": "Reading the rows",
    "so_far": "Reading the rows",
    "again": "Reading the rows again, with more care",
    "read": "Adding up who came on which day",
    "reduced": "Joining the tables",
    "joined": "Writing it down",
}
# How much of a load is done when a stage begins, measured on 6 million rows of 5 million user-days.
_BEGINS = {"reading": 0.0, "opened": 0.04, "read": 0.6, "reduced": 0.75, "joined": 0.8}
_SAMPLE_BYTES = 1 << 20
_SAID_AFTER_S, _SAID_FROM_SHARE = 2.0, 0.05
_SHORT_S, _LONG_S, _MINUTE_S = 10, 90, 60


@dataclass(frozen=True)
class Step:
    """What a load is doing.

    Attributes
    ----------
    words
        The stage in plain words, with the rows so far.
    done_share
        How much of the load is done by a guess, in [0, 1]; it never falls.
    is_steady
        Whether what is left can be told from it: not while rows are read a second time.
    """

    words: str
    done_share: float
    is_steady: bool = True


def no_progress(stage: str, rows: int) -> None:
    """Report nothing."""


def line_of(stage: str, rows: int) -> str:
    """Return the line that tells a stage."""
    return STAGES[stage].format(wording.count(rows))


def rows_about(sources: Sequence[Source]) -> int:
    """Return about how many rows files hold: of Parquet from the footer, of text by the lines of its first megabyte."""
    return sum(_rows_of(source) for source in sources)


def step_of(lines: Sequence[str]) -> Step:
    """Return what a load is doing from the lines it told so far; lines of another kind are left out."""
    stage, expected, rows, begun, repeats = "reading", 0, 0, 0.0, 0
    for name, number in _told(lines):
        stage, begun = name, max(begun, _BEGINS.get(name, 0.0))
        expected = number if name == "expected" else expected
        rows = number if name in ("so_far", "read") else 0
        repeats += name == "again"
    if stage not in ("so_far", "again"):
        return Step(_WORDS[stage], begun)
    words = _WORDS["again" if repeats else "so_far"]
    read_share = min(rows / expected, 1.0) if expected and not repeats else float(bool(repeats))
    done = _BEGINS["opened"] + (_BEGINS["read"] - _BEGINS["opened"]) * read_share
    return Step(f"{words}: {wording.count(rows)} so far" if rows else words, done, is_steady=not repeats)


def left_said(step: Step, elapsed_s: float) -> str:
    """Return how long a load still takes, "about 20 s left"; "" where it is too early, or too unsteady, to say."""
    if elapsed_s < _SAID_AFTER_S or step.done_share < _SAID_FROM_SHARE or not step.is_steady:
        return ""
    left_s = elapsed_s * (1 / step.done_share - 1)
    if left_s < _SHORT_S:
        return "a few seconds left"
    if left_s < _LONG_S:
        return f"about {round(left_s, -1):.0f} s left"
    return f"about {wording.plural(round(left_s / _MINUTE_S), 'minute')} left"


def _told(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield stage and rows of each line that tells one."""
    for line in lines:
        for stage, template in STAGES.items():
            before, _, after = template.partition("{}")
            number = line.strip().removeprefix(before).removesuffix(after).replace(",", "")
            if line.strip() == template:
                yield stage, 0
            elif "{}" in template and number.isdecimal() and line.strip() == line_of(stage, int(number)):
                yield stage, int(number)


def _rows_of(source: Source) -> int:
    if source.kind == "parquet":
        return int(pq.read_metadata(source.path).num_rows)
    with source.path.open("rb") as file:
        head = file.read(_SAMPLE_BYTES)
    return round(head.count(b"\n") * source.path.stat().st_size / max(len(head), 1))
