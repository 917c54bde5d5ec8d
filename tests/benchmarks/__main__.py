"""`python -m tests.benchmarks [NAME]...` (`make bench`): run the measurements in this folder and print their figures.

A measurement is a module with `run() -> dict`: what was measured -> a number, a text, or (number, limit) where the
figure has one. Ratios come from one run, so a slow machine does not change them.
"""

import importlib.util
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def measurements(chosen: list[str]) -> dict[str, Callable[[], dict[str, Any]]]:
    """Return `run` of every module here that has one, by module name; only the chosen ones where some are."""
    found = {}
    for path in sorted(HERE.glob("*.py")):
        if path.name.startswith("_") or (chosen and path.stem not in chosen):
            continue
        module = _load(path)
        if hasattr(module, "run"):
            found[path.stem] = module.run
    return found


def _load(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(f"tests.benchmarks.{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def rows_of(name: str, figures: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """Return (measurement, what, figure, limit) as text; a figure over its limit is marked."""
    rows = []
    for what, figure in figures.items():
        value, limit = figure if isinstance(figure, tuple) else (figure, None)
        over = " over" if limit is not None and value > limit else ""
        rows.append((name, what, _text(value) + over, "" if limit is None else f"<= {_text(limit)}"))
    return rows


def _text(value: Any) -> str:
    return f"{value:,.3g}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)


def print_table(rows: list[tuple[str, str, str, str]]) -> None:
    """Print rows in columns as wide as their widest cell."""
    rows = [("measurement", "what", "figure", "limit"), *rows]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def main(chosen: list[str]) -> int:
    """Run the measurements; return 1 where a chosen name does not exist."""
    found = measurements(chosen)
    if missing := set(chosen) - set(found):
        print(f"No measurement named {', '.join(sorted(missing))} in {HERE.name}/.", file=sys.stderr)
        return 1
    rows = []
    for name, run in found.items():
        print(f"{name} ...", file=sys.stderr)
        started = time.perf_counter()
        rows += rows_of(name, run())
        rows.append((name, "took", f"{time.perf_counter() - started:.1f} s", ""))
    print_table(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
