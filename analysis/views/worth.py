"""Worth it? A segment against everyone else: size, money, who stays, what they do, and what could have been missed."""

import math
from dataclasses import dataclass

import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.compare import Comparison, known_metrics, smallest_share_difference, smallest_win_share
from analysis.compare.metrics import metric_of
from analysis.study import Study
from analysis.views.comparison import comparison_of

# Money, who stays, what they do.
METRICS = ("mrr", "amount", "retained_from:28", "inactive_time", "active_days", "features_used")


@dataclass(frozen=True, eq=False)
class Worth:
    """What is shown.

    Attributes
    ----------
    sentence
        The clearest difference that is not there by construction, escaped for Markdown.
    missed
        How large a difference these sizes show at all, one plain sentence a figure.
    """

    sentence: str
    table: pd.DataFrame
    table_caption: str
    effects: Picture
    effects_caption: str
    missed: tuple[str, ...]
    caveats: tuple[str, ...]


def worth_of(study: Study, name: str) -> Worth:
    """Compare a segment with everyone else of the chosen users; raises OffbeatError where that cannot be asked."""
    known = known_metrics(study.dataset)
    found = comparison_of(study, name, "rest", tuple(each for each in METRICS if each in known))
    return Worth(
        sentence=found.sentence,
        table=found.table,
        table_caption=found.table_caption,
        effects=found.effects,
        effects_caption=found.effects_caption,
        missed=missed_effects(found.found, study),
        caveats=found.caveats,
    )


def missed_effects(found: tuple[Comparison, ...], study: Study) -> tuple[str, ...]:
    """Say of each figure how large a difference had to be to show, so that what was missed is known.

    The level is shared out between all figures, as their p values are adjusted for all of them.
    """
    how = study.settings.compare
    level = 1 - (1 - how.level) / len(found)
    said = []
    for each in found:
        least = _least(each, power=how.power, level=level)
        if least:
            title = metric_of(each.metric, study.dataset).title
            outcome = "one was found" if each.pvalue_adjusted <= 1 - how.level else "none was found"
            chance = wording.share(how.power)
            said.append(f"{_capital(title)}: a difference shows with {chance} chance {least}; {outcome}.")
    return tuple(said) or ("How large a difference had to be cannot be told for these figures.",)


def _least(each: Comparison, *, power: float, level: float) -> str:
    """Return the smallest difference that shows, in words; "" where none is known (times until something)."""
    if each.effect.name == "share_difference":
        rise = smallest_share_difference(each.n_a, each.n_b, each.estimate_b, power=power, level=level)
        if math.isfinite(rise):
            return f"from {wording.decimal(100 * rise)} points above {wording.share(each.estimate_b)} on"
    if each.effect.name == "hodges_lehmann_shift":
        wins = smallest_win_share(each.n_a, each.n_b, power=power, level=level)
        if math.isfinite(wins):
            return f"if one of them has more than one of the others in {wording.decimal(100 * wins, 0)} of 100 pairs"
    return ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
