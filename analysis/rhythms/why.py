"""Why this label and not another: how well each pattern explains one user's days, in words.

Patterns are compared as the label was decided (`analysis.labels`): by BIC on the same active days, the smaller the
better; among weekday sets, and among sets of dates, with the cost of choosing among many.
"""

import math

from analysis import wording
from analysis.labels import Segmentation
from analysis.rhythms import RHYTHMS
from analysis.rhythms.evidence import ANCHOR_FAMILIES
from analysis.rhythms.explain import Explained
from analysis.rhythms.rhythm import Rhythm
from analysis.rhythms.scores import Scores

# How strong a difference in BIC is: Raftery, Sociological Methodology 25, 1995, table 6.
_STRENGTHS = (
    (2.0, "about as well as"),
    (6.0, "better than"),
    (10.0, "clearly better than"),
    (math.inf, "far better than"),
)
RANDOM = "days at random"
_KIND = {each.slug: each for each in RHYTHMS}


def why_label(scores: Scores, segmentation: Segmentation, row: int, found: list[Explained]) -> tuple[str, ...]:
    """Return plain sentences on why user `row` has the label they have; `found` is what `explain_user` returned."""
    slug = segmentation.rhythm_slugs[segmentation.rhythm[row]]
    standing = [each for each in found if each.verdict == "sure" and _bic(scores, each.rhythm, row) is not None]
    if slug == "mixed":
        return _mixed(standing)
    label = next((each for each in found if each.is_label), None)
    if label is None or _bic(scores, label.rhythm, row) is None:
        return (_without_model(slug, segmentation),)
    return _compared(scores, row, label, _rivals(scores, row, label, found))


def _compared(scores: Scores, row: int, label: Explained, rivals: list[Explained]) -> tuple[str, ...]:
    """Return one sentence a strength of what the label beats, then what it does not beat."""
    beaten: dict[str, list[str]] = {}
    others = []
    for rival in rivals:
        lead = _lead(scores, row, label, rival)
        if lead < 0:
            others.append(_in_spite_of(label, rival, -lead))
        else:
            beaten.setdefault(_strength(lead), []).append(f"“{name_of(rival)}”")
    over_random = float(scores["hazard_bic"][row]) - (_bic(scores, label.rhythm, row) or 0.0)
    if over_random >= 0:
        beaten.setdefault(_strength(over_random), []).append(RANDOM)
    else:
        others.append(f"{RANDOM.capitalize()} explain them as well: the label rests on the even gaps alone.")
    won = [f"“{name_of(label)}” explains these days {how} {wording.listed(names)}." for how, names in beaten.items()]
    return (*won, *others)


def _rivals(scores: Scores, row: int, label: Explained, found: list[Explained]) -> list[Explained]:
    """Return what the label had to beat: all that is proven and the even beat; else what comes nearest."""
    others = [
        each
        for each in found
        if each is not label and each.verdict != "untested" and _bic(scores, each.rhythm, row) is not None
    ]
    rivals = [each for each in others if each.verdict == "sure" or each.rhythm == "cadence"]
    return rivals or sorted(others, key=lambda each: _bic(scores, each.rhythm, row) or 0.0)[:1]


def name_of(each: Explained) -> str:
    """Return what the screen calls the pattern that was tried: "Tuesdays"."""
    return wording.segment_title(f"{each.rhythm}:{each.detail}" if each.detail else each.rhythm)


def _bic(scores: Scores, slug: str, row: int, column: str = "bic") -> float | None:
    name = f"{slug}_{column}"
    value = float(scores[name][row]) if name in scores.frame else math.nan
    return value if math.isfinite(value) else None


def _contest(slug: str) -> str:
    """Return inside which contest a pattern is chosen: weekdays, dates, or none."""
    family = _KIND[slug].family
    return "dates" if family in ANCHOR_FAMILIES.values() else "weekdays" if family == "weekly" else slug


def _lead(scores: Scores, row: int, label: Explained, rival: Explained) -> float:
    """Return by how much BIC the label explains the days better; inside a contest with the cost of choosing."""
    column = "choice" if _contest(label.rhythm) == _contest(rival.rhythm) else "bic"
    mine, theirs = (_bic(scores, each.rhythm, row, column) for each in (label, rival))
    return math.inf if theirs is None else theirs - (mine or 0.0)


def _strength(lead: float) -> str:
    return next(words for limit, words in _STRENGTHS if lead < limit or limit == math.inf)


def _in_spite_of(label: Explained, rival: Explained, behind: float) -> str:
    """Say why a pattern that explains the days better is not the label."""
    kind: type[Rhythm] = _KIND[label.rhythm]
    better = f"“{name_of(rival)}” explains these days {_strength(behind)} “{name_of(label)}”"
    if rival.rhythm == "cadence" and kind.calendar_patience is not None:
        return f"{better}, but not by enough: dates are given up only for a much better beat that is proven too."
    return f"{better}, but no better than {RANDOM}."


def _mixed(standing: list[Explained]) -> tuple[str, ...]:
    names = [f"“{name_of(each)}”" for each in standing]
    which = f": {wording.listed(names)} are proven" if len(names) > 1 else ""
    return (f"Two patterns explain these days about equally well{which}; naming one would be a guess.",)


def _without_model(slug: str, segmentation: Segmentation) -> str:
    least = segmentation.settings.evidence.min_active_days
    known = {
        "daily": "Active on so many days that no single one can stand out, so nothing else is compared.",
        "bursty": "No fixed day and no even beat is proven; the gaps are more uneven than chance makes them.",
        "irregular": "Nothing is proven, so there is no pattern to explain the days by.",
        "too_few": f"Fewer than {least} active days: nothing is compared yet.",
    }
    return known.get(slug, "This label is not chosen by how well it explains the days.")
