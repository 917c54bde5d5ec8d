"""Segments, Stay: of those who started together who still comes, by start and by segment; how long until silence."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis import wording
from analysis.activity import EPOCH, to_date
from analysis.charts.picture import MOST_MARKS, Picture
from analysis.charts.retention_lines import retention_lines
from analysis.charts.retention_triangle import retention_triangle
from analysis.compare.shares import proportions
from analysis.retention import AGE_DAYS, retention_by_segment, triangle
from analysis.segments.titles import chosen_by, title_of
from analysis.study import Study
from analysis.views.comparison import group_names
from analysis.views.silence import Silence, silence_of

Age = Literal["week", "month"]
AGES: dict[Age, str] = {"week": "Weeks", "month": "Months"}
MOST_WEEKS = 26  # a longer history reads better by months
TOLD_AT = {"week": 4, "month": 3}  # the age whose share is the number on top
MOST_GROUPS = 5
# What decides whether somebody stays: a segment chosen by one of these stays, or goes, by construction.
STAYING = frozenset({"active_days", "gaps", "recency", "weekday"})


@dataclass(frozen=True, eq=False)
class Stay:
    """What the tab shows.

    Attributes
    ----------
    sentence
        The share still coming, against everyone else; plain text.
    care
        What to read it with, plain sentences.
    triangle, lines
        By start and by segment; None where no week or month is complete, the captions say why.
    """

    sentence: str
    care: tuple[str, ...]
    triangle: Picture | None
    triangle_caption: str
    lines: Picture | None
    lines_caption: str
    silence: Silence

    @property
    def is_empty(self) -> bool:
        """Whether the sentence is all there is to show."""
        return self.triangle is None and self.silence.picture is None


def stay_names(study: Study) -> list[str]:
    """Return the segments to choose from: everyone, then every other."""
    return ["all", *group_names(study)]


def default_age(study: Study) -> Age:
    """Return whether to count by week or by month: by week while the time shown is up to half a year."""
    days = study.activity.observed_to - study.shown_from + 1
    return "week" if days <= MOST_WEEKS * AGE_DAYS["week"] else "month"


def stay_of(study: Study, name: str, age: Age) -> Stay:
    """Return who of a segment stays, among the chosen users who started in the period shown."""
    started = study.chosen & (study.activity.first_day >= study.shown_from)
    members = study.members(name) & started
    if not members.any():
        return _nothing(_nobody(study))
    groups = _groups(study, name, started)
    level = study.settings.compare.level
    rows = retention_by_segment(study.activity, groups, age, level=level)
    cells = triangle(study.activity, age, among=members)
    if not (cells["complete"].astype(bool) & (cells["age"] > 0)).any():
        return _nothing(_too_short(study, age), silence_of(study, groups))
    sides = {study.spelled_out(name): members, "rest": started & ~members}
    own = retention_by_segment(study.activity, sides, age, level=level)
    return Stay(
        sentence=_sentence(own, study, name, age),
        care=_care(study, study.spelled_out(name)),
        triangle=retention_triangle(cells, unit=age, who=study.unit_word),
        triangle_caption=_triangle_caption(study, cells, name, age),
        lines=retention_lines(rows, unit=age, who=study.unit_word, level=level),
        lines_caption=f"Share who came in each {age} of their own; all starts together, larger ones count for more.",
        silence=silence_of(study, groups),
    )


def _nothing(why: str, silence: Silence | None = None) -> Stay:
    silence = silence or Silence(None, why, pd.DataFrame())
    return Stay(why, (), None, why, None, why, silence)


def _nobody(study: Study) -> str:
    if not study.filters.period_days:
        return "Nobody is in this segment, so nobody can have stayed. Choose another one, or show everyone under Who."
    since = wording.day(to_date(study.shown_from))
    return (
        f"Nobody in this segment started since {since}, the period chosen, so nobody can have stayed. "
        "Choose a longer period."
    )


def _too_short(study: Study, age: Age) -> str:
    days = study.activity.observed_to - study.activity.observed_from + 1
    return (
        f"Too early to say: these {wording.plural(days, 'day')} of data cover for no start a second {age} of "
        f"{AGE_DAYS[age]} days of everybody's."
    )


def _groups(study: Study, name: str, started: np.ndarray) -> dict[str, np.ndarray]:
    """Return the lines to draw, title -> who: the segment and everyone else; of everyone the largest patterns."""
    members = study.members(name)
    if name != "all":
        sides = {wording.segment_title(name): members & started, wording.segment_title("rest"): ~members & started}
        return {title: each for title, each in sides.items() if each.any()}
    sizes = {slug: study.members(slug) & started for slug in study.segmentation.rhythm_slugs}
    largest = sorted((slug for slug in sizes if sizes[slug].any()), key=lambda slug: -int(sizes[slug].sum()))
    return {wording.segment_title(slug): sizes[slug] for slug in largest[:MOST_GROUPS]}


def _sentence(own: pd.DataFrame, study: Study, name: str, age: Age) -> str:
    """Say the share at one age, and of everyone else at the same one; too few people make no difference."""
    name, how = study.spelled_out(name), study.settings.compare
    level = how.level
    by_group = {group: rows.set_index("age") for group, rows in own.groupby("group", sort=False)}
    first, rest = by_group[name], by_group.get("rest")
    known = first.index if rest is None else first.index.intersection(rest.index)
    known = known[known > 0] if (known > 0).any() else first.index[first.index > 0]
    at = int(known[known <= TOLD_AT[age]].max()) if (known <= TOLD_AT[age]).any() else int(known.min())
    a = first.loc[at]
    between = _between(a, f"{wording.share(level)} interval ")
    said = f"Of {title_of(name)}, {wording.share(a.share)} came in {age} {at} after their first visit ({between})"
    if rest is None or at not in rest.index:
        return f"{said}; {wording.count(a.users)} were followed that long."
    b = rest.loc[at]
    few = min(int(a.users), int(b.users))
    if few < how.min_users:
        people = wording.units(few, study.unit_word)
        return f"{said}; only {people} on one side, too few to set against the other."
    return f"{said}, of everyone else {wording.share(b.share)} ({_between(b)}): {_difference(a, b, level)}."


def _between(row: pd.Series, before: str = "") -> str:
    return f"{before}{wording.interval(wording.share(row.low), wording.share(row.high))}"


def _difference(a: pd.Series, b: pd.Series, level: float) -> str:
    """Say the difference of two shares in points, with Newcombe's interval."""
    counts = (int(a.retained), int(a.users), int(b.retained), int(b.users))
    effect = proportions(*counts, level=level).effects[0]
    points, low, high = (100 * each for each in (effect.value, effect.interval.low, effect.interval.high))
    if low <= 0 <= high:
        told = wording.interval(wording.decimal(low), wording.decimal(high))
        return f"no difference is proven ({wording.decimal(points)} points, interval {told})"
    least, most = sorted((abs(low), abs(high)))
    told = wording.interval(wording.decimal(least), wording.decimal(most))
    return f"{wording.decimal(abs(points))} points {'more' if points > 0 else 'less'} (interval {told})"


def _triangle_caption(study: Study, cells: pd.DataFrame, name: str, age: Age) -> str:
    begun = [(cohort - EPOCH).days + AGE_DAYS[age] * k for cohort, k in zip(cells["cohort"], cells["age"], strict=True)]
    complete = cells["complete"].to_numpy(bool)
    open_cells = int((~complete & (np.array(begun) <= study.activity.observed_to)).sum())
    told = [f"{wording.segment_title(name)}, by the {age} of the first visit; the stronger the colour, the more came."]
    if open_cells:
        told.append(f"Left out: {wording.plural(open_cells, 'cell')} not over for everybody yet.")
    if complete.sum() > MOST_MARKS:
        told.append("The newest starts are drawn.")
    return " ".join(told)


def _care(study: Study, name: str) -> tuple[str, ...]:
    """Return what hangs on how these users were chosen and on what the data cover."""
    told = []
    if chosen_by(name) & STAYING:
        told.append(
            f"{wording.capital(title_of(name))} were chosen by how or when they came, so part of how long they stay is "
            "there by construction; it is no evidence that the pattern keeps them."
        )
    if study.filters.period_days:
        told.append(f"Counted are those who started since {wording.day(to_date(study.shown_from))}, the period chosen.")
    else:
        told.append("A start is the first visit in these data; in the oldest row it may have been earlier.")
    if study.filters.ignored_days:
        told.append("On dates left out nobody counts as having come.")
    return tuple(told)
