"""The dictionary of words is what the screen says: plain words where people read, the field's words in code."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from analysis import wording
from analysis.compare.metrics import PLAIN_METRICS
from analysis.segmentation import RHYTHM_SLUGS
from analysis.segments.titles import title_of

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("pages/_tabs", "analysis/views", "analysis/findings", "analysis/charts")
# Words that also stand in plain sentences ("which beat do people share?", "too few active days", "2 by chance"),
# or behind them ("monthly revenue (MRR)").
ALSO_PLAIN = {"beat", "too few", "expected by chance", "mrr"}
STRICT = [term for term in wording.PLAIN_WORDS if term not in ALSO_PLAIN]


@cache
def sentences() -> tuple[tuple[str, str], ...]:
    """Every text of several words that a view holds, with its file; documentation left out."""
    found = []
    for path in (path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = (
            node.body[:1] for node in ast.walk(tree) if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        )
        skipped = {id(first.value) for body in documented for first in body if isinstance(first, ast.Expr)}
        texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
        found += [(path.name, node.value) for node in texts if id(node) not in skipped and " " in node.value.strip()]
    return tuple(found)


@pytest.mark.parametrize("term", STRICT)
def test_no_view_says_the_field_s_word(term):
    assert not [each for each in sentences() if re.search(rf"\b{term}s?\b", each[1], re.IGNORECASE)]


@pytest.mark.parametrize("term", STRICT)
def test_the_plain_word_is_said(term):
    titles = [*wording.SEGMENT_TITLES.values(), *(each.title for each in PLAIN_METRICS.values())]
    said = [*titles, *(text for _, text in sentences())]
    assert any(wording.PLAIN_WORDS[term] in text.lower() for text in said)


@pytest.mark.parametrize("slug", RHYTHM_SLUGS)
def test_every_pattern_has_its_words(slug):
    assert slug in wording.SEGMENT_TITLES
    assert slug in wording.HABITS
    assert title_of(slug) != slug


def test_titles_take_their_words_from_the_dictionary():
    assert wording.segment_title("irregular").lower() == wording.PLAIN_WORDS["irregular"]
    assert wording.segment_title("too_few").lower() == wording.PLAIN_WORDS["too few"]
    assert wording.habit("irregular", "") == f"have {wording.PLAIN_WORDS['irregular']}"
    assert PLAIN_METRICS["tenure_days"].title == wording.PLAIN_WORDS["tenure"]


def test_the_field_s_word_for_revenue_stands_behind_the_plain_one():
    assert any(wording.PLAIN_WORDS["mrr"] in wording.small(text) for _, text in sentences())
    assert [wording.MOVEMENTS[kind].lower() for kind in ("expansion", "contraction", "reactivation")] == [
        wording.PLAIN_WORDS[kind] for kind in ("expansion", "contraction", "reactivation")
    ]
