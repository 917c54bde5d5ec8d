"""The findings as a part of a Markdown text."""

from analysis import wording
from analysis.findings.search import find
from analysis.study import Study


def findings_told(study: Study) -> str:
    """Return every finding of the last day as a line under a heading, Markdown; names from data are escaped."""
    lines = "".join(f"- {wording.escaped(each.sentence)}\n" for each in find(study))
    return f"## What was found, by money and by {study.unit_word}\n\n{lines}"
