"""`python -m analysis.warm`: compile every numba loop before the first click, by asking the samples everything once."""

from analysis.curves import cut_table
from analysis.findings import find
from analysis.sample import SAMPLES, load_sample
from analysis.settings import Settings
from analysis.study import Study, study

ANY_THRESHOLD = "weekday.min_share"


def warm() -> None:
    """Read both samples and compute what the pages show: one with amounts on few days, one with amounts on all."""
    for name in SAMPLES:
        studied = study(load_sample(name)[0])
        find(studied)
        _count_a_cut(studied)


def _count_a_cut(studied: Study) -> None:
    """Count a live cut once for each type of score: numba compiles one version a type."""
    numbers = studied.prepared.scores.select_dtypes("number")
    threshold = Settings().knob(ANY_THRESHOLD)
    for column in numbers.dtypes.drop_duplicates().index:
        cut_table(numbers[column].to_numpy(), threshold, activity=studied.activity)


if __name__ == "__main__":
    warm()
