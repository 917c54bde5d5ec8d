"""`python -m analysis.reference [--check]`: the table of all thresholds, docs/thresholds.md, from the knobs."""

import sys
from pathlib import Path

from analysis.knobs import Knob, Tunable
from analysis.settings import Settings

TABLE = Path(__file__).resolve().parents[1] / "docs" / "thresholds.md"
HEAD = """# All thresholds

Written by `python -m analysis.reference` (`make docs`) from the declarations in `analysis/`: change them there.

Every threshold is a slider, a part of the link, an option of the command line and a field of a settings object under
the same key: `?weekday.min_share=0.8`, `--set weekday.min_share=0.8`,
`Settings().replace_knob("weekday.min_share", 0.8)`. Values outside the bounds are refused. "Tightens" says in which
direction moving the value never adds a user.
"""
COLUMNS = "| key | what | default | bounds | slider | step | unit | tightens |\n|---|---|---|---|---|---|---|---|"


def reference() -> str:
    """Return the whole page as Markdown."""
    return "\n".join([HEAD, *(_section(slug, tunable) for slug, tunable in Settings().tunables())])


def _section(slug: str, tunable: Tunable) -> str:
    rows = [_row(slug, knob) for knob in tunable.knobs()]
    return "\n".join([f"## {tunable.title or slug}", "", COLUMNS, *rows, ""])


def _row(slug: str, knob: Knob) -> str:
    what = f"**{knob.label}**: {knob.help}".replace("|", "\\|")
    ranges = [f"{low:g} to {high:g}" for low, high in (knob.bounds, knob.span)]
    cells = [f"`{slug}.{knob.name}`", what, f"{knob.default:g}", *ranges, f"{knob.step:g}", knob.unit]
    return f"| {' | '.join(cells)} | {knob.tightens or '–'} |"


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` return 1 where it is not what the knobs say."""
    if "--check" not in arguments:
        TABLE.write_text(reference(), encoding="utf-8")
        return 0
    if TABLE.exists() and TABLE.read_text(encoding="utf-8") == reference():
        return 0
    print("docs/thresholds.md is not what the thresholds say: run `make docs`.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
