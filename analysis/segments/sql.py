"""A segment as SQL: one query that DuckDB and PostgreSQL both run on raw events, and that returns the same users."""

from dataclasses import dataclass, field

import numpy as np

from analysis.activity import to_date
from analysis.errors import shortened
from analysis.lifecycle import STATES, WINDOW_DAYS
from analysis.segments.chosen import rule_for
from analysis.segments.people import People
from analysis.segments.rules import And, Check, Leaf, Missing, Name, Not, OneOf, Or, Rule, rule_text
from analysis.segments.rules.evaluate import read_leaf
from analysis.segments.rules.tree import Value
from analysis.segments.splits import PREFIX, bounds_of, parse_split
from analysis.segments.sql_features import Events, Query, literal, number
from analysis.segments.sql_frequency import frequency_condition, frequency_steps

FLOAT32_SLACK = 1e-6  # labels compare single-precision shares, and allow for it
UNTOLD = {
    "tests": "rests on tests over all users, which SQL cannot repeat",
    "tables": "is not in the events table",
}


def segment_sql(rule: Rule | str, people: People, *, events: Events | None = None) -> str:
    """Return a query for the ids of a segment (a name, or a rule), one text column `user_id`, in order.

    It reads a table of raw events and runs as it is on DuckDB and PostgreSQL. What rests on tests over all users, on
    the users table or on subscriptions cannot be told from events: those users are listed in the query, with a comment.
    "Now" is the last day of these data, written out; later events are not read. Raises what `chosen` raises, and
    OffbeatError where a text to write holds a zero byte.
    """
    rule = rule_for(rule, people) if isinstance(rule, str) else rule
    writer = _Writer(people, Query(people.dataset.activity, events or Events()))
    condition = writer.write(rule, truth=True)
    comments = [
        f"{shortened(rule_text(rule))}, as of {to_date(people.dataset.activity.observed_to)}.",
        "Runs on DuckDB and PostgreSQL. Times are taken as they are written: in local time.",
        *writer.comments,
    ]
    # A line break in a name would end the comment.
    return "".join(f"-- {' '.join(line.split())}\n" for line in comments) + writer.query.text(condition)


@dataclass
class _Writer:
    """Writes conditions; `comments` say which users are listed by id, and why."""

    people: People
    query: Query
    comments: list[str] = field(default_factory=list)

    def write(self, rule: Rule, *, truth: bool) -> str:
        """Return the condition that a rule holds, or (not `truth`) does not; `not` is carried down to the tests."""
        if isinstance(rule, Not):
            return self.write(rule.rule, truth=not truth)
        if isinstance(rule, And | Or):
            word = " AND " if isinstance(rule, And) == truth else " OR "
            return f"({word.join(self.write(each, truth=truth) for each in rule.rules)})"
        return self._leaf(rule, truth=truth)

    def _leaf(self, leaf: Leaf, *, truth: bool) -> str:
        members = read_leaf(leaf, self.people, truth=truth)  # raises for what does not fit the data
        condition = self._name(leaf.text) if isinstance(leaf, Name) else self._test(leaf)
        if condition is None:
            return self._listed(leaf, members, truth=truth)
        return condition if truth else f"NOT ({condition})"

    def _test(self, leaf: Check | OneOf | Missing) -> str | None:
        """Return the condition of a test of what events tell, None for one of another table."""
        if leaf.field.kind == "attr" or leaf.field.name == "mrr":
            return None
        of_uses = leaf.field.kind == "uses"
        column = self.query.uses(leaf.field.name) if of_uses else self.query.feature(leaf.field.name)
        if isinstance(leaf, Missing):
            return f"{column} IS {'NOT ' if leaf.negated else ''}NULL"
        if isinstance(leaf, Check):
            return _compared(column, leaf.op, leaf.value)
        listed = " OR ".join(_compared(column, "=", value) for value in leaf.values)
        return f"NOT ({listed})" if leaf.negated else f"({listed})"

    def _name(self, name: str) -> str | None:
        """Return the condition of a name that events alone decide, None for any other."""
        slug, _, detail = name.partition(":")
        if name == "all":
            return "TRUE"
        if name.startswith(PREFIX):
            return _split(name)
        if slug == "frequency":
            return self._frequency(detail)
        if slug == "lifecycle":
            return self._lifecycle(detail)
        if slug == "uses":
            return f"{self.query.uses(detail)} > 0"
        if name == "too_few":
            return f"{self.query.feature('active_days')} < {self.people.settings.evidence.min_active_days}"
        # Dates left out are no part of the window, which the query does not count.
        is_plain = name == "daily" and not len(self.people.dataset.activity.ignored_days)
        return self._daily() if is_plain else None

    def _daily(self) -> str:
        own, least = self.people.settings.daily, self.people.settings.evidence.min_active_days
        names = ("active_days", "tenure_days", "days_since_last", "gap_median_days")
        days, tenure, since, gap = map(self.query.feature, names)
        window = f"({tenure} - {since} + 1)"
        share, longest = number(own.min_share - FLOAT32_SLACK), number(own.max_median_gap_days)
        often = f"{days} >= {share} * {window} AND {gap} <= {longest}"
        return f"({days} >= {least} AND {window} >= {own.min_window_days} AND {often})"

    def _frequency(self, detail: str) -> str:
        own = self.people.settings.frequency
        self.query.feature("active_days")
        if detail != "too_few":
            self.query.feature("gap_cv")
            self.query.frequency = frequency_steps(own, number)
        return frequency_condition(own, detail, number)

    def _lifecycle(self, detail: str) -> str:
        since, tenure, before = map(self.query.feature, ("days_since_last", "tenure_days", "active_before"))
        now, new, earlier = f"{since} < {WINDOW_DAYS}", f"{tenure} < {WINDOW_DAYS}", f"{before} > 0"
        states = (
            f"({now} AND {new})", f"({now} AND {earlier})", f"({now} AND NOT {earlier} AND NOT {new})",
            f"(NOT {now} AND {earlier})",
        )  # fmt: skip
        return states[STATES.index(detail)]

    def _listed(self, leaf: Leaf, members: np.ndarray, *, truth: bool) -> str:
        """Return the condition of being one of these users, whose ids the query lists."""
        words, count = shortened(rule_text(leaf if truth else Not(leaf))), int(members.sum())
        why = UNTOLD["tests" if isinstance(leaf, Name) and "=" not in leaf.text else "tables"]
        self.comments.append(f"{words} {why}: the {count} users it had on that day are listed by id.")
        if not count:
            return "FALSE"
        ids = self.people.dataset.activity.user_ids.to_pylist()
        return self.query.one_of([ids[row] for row in np.flatnonzero(members)])


def _compared(column: str, op: str, value: Value) -> str:
    if isinstance(value, bool):
        return f"({column} > 0) {'<>' if op == '!=' else op} {str(value).upper()}"
    assert isinstance(value, int | float)  # read_leaf has raised for any other
    return f"{column} {'<>' if op == '!=' else op} {number(value)}"


def _split(name: str) -> str:
    part, parts, seed = parse_split(name)
    low, behind = bounds_of(part, parts)
    place = f"SUBSTR(MD5({literal(f'{seed}:')} || people.user_id), 1, {len(low)})"
    upto = f" AND {place} < {literal(behind)}" if behind else ""
    return f"({place} >= {literal(low)}{upto})"
