"""What a table seems to say: its columns with the reasons for the guess, and what it leaves open; both changeable."""

from dataclasses import dataclass, field
from typing import Self

import streamlit as st

from analysis import wording
from analysis.ingest import Preview
from analysis.ingest.by_table import option_text
from analysis.ingest.columns import Choice
from analysis.ingest.questions import Question
from analysis.views.field_words import field_title
from pages._ui import decisions

NO_COLUMN = "(none)"
NOT_SURE, NOT_SURE_LABEL = "", "I do not know: look at the whole file, and stop if that does not say"


@dataclass(frozen=True)
class Asked:
    """Answers by option, as often as each is given, and how many are still needed."""

    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    missing: int = 0

    def __add__(self, other: Self) -> Self:
        """Return the answers of both."""
        names = {**self.answers, **other.answers}
        both = {name: (*self.answers.get(name, ()), *other.answers.get(name, ())) for name in names}
        return type(self)(both, self.missing + other.missing)


def draw_columns(seen: Preview) -> dict[str, str]:
    """Show each field's column with the reason for the guess; return `--map` texts of those a person changed."""
    changed = {}
    table = seen.columns.table
    grid = st.columns(3, gap="medium")
    for place, choice in enumerate(seen.columns.choices):
        with grid[place % 3]:
            picked = _draw_column(seen, choice)
        if picked is not None:
            changed[choice.field if table == "events" else f"{table}.{choice.field}"] = picked
    return changed


def _draw_column(seen: Preview, choice: Choice) -> str | None:
    """Return the column a person picked for a field, "" for none of them, None where the guess stands."""
    header, decided_as = seen.columns.header, f"{seen.columns.table}.{choice.field}"
    options, guessed = ["", *header], choice.column or ""
    before = decisions.given(header, decided_as)
    picked = st.selectbox(
        field_title(choice.field), options,
        index=options.index(guessed if before is None else before), format_func=lambda name: name or NO_COLUMN,
        key=f"_map_{seen.columns.table}_{choice.field}", help=wording.escaped(choice.reason),
    )  # fmt: skip
    st.caption(wording.escaped(choice.said) if picked == guessed else wording.CONFIDENCE["given"])
    decided = None if picked == guessed else picked
    decisions.keep(header, decided_as, decided)
    return decided


def draw_questions(seen: Preview) -> Asked:
    """Ask what names and values leave open; return the answers by option, and how many are still needed."""
    given = [(question, _draw_question(seen, question)) for question in seen.questions]
    answers = {question.field: (option_text(question.table, answer),) for question, answer in given if answer}
    return Asked(answers, sum(question.is_needed and answer is None for question, answer in given))


def _draw_question(seen: Preview, question: Question) -> str | None:
    labels = {value: wording.escaped(label) for value, label in question.choices.items()}
    if question.is_needed and not seen.is_whole:
        labels[NOT_SURE] = NOT_SURE_LABEL
    asked = question.field if question.table == "events" else f"{question.table}_{question.field}"
    before, options = decisions.given(seen.columns.header, asked), list(labels)
    answer = st.radio(
        wording.escaped(question.asked), options, format_func=labels.get, key=f"_ask_{asked}",
        index=options.index(before) if before in labels else None,
    )  # fmt: skip
    decisions.keep(seen.columns.header, asked, answer)
    return answer
