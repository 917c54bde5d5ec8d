"""What a load says about itself: rows in file = loaded + rejected + blank, what was read as what, what was joined."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any, Self

from analysis import markup, wording
from analysis.ingest.columns import Choice, ColumnMap

# Decides a sentence, no label: in commit histories UTC instead of local dates moved 3 to 34 % to another date.
NEAR_MIDNIGHT_WARNS_FROM = 0.05


@dataclass(frozen=True)
class Reject:
    """Rows that were not loaded for one reason: how many, and the first one's line (the header is line 1)."""

    reason: str
    rows: int
    line: int | None
    example: str
    file: str = ""


@dataclass(frozen=True)
class MatchReport:
    """How a second table joined the events; nobody leaves without being counted here.

    Attributes
    ----------
    table, by
        "users", "subscriptions", "payments" or "mapping", and what it was joined by: "user_id", "account_id", "email",
        "alias".
    matched
        Ids in both.
    only_in_events, only_in_table
        Ids in one of them; both stay in the dataset, but for the accounts of a users table joined by account that no
        user belongs to: these are left out, as `notes` say.
    repeated
        Rows whose id had come before; of users and aliases the first row counts, of subscriptions all.
    rejected
        Rows left out, each counted in `notes` with its reason.
    loaded, blank
        Of subscriptions and payments: rows kept, and rows without any value; with `rejected` all rows of the file.
    """

    table: str
    by: str
    matched: int
    only_in_events: int
    only_in_table: int
    repeated: int = 0
    rejected: int = 0
    notes: tuple[str, ...] = ()
    loaded: int = 0
    blank: int = 0

    @property
    def sentence(self) -> str:
        """The match in one sentence, with the rows that repeat an id."""
        counts = "all of them count" if self.table in ("subscriptions", "payments") else "the first one counts"
        repeats = wording.plural(self.repeated, "row repeats", "rows repeat")
        repeated = f"; {repeats} an id, {counts}" if self.repeated else ""
        if not self.matched and not self.only_in_events:
            return f"{self.table}: {self.only_in_table:,} ids, and no events to match them with{repeated}."
        return (
            f"{self.table}: {self.matched:,} ids match by {self.by}, {self.only_in_events:,} are only in the events, "
            f"{self.only_in_table:,} only in this table{repeated}."
        )


@dataclass(frozen=True)
class CanAnswer:
    """Whether this file can answer a question, and why."""

    question: str
    yes: bool
    why: str


@dataclass(frozen=True)
class NearMidnight:
    """Loaded events within an hour of local midnight: another time zone would put them on another day.

    Attributes
    ----------
    events, share
        How many, and of all loaded ones in [0, 1]; None where the source holds dates only.
    why_not
        Why they cannot be counted, else "".
    """

    events: int | None
    share: float | None
    why_not: str = ""

    @classmethod
    def of(cls, by_hour: Sequence[int], *, has_hours: bool) -> Self:
        """Count hours 23 and 0 of events by local hour (24 of them)."""
        if not has_hours:
            return cls(None, None, "The times hold dates only, without hours.")
        events = by_hour[0] + by_hour[-1]
        return cls(events, events / sum(by_hour))

    @property
    def warns(self) -> bool:
        """Whether they are enough to doubt labels; hours spread evenly over the day give 8 %."""
        return self.share is not None and self.share >= NEAR_MIDNIGHT_WARNS_FROM

    @property
    def notes(self) -> tuple[str, ...]:
        """The warning, where there is one."""
        if self.share is None or not self.warns:
            return ()
        return (
            f"{wording.share(self.share)} of the events lie within an hour of midnight: another time zone could put "
            "them on another day.",
        )


@dataclass(frozen=True)
class ReadReport:
    """What was read, rejected, assumed and joined. `to_dict` gives the keys of `python -m analysis read`.

    Attributes
    ----------
    users, known_users, accounts
        Users with events; ids of the users table and the events together; accounts of any of them.
    amount
        Exact sum of all loaded amounts, or None where the file has none.
    first_day, last_day
        ISO dates of the first and last active day.
    timezone
        What decided local days and hours: a zone's name, "stored offsets", "users' own zones, else ...".
    rejected_rows
        The first rejected rows one by one (`rows` is 1 in each), as written to rejects.csv.
    """

    rows_in_file: int
    loaded: int
    rejected: int
    blank: int
    rejects: tuple[Reject, ...]
    users: int
    user_days: int
    amount: Decimal | None
    event_names: tuple[str, ...]
    first_day: str
    last_day: str
    columns: ColumnMap
    timestamp_format: str
    timezone: str
    fingerprint: str
    near_midnight: NearMidnight
    known_users: int = 0
    accounts: int = 0
    matches: tuple[MatchReport, ...] = ()
    can_answer: tuple[CanAnswer, ...] = ()
    notes: tuple[str, ...] = ()
    rejected_rows: tuple[Reject, ...] = ()
    other_columns: tuple[ColumnMap, ...] = ()

    def _repr_html_(self) -> str:
        """What Jupyter shows: how much was read as what, and what there is to know about it."""
        columns = wording.listed([f"{field}: {column}" for field, column in self.columns.as_dict().items() if column])
        facts = [
            ("Rows read", self.loaded), ("Rows rejected", self.rejected), ("Users", self.users),
            ("From", self.first_day), ("To", self.last_day), ("Columns", columns), ("Times", self.timestamp_format),
            ("Time zone", self.timezone),
        ]  # fmt: skip
        return markup.card("How it was read", facts) + (markup.bullets(self.notes) if self.notes else "")

    @property
    def events(self) -> int:
        """Loaded rows: each is one event."""
        return self.loaded

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values under the command line's names, and what `from_dict` needs besides."""
        plain = asdict(self)
        rows = {"in_file": plain.pop("rows_in_file")} | {key: plain.pop(key) for key in ("loaded", "rejected", "blank")}
        columns = {"columns": self.columns.as_dict(), "choices": [plain.pop("columns"), *plain.pop("other_columns")]}
        amount = None if self.amount is None else float(self.amount)
        return {"rows": rows, **plain, "events": self.events, "amount": amount, **columns}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Self:
        """Return the report that `to_dict` made plain."""
        rows, (events, *others) = plain["rows"], plain["choices"]
        same = ("users", "user_days", "first_day", "last_day", "timestamp_format", "timezone", "fingerprint")
        return cls(
            rows_in_file=rows["in_file"],
            **{key: rows[key] for key in ("loaded", "rejected", "blank")},
            **{key: plain[key] for key in (*same, "known_users", "accounts")},
            rejects=tuple(Reject(**each) for each in plain["rejects"]),
            amount=None if plain["amount"] is None else Decimal(repr(plain["amount"])),
            near_midnight=NearMidnight(**plain["near_midnight"]),
            event_names=tuple(plain["event_names"]),
            columns=_column_map(events),
            matches=tuple(MatchReport(**{**each, "notes": tuple(each["notes"])}) for each in plain["matches"]),
            can_answer=tuple(CanAnswer(**each) for each in plain["can_answer"]),
            notes=tuple(plain["notes"]),
            rejected_rows=tuple(Reject(**each) for each in plain["rejected_rows"]),
            other_columns=tuple(map(_column_map, others)),
        )

    def without_rows(self) -> Self:
        """Return a copy without what stood in a row of a file: rejected rows, examples, notes that quote one."""
        maps = [
            replace(each, choices=tuple(replace(choice, example="") for choice in each.choices))
            for each in (self.columns, *self.other_columns)
        ]
        rejects = tuple(replace(each, example="") for each in self.rejects)
        return replace(
            self, rejects=rejects, rejected_rows=(), columns=maps[0], other_columns=tuple(maps[1:]),
            notes=tuple(each for each in self.notes if '"' not in each),
            matches=tuple(
                replace(each, notes=tuple(note for note in each.notes if '"' not in note)) for each in self.matches
            ),
        )  # fmt: skip

    def with_notes(self, *notes: str) -> Self:
        """Return a copy that says more."""
        return replace(self, notes=(*self.notes, *notes))


def _column_map(plain: Mapping[str, Any]) -> ColumnMap:
    choices = tuple(Choice(**{**each, "among": tuple(each.get("among", ()))}) for each in plain["choices"])
    return ColumnMap(plain["table"], tuple(plain["header"]), choices)
