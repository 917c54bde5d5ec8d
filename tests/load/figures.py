"""How long things took, and tables of it."""

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence

from tests.load.walk import Step


def share_of(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` (in (0, 1]) of all reach or stay below; nan for none."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def spread_ms(seconds: Sequence[float]) -> tuple[float, float, float]:
    """Return median, 95th percentile and maximum, in milliseconds."""
    if not seconds:
        return (float("nan"),) * 3
    return tuple(1000 * each for each in (statistics.median(seconds), share_of(seconds, 0.95), max(seconds)))


def by(steps: Iterable[Step], *, field: str) -> list[tuple[str, ...]]:
    """Return a row a kind of step, or a page: how many, median, p95, longest in milliseconds; the slowest first."""
    found = defaultdict(list)
    for step in steps:
        found[getattr(step, field) or "home"].append(step.took_s)
    rows = [(name, *spread_ms(taken), len(taken)) for name, taken in found.items()]
    rows.sort(key=lambda row: -row[2])
    return [(name, f"{count:,}", *(f"{each:,.0f}" for each in spread)) for name, *spread, count in rows]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows in columns as wide as their widest cell, as Markdown."""
    lines = [tuple(head), *map(tuple, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    drawn = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    ]
    drawn.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(drawn)
