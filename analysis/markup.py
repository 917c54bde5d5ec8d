"""HTML made of data: every text escaped; tables, lists and cards for reports and for Jupyter."""

import html
import math
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from analysis import wording

MOST_ROWS = 200


def escaped(text: object) -> str:
    """Return text so that HTML shows it as it is, within an attribute as well."""
    return html.escape(" ".join(str(text).split()), quote=True)


def shown_cell(cell: Any) -> str:
    """Return a cell as a person reads it: 14206 -> "14,206", 6.125 -> "6.125", a gap -> "–"."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, str):
        return cell
    if cell is None or cell is pd.NaT or cell is pd.NA or (isinstance(cell, float) and not math.isfinite(cell)):
        return wording.UNDEFINED
    if isinstance(cell, int | float):
        return wording.decimal(cell, 3).rstrip("0").rstrip(".") if cell % 1 else wording.count(cell)
    return wording.day(cell) if hasattr(cell, "month") else str(cell)


def table(frame: pd.DataFrame, *, caption: str = "", most_rows: int = MOST_ROWS) -> str:
    """Return a table; numbers are right-aligned, rows beyond `most_rows` are counted below it."""
    head = "".join(f'<th scope="col">{escaped(name)}</th>' for name in frame.columns)
    shown = frame.head(most_rows)
    columns = [shown.iloc[:, place].tolist() for place in range(shown.shape[1])]
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in zip(*columns, strict=True))
    named = f"<caption>{escaped(caption)}</caption>" if caption else ""
    more = len(frame) - len(shown)
    rest = f"<p>{escaped(wording.plural(more, 'row'))} more.</p>" if more > 0 else ""
    return f"<table>{named}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{rest}"


def behind(summary: str, inside: str) -> str:
    """Return a part that opens on a click; `inside` is HTML."""
    return f"<details><summary>{escaped(summary)}</summary>{inside}</details>"


def bullets(sentences: Iterable[str]) -> str:
    """Return sentences as a list."""
    return f"<ul>{''.join(f'<li>{escaped(each)}</li>' for each in sentences)}</ul>"


def card(title: str, facts: Sequence[tuple[str, object]], *, sentence: str = "") -> str:
    """Return a title, a sentence and facts by name: what Jupyter shows of a dataset or a result."""
    told = f"<p>{escaped(sentence)}</p>" if sentence else ""
    rows = "".join(
        f'<tr><th scope="row" style="text-align:left">{escaped(name)}</th>'
        f'<td style="text-align:left">{escaped(shown_cell(value))}</td></tr>'
        for name, value in facts
    )
    return f"<div><strong>{escaped(title)}</strong>{told}<table><tbody>{rows}</tbody></table></div>"


def _cell(cell: Any) -> str:
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    kind = ' class="number"' if is_number else ""
    return f"<td{kind}>{escaped(shown_cell(cell))}</td>"
