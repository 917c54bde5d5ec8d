"""What was decided for a column: one reading for all its times, or a question with the answers there are."""

from dataclasses import dataclass, replace
from typing import Literal, Self

from analysis.ingest.times.dates import Form

# "text" is decided by a layout, "digits" and "pattern" by a pattern of strptime, "serial" counts days since 1899-12-30.
Kind = Literal["date", "naive", "iso", "epoch", "text", "digits", "serial", "pattern"]
Unit = Literal["s", "ms", "us", "ns"]
Zone = Literal["stored", "given", "own"]
Order = Literal["day-first", "month-first", "year-first"]
PLAIN_KINDS: tuple[Kind, ...] = ("date", "naive", "iso", "epoch")  # DuckDB casts them as they are
UNIT_NAMES: dict[Unit, str] = {"s": "seconds", "ms": "milliseconds", "us": "microseconds", "ns": "nanoseconds"}
_SHORT_NAMES: dict[str, str] = {"day-first": "d/m/y", "month-first": "m/d/y", "year-first": "y/m/d"}


@dataclass(frozen=True)
class Layout:
    """How dates in words and numbers are written in one column.

    Attributes
    ----------
    form, divider
        As in `Written`.
    order
        Which number is the day, where the form leaves it open.
    is_halved
        Whether times of day have AM and PM; one without is then not read, and the other way round.
    languages
        Of the names of months.
    """

    form: Form
    divider: str = ""
    order: Order | None = None
    is_halved: bool = False
    languages: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What a person calls it."""
        if self.form in ("week", "ordinal"):
            return f"ISO 8601 {self.form} date"
        named = {"named": "date with the month's name", "compact": "ISO 8601 basic"}.get(self.form)
        named = named or _SHORT_NAMES[self.order or "year-first"].replace("/", self.divider)
        return named + (" with AM and PM" if self.is_halved else "")


ISO = Layout("year first", "-")


@dataclass(frozen=True)
class Reading:
    """How one column of times is read.

    Attributes
    ----------
    kind
        "date" (`2026-03-01`), "naive" (`2026-03-01 12:00:00`), "iso" (any ISO 8601, offsets too), "epoch", or another.
    unit
        Of an epoch, by its magnitude; None otherwise.
    layout
        Of "text"; None otherwise.
    pattern
        A pattern of strptime: what reads "digits" and "pattern"; of "text" the one that reads nearly all of it fast.
    decimals
        Of "serial", the most places behind the point in the column: how exact its times of day are.
    is_answered
        Whether a person said so: what contradicts it is then rejected, and no longer asked.
    is_mapped
        Whether texts that the fast way cannot read are looked up in the table of those read one by one.
    """

    kind: Kind
    unit: Unit | None = None
    layout: Layout | None = None
    pattern: str | None = None
    decimals: int = 0
    is_answered: bool = False
    is_mapped: bool = False

    @property
    def format(self) -> str:
        """What a person calls it."""
        if self.unit is not None:
            return f"epoch {UNIT_NAMES[self.unit]}"
        if self.layout is not None:
            return self.layout.title
        named = {"date": "ISO 8601 date", "naive": "ISO 8601 without offset", "serial": "spreadsheet days"}
        return self.pattern or named.get(self.kind, "ISO 8601")

    @property
    def is_number(self) -> bool:
        """Whether its values are bare numbers, which ids and amounts are, too."""
        return self.kind in ("epoch", "digits", "serial")

    @property
    def has_instants(self) -> bool:
        """Whether it can read a moment that is the same everywhere: an epoch, or a time with an offset."""
        return self.kind in ("iso", "epoch") or self.is_mapped

    @property
    def is_slow(self) -> bool:
        """Whether DuckDB cannot read any of it: every text is looked up."""
        return self.kind in ("serial", "pattern") or (self.kind in ("text", "digits") and self.pattern is None)

    @property
    def wider(self) -> Self | None:
        """The reading that also takes what this fast one cannot, or None."""
        if self.kind in ("date", "naive"):
            return replace(self, kind="iso")
        return None if self.is_mapped or self.kind == "epoch" else replace(self, is_mapped=True)


@dataclass(frozen=True)
class TimeChoice:
    """One answer to a question about times: what to give as `time_format`, and what the example then means."""

    value: str
    label: str


@dataclass(frozen=True)
class TimeQuestion:
    """What a column of times leaves open.

    Attributes
    ----------
    text
        The question, one sentence.
    example
        A value of the column, shortened.
    choices
        The answers; empty where only another export helps.
    """

    text: str
    example: str = ""
    choices: tuple[TimeChoice, ...] = ()


@dataclass(frozen=True)
class Decision:
    """The reading of a column, or None; what is open, None where nothing is; and the layout that leaves it open."""

    reading: Reading | None
    question: TimeQuestion | None = None
    layout: Layout | None = None
