"""Do groups differ, by how much, and how sure: tests with their effects, metrics, caveats, sentences."""

from typing import TYPE_CHECKING

from analysis.lazy import lazy_names

if TYPE_CHECKING:
    from analysis.compare.answers import Answers, Omnibus
    from analysis.compare.distributions import brunner_munzel, kolmogorov_smirnov
    from analysis.compare.looked import Looked
    from analysis.compare.means import permutation, welch
    from analysis.compare.metrics import DEFAULT_METRICS, default_metrics, known_metrics
    from analysis.compare.multiplicity import benjamini_hochberg, benjamini_yekutieli, holm
    from analysis.compare.outcome import Outcome
    from analysis.compare.power import smallest_effect, smallest_share_difference, smallest_win_share
    from analysis.compare.ranks import kruskal_wallis, mann_whitney
    from analysis.compare.results import Caveat, Comparison, Effect, Interval, Smallest
    from analysis.compare.run import ask_segments, compare_segments, compare_with_omnibus, compare_with_rest
    from analysis.compare.shares import contingency, fisher, proportions, wilson
    from analysis.compare.survival import SurvivalCurve, kaplan_meier
    from analysis.compare.survival_tests import log_rank, restricted_means
    from analysis.compare.volumes import volume_ratio

_MODULES = {
    "analysis.compare.answers": ("Answers", "Omnibus"),
    "analysis.compare.distributions": ("brunner_munzel", "kolmogorov_smirnov"),
    "analysis.compare.looked": ("Looked",),
    "analysis.compare.means": ("permutation", "welch"),
    "analysis.compare.metrics": ("DEFAULT_METRICS", "default_metrics", "known_metrics"),
    "analysis.compare.multiplicity": ("benjamini_hochberg", "benjamini_yekutieli", "holm"),
    "analysis.compare.outcome": ("Outcome",),
    "analysis.compare.power": ("smallest_effect", "smallest_share_difference", "smallest_win_share"),
    "analysis.compare.ranks": ("kruskal_wallis", "mann_whitney"),
    "analysis.compare.results": ("Caveat", "Comparison", "Effect", "Interval", "Smallest"),
    "analysis.compare.run": ("ask_segments", "compare_segments", "compare_with_omnibus", "compare_with_rest"),
    "analysis.compare.shares": ("contingency", "fisher", "proportions", "wilson"),
    "analysis.compare.survival": ("SurvivalCurve", "kaplan_meier"),
    "analysis.compare.survival_tests": ("log_rank", "restricted_means"),
    "analysis.compare.volumes": ("volume_ratio",),
}
__all__ = [
    "DEFAULT_METRICS", "Answers", "Caveat", "Comparison", "Effect", "Interval", "Looked", "Omnibus", "Outcome",
    "Smallest", "SurvivalCurve", "ask_segments", "benjamini_hochberg", "benjamini_yekutieli", "brunner_munzel",
    "compare_segments", "compare_with_omnibus", "compare_with_rest", "contingency", "default_metrics", "fisher",
    "holm", "kaplan_meier", "known_metrics", "kolmogorov_smirnov", "kruskal_wallis", "log_rank", "mann_whitney",
    "permutation", "proportions", "restricted_means", "smallest_effect", "smallest_share_difference",
    "smallest_win_share", "volume_ratio", "welch", "wilson",
]  # fmt: skip

__getattr__ = lazy_names(__name__, _MODULES)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
