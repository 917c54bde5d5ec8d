"""`python -m analysis.warm`: compile every numba loop before the first click, by asking the samples everything once."""

from analysis.compare import default_metrics
from analysis.sample import SAMPLES, load_sample
from analysis.study import Study, study
from analysis.views import (
    beats,
    comparison,
    comparison_told,
    folded,
    glance,
    late,
    person,
    profile,
    quiet,
    rule_check,
    rule_sides,
    sizes,
    slowing,
    today,
)


def warm(names: tuple[str, ...] = tuple(SAMPLES)) -> None:
    """Read the samples and compute what the pages show of them.

    Both samples, since numba compiles one version of a loop for each combination of types.
    """
    for name in names:
        _ask_everything(study(load_sample(name)[0]))


def _ask_everything(asked: Study) -> None:
    today.today_of(asked)
    glance.glance_of(asked)
    beats.beats_of(asked)
    beats.beat_of(asked, comparison.default_group(asked))
    profile.profile_card_of(asked, comparison.default_group(asked))
    person.person_of(asked, asked.activity.user_ids[0].as_py())
    folded.folded_of(asked)
    rule_check.rule_check(asked)
    rule_sides.rule_sides(asked)
    late.late_of(asked)
    slowing.slowing_of(asked)
    quiet.quiet_of(asked)
    for address in sizes.cuts():
        sizes.cut_of(asked, address)
    metrics = tuple(default_metrics(asked.dataset)[0])
    comparison_told.told(comparison.compared_of(asked, (comparison.default_group(asked), "rest"), metrics))


if __name__ == "__main__":
    warm()
