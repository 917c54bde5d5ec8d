"""`python -m analysis.warm`: compile every numba loop before the first click, by asking the samples everything once."""

from analysis.compare import default_metrics
from analysis.sample import SAMPLES, load_sample
from analysis.settings import Settings
from analysis.study import Study, prepare, tune
from analysis.views import (
    beats,
    change,
    comparison,
    comparison_told,
    folded,
    glance,
    late,
    overnight,
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
        prepared = prepare(load_sample(name)[0])
        _ask_everything(tune(prepared))
        beats.beats_of(tune(prepared, settings=Settings().replace_knob("evidence.distinctive", 1)))


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
    late.listed(asked, "late")
    slowing.slowing_of(asked)
    quiet.quiet_of(asked)
    quiet.later_of(asked)
    start, end = change.default_days(asked, "month")
    for kind in ("frequency", "rhythm", "lifecycle"):
        change.change_of(asked, kind, "", start, end)
    overnight.overnight_of(asked, "month", start, end)
    for address in sizes.cuts():
        sizes.cut_of(asked, address)
    metrics = tuple(default_metrics(asked.dataset)[0])
    comparison_told.told(comparison.compared_of(asked, (comparison.default_group(asked), "rest"), metrics))


if __name__ == "__main__":
    warm()
