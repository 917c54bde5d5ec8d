"""Every pattern, threshold, page, warning and subcommand has its paragraph."""

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from analysis.commands import COMMANDS
from analysis.compare.results import CaveatSlug
from analysis.reference import TABLE, main, reference
from analysis.rhythms import RHYTHMS
from analysis.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "pages").glob("*.py"))
DOCUMENTS = ["README.md", "CONTRIBUTING.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))]


def sections(name: str) -> dict[str, str]:
    """The text under each `## ` heading of a page of docs/, by heading."""
    parts = re.split(r"^## ", (ROOT / "docs" / name).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {part.partition("\n")[0]: part.partition("\n")[2].strip() for part in parts}


def paragraph(name: str, slug: str) -> str:
    """The text under the heading that names `slug` in code quotes, or is it; empty where there is none."""
    found = sections(name).items()
    return next((text for head, text in found if f"`{slug}`" in head or head.lower().replace(" ", "_") == slug), "")


def tab_names(page: Path) -> list[str]:
    tables = [node for node in ast.walk(ast.parse(page.read_text(encoding="utf-8"))) if isinstance(node, ast.Dict)]
    return [key.value for table in tables for key in table.keys]


@pytest.mark.parametrize("slug", [*(each.slug for each in RHYTHMS), "mixed"])
def test_every_pattern_has_a_paragraph(slug):
    assert len(paragraph("rhythms.md", slug)) > 60


@pytest.mark.parametrize("address", [address for address, _ in Settings().knobs()])
def test_every_threshold_has_a_row(address):
    assert f"| `{address}` |" in TABLE.read_text(encoding="utf-8")


def test_table_of_thresholds_is_what_the_knobs_say():
    assert TABLE.read_text(encoding="utf-8") == reference()


def test_check_notices_a_changed_table(tmp_path, monkeypatch, capsys):
    stale = tmp_path / "thresholds.md"
    stale.write_text(reference() + "more", encoding="utf-8")
    monkeypatch.setattr("analysis.reference.TABLE", stale)
    assert main(["--check"]) == 1
    assert "make docs" in capsys.readouterr().err
    assert main([]) == 0
    assert main(["--check"]) == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_and_tab_has_a_paragraph(page):
    text = paragraph("pages.md", page.stem)
    assert f"`{page.stem}`" in text
    assert not [name for name in tab_names(page) if f"**{name}**:" not in text]


@pytest.mark.parametrize("slug", get_args(CaveatSlug))
def test_every_warning_has_a_line(slug):
    assert re.search(rf"^- `{slug}`: \w.{{30,}}", sections("comparing.md")["Warnings"], re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_subcommand_has_a_paragraph_and_an_example(name):
    text = paragraph("cli.md", name)
    assert f"    python -m analysis {name} " in text
    assert COMMANDS[name].HELP


def test_no_paragraph_for_what_is_gone():
    assert {head.strip("`") for head in sections("cli.md")} == set(COMMANDS)
    assert {head.lower().replace(" ", "_") for head in sections("pages.md")} == {page.stem for page in PAGES}


def test_readme_example_runs():
    code = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "weekday" in done.stdout
    assert len(done.stdout.splitlines()) > 10


def test_readme_names_the_two_commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make run" in text
    assert "make test" in text


@pytest.mark.parametrize("page", DOCUMENTS)
def test_no_dead_link(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert not [target for target in targets if not (ROOT / page).parent.joinpath(target).exists()]
