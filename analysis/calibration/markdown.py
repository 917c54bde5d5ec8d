"""Numbers and tables as Markdown."""

import math
from collections.abc import Iterable, Sequence

from analysis.calibration.figures import Figure


def section(title: str, *blocks: str) -> str:
    """Return a section of a page."""
    return "\n\n".join([f"## {title}", *blocks]) + "\n"


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table, one line a row."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def share_text(share: float) -> str:
    """Return a share to four digits without trailing zeros: .0033, .95, 1; a dash where it is undefined."""
    if not math.isfinite(share):
        return "–"
    return f"{share:.4f}".rstrip("0").rstrip(".").replace("0.", ".", 1) or "0"


def mean_text(figure: Figure) -> str:
    """Return a mean with its standard error."""
    return f"{share_text(figure.mean)} ± {share_text(figure.error)}"


def yes_text(holds: object) -> str:
    """Return yes, or a no that is seen."""
    return "yes" if holds else "**no**"


def ratio(part: float, whole: float) -> float:
    """Return part / whole, nan where there is nothing."""
    return part / whole if whole else math.nan


def figure_row(figure: Figure) -> tuple[str, str, str, str]:
    """Return what was measured, the mean with its error, the bound, and whether it holds; dashes without a bound."""
    if not math.isfinite(figure.bound):
        return figure.what, mean_text(figure), "–", "–"
    bound = f"at {'least' if figure.at_least else 'most'} {share_text(figure.bound)}"
    return figure.what, mean_text(figure), bound, yes_text(figure.holds)
