"""Which segments people entered or left lately, by more than chance explains."""

from dataclasses import dataclass
from math import pi, sqrt

import numpy as np
from scipy import stats

from analysis import wording
from analysis.findings.by_chance import about
from analysis.findings.finding import Finding
from analysis.findings.money import with_money
from analysis.movement.moments import last_span, usual_period
from analysis.movement.sentences import UNTOLD, state_title, when
from analysis.movement.then import Kind, Then, then
from analysis.study import Study


@dataclass(frozen=True, eq=False)
class _Moved:
    """Who entered and who left one segment, bool, shape (users,); p of a sign test, before it is adjusted."""

    kind: Kind
    name: str
    entered: np.ndarray
    left: np.ndarray

    @property
    def counts(self) -> tuple[int, int]:
        return int(self.entered.sum()), int(self.left.sum())

    @property
    def pvalue(self) -> float:
        entered, left = self.counts
        return float(stats.binomtest(entered, entered + left).pvalue) if entered + left else 1.0


def lately_findings(study: Study) -> list[Finding]:
    """Return what moved in the last whole month (or week): the clearest class of frequency, and own segments.

    Only people who could be told on both days count. Told is what a sign test of entered against left finds, p times
    the number of segments looked at.
    """
    start, end = last_span(study.activity, usual_period(study.activity))
    looked_at = [*_classes(study, start, end), *(_own(study, name, start, end) for name in study.own_names)]
    level = (1 - study.settings.compare.level) / max(len(looked_at), 1)
    clear = [each for each in looked_at if each.pvalue <= level]
    classes = sorted((each for each in clear if each.kind == "frequency"), key=lambda each: each.pvalue)[:1]
    return [
        _finding(study, each, when(start, end)) for each in (*classes, *(one for one in clear if one.kind == "segment"))
    ]


def _classes(study: Study, start: int, end: int) -> list[_Moved]:
    """Return the moves of each class of frequency; who leaves a class enters another."""
    before, after = (then(study, "frequency", day) for day in (start, end))
    untold = [before.names.index(name) for name in before.names if name in UNTOLD]
    both = study.chosen & _is_told(before, untold) & _is_told(after, untold)
    return [
        _Moved(
            "frequency", name, both & (after.codes == code) & (before.codes != code),
            both & (before.codes == code) & (after.codes != code),
        )
        for code, name in enumerate(before.names) if name not in UNTOLD
    ]  # fmt: skip


def _is_told(labels: Then, untold: list[int]) -> np.ndarray:
    return (labels.codes >= 0) & ~np.isin(labels.codes, untold)


def _own(study: Study, name: str, start: int, end: int) -> _Moved:
    before, after = (then(study, "segment", day, segment=name).codes for day in (start, end))
    both = study.chosen & (before >= 0) & (after >= 0)
    return _Moved("segment", name, both & (after == 0) & (before != 0), both & (before == 0) & (after != 0))


def _finding(study: Study, moved: _Moved, during: str) -> Finding:
    entered, left = moved.counts
    members = moved.entered | moved.left
    said = (
        f"{during}, {wording.units(entered, study.unit_word)} entered “{state_title(moved.name)}” and "
        f"{wording.count(left)} left it ({wording.signed(entered - left)})."
    )
    # The mean distance between two counts that are equal but for chance: of a normal law with that many moves.
    bound = f"The two would differ by {about(sqrt(2 * (entered + left) / pi))} by chance."
    return Finding.about(
        study, members, kind="change", said=with_money(said, study, members), bound=bound, call="track",
        period=usual_period(study.activity), segment=moved.name,
    )  # fmt: skip
