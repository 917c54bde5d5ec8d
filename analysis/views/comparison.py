"""Segments, Compare: two groups on several metrics, effect and interval first."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.effects import effects
from analysis.charts.picture import Picture
from analysis.charts.survival_curves import survival_curves
from analysis.compare import (
    Comparison,
    compare_segments,
    default_metrics,
    kaplan_meier,
    known_metrics,
    smallest_share_difference,
)
from analysis.compare.measured import inactive_time
from analysis.compare.metrics import metric_of
from analysis.compare.standardised import standardised
from analysis.errors import OffbeatError
from analysis.segments import known_names
from analysis.study import Study

MONEY_METRICS = ("amount", "amount_per_active_day", "mrr")


@dataclass(frozen=True)
class MetricChoice:
    """A metric one can compare on."""

    title: str
    is_default: bool


@dataclass(frozen=True, eq=False)
class ComparisonView:
    """What the tab shows."""

    sentence: str
    paste: str
    effects: Picture
    effects_caption: str
    survival: Picture | None
    survival_caption: str
    table: pd.DataFrame
    table_caption: str
    caveats: tuple[str, ...]
    smallest_difference: str
    found: tuple[Comparison, ...]


def group_names(study: Study) -> list[str]:
    """Return the segments that can be compared, everyone left out."""
    return [each for each in known_names(dataset=study.dataset, segmentation=study.segmentation) if each != "all"]


def default_group(study: Study) -> str:
    """Return the largest single pattern, which most people come to ask about."""
    groups = study.segmentation.groups()
    named = groups[(groups["detail"] != "") & (groups["users"] > 0)]
    if named.empty:
        return group_names(study)[0]
    largest = named.loc[named["users"].idxmax()]
    return f"{largest['rhythm']}:{largest['detail']}"


def metric_choices(study: Study) -> dict[str, MetricChoice]:
    """Return metric name -> title and whether it is one of the default five, those first."""
    defaults = default_metrics(study.dataset)[0]
    names = [*defaults, *(name for name in known_metrics(study.dataset) if name not in defaults)]
    return {name: MetricChoice(metric_of(name, study.dataset).title, name in defaults) for name in names}


def comparison_of(study: Study, group_a: str, group_b: str, metrics: tuple[str, ...]) -> ComparisonView:
    """Compare two segments among the chosen users; raises OffbeatError where that cannot be asked."""
    if group_a == group_b:
        raise OffbeatError("Expected two different segments, found the same one twice.", hint="choose another one.")
    if not metrics:
        raise OffbeatError("Expected at least one metric, found none.", hint="choose one under Measured by.")
    a = study.members(group_a) & study.chosen
    b = ~a & study.chosen if group_b == "rest" else study.members(group_b) & study.chosen
    _require_users(study, {group_a: a, group_b: b})
    found = compare_segments(
        study.dataset, {group_a: a, group_b: b}, metrics, study.settings, features=study.prepared.features
    )
    titles = (wording.segment_title(group_a), wording.segment_title(group_b))
    clearest = min(found, key=lambda each: (_is_circular(each), _p_or_one(each)))
    level = wording.share(study.settings.compare.level)
    survival, survival_caption = _survival(study, {titles[0]: a, titles[1]: b})
    return ComparisonView(
        sentence=wording.escaped(clearest.sentence),
        paste="\n".join(each.sentence for each in found),
        effects=_effects(found, titles, study),
        effects_caption=f"{titles[0]} less {titles[1].lower()}, in standard deviations; lines are {level} intervals.",
        survival=survival,
        survival_caption=survival_caption,
        table=_table(found, titles, study),
        table_caption=f"Effect first, p last. p is adjusted over the {len(found)} tests shown (Holm).",
        caveats=_caveats(found, study),
        smallest_difference=_smallest_difference(found, study),
        found=tuple(found),
    )


def _require_users(study: Study, groups: dict[str, np.ndarray]) -> None:
    for name, members in groups.items():
        if not members.any():
            raise OffbeatError(
                f"Expected {study.unit_word} in both segments, found none in {wording.segment_title(name)}.",
                hint="choose another segment, or show everyone under Who.",
            )


def _is_circular(each: Comparison) -> bool:
    return any(caveat.slug == "selected_by_metric" for caveat in each.caveats)


def _p_or_one(each: Comparison) -> float:
    return each.pvalue_adjusted if math.isfinite(each.pvalue_adjusted) else 1.0


def _survival(study: Study, groups: dict[str, np.ndarray]) -> tuple[Picture | None, str]:
    """Draw who has not yet gone silent, by days since the first active day; None where nobody was followed for long."""
    inactive = study.settings.inactive
    times = inactive_time(study.dataset, inactive)
    parts = []
    for title, members in groups.items():
        known = members & ~np.isnan(times.days)
        curve = kaplan_meier(times.days[known], times.observed[known], level=study.settings.compare.level)
        steps = {"days": curve.time, "share": curve.survival, "low": curve.low, "high": curve.high}
        parts += [pd.DataFrame(steps).assign(group=title)] if known.any() else []
    if not parts:
        return None, f"Nobody has been followed for {inactive.days} days yet."
    caption = f"Share not yet silent for {inactive.days} days, by days since the first visit (Kaplan–Meier)."
    return survival_curves(pd.concat(parts, ignore_index=True), level=study.settings.compare.level), caption


def _effects(found: list[Comparison], titles: tuple[str, str], study: Study) -> Picture:
    rows = [(_metric_title(each, study), *standardised(each), _shown(each)) for each in found]
    frame = pd.DataFrame(rows, columns=["metric", "effect", "low", "high", "shown"])
    return effects(frame, axis_title="standard deviations", group_a=titles[0], group_b=titles[1])


def _metric_title(each: Comparison, study: Study) -> str:
    title = metric_of(each.metric, study.dataset).title
    return title[0].upper() + title[1:]


def _shown(each: Comparison) -> str:
    interval = each.effect.interval
    return (
        f"{_number(each, each.effect.value, signed=True)} ({_interval(each)})"
        if math.isfinite(interval.low)
        else wording.UNDEFINED
    )


def _interval(each: Comparison) -> str:
    interval = each.effect.interval
    return wording.interval(_number(each, interval.low), _number(each, interval.high))


def _number(each: Comparison, value: float, *, signed: bool = False) -> str:
    """Print a value of a metric: shares as percent (differences as points), money to the cent, others to a tenth."""
    if not math.isfinite(value):
        return wording.UNDEFINED
    if each.effect.name == "share_difference":
        text = f"{wording.decimal(100 * value)} points" if signed else wording.share(value, tenths=True)
    elif each.effect.name == "rate_ratio":
        return f"{wording.decimal(value, 2)} times" if signed else wording.decimal(value, 2)
    else:
        text = wording.decimal(value, 2 if each.metric in MONEY_METRICS else 1)
    return f"+{text}" if signed and value > 0 else text


def _table(found: list[Comparison], titles: tuple[str, str], study: Study) -> pd.DataFrame:
    rows = [
        (
            _metric_title(each, study),
            _number(each, each.estimate_a),
            _number(each, each.estimate_b),
            _number(each, each.effect.value, signed=True),
            _interval(each),
            wording.pvalue(each.pvalue_adjusted),
            "; ".join(wording.CAVEATS[caveat.slug] for caveat in each.caveats),
        )
        for each in found
    ]
    level = wording.share(study.settings.compare.level)
    columns = ["Metric", titles[0], titles[1], "Difference", f"{level} interval", "p, adjusted", "Read with care"]
    return pd.DataFrame(rows, columns=columns)


def _caveats(found: list[Comparison], study: Study) -> tuple[str, ...]:
    """Return every caveat once; the metrics a group was chosen by in one sentence."""
    circular = [_metric_title(each, study).lower() for each in found if _is_circular(each)]
    sentences = list(
        dict.fromkeys(
            caveat.sentence for each in found for caveat in each.caveats if caveat.slug != "selected_by_metric"
        )
    )
    if circular:
        chosen = (
            f"Chosen by this very metric: {wording.listed(circular)} differ here by construction, which proves nothing."
        )
        sentences.insert(0, chosen)
    return tuple(sentences)


def _smallest_difference(found: list[Comparison], study: Study) -> str:
    """Say what these groups could not have shown: the smallest difference in a share, with the knob's power."""
    share = next((each for each in found if each.effect.name == "share_difference"), None)
    if share is None or not math.isfinite(share.estimate_b):
        return ""
    how = study.settings.compare
    rise = smallest_share_difference(share.n_a, share.n_b, share.estimate_b, power=how.power, level=how.level)
    if not math.isfinite(rise):
        return ""
    title, power = _metric_title(share, study).lower(), wording.share(how.power)
    least = wording.share(rise, tenths=True)
    return f"Smallest difference in {title} these groups would show with {power} chance: {least}."
