"""`python -m analysis.calibration [--quick | moran | alike FILE]`: docs/calibration.md, or the table of quantiles."""

import argparse
import sys
import time
from pathlib import Path

from analysis.calibration import alike, moran
from analysis.calibration.measure import FULL, QUICK, all_figures, measure
from analysis.calibration.report import PAGE, page
from analysis.ingest import read


def main(arguments: list[str]) -> int:
    """Measure and write the page; return 1 where a figure is missed, so that a script notices."""
    parser = argparse.ArgumentParser(prog="python -m analysis.calibration", description=__doc__)
    parser.add_argument(
        "what", nargs="?", choices=("labels", "moran", "alike"), default="labels", help="page, table, or its section"
    )
    parser.add_argument("file", nargs="?", type=Path, help="for alike: the CDNOW purchases, which the page cannot ship")
    parser.add_argument("--quick", action="store_true", help="a tenth of the runs, printed instead of written")
    chosen = parser.parse_args(arguments)
    if chosen.what == "moran":
        moran.main()
        return 0
    if chosen.what == "alike":
        return _alike(chosen.file, parser, quick=chosen.quick)
    began = time.perf_counter()
    measured = measure(QUICK if chosen.quick else FULL)
    if chosen.quick:
        print(page(measured))
    else:
        # The section on real people is measured apart and kept.
        kept = alike.section_in(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else ""
        PAGE.write_text(alike.with_section(page(measured), kept) if kept else page(measured), encoding="utf-8")
    missed = [figure.what for figure in all_figures(measured) if not figure.holds]
    sys.stderr.write(f"{time.perf_counter() - began:.0f} s; figures missed: {', '.join(missed) or 'none'}\n")
    return 1 if missed else 0


def _alike(file: Path | None, parser: argparse.ArgumentParser, *, quick: bool) -> int:
    """Measure false alarms of comparisons on real people and put them into the page; 1 where a bound is missed."""
    if file is None:
        parser.error("alike needs the file of purchases")
    dataset = read(file)[0]
    found = alike.alike(dataset, repeats=alike.REPEATS // 10 if quick else alike.REPEATS)
    text = alike.alike_section(found, users=dataset.activity.users)
    if quick:
        print(text)
    else:
        PAGE.write_text(alike.with_section(PAGE.read_text(encoding="utf-8"), text), encoding="utf-8")
    return 0 if all(each.holds for each in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
