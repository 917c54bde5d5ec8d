"""Segments, Yours: the people of a rule as it stands, and those of the segments saved."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import wording
from analysis.errors import OffbeatError
from analysis.profile import some_people
from analysis.segments.chosen import rule_as_written
from analysis.segments.own import OwnSegment, require_short
from analysis.segments.rules import parse, rule_text
from analysis.segments.rules.joining import Joining, joined
from analysis.segments.rules.tree import Value
from analysis.study import Study
from analysis.views.rule_fields import built
from analysis.views.rule_words import rule_words
from analysis.views.wall import people_table


@dataclass(frozen=True, eq=False)
class Draft:
    """The people of a rule: how many in a sentence, the rule in words (both plain text), some of them as a list."""

    users: int
    sentence: str
    words: str
    people: pd.DataFrame


@dataclass(frozen=True)
class OwnShown:
    """A saved segment; plain text. `problem` is why it cannot be read in these data, "" where it can."""

    name: str
    rule: str
    sentence: str
    words: str
    problem: str = ""


def draft_of(study: Study, text: str) -> Draft:
    """Return the people of a name or rule among those shown; raises OffbeatError with the place where it is wrong."""
    require_short(text)
    members = study.members(text) & study.chosen
    rows = np.array(some_people(members, study.settings.compare.seed), np.int64)
    words = wording.capital(rule_words(rule_as_written(text, study.people)))
    return Draft(int(members.sum()), _size(study, members), f"{words}.", people_table(study, rows))


def own_shown(study: Study) -> tuple[OwnShown, ...]:
    """Return the saved segments with their sizes among the users shown, in the order they were saved."""
    return tuple(_shown(study, each) for each in study.filters.segments)


def extended(study: Study, text: str, how: Joining, test: tuple[str, str, tuple[Value, ...]]) -> str:
    """Return a rule's text with one more test (field, operator, values); raises OffbeatError where the text is wrong.

    An empty text is replaced by the test.
    """
    rule = rule_as_written(text, study.people) if text.strip() else None
    return rule_text(joined(rule, how, built(*test)))


def segment_to_save(study: Study, name: str, text: str) -> OwnSegment:
    """Return a rule under a name; raises OffbeatError where either cannot be used, or nobody thought of a rule yet."""
    if not text.strip():
        raise OffbeatError("Expected a rule to save, found none.", hint="add a condition first.")
    require_short(text)
    study.members(text)
    return OwnSegment.of(name, rule_text(rule_as_written(text, study.people)))


def _shown(study: Study, each: OwnSegment) -> OwnShown:
    rule = parse(each.rule)
    words = f"{wording.capital(rule_words(rule))}."
    try:
        members = study.members(each.name) & study.chosen
    except OffbeatError as problem:
        return OwnShown(each.name, each.rule, "", words, f"{problem.sentence} {wording.capital(problem.hint)}")
    return OwnShown(each.name, each.rule, _size(study, members), words)


def _size(study: Study, members: np.ndarray) -> str:
    users, everyone = int(members.sum()), int(study.chosen.sum())
    if not users:
        return f"Nobody among the {wording.units(everyone, study.unit_word)} shown."
    if users == everyone:
        return f"All {wording.units(everyone, study.unit_word)} shown: this rule chooses everyone."
    return f"{wording.units(users, study.unit_word)}, {wording.share(users / everyone)} of those shown."
