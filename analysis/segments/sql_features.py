"""The features of `analysis.features` as SQL over raw events, in words that DuckDB and PostgreSQL share."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from analysis.activity import Activity, to_date
from analysis.errors import OffbeatError, shortened
from analysis.kernels.features import REGULARITY_CAP
from analysis.lifecycle import WINDOW_DAYS

UNKNOWN = "CAST(NULL AS double precision)"
GAPS = ("gap_mean_days", "gap_median_days", "gap_cv", "regularity_k")
HOURS = ("top_hour_share", "active_hours")


@dataclass(frozen=True, kw_only=True)
class Events:
    """What the table of raw events and its columns are called."""

    table: str = "events"
    user_id: str = "user_id"
    timestamp: str = "timestamp"
    event: str = "event"
    amount: str = "amount"


def literal(text: str) -> str:
    """Return a text as an SQL literal; raises OffbeatError for the one character no database takes."""
    if "\0" in text:
        raise OffbeatError(
            f'Expected text that a database can hold, found a zero byte in "{shortened(text)}".',
            hint="choose another segment, or clean the ids.",
        )
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def identifier(name: str) -> str:
    """Return a name of a table or a column, quoted."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def number(value: float) -> str:
    """Return a number as both databases read it in double precision."""
    return f"CAST('{value!r}' AS double precision)"


@dataclass
class Query:
    """Collects what a condition reads, and writes the steps that make it.

    Attributes
    ----------
    needed
        Features that were asked for.
    used
        Event names whose uses are counted, in the order they were asked for.
    lists
        Lists of ids.
    frequency
        The steps of frequency classes (`analysis.segments.sql_frequency`), where one is asked for.
    """

    activity: Activity
    events: Events
    needed: set[str] = field(default_factory=set)
    used: list[str] = field(default_factory=list)
    lists: list[Sequence[str]] = field(default_factory=list)
    frequency: dict[str, str] = field(default_factory=dict)

    def feature(self, name: str) -> str:
        """Return the column of a feature; NULL where the source does not hold it."""
        lacks_hours = name in HOURS and not self.activity.has_hours
        lacks_events = name == "features_used" and not self.activity.event_names
        if lacks_hours or lacks_events or (name == "amount" and self.activity.amount is None):
            return UNKNOWN
        self.needed.add(name)
        return name

    def uses(self, event: str) -> str:
        """Return the column that counts how often an event was used."""
        if event not in self.used:
            self.used.append(event)
        return f"uses_{self.used.index(event) + 1}"

    def one_of(self, ids: Sequence[str]) -> str:
        """Return the condition of being one of these users."""
        self.lists.append(ids)
        return f"people.user_id IN (SELECT user_id FROM listed_{len(self.lists)})"

    def text(self, condition: str) -> str:
        """Return the whole query for the ids that a condition holds for, in order."""
        steps = {"moments": self._moments(), "days": self._days(), "people": self._people()}
        beside = {}
        if self.needed & set(GAPS):
            steps |= {"gaps": _GAPS}
            beside |= {"spacing": _SPACING}
        steps |= {name: body for name, body in self.frequency.items() if name == "sides"}
        beside |= {name: body for name, body in self.frequency.items() if name != "sides"}
        if self.needed & set(HOURS):
            steps |= {"hours": _HOURS}
            beside |= {"clock": _CLOCK}
        if self.used or "features_used" in self.needed:
            beside |= {"used": self._used()}
        listed = {f"listed_{place} (user_id)": _values(ids) for place, ids in enumerate(self.lists, start=1)}
        written = ",\n".join(f"{name} AS (\n{body}\n)" for name, body in (steps | beside | listed).items())
        joins = "".join(f"\nLEFT JOIN {name} ON {name}.user_id = people.user_id" for name in beside)
        return (
            f"WITH {written}\nSELECT people.user_id\nFROM people{joins}\nWHERE {condition}\nORDER BY people.user_id;\n"
        )

    def _moments(self) -> str:
        """Return the events as read: the first 19 characters of a time are date and time, whatever follows them."""
        own = self.events
        user, when = identifier(own.user_id), identifier(own.timestamp)
        moment = f"CAST(SUBSTR(CAST({when} AS text), 1, 19) AS timestamp)"
        who = f"TRIM(CAST({user} AS text))"  # as a file is read: blanks around an id are no part of it, a blank is none
        read = [f"{who} AS user_id", f"CAST({moment} AS date) AS day"]
        read += [f"EXTRACT(HOUR FROM {moment}) AS hour"] if self.needed & set(HOURS) else []
        read += [f"{identifier(own.event)} AS event"] if self.used or "features_used" in self.needed else []
        read += [f"CAST({identifier(own.amount)} AS numeric(38, 6)) AS amount"] if "amount" in self.needed else []
        known = f"{who} <> '' AND {when} IS NOT NULL"
        inner = f"SELECT {', '.join(read)}\n  FROM {identifier(own.table)}\n  WHERE {known}"
        ignored = ", ".join(_date(day) for day in self.activity.ignored_days)
        without = f" AND day NOT IN ({ignored})" if ignored else ""
        return f"  SELECT * FROM (\n  {inner}\n  ) AS raw\n  WHERE day <= {_date(self.activity.observed_to)}{without}"

    def _days(self) -> str:
        amount = ", SUM(amount) AS amount" if "amount" in self.needed else ""
        return f"  SELECT user_id, day, COUNT(*) AS events{amount}\n  FROM moments\n  GROUP BY user_id, day"

    def _people(self) -> str:
        now = _date(self.activity.observed_to)
        on = [f"COUNT(*) FILTER (WHERE EXTRACT(ISODOW FROM day) = {weekday})" for weekday in range(1, 8)]
        share = "CAST({} AS double precision) / COUNT(*)"
        before = f"{now} - day >= {WINDOW_DAYS} AND {now} - day < {2 * WINDOW_DAYS}"
        every = {
            "active_days": "COUNT(*)",
            "events": "SUM(events)",
            "amount": "CAST(COALESCE(SUM(amount), 0) AS double precision)",
            "tenure_days": f"{now} - MIN(day)",
            "days_since_last": f"{now} - MAX(day)",
            "weekday_share": share.format(f"GREATEST({', '.join(on)})"),
            "weekend_share": share.format(f"({on[5]} + {on[6]})"),
            "active_before": f"COUNT(*) FILTER (WHERE {before})",
        }
        # The number of active days is what shares of hours are taken of.
        asked = self.needed | ({"active_days"} if self.needed & set(HOURS) else set())
        columns = "".join(f",\n    {figure} AS {name}" for name, figure in every.items() if name in asked)
        return f"  SELECT user_id{columns}\n  FROM days\n  GROUP BY user_id"

    def _used(self) -> str:
        counts = [
            f"COUNT(*) FILTER (WHERE event = {literal(event)}) AS uses_{place}"
            for place, event in enumerate(self.used, start=1)
        ]
        counts += ["COUNT(DISTINCT event) AS features_used"] if "features_used" in self.needed else []
        return f"  SELECT user_id, {', '.join(counts)}\n  FROM moments\n  GROUP BY user_id"


def _date(day: int | np.integer) -> str:
    return f"DATE '{to_date(int(day))}'"


def _values(ids: Sequence[str]) -> str:
    listed = ", ".join(f"({literal(each)})" for each in ids)
    return f"  VALUES {listed}"


_GAPS = """  SELECT user_id, day, CAST(gap AS double precision) AS gap
  FROM (SELECT user_id, day, day - LAG(day) OVER (PARTITION BY user_id ORDER BY day) AS gap FROM days) AS steps
  WHERE gap IS NOT NULL"""
# Minka's start value, as `analysis.kernels.features`; gaps that are all equal have no spread to take a logarithm of.
_SPACING = f"""  SELECT user_id, gap_mean_days, gap_median_days, gap_cv,
    CASE WHEN gaps < 2 THEN NULL
      WHEN spread <= 0 OR is_even THEN {REGULARITY_CAP!r}
      ELSE LEAST({REGULARITY_CAP!r}, (3 - spread + SQRT((spread - 3) * (spread - 3) + 24 * spread)) / (12 * spread))
    END AS regularity_k
  FROM (
    SELECT user_id, COUNT(*) AS gaps, AVG(gap) AS gap_mean_days,
      PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY gap) AS gap_median_days,
      STDDEV_SAMP(gap) / AVG(gap) AS gap_cv,
      MIN(gap) = MAX(gap) AS is_even, LN(AVG(gap)) - AVG(LN(gap)) AS spread
    FROM gaps
    GROUP BY user_id
  ) AS figures"""
_HOURS = """  SELECT user_id, hour, COUNT(DISTINCT day) AS days
  FROM moments
  GROUP BY user_id, hour"""
_CLOCK = """  SELECT hours.user_id,
    MAX(hours.days) / CAST(MAX(people.active_days) AS double precision) AS top_hour_share,
    SUM(hours.days) / CAST(MAX(people.active_days) AS double precision) AS active_hours
  FROM hours
  JOIN people ON people.user_id = hours.user_id
  GROUP BY hours.user_id"""
