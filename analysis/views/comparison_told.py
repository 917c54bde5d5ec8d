"""Segments, Compare: what is said of a comparison once p is adjusted over everything looked at."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import pandas as pd

from analysis import wording
from analysis.compare import Comparison, Looked, Omnibus
from analysis.compare.multiplicity import Correction
from analysis.compare.sentences import is_circular, is_clear
from analysis.segments.titles import title_of
from analysis.study import Study
from analysis.views.comparison import Compared, compared_of
from analysis.views.effect_text import effect_text, figure
from analysis.views.missed import missed_effects

CORRECTIONS: MappingProxyType[Correction, str] = MappingProxyType(
    {"holm": "Holm", "benjamini_hochberg": "Benjamini–Hochberg"}
)
CORRECTIONS_HELP = (
    "Holm bounds the chance that any difference called clear is chance; Benjamini–Hochberg bounds the share of those "
    "called clear that are."
)
AFRESH_HELP = (
    "Counts only what is looked at from now on: right for a new question; for the same one it makes p too small."
)


@dataclass(frozen=True, eq=False)
class Told:
    """What the tab says; all plain text.

    Attributes
    ----------
    sentence
        The clearest difference of the first segment that is not there by construction.
    at_once
        Whether any of more than two segments differs, empty for two.
    sentences
        One a metric and other segment, of the first segment.
    missed
        How large a difference had to be to show, for the same.
    table
        All pairs.
    """

    sentence: str
    at_once: str
    sentences: tuple[str, ...]
    missed: tuple[str, ...]
    table: pd.DataFrame
    table_caption: str
    caveats: tuple[str, ...]
    found: tuple[Comparison, ...]


def answer_of(
    study: Study, groups: tuple[str, ...], metrics: tuple[str, ...], correction: Correction = "holm",
    beside: tuple[float, ...] = (),
) -> Told:  # fmt: skip
    """Compare segments and say so; `beside` are the p values of what else was looked at, over which p is adjusted.

    Raises OffbeatError where that cannot be asked.
    """
    return told(compared_of(study, groups, metrics), Looked.at(beside), correction)


@lru_cache(maxsize=32)
def told(compared: Compared, looked: Looked = Looked(), correction: Correction = "holm") -> Told:  # noqa: B008 - frozen
    """Return what can be said with p adjusted over the comparison and over everything in `looked`; kept a while."""
    found, omnibus = compared.answers.adjusted(looked, correction)
    titles = {each.metric.name: each.metric.title for each in compared.answers.pairs}
    first = [each for each in found if each.group_a == compared.groups[0]]
    clearest = min(first, key=lambda each: (is_circular(each), not is_clear(each), _p_or_one(each)))
    return Told(
        sentence=_with_reason(clearest),
        at_once=_at_once(omnibus, titles, 1 - compared.answers.how.level),
        sentences=tuple(each.sentence for each in first),
        missed=missed_effects(first, {each.metric.name: each.metric for each in compared.answers.pairs}),
        table=_table(found, titles, compared),
        table_caption=(
            "Effect first, each interval for itself; p last. p is adjusted over "
            f"{wording.plural(found[0].looked_at, 'test')} ({CORRECTIONS[correction]})."
        ),
        caveats=_caveats(first, titles),
        found=tuple(found),
    )


def family_sentence(count: int, forgotten: int, correction: Correction) -> str:
    """Say how many tests p is adjusted over, and how many seen before that are no longer counted."""
    tests, how = wording.plural(count, "test"), CORRECTIONS[correction]
    if not forgotten:
        return f"p is adjusted over the {tests} looked at here since these data were opened ({how})."
    uncounted = wording.plural(forgotten, "test")
    return (
        f"p is adjusted over the {tests} looked at here since you started afresh ({how}). {uncounted} seen before "
        "count no longer: if one of them led you here, p is smaller than it should be."
    )


def _p_or_one(each: Comparison) -> float:
    return each.pvalue_adjusted if math.isfinite(each.pvalue_adjusted) else 1.0


def _with_reason(each: Comparison) -> str:
    """Return the sentence; where nothing could be tested with what stood in the way."""
    if math.isfinite(each.pvalue) or not each.caveats:
        return each.sentence
    return f"{each.sentence} {each.caveats[-1].sentence}"


def _at_once(omnibus: Sequence[Omnibus], titles: dict[str, str], alpha: float) -> str:
    """Say in which metrics any of the segments differs, in which that is not clear, and what has no test."""
    if not omnibus:
        return ""
    clear = [each for each in omnibus if each.pvalue_adjusted <= alpha]
    unclear = [each for each in omnibus if each.pvalue_adjusted > alpha]
    none = [titles[each.metric] for each in omnibus if math.isnan(each.pvalue_adjusted)]
    parts = [
        f"{said} {wording.listed([_named(each, titles) for each in some], most=len(some))}"
        for said, some in (("clear in", clear), ("not clear in", unclear))
        if some
    ]
    parts += [f"no test of {wording.listed(none, most=len(none))}, where a segment has nobody alone"] if none else []
    return f"Whether any of the {len(omnibus[0].groups)} segments differs: {'; '.join(parts)}."


def _named(each: Omnibus, titles: dict[str, str]) -> str:
    return f"{titles[each.metric]} ({each.test}, {wording.pvalue(each.pvalue_adjusted)})"


def _table(found: Sequence[Comparison], titles: dict[str, str], compared: Compared) -> pd.DataFrame:
    level = wording.share(compared.answers.how.level)
    last = [f"Difference ({level} interval)", "Test", "p, adjusted", "Read with care"]
    if len(compared.groups) == 2:
        first = ["Metric", *(wording.segment_title(each) for each in compared.groups)]
    else:
        first = ["Metric", "Who", "Values"]
    return pd.DataFrame(
        [(wording.capital(titles[each.metric]), *_values(each, compared), *_proof(each)) for each in found],
        columns=[*first, *last],
    )


def _values(each: Comparison, compared: Compared) -> tuple[str, str]:
    values = figure(each, each.estimate_a), figure(each, each.estimate_b)
    if len(compared.groups) == 2:
        return values
    who = f"{wording.segment_title(each.group_a)} against {wording.small(title_of(each.group_b))}"
    return who, f"{values[0]} against {values[1]}"


def _proof(each: Comparison) -> tuple[str, str, str, str]:
    care = "; ".join(wording.CAVEATS[caveat.slug] for caveat in each.caveats)
    return effect_text(each), each.test, wording.pvalue(each.pvalue_adjusted), care


def _caveats(found: Sequence[Comparison], titles: dict[str, str]) -> tuple[str, ...]:
    """Return each caveat of a metric once, of its first pair; the metrics a group was chosen by in one sentence."""
    said: dict[tuple[str, str], str] = {}
    for each in found:
        for caveat in each.caveats:
            said.setdefault((caveat.slug, each.metric), caveat.sentence)
    circular = [titles[metric] for slug, metric in said if slug == "selected_by_metric"]
    metrics: dict[str, list[str]] = {}
    for (slug, metric), sentence in said.items():
        if slug != "selected_by_metric":
            metrics.setdefault(sentence, []).append(titles[metric])
    sentences = [f"{wording.capital(wording.listed(names))}: {each}" for each, names in metrics.items()]
    chosen = (
        f"Chosen by this very metric: {wording.listed(circular)} differ here by construction, which proves nothing."
    )
    return (chosen, *sentences) if circular else tuple(sentences)
