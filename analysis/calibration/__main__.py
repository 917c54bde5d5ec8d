"""`python -m analysis.calibration [--quick | moran]`: docs/calibration.md, or the table of simulated quantiles."""

import argparse
import sys
import time

from analysis.calibration import moran
from analysis.calibration.measure import FULL, QUICK, all_figures, measure
from analysis.calibration.report import PAGE, page


def main(arguments: list[str]) -> int:
    """Measure and write the page; return 1 where a figure is missed, so that a script notices."""
    parser = argparse.ArgumentParser(prog="python -m analysis.calibration", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("labels", "moran"), default="labels", help="page, or table")
    parser.add_argument("--quick", action="store_true", help="a tenth of the runs, printed instead of written")
    chosen = parser.parse_args(arguments)
    if chosen.what == "moran":
        moran.main()
        return 0
    began = time.perf_counter()
    measured = measure(QUICK if chosen.quick else FULL)
    if chosen.quick:
        print(page(measured))
    else:
        PAGE.write_text(page(measured), encoding="utf-8")
    missed = [figure.what for figure in all_figures(measured) if not figure.holds]
    sys.stderr.write(f"{time.perf_counter() - began:.0f} s; figures missed: {', '.join(missed) or 'none'}\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
