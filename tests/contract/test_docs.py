"""Every pattern, threshold, page, warning and subcommand has its paragraph."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from analysis.commands import COMMANDS
from analysis.compare.results import CaveatSlug
from analysis.findings import KINDS
from analysis.reference import TABLE, main, reference
from analysis.rhythms import RHYTHMS
from analysis.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "pages").glob("*.py"))
GUIDES = ROOT / "docs" / "guide"
DOCUMENTS = [
    "README.md", "CONTRIBUTING.md",
    *(path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs").rglob("*.md"))),
]  # fmt: skip
PICTURES = ROOT / "docs" / "screenshots"
MOST_BYTES, MOST_BYTES_TOGETHER = 200_000, 3_000_000


@cache
def read(name: str) -> str:
    """The text of a document, by its path in the project."""
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def anchors(name: str) -> frozenset[str]:
    """What `#...` may name in a document: its headings as GitHub and GitLab make anchors of them."""
    heads = re.findall(r"^#+ (.*)$", re.sub(r"```.*?```", "", read(name), flags=re.DOTALL), re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads)


def guide_of(page: Path) -> str:
    return f"guide/{page.stem.replace('_', '-')}.md"


def sections(name: str) -> dict[str, str]:
    """The text under each `## ` heading of a page of docs/, by heading."""
    parts = re.split(r"^## ", read(f"docs/{name}"), flags=re.MULTILINE)[1:]
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
def test_every_page_has_a_guide_and_every_tab_its_paragraph(page):
    text, parts = read(f"docs/{guide_of(page)}"), sections(guide_of(page))
    question = ast.get_docstring(ast.parse(page.read_text(encoding="utf-8"))).partition(": ")[2].splitlines()[0]
    assert text.partition("\n\n")[2].startswith(f"`{page.stem}` answers: **{question}**")
    assert "](../screenshots/" in text
    for heading in (*tab_names(page), "A worked question", "What it does not say"):
        assert len(parts[heading]) > 100, heading


@pytest.mark.parametrize("slug", get_args(CaveatSlug))
def test_every_warning_has_a_line(slug):
    assert re.search(rf"^- `{slug}`: \w.{{30,}}", sections("comparing.md")["Warnings"], re.MULTILINE)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_finding_has_a_line(kind):
    assert re.search(rf"^- (`\w+`, )*`{kind}`", read("docs/findings.md"), re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_subcommand_has_a_paragraph_and_an_example(name):
    text = paragraph("cli.md", name)
    assert f"    python -m analysis {name} " in text
    assert COMMANDS[name].HELP


def test_no_paragraph_for_what_is_gone():
    assert {head.strip("`") for head in sections("cli.md")} == set(COMMANDS)
    assert {f"guide/{path.name}" for path in GUIDES.glob("*.md")} == {"guide/README.md", *map(guide_of, PAGES)}


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
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)", read(page)):
        path = (ROOT / page).parent.joinpath(target).resolve() if target else ROOT / page
        assert path.exists(), target
        assert not anchor or anchor in anchors(path.relative_to(ROOT).as_posix()), f"{target}#{anchor}"


def test_every_document_is_reached_from_the_readme():
    reached, ahead = set(), ["README.md"]
    while ahead:
        page = ahead.pop()
        reached.add(page)
        linked = re.findall(r"\]\((?!https?:)([^)#]+\.md)", read(page))
        names = ((ROOT / page).parent.joinpath(each).resolve().relative_to(ROOT).as_posix() for each in linked)
        ahead += [name for name in names if name not in reached]
    assert not set(DOCUMENTS) - reached


def test_every_picture_is_shown_somewhere_and_small():
    shown = {Path(each).name for page in DOCUMENTS for each in re.findall(r"!\[[^]]+\]\(([^)]+)\)", read(page))}
    sizes = {path.name: path.stat().st_size for path in PICTURES.iterdir()}
    assert shown == set(sizes)
    assert max(sizes.values()) <= MOST_BYTES
    assert sum(sizes.values()) <= MOST_BYTES_TOGETHER


def test_the_methods_name_every_part_of_the_calibration():
    assert {f"calibration.md#{each}" for each in anchors("docs/calibration.md") - {"calibration"}} <= set(
        re.findall(r"calibration\.md#[\w-]+", read("docs/methods.md"))
    )
