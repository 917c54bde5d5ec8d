"""Late people measured: made-up lives whose ends are known, judged by the replay model and by a fixed rule."""

from collections.abc import Sequence

import numpy as np

from analysis.at_risk.beats_ahead import beats_of
from analysis.at_risk.piles import GONE, piles_of
from analysis.at_risk.replay import Chances, chance_back
from analysis.at_risk.settings import LateCuts
from analysis.calibration.figures import Figure
from analysis.calibration.markdown import figure_row, section, share_text, table
from analysis.calibration.mixes import KINDS, MIXES, Mixed, mixed_lives
from analysis.labels import label
from analysis.rhythms import score

RECALL = 0.7
LATELY_GONE_DAYS = 120  # the long gone are found by every rule and would hide all differences
LEAST_RATIO, MOST_LIVING_GONE = 1.2, 0.15
LEAST_LIVING = 20  # of a kind, for a share to be printed
USERS, RUNS, SEED = 5_000, 4, 20260000
TITLE = "Late and gone"
TOLD = """Made-up people of ten kinds in three mixes (`analysis/calibration/mixes.py`), with pauses and lives whose ends
are known: {users:,} a run, {runs} runs a mix from fixed seeds. Precision: how many of the people called gone are gone,
among the living and those gone at most {days} days, where {recall} of the gone are found; the model of people in the
same situation over a rule of days moved to find as many. Living people called gone: those below {gone} by that model,
for the kind it errs most on; a rule of 30 days calls every living quarter-end person gone."""


def precision_ratio(mixed: Mixed, chances: Chances, *, recall: float = RECALL) -> float:
    """Return the precision of calling the least likely gone, over that of the longest silent, at the same recall."""
    gone = mixed.gone_day <= mixed.now
    judged = chances.gaps.judged & (~gone | (mixed.now - mixed.gone_day <= LATELY_GONE_DAYS))
    chance = np.nan_to_num(chances.chance, nan=1.0)[judged]
    replay, fixed = (_precision(order, gone[judged], recall) for order in (chance, -chances.gaps.silence_days[judged]))
    return replay / fixed


def _precision(order: np.ndarray, gone: np.ndarray, recall: float) -> float:
    found = np.cumsum(gone[np.argsort(order, kind="stable")])
    called = int(np.searchsorted(found, recall * gone.sum())) + 1
    return float(found[called - 1] / called)


def living_called_gone(mixed: Mixed) -> dict[str, float]:
    """Return the share of living people with enough gaps on the pile "gone", by habit, whatever the rule of days."""
    known = mixed.activity.until(mixed.now)
    chances = chance_back(known)
    missed = beats_of(label(score(known)), known.observed_to)["missed_beats"].to_numpy()
    pile = piles_of(chances, np.ones(known.users, bool), missed, LateCuts())
    living = chances.gaps.judged & (mixed.gone_day > mixed.now)
    shares = {}
    for place, kind in enumerate(KINDS):
        of_kind = living & (mixed.kind == place)
        if of_kind.sum() >= LEAST_LIVING:
            shares[kind] = float((pile[of_kind] == GONE).mean())
    return shares


def figures(*, users: int = USERS, runs: int = RUNS) -> list[Figure]:
    """Return what is measured beside its bound: a ratio a mix, and the worst habit of all mixes."""
    found, worst = [], []
    for mix in MIXES:
        lives = [mixed_lives(mix, users, SEED + run) for run in range(runs)]
        ratios = np.array([precision_ratio(each, chance_back(each.activity, each.now)) for each in lives])
        found.append(Figure(f"late: precision over a fixed rule's, mix {mix}", ratios, LEAST_RATIO, at_least=True))
        worst += [max(living_called_gone(each).values()) for each in lives]
    what = "late: living people called gone, worst habit"
    return [*found, Figure(what, np.array(worst), MOST_LIVING_GONE)]


def late_section(found: Sequence[Figure], *, users: int, runs: int) -> str:
    """Return the section of the page: what was measured, its bound, whether it holds."""
    told = TOLD.format(
        users=users, runs=runs, recall=share_text(RECALL), days=LATELY_GONE_DAYS, gone=share_text(LateCuts().gone_below)
    )
    return section(TITLE, told, table(("figure", "measured", "bound", "holds"), map(figure_row, found)))
