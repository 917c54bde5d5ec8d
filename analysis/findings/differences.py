"""Findings about differences: the largest patterns against everyone else, tested as one family."""

import math

import numpy as np

from analysis import wording
from analysis.compare import compare_with_rest
from analysis.compare.results import Comparison
from analysis.findings.finding import Finding
from analysis.findings.patterns import NOT_A_FINDING
from analysis.study import Study

# How many comparisons are looked at: all are adjusted together, so each further one weakens the others. No threshold of
# a label or a figure; any pattern can be compared on Segments.
LARGEST_PATTERNS = 3


def difference_findings(study: Study) -> list[Finding]:
    """Return the clearest difference of each of the three largest patterns; circular ones are left out.

    All comparisons looked at are adjusted together.
    """
    groups = study.segmentation.groups(among=study.chosen)
    groups = groups[~groups["rhythm"].isin(NOT_A_FINDING)].nlargest(LARGEST_PATTERNS, "users")
    names = [f"{rhythm}:{detail}" if detail else rhythm for rhythm, detail in groups[["rhythm", "detail"]].to_numpy()]
    members = {name: study.members(name) & study.chosen for name in names}
    looked_at = compare_with_rest(
        study.dataset, members, None, study.settings, features=study.prepared.features, among=study.chosen
    )
    clear = [each for each in looked_at if _is_clear(each)]
    found = []
    for name in names:
        own = [each for each in clear if each.group_a == name]
        if own:
            clearest = min(own, key=lambda each: each.pvalue_adjusted)
            found.append(_finding(study, members[name], clearest, looked_at=len(looked_at)))
    return found


def _is_clear(each: Comparison) -> bool:
    """Whether the difference is proven at the level of its interval, and not there by construction."""
    slugs = {caveat.slug for caveat in each.caveats}
    proven = math.isfinite(each.pvalue_adjusted) and each.pvalue_adjusted <= 1 - each.effect.interval.level
    return proven and "selected_by_metric" not in slugs


def _with_caveats(each: Comparison) -> str:
    words = [wording.CAVEATS[caveat.slug] for caveat in each.caveats]
    return f"{each.sentence} Read with care: {wording.listed(words)}." if words else each.sentence


def _finding(study: Study, members: np.ndarray, clearest: Comparison, *, looked_at: int) -> Finding:
    among = wording.plural(looked_at, "difference")
    bound = f"Fewer than one by chance among the {among} looked at: p is adjusted for all."
    return Finding.about(
        study, members, kind="difference", said=_with_caveats(clearest), bound=bound,
        call="compare_segments", groups=[clearest.group_a, "rest"], metrics=[clearest.metric],
    )  # fmt: skip
