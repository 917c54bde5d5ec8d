"""The rules of the house (CONTRIBUTING.md) as checks on the source itself."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAYERS = (
    ("errors", "knobs"),
    ("activity", "daysets", "kernels"),
    ("rhythms",),
    ("segments",),
    ("compare",),
    ("findings", "study", "views", "story", "commands", "verbs", "warm"),
)
TYPES_ONLY = {
    "wording": {"errors", "activity", "dataset", "compare.results"},
    "charts": {
        "charts",
        "errors",
        "activity",
        "dataset",
        "knobs",
        "settings",
        "wording",
        "markup",
        "labels",
        "compare.results",
    },
}
PAGE_LINES = 60
MODULE_LINES = 300
FUNCTION_LINES = 40
TEXT_SUFFIXES = {".py", ".md", ".toml", ".txt", ".js", ".css", ".html", ".sh", ""}
MACHINE_PATH = re.compile("(?<![.\\w])/" + "(work|tmp|home|root|Users)/")
BANNED_NAMES = {"utils", "helpers", "common", "manager", "misc"}


def _python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


APP = [ROOT / "app.py", *_python_files("pages")]
ANALYSIS = _python_files("analysis")
TESTS = _python_files("tests")
SHIPPED = APP + ANALYSIS


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


every_shipped = pytest.mark.parametrize("path", SHIPPED, ids=named)
every_analysis = pytest.mark.parametrize("path", ANALYSIS, ids=named)
every_page = pytest.mark.parametrize("path", _python_files("pages"), ids=named)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path) -> set[str]:
    """Full names of what a module imports, `from a import b` as both `a` and `a.b`."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return found


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def is_inside(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def calls_in(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))


def tree_files() -> list[Path]:
    """Every text file of the project: what git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    paths = [ROOT / name for name in listed.stdout.splitlines()]
    return [path for path in paths if path.is_file() and path.suffix in TEXT_SUFFIXES]


def test_there_is_something_to_check():
    assert len(ANALYSIS) > 20
    assert len(APP) > 5


@every_analysis
def test_analysis_imports_neither_streamlit_nor_pages(path):
    assert not [name for name in imports_of(path) if is_inside(name, "streamlit") or is_inside(name, "pages")]


def test_analysis_imports_with_streamlit_uninstalled():
    code = (
        "import importlib, pkgutil, sys; sys.modules['streamlit'] = None; import analysis\n"
        "names = [each.name for each in pkgutil.walk_packages(analysis.__path__, 'analysis.')]\n"
        "for name in names:\n"
        "    if not name.endswith('__main__'): importlib.import_module(name)\n"
        "print(len(names))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20


@every_analysis
def test_layers_import_downwards_only(path):
    module = module_of(path)
    ranks = [rank for rank, layer in enumerate(LAYERS) if any(is_inside(module, f"analysis.{name}") for name in layer)]
    above = [f"analysis.{name}" for layer in LAYERS[ranks[0] + 1 :] for name in layer] if ranks else []
    assert not [name for name in imports_of(path) if any(is_inside(name, higher) for higher in above)]


@pytest.mark.parametrize("package", TYPES_ONLY)
def test_charts_and_wording_import_types_only(package):
    allowed = {f"analysis.{name}" for name in TYPES_ONLY[package]}
    for path in ANALYSIS:
        if is_inside(module_of(path), f"analysis.{package}"):
            ours = {name for name in imports_of(path) if is_inside(name, "analysis")}
            wrong = {name for name in ours if not any(is_inside(name, each) for each in allowed)} - {"analysis"}
            assert not wrong, named(path)


@every_page
def test_pages_and_tabs_never_import_each_other(path):
    imported = imports_of(path)
    inside = path.relative_to(ROOT / "pages").parts[0]
    pages = {f"pages.{page.stem}" for page in (ROOT / "pages").glob("*.py")}
    assert not [name for name in imported if any(is_inside(name, page) for page in pages)]
    if inside == "_ui":
        assert not [name for name in imported if is_inside(name, "pages._tabs")]
    if inside == "_tabs":
        own = "pages._tabs." + path.relative_to(ROOT / "pages" / "_tabs").parts[0]
        assert not [name for name in imported if is_inside(name, "pages._tabs") and not is_inside(name, own)]
        assert not [name for name in imported if name.split(".")[0] in ("pandas", "numpy", "scipy", "duckdb")]


@every_page
def test_pages_and_tabs_are_short(path):
    if "_ui" not in path.parts:
        assert len(path.read_text().splitlines()) <= PAGE_LINES


@every_shipped
def test_modules_are_short(path):
    assert len(path.read_text().splitlines()) <= MODULE_LINES


def _is_kernel(function: ast.FunctionDef) -> bool:
    return any("njit" in ast.dump(each) for each in function.decorator_list)


@every_shipped
def test_functions_are_short(path):
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef) and not _is_kernel(node):
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            assert node.end_lineno - first.lineno + 1 <= FUNCTION_LINES, f"{named(path)} {node.name}"


@every_shipped
def test_nothing_unsafe(path):
    assert not {name.split(".")[0] for name in imports_of(path)} & {"pickle", "joblib", "dill", "marshal"}
    for call in calls_in(path):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        assert not (isinstance(call.func, ast.Name) and name in ("eval", "exec")), named(path)
        switched_on = {each.arg for each in call.keywords if getattr(each.value, "value", True)}
        assert not {"unsafe_allow_html", "allow_pickle"} & switched_on, named(path)
        formatted = bool(call.args) and isinstance(call.args[0], ast.JoinedStr)
        assert not (formatted and name in ("execute", "executemany", "sql")), f"{named(path)}:{call.lineno}"


@every_shipped
def test_no_broad_except(path):
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"{named(path)}:{node.lineno}"
            assert getattr(node.type, "id", "") not in ("Exception", "BaseException"), f"{named(path)}:{node.lineno}"


@pytest.mark.parametrize("path", SHIPPED + TESTS, ids=named)
def test_names_say_what_is_inside(path):
    assert path.stem.removeprefix("test_") not in BANNED_NAMES


@every_shipped
def test_every_module_says_what_it_is(path):
    empty = not tree_of(path).body
    assert empty or ast.get_docstring(tree_of(path)), named(path)


def _public(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body)


@every_analysis
def test_public_names_have_docstrings(path):
    missing = [node.name for node in _public(tree_of(path).body) if not ast.get_docstring(node)]
    assert not missing, named(path)


@every_analysis
def test_every_signature_has_types(path):
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef):
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            untyped = [each.arg for each in arguments if each.annotation is None and each.arg not in ("self", "cls")]
            assert not untyped, f"{named(path)} {node.name}"
            assert node.returns is not None, f"{named(path)} {node.name}"


def test_no_path_of_one_machine():
    found = [named(path) for path in tree_files() if MACHINE_PATH.search(path.read_text(encoding="utf-8"))]
    assert not found


def test_only_ci_names_the_shared_data():
    place = "shared/" + "data"
    assert [named(path) for path in tree_files() if place in path.read_text(encoding="utf-8")] == [".ci/run"]


def test_test_files_have_names_of_their_own():
    names = [path.name for path in TESTS if path.name not in ("conftest.py", "__main__.py")]
    assert not [name for name in names if name == "__init__.py" or names.count(name) > 1]
