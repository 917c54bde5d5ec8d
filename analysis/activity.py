"""Activity: every user's active days as read-only arrays; the one object all rhythms, features and metrics read."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Self

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.errors import UnknownNameError, shortened

EPOCH = date(1970, 1, 1)
OTHER_EVENTS_BIT = 63
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FINGERPRINT_DIGITS = 32
USES_COLUMNS = ("user", "event", "days", "count", "first_day", "last_day", "amount")


def weekday_of(day: np.ndarray) -> np.ndarray:
    """Return the weekday of days since 1970-01-01, Monday 0 to Sunday 6 (that day was a Thursday)."""
    return (np.asarray(day) + 3) % 7


def to_date(day: int) -> date:
    """Return the calendar date of a day number."""
    return EPOCH + timedelta(days=int(day))


def to_day(when: date) -> int:
    """Return the day number (days since 1970-01-01) of a calendar date."""
    return (when - EPOCH).days


@dataclass(frozen=True, eq=False)
class Activity:
    """User-days in compressed sparse rows: user i owns `day[offsets[i]:offsets[i + 1]]`.

    Attributes
    ----------
    user_ids
        Ids in byte order, shape (users,). Every user has at least one active day.
    offsets
        int64, shape (users + 1,).
    day
        int32, shape (user_days,), days since 1970-01-01 in the user's local date; ascending within a user, no repeats.
    events
        uint32, events of that user-day.
    hours
        uint32, bit h set = active in local hour h; 0 everywhere where the source holds dates only.
    event_bits
        uint64, bit i set = event `event_names[i]` seen that day; bit 63 = any other event name.
    amount
        float64, sum of amounts of that user-day, or None where the source has no amount.
    event_names
        At most 63 names, those with most users first (ties by name).
    uses
        One row a user and event name: user (int32 row number), event (text), days, count, first_day, last_day (int32),
        amount (float64, nan where absent); sorted by user, then event.
    observed_from, observed_to
        First and last day the data cover; "now" is `observed_to`, never today.
    ignored_days
        int32, ascending, no repeats: dates within the data whose user-days were left out (`without_days`). They are no
        days of silence: whoever counts the days a user could have come leaves them out too.
    """

    user_ids: pa.StringArray
    offsets: np.ndarray
    day: np.ndarray
    events: np.ndarray
    hours: np.ndarray
    event_bits: np.ndarray
    amount: np.ndarray | None
    event_names: tuple[str, ...]
    uses: pd.DataFrame = field(repr=False)
    observed_from: int
    observed_to: int
    ignored_days: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int32))

    def __post_init__(self) -> None:
        arrays = (self.offsets, self.day, self.events, self.hours, self.event_bits, self.amount, self.ignored_days)
        for array in arrays:
            if array is not None:
                array.setflags(write=False)

    def __repr__(self) -> str:
        span = f"{to_date(self.observed_from)} to {to_date(self.observed_to)}"
        return f"<Activity: {self.users:,} users, {self.user_days:,} active days, {span}>"

    @property
    def users(self) -> int:
        """Number of users."""
        return len(self.offsets) - 1

    @property
    def user_days(self) -> int:
        """Number of active days of all users together."""
        return len(self.day)

    @property
    def has_hours(self) -> bool:
        """Whether the source has times of day, not dates only."""
        return bool(np.any(self.hours))

    @cached_property
    def user(self) -> np.ndarray:
        """Row number of the user of each user-day, int32, shape (user_days,)."""
        owner = np.repeat(np.arange(self.users, dtype=np.int32), self.active_days)
        owner.setflags(write=False)
        return owner

    @cached_property
    def active_days(self) -> np.ndarray:
        """Active days of each user, int64, shape (users,)."""
        return np.diff(self.offsets)

    @cached_property
    def first_day(self) -> np.ndarray:
        """First active day of each user, int32, shape (users,)."""
        return self.day[self.offsets[:-1]]

    @cached_property
    def last_day(self) -> np.ndarray:
        """Last active day of each user, int32, shape (users,)."""
        return self.day[self.offsets[1:] - 1]

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the canonical arrays: the same rows in any order, on any number of threads, give the same text."""
        # Names once each and codes: millions of short texts take a second to join.
        events = pa.Table.from_pandas(self.uses[["event"]], preserve_index=False).column(0).cast(pa.string())
        events = events.combine_chunks().dictionary_encode()
        names = (self.user_ids, pa.array(self.event_names, pa.string()), events.dictionary)
        counts = [self.uses[name].to_numpy() for name in ("user", "days", "count", "first_day", "last_day", "amount")]
        days = (self.offsets, self.day, self.events, self.hours, self.event_bits, self.amount)
        numbers = [events.indices.to_numpy(), *days, *counts, self.ignored_days]
        with ThreadPoolExecutor(2) as pool:  # hashlib works without the interpreter's lock
            hashed = [*pool.map(_hash_of_numbers, numbers), *map(_hash_of_texts, names)]
        observed = f"{self.observed_from} {self.observed_to}".encode()
        return hashlib.sha256(b"".join([*hashed, observed])).hexdigest()[:_FINGERPRINT_DIGITS]

    def row_of(self, user_id: str) -> int:
        """Return the row number of a user id, or raise UnknownNameError."""
        row = pc.index(self.user_ids, pa.scalar(user_id, pa.string())).as_py()
        if row < 0:
            raise UnknownNameError.of("user", user_id, self.user_ids[:200].to_pylist())
        return row

    def days_of(self, row: int) -> np.ndarray:
        """Return the active days of user `row`."""
        return self.day[self.offsets[row] : self.offsets[row + 1]]

    def of_users(self, keep: np.ndarray) -> Self:
        """Return the activity of the users where `keep` (bool, shape (users,)) is set."""
        return self._of_days(np.repeat(keep, self.active_days), self.observed_from, self.observed_to)

    def until(self, day: int) -> Self:
        """Return what was known at the end of `day`: later user-days are left out.

        First days stay right; days, count and last_day of `uses` cannot be cut without the source and keep only the
        events first seen by then.
        """
        return self._of_days(self.day <= day, self.observed_from, min(day, self.observed_to))

    def since(self, day: int) -> Self:
        """Return the user-days on or after `day`, for charts of a period; `uses` still spans the whole history."""
        return self._of_days(self.day >= day, max(day, self.observed_from), self.observed_to)

    def active_on(self, events: tuple[str, ...]) -> Self:
        """Return the activity in which only these events count as being active, read from the event bits.

        A kept user-day keeps its event count, hours and amount, which the bits cannot split by event.
        Names beyond the 63 with most users share one bit and cannot be chosen; they raise UnknownNameError, as unknown
        ones do.
        """
        chosen = np.uint64(0)
        for name in events:
            if name not in self.event_names:
                raise self._not_to_choose(name)
            chosen |= np.uint64(1) << np.uint64(self.event_names.index(name))
        kept = self._of_days((self.event_bits & chosen) != 0, self.observed_from, self.observed_to)
        uses = kept.uses[kept.uses["event"].isin(events)].reset_index(drop=True)
        return type(self)(**{**kept._arrays(), "uses": uses})

    def _not_to_choose(self, name: str) -> UnknownNameError:
        if not (self.uses["event"] == name).any():
            return UnknownNameError.of("event", name, self.event_names)
        return UnknownNameError(
            f'Expected one of the {len(self.event_names)} events with most users, found "{shortened(name)}", which '
            "fewer use: the days of rarer events are not kept apart.",
            hint="read a file that holds only the rows of the events that shall count.",
        )

    def without_days(self, days: np.ndarray) -> Self:
        """Return the activity without the user-days on these dates (days since 1970, any order, repeats allowed).

        Users with no other day go, as in every other narrowing; `observed_from` and `observed_to` stay. The dates join
        `ignored_days`; those outside the data change nothing. `uses` still spans the whole history: what it counts
        cannot be cut without the source.
        """
        inside = np.unique(np.asarray(days, np.int32))
        inside = inside[(inside >= self.observed_from) & (inside <= self.observed_to)]
        if not len(inside):
            return self
        # One flag a date: a look-up by user-day is faster than a search.
        ignored = np.zeros(self.observed_to - self.observed_from + 1, bool)
        ignored[inside - self.observed_from] = True
        left = self._of_days(~ignored[self.day - self.observed_from], self.observed_from, self.observed_to)
        return replace(left, ignored_days=np.union1d(self.ignored_days, inside))

    def _arrays(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    def _of_days(self, keep: np.ndarray, observed_from: int, observed_to: int) -> Self:
        """Return the user-days where `keep` is set; users left without a day go."""
        counts = np.add.reduceat(keep, self.offsets[:-1], dtype=np.int64) if self.users else np.zeros(0, np.int64)
        stays = counts > 0
        new_row = np.cumsum(stays, dtype=np.int64) - 1
        uses = self.uses[stays[self.uses["user"]] & (self.uses["first_day"] <= observed_to)]
        known = (self.ignored_days >= observed_from) & (self.ignored_days <= observed_to)
        return type(self)(
            user_ids=self.user_ids.filter(pa.array(stays)),
            offsets=np.concatenate(([0], np.cumsum(counts[stays]))).astype(np.int64),
            day=self.day[keep],
            events=self.events[keep],
            hours=self.hours[keep],
            event_bits=self.event_bits[keep],
            amount=None if self.amount is None else self.amount[keep],
            event_names=self.event_names,
            uses=uses.assign(user=new_row[uses["user"]].astype(np.int32)).reset_index(drop=True),
            observed_from=observed_from,
            observed_to=observed_to,
            ignored_days=self.ignored_days[known],
        )


def _hash_of_numbers(array: np.ndarray | None) -> bytes:
    return hashlib.sha256(b"absent" if array is None else np.ascontiguousarray(array).data).digest()


def _hash_of_texts(column: pa.StringArray) -> bytes:
    texts = column.to_pylist()
    joined = "\x00".join(texts)
    digest = hashlib.sha256(joined.encode())
    digest.update(len(column).to_bytes(8, "little"))
    if joined.count("\x00") >= max(len(texts), 1):  # one is within a text: they do not tell where one ends
        digest.update(repr(list(map(len, texts))).encode())
    return digest.digest()
