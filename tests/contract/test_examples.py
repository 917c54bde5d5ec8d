"""The worked examples of docs/ run as they stand, one after the other, and show what they promise."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def ran(monkeypatch):
    """Return a function: the name of a page -> the names its examples leave behind."""
    monkeypatch.chdir(ROOT)

    def run(page: str) -> dict:
        text = (ROOT / "docs" / page).read_text(encoding="utf-8")
        names: dict = {}
        for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
            exec(compile(code, page, "exec"), names)
        return names

    return run


def test_the_worked_example_in_a_notebook(ran):
    names = ran("notebook.md")
    shown = [names["report"], names["studied"], names["found"].when, names["comparisons"][0], names["findings"][0]]
    assert all(len(each._repr_html_()) > 200 for each in shown)


def test_the_story_from_code(ran):
    names = ran("story.md")
    assert names["said"] == "Unchanged."
    assert names["page"].startswith("<!DOCTYPE html>")
