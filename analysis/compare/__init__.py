"""Do groups differ, by how much, and how sure: tests with their effects, metrics, caveats, sentences."""

from analysis.compare.means import permutation, welch
from analysis.compare.metrics import DEFAULT_METRICS, default_metrics, known_metrics
from analysis.compare.multiplicity import benjamini_hochberg, benjamini_yekutieli, holm
from analysis.compare.outcome import Outcome
from analysis.compare.power import smallest_share_difference
from analysis.compare.ranks import kruskal_wallis, mann_whitney
from analysis.compare.results import Caveat, Comparison, Effect, Interval
from analysis.compare.run import Omnibus, compare_segments, compare_with_omnibus, compare_with_rest
from analysis.compare.shares import contingency, proportions, wilson
from analysis.compare.survival import SurvivalCurve, kaplan_meier, log_rank

__all__ = [
    "DEFAULT_METRICS", "Caveat", "Comparison", "Effect", "Interval", "Omnibus", "Outcome", "SurvivalCurve",
    "benjamini_hochberg", "benjamini_yekutieli", "compare_segments", "compare_with_omnibus", "compare_with_rest",
    "contingency", "default_metrics", "holm", "kaplan_meier", "known_metrics", "kruskal_wallis", "log_rank",
    "mann_whitney", "permutation", "proportions", "smallest_share_difference", "welch", "wilson",
]  # fmt: skip
