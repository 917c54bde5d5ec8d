"""`python -m analysis.calibration [--quick] [WHAT [FILE ...]]`: docs/calibration.md, or a part of it."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from analysis.calibration import (
    alike,
    campaigns,
    campaigns_report,
    late_people,
    late_real,
    moran,
    quiet_followed,
    slowdown_battery,
    slowdown_report,
)
from analysis.calibration.apart import section_titled, with_section
from analysis.calibration.figures import Figure, missed
from analysis.calibration.measure import FULL, QUICK, all_figures, measure
from analysis.calibration.report import PAGE, page
from analysis.ingest import read

# Sections that a run of their own writes: the run for labels keeps them.
APART = (
    alike.TITLE,
    campaigns_report.TITLE,
    late_people.TITLE,
    late_real.TITLE,
    slowdown_report.TITLE,
    quiet_followed.TITLE,
)


def main(arguments: list[str]) -> int:
    """Measure and write the page; return 1 where a figure is missed, so that a script notices."""
    parser = argparse.ArgumentParser(prog="python -m analysis.calibration", description=__doc__)
    parser.add_argument(
        "what",
        nargs="?",
        choices=("labels", "moran", "alike", "late", "piles", "slowdowns", "quiet", "winback"),
        default="labels",
        help="page, table, or its section",
    )
    parser.add_argument("files", nargs="*", type=Path, help="real data for alike and piles, not shipped with the page")
    parser.add_argument("--quick", action="store_true", help="a tenth of the runs, printed instead of written")
    chosen = parser.parse_args(arguments)
    if chosen.what == "moran":
        moran.main()
        return 0
    if chosen.what == "alike":
        return _alike(chosen.files, parser, quick=chosen.quick)
    if chosen.what == "late":
        return _late(quick=chosen.quick)
    if chosen.what == "piles":
        return _piles(chosen.files, parser, quick=chosen.quick)
    if chosen.what == "slowdowns":
        return _slowdowns(quick=chosen.quick)
    if chosen.what == "quiet":
        return _quiet(quick=chosen.quick)
    if chosen.what == "winback":
        return _win_back(quick=chosen.quick)
    began = time.perf_counter()
    measured = measure(QUICK if chosen.quick else FULL)
    if chosen.quick:
        print(page(measured))
    else:
        PAGE.write_text(_with_parts_kept(page(measured)), encoding="utf-8")
    names = [figure.what for figure in all_figures(measured) if not figure.holds]
    sys.stderr.write(f"{time.perf_counter() - began:.0f} s; figures missed: {', '.join(names) or 'none'}\n")
    return 1 if names else 0


def _with_parts_kept(text: str) -> str:
    """Return a new page with the sections of the old one that are measured apart."""
    before = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    for kept in (section_titled(before, title) for title in APART):
        text = with_section(text, kept) if kept else text
    return text


def _late(*, quick: bool) -> int:
    """Measure who is called gone on made-up lives; 1 where a bound is missed."""
    runs = 1 if quick else late_people.RUNS
    found = late_people.figures(runs=runs)
    return _put_in(late_people.late_section(found, users=late_people.USERS, runs=runs), found, quick=quick)


def _piles(files: Sequence[Path], parser: argparse.ArgumentParser, *, quick: bool) -> int:
    """Hold the piles against who came back in files of real people; 1 where a bound is missed."""
    if not files:
        parser.error("piles needs files of events")
    found = late_real.came_back_on(read(file)[0] for file in files)
    _put(late_real.real_section(found), quick=quick)
    return 0 if all(each.holds for each in found) else 1


def _win_back(*, quick: bool) -> int:
    """Measure intervals of hold-outs and of earlier dates, also on the real sets of OFFBEAT_REAL_DATA."""
    plan = campaigns.QUICK if quick else campaigns.FULL
    found = campaigns.campaign_figures(campaigns_report.real_sets(), plan)
    return _put_in(campaigns_report.campaign_section(found, plan), found, quick=quick)


def _slowdowns(*, quick: bool) -> int:
    """Measure slow-down warnings; 1 where a bound is missed."""
    plan = slowdown_battery.QUICK if quick else slowdown_battery.FULL
    found = slowdown_battery.slowdown_figures(plan)
    return _put_in(slowdown_report.slowdown_section(found, plan), found, quick=quick)


def _quiet(*, quick: bool) -> int:
    """Measure how often the interval of what followed holds the truth; 1 where a bound is missed."""
    repeats = quiet_followed.REPEATS // 10 if quick else quiet_followed.REPEATS
    found = quiet_followed.coverage(repeats=repeats)
    _put(quiet_followed.followed_section(found, repeats=repeats), quick=quick)
    names = quiet_followed.outside(found)
    sys.stderr.write(f"figures missed: {', '.join(names) or 'none'}\n")
    return 1 if names else 0


def _put_in(text: str, found: Sequence[Figure], *, quick: bool) -> int:
    """Put a section into the page, or print it; return 1 where a figure misses its bound."""
    _put(text, quick=quick)
    names = missed(found)
    sys.stderr.write(f"figures missed: {', '.join(names) or 'none'}\n")
    return 1 if names else 0


def _put(text: str, *, quick: bool) -> None:
    if quick:
        print(text)
    else:
        PAGE.write_text(with_section(PAGE.read_text(encoding="utf-8"), text), encoding="utf-8")


def _alike(files: Sequence[Path], parser: argparse.ArgumentParser, *, quick: bool) -> int:
    """Measure false alarms of comparisons on real people and put them into the page; 1 where a bound is missed."""
    if len(files) != 1:
        parser.error("alike needs the file of purchases")
    dataset = read(files[0])[0]
    found = alike.alike(dataset, repeats=alike.REPEATS // 10 if quick else alike.REPEATS)
    _put(alike.alike_section(found, users=dataset.activity.users), quick=quick)
    return 0 if all(each.holds for each in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
