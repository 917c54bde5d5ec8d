"""The people of a segment to take along: a list, a table to paste, a query for the raw events."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import wording
from analysis.errors import OffbeatError
from analysis.export import MOST_COPIED, tab_text
from analysis.segments.chosen import rule_for
from analysis.segments.rules import And
from analysis.segments.sql import segment_sql
from analysis.study import Study
from analysis.views.wall import people_table


@dataclass(frozen=True)
class TakenOut:
    """What the popover shows; sentences are plain text.

    Attributes
    ----------
    table
        The first thousand people with tabs between cells.
    sql
        The query, "" where there is none; `sql_sentence` says what it reads, or why there is none.
    """

    sentence: str
    table: str
    table_sentence: str
    sql: str
    sql_sentence: str


def taken_out(study: Study, segment: str) -> TakenOut:
    """Return a segment (name or rule) among the users shown as text; raises OffbeatError where it is none."""
    rows = _rows(study, segment)
    sql, sql_sentence = _sql(study, segment)
    shown = min(len(rows), MOST_COPIED)
    first = "" if shown == len(rows) else f"The first {wording.count(shown)}; all of them are in the list above. "
    return TakenOut(
        sentence=f"{wording.units(len(rows), study.unit_word)}, as shown now.",
        table=tab_text(people_table(study, rows[:MOST_COPIED])),
        table_sentence=f"{first}Paste it into a spreadsheet.",
        sql=sql,
        sql_sentence=sql_sentence,
    )


def members_table(study: Study, segment: str) -> pd.DataFrame:
    """Return everybody of a segment among the users shown, as `people_table`."""
    return people_table(study, _rows(study, segment))


def _rows(study: Study, segment: str) -> np.ndarray:
    return np.flatnonzero(study.members(segment) & study.chosen)


def _sql(study: Study, segment: str) -> tuple[str, str]:
    """Return the query and what it reads, or "" and why a table of raw events cannot tell."""
    filters = study.filters
    if filters.unit == "accounts" or filters.active_events:
        why = "counts accounts" if filters.unit == "accounts" else "takes only some events as being active"
        return "", f"No query while this view {why}: a table of raw events does not know that."
    rule = rule_for(segment, study.people)
    try:
        sql = segment_sql(
            rule if filters.who == "all" else And((rule, rule_for(filters.who, study.people))), study.people
        )
    except OffbeatError as problem:
        return "", f"{problem.sentence} {wording.capital(problem.hint)}"
    reads = "It reads a table “events” with user_id, timestamp, event and amount, and runs on DuckDB and PostgreSQL."
    named = study.members(segment) & study.members(filters.who)
    hidden = int((study.bots & named).sum()) if filters.bots == "out" else 0
    also = f" It also returns {wording.count(hidden)} like clockwork, maybe bots, left out here." if hidden else ""
    internal = int((study.internal & named).sum())
    also += f" It also returns {wording.count(internal)} of e-mail domains left out here." if internal else ""
    return sql, f"{reads}{also}"
