"""The section on slow-downs of docs/calibration.md."""

from collections.abc import Sequence

from analysis.at_risk.pace_limits import Slowdown
from analysis.calibration.figures import Figure
from analysis.calibration.markdown import figure_row, section, table
from analysis.calibration.slowdown_battery import CHANGED, LOOKS, SlowdownPlan

TITLE = "Slow-downs"
TOLD = """Warnings at q ≤ {q:g} and a speed limit of {limit:g}, in {runs} runs from fixed seeds ({looks} of the weekly
looks). Steady people never change their pace: random days (.02 to .6 a day), streaks, two-week bursts,
lognormal gaps (sd 1.2 of their logarithm), renewal, once a month, Monday to Friday (.2 to .9), one weekday (.7
to 1); {users:,} of one kind a run, or {each} of each kind beside {changed} who slowed down. Those came daily,
on working days (.5 to .95 of them), every seven days or on one weekday, and then every 30 days, give or take
three, or on one random day in 30. All are seen for a year up to now, {weeks} more where there are weekly looks.
Rows without a bound are printed for what they are: gaps without a mean (Pareto, exponent 1.2) cannot be
foreseen from anybody's past, and slow visitors need longer than three weeks. Where nothing is found, a single
false warning makes the false share 1."""


def slowdown_section(found: Sequence[Figure], plan: SlowdownPlan) -> str:
    """Return the section: what was measured, its bound where it has one, whether it holds."""
    limits = Slowdown()
    told = TOLD.format(
        q=limits.q_max, limit=limits.speed_limit, runs=plan.runs, looks=plan.look_runs, users=plan.null_users,
        each=plan.users_each, changed=CHANGED, weeks=f"{LOOKS} weeks",
    )  # fmt: skip
    return section(TITLE, told, table(("figure", "measured", "bound", "holds"), map(figure_row, found)))
