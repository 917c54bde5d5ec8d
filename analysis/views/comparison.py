"""Segments, Compare: which segments and metrics can be compared, and what does not hang on adjusted p values."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.effects import effects
from analysis.charts.picture import Picture
from analysis.compare import Answers, Comparison, ask_segments, default_metrics, known_metrics
from analysis.compare.metrics import metric_of
from analysis.compare.sentences import is_circular
from analysis.compare.standardised import standardised
from analysis.errors import OffbeatError
from analysis.segments import FREQUENCY_CLASSES, known_names
from analysis.study import Study
from analysis.views.effect_text import effect_text
from analysis.views.silence import Silence, silence_of

MOST_OTHERS = 4  # with the first segment as many as curves that can be told apart


@dataclass(frozen=True)
class MetricChoice:
    """A metric one can compare on."""

    title: str
    is_default: bool


@dataclass(frozen=True, eq=False)
class Compared:
    """Segments compared before p is adjusted, which hangs on what else was looked at (`comparison_told.told`).

    Attributes
    ----------
    groups
        Names; the first is compared with each of the others.
    sizes
        How many are in each, as a sentence.
    effects
        The first less each other, in standard deviations.
    silence
        Who has not gone silent yet, with the numbers still followed.
    """

    groups: tuple[str, ...]
    answers: Answers
    sizes: str
    effects: Picture
    effects_caption: str
    silence: Silence


def group_names(study: Study) -> list[str]:
    """Return the segments that can be compared, own ones first, everyone left out."""
    known = known_names(dataset=study.dataset, segmentation=study.segmentation)
    return [*study.own_names, *(each for each in known if each != "all")]


def default_group(study: Study) -> str:
    """Return the segment people most likely came to ask about: the largest single pattern, else frequency class.

    One that can be compared: with `compare.min_users` among the chosen users, and some of these outside it; where none
    is, the first segment there is.
    """
    groups = study.segmentation.groups(among=study.chosen)
    named = groups[groups["detail"] != ""].sort_values("users", ascending=False, kind="stable")
    names = [f"{each.rhythm}:{each.detail}" for each in named.itertuples()]
    names += [f"frequency:{each}" for each in FREQUENCY_CLASSES if each != "too_few"]
    everybody = int(study.chosen.sum())
    for name in names:
        if study.settings.compare.min_users <= int((study.members(name) & study.chosen).sum()) < everybody:
            return name
    return group_names(study)[0]


def metric_choices(study: Study) -> dict[str, MetricChoice]:
    """Return metric name -> title and whether it is one of the default five, those first."""
    defaults = default_metrics(study.dataset)[0]
    names = [*defaults, *(name for name in known_metrics(study.dataset) if name not in defaults)]
    return {name: MetricChoice(metric_of(name, study.dataset).title, name in defaults) for name in names}


def compared_of(study: Study, groups: tuple[str, ...], metrics: tuple[str, ...]) -> Compared:
    """Compare segments among the chosen users; raises OffbeatError where that cannot be asked."""
    if not metrics:
        raise OffbeatError("Expected at least one metric, found none.", hint="choose one under Measured by.")
    groups = tuple(study.spelled_out(each) for each in groups)
    members = members_of(study, groups)
    names = tuple(members)
    answers = ask_segments(study.dataset, members, metrics, study.settings, features=study.prepared.features)
    drawn = [each for each in answers.adjusted()[0] if each.group_a == names[0]]
    titles = [wording.segment_title(each) for each in names]
    others = titles[1].lower() if len(titles) == 2 else "each other segment"
    level = wording.share(study.settings.compare.level)
    counts = [f"{title} {wording.count(members[name].sum())}" for name, title in zip(names, titles, strict=True)]
    apart = alone(members)
    return Compared(
        groups=names,
        answers=answers,
        sizes=f"{wording.UNIT_TITLES[study.unit_word]}: {', '.join(counts)}.",
        effects=_effects(drawn, titles, {each.metric.name: each.metric.title for each in answers.pairs}),
        effects_caption=(
            f"{titles[0]} less {others}, in standard deviations; lines are {level} intervals. Blue clears zero; grey "
            "does not, or the segment was chosen by it."
        ),
        silence=silence_of(study, {title: apart[name] for name, title in zip(names, titles, strict=True)}),
    )


def members_of(study: Study, groups: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Return name -> who of the chosen users, bool (users,); "rest" is who is in none of the others.

    Own segments are spelled out, so that what is said of them knows their rules.
    Raises OffbeatError where there are not two different segments, or nobody is in one of them.
    """
    titles = [wording.segment_title(name) for name in groups]  # one's own may be called like another: no chart can tell
    twice = [title for title in titles if titles.count(title) > 1]
    if twice or len(groups) < 2:
        found = f"{twice[0]} twice" if twice else "one"
        raise OffbeatError(f"Expected two different segments or more, found {found}.", hint="choose another one.")
    named = {name: study.members(name) & study.chosen for name in groups if name != "rest"}
    in_none = ~np.any(list(named.values()), axis=0) & study.chosen
    members = {study.spelled_out(name): named.get(name, in_none) for name in groups}
    for name, each in members.items():
        if not each.any():
            raise OffbeatError(
                f"Expected {study.unit_word} in every segment, found none in {wording.segment_title(name)}.",
                hint="choose another segment, or show everyone under Who.",
            )
    return members


def alone(members: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the same without who is in several, whom the tests count in none."""
    once = np.sum(list(members.values()), axis=0) == 1
    return {name: each & once for name, each in members.items()}


def _effects(found: list[Comparison], titles: list[str], metrics: dict[str, str]) -> Picture:
    rows = [
        (_label(each, metrics, titles), *standardised(each), effect_text(each), is_circular(each)) for each in found
    ]
    frame = pd.DataFrame(rows, columns=["metric", "effect", "low", "high", "shown", "chosen_by"])
    others = titles[1] if len(titles) == 2 else "each other segment"
    return effects(frame, axis_title="standard deviations", group_a=titles[0], group_b=others)


def _label(each: Comparison, metrics: dict[str, str], titles: list[str]) -> str:
    """Name a row: the metric; below it which other segment where there are several, and that it chose the segment."""
    against = f"against {wording.segment_title(each.group_b)}" if len(titles) > 2 else ""
    below = [part for part in (against, "chosen by it" if is_circular(each) else "") if part]
    title = wording.capital(metrics[each.metric])
    return f"{title}\n{', '.join(below)}" if below else title
