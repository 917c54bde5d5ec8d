"""Worth it? A segment against everyone else: size, money, who stays, what they do, and what could have been missed."""

from dataclasses import dataclass

import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.compare import known_metrics
from analysis.compare.sentences import is_circular
from analysis.study import Study
from analysis.views.comparison import compared_of
from analysis.views.comparison_told import told

# Money, who stays, what they do.
METRICS = ("mrr", "amount", "retained_from:28", "inactive_time", "active_days", "features_used")

NOTHING_FREE = "The segment was chosen by everything measured here, so it differs by construction: that proves nothing."


@dataclass(frozen=True, eq=False)
class Worth:
    """What is shown.

    Attributes
    ----------
    sentence
        The clearest difference that is not there by construction, escaped for Markdown; says so where all are.
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
    compared = compared_of(study, (name, "rest"), tuple(each for each in METRICS if each in known))
    found = told(compared)
    return Worth(
        sentence=NOTHING_FREE if all(map(is_circular, found.found)) else wording.escaped(found.sentence),
        table=found.table,
        table_caption=found.table_caption,
        effects=compared.effects,
        effects_caption=compared.effects_caption,
        missed=found.missed,
        caveats=found.caveats,
    )
