"""The section on Win back of docs/calibration.md."""

import os
from collections.abc import Sequence
from pathlib import Path

from analysis.activity import Activity
from analysis.calibration.campaigns import SILENT_DAYS, CampaignPlan
from analysis.calibration.figures import Figure
from analysis.calibration.markdown import figure_row, section, table
from analysis.ingest import read

TITLE = "Win back"
REAL_SETS = {
    "CDNOW": "cdnow_transactions.csv.gz",
    "numpy commits": "numpy_commits.csv.gz",
    "pytest commits": "pytest_commits.csv.gz",
}
TOLD = """How often a 95 % interval holds what is true. **Hold-out**: people whose worth and chances differ are drawn by
the shipped draw and come back by chance, {repeats:,} times a row from fixed seeds; with no lift (drawn alike)
and with planted ones, the share of intervals that hold it, at least 93 and at most 98 %. **Earlier dates**:
nobody was contacted, so what happened is what would have come anyway; the share of lists whose count lies
within the interval, at dates every {step} days. Lists are everybody silent for {low} to {high} days, random 100
and 300 of them, and the 100 who came most. Real sets are the customers of CDNOW and the authors of two public
projects; simulated people ({users:,} a population, {populations} of each) come at paces of their own and leave,
under a season of 30 % either way, a fall by 40 % a year, or a shock each week (standard deviation of the
logarithm). Returns are judged on every list, active days and amounts on those of which a number would be given.
Rows without a bound are the parts of the row above them. Dates of one set hang together, so a share
of a set is sure to two or three points only."""


def real_sets() -> dict[str, Activity]:
    """Return the real sets in the folder OFFBEAT_REAL_DATA names; none where it names none."""
    folder = os.environ.get("OFFBEAT_REAL_DATA")
    paths = {} if not folder else {name: Path(folder) / file for name, file in REAL_SETS.items()}
    return {name: read([path])[0].activity for name, path in paths.items() if path.is_file()}


def campaign_section(found: Sequence[Figure], plan: CampaignPlan) -> str:
    """Return the section: what was measured, its bound where it has one, whether it holds."""
    told = TOLD.format(
        repeats=plan.repeats, step=plan.step_days, low=SILENT_DAYS[0], high=SILENT_DAYS[1], users=plan.users,
        populations=plan.populations,
    )  # fmt: skip
    return section(TITLE, told, table(("figure", "measured", "bound", "holds"), map(figure_row, found)))
