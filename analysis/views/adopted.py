"""Segments, Compare: what one segment does that the other does not, one line an event."""

from functools import lru_cache

import pandas as pd

from analysis import wording
from analysis.adoption import Adoption, adoption
from analysis.charts.adoption_dumbbells import MOST_ROWS, adoption_dumbbells
from analysis.compare import Looked
from analysis.compare.multiplicity import Correction
from analysis.compare.run import left_out_of_rest
from analysis.contrasts import Contrast
from analysis.study import Study
from analysis.views.comparison import members_of
from analysis.views.profile import Part

TITLE = "What do they do that the others don't"


def adoption_of(study: Study, groups: tuple[str, ...], other: str) -> Adoption:
    """Compare the first segment with another of `groups` on every event, before anything else looked at is known."""
    members = members_of(study, groups)
    names = next(iter(members)), study.spelled_out(other)
    sides = members[names[0]], members[names[1]]
    rest_of = left_out_of_rest(members) if other == "rest" else ()
    return adoption(
        study.dataset, names, sides, study.settings, features=study.prepared.features, rest_of=rest_of
    )  # fmt: skip


def adoption_answer(
    study: Study, groups: tuple[str, ...], other: str, correction: Correction = "holm", beside: tuple[float, ...] = ()
) -> tuple[str, Part, tuple[str, ...]]:
    """Compare on every event and say so; `beside` are the p values of what else was looked at."""
    return adoption_told(adoption_of(study, groups, other), Looked.at(beside), correction)


@lru_cache(maxsize=16)
def adoption_told(found: Adoption, looked: Looked, correction: Correction) -> tuple[str, Part, tuple[str, ...]]:
    """Return the sentence on top, the chart, and every other sentence worth saying; plain text."""
    found = found.adjusted(looked, correction)
    a, b = (wording.segment_title(name) for name in found.names)
    notes = (*_left_out(found), *(each.sentence for each in found.caveats))
    if not found.rows:
        return _nothing(found), Part(TITLE, "", None), notes
    picture = adoption_dumbbells(_frame(found.rows), group_a=a, group_b=b, level=found.level)
    drawn = f"The first {MOST_ROWS} are drawn. " if len(found.rows) > MOST_ROWS else ""
    caption = (
        f"Share who ever used it, largest difference first. {drawn}Blue: {a}; grey: {b}; faint where no difference is "
        "clear. Each event is one more test looked at."
    )
    return _sentence(found), Part(TITLE, caption, picture), notes


def _nothing(found: Adoption) -> str:
    if found.hidden or found.left_out:
        return "No event is left to compare."
    return "Nobody is in one of them alone." if found.overlap else "These data name no events."


def _sentence(found: Adoption) -> str:
    clear = [row for row in found.rows if row.pvalue_adjusted <= 1 - found.level]
    if not clear:
        return f"No clear difference in any of {wording.plural(len(found.rows), 'event')}."
    told = dict(zip(found.rows, found.sentences, strict=True))[clear[0]]
    which = wording.plural(len(found.rows), "event")
    return f"Clear differences in {len(clear)} of {which}. The largest is {told}"


def _left_out(found: Adoption) -> tuple[str, ...]:
    hidden, least = wording.plural(found.hidden, "event"), wording.count(found.least)
    told = f"{hidden} that fewer than {least} users of both together ever used: neither shown nor tested."
    notes = [told] if found.hidden else []
    users = wording.plural(found.overlap, "user is", "users are")
    notes += [f"{users} in both and counted in neither."] if found.overlap else []
    return (*notes, *found.left_out)


def _frame(rows: tuple[Contrast, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "event": [each.value for each in rows],
            "share": [each.share for each in rows],
            "share_rest": [each.share_rest for each in rows],
            "difference": [each.difference for each in rows],
            "low": [each.interval.low for each in rows],
            "high": [each.interval.high for each in rows],
            "pvalue_adjusted": [each.pvalue_adjusted for each in rows],
        }
    )
