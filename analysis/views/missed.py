"""How large a difference had to be to show, so that what a comparison may have missed is known."""

import math
from collections.abc import Mapping, Sequence

from analysis import wording
from analysis.compare import Comparison
from analysis.compare.metrics import Metric
from analysis.compare.sentences import could_have_shown, is_clear
from analysis.segments.titles import title_of


def missed_effects(found: Sequence[Comparison], metrics: Mapping[str, Metric]) -> tuple[str, ...]:
    """Say of each figure that was tested how large a difference had to be (`Comparison.smallest`), as plain text."""
    several = len({(each.group_a, each.group_b) for each in found}) > 1
    said = []
    for each in found:
        if not math.isnan(each.pvalue):
            metric = metrics[each.metric]
            outcome = "a clear difference was found" if is_clear(each) else "no clear difference was found"
            against = f", against {title_of(each.group_b)}" if several else ""
            said.append(f"{wording.capital(metric.title)}{against}: {could_have_shown(each, metric)}; {outcome}.")
    return tuple(said) or ("How large a difference had to be cannot be told for these figures.",)
