"""A story to begin with: what Home found, and the main chart of each page; what `report` and `notebook` tell alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from analysis.errors import OffbeatError
from analysis.settings import to_query
from analysis.story.address import path_to, resolve, view_function
from analysis.story.again import content_at
from analysis.story.pin import Pin
from analysis.study import Study
from analysis.views.change import default_days
from analysis.views.comparison import default_group
from analysis.views.stay import default_age
from analysis.views.today import today_of

MOST_FINDINGS = 10


@dataclass(frozen=True)
class _Chart:
    """A chart of a page: its title, view and part, the page, and the arguments that the page starts with."""

    title: str
    view: str
    part: tuple[str, ...]
    page: str
    query: str = ""
    arguments: Callable[[Study], tuple] = lambda _: ()


_CHARTS = (
    _Chart("When they come", "glance.glance_of", ("when",), "patterns"),
    _Chart("Active each day", "glance.glance_of", ("daily",), "patterns"),
    _Chart("All patterns", "sizes.sizes_of", ("patterns",), "segments"),
    _Chart("How often they come", "sizes.sizes_of", ("frequencies",), "segments"),
    _Chart(
        "Who is still there", "stay.stay_of", ("lines",), "segments", "segments_tab=Stay",
        lambda study: (default_group(study), default_age(study)),
    ),
    _Chart(
        "Who moved", "change.change_of", ("matrix",), "patterns", "patterns_tab=Change",
        lambda study: ("frequency", "", *default_days(study, "month")),
    ),
    _Chart("Late", "late.late_of", ("picture",), "at_risk"),
    _Chart("Revenue won and lost", "money_movements.movements_of", ("bars",), "money"),
)  # fmt: skip


def first_story(study: Study) -> tuple[Pin, ...]:
    """Return the findings of Home, at most `MOST_FINDINGS`, and the main chart of each page that has one here."""
    today = today_of(study)
    found = (
        pin_of(study, "today.today_of", (), path_to(today, each) or (), today, title="Found", page="home")
        for each in today.findings[:MOST_FINDINGS]
    )
    return (*found, *_charts(study))


def pin_of(
    study: Study, view: str, arguments: tuple, part: tuple[str | int, ...], result: Any,
    *, title: str, page: str = "home", query: str = "",
) -> Pin:  # fmt: skip
    """Return a pin of a part of what a view returned; raises OffbeatError where nothing can be shown of it."""
    content = content_at(resolve(result, part))
    kind = "chart" if content.spec else "finding" if content.table is None else "table"
    return Pin(
        title=title, sentence=content.sentence, view=view, arguments=arguments, part=part,
        settings=to_query(study.settings), filters=study.filters, fingerprint=study.dataset.fingerprint,
        data_name=study.dataset.name, last_day=int(study.activity.observed_to), page=page, query=query,
        kind=kind, names_people=False, kept=content,
    )  # fmt: skip


def _charts(study: Study) -> Iterator[Pin]:
    """Yield the charts; a page that these data cannot fill has none."""
    results: dict[tuple, Any] = {}
    for each in _CHARTS:
        try:
            arguments = each.arguments(study)
            key = (each.view, arguments)
            if key not in results:
                results[key] = view_function(each.view)(study, *arguments)
            if resolve(results[key], each.part) is not None:
                yield pin_of(
                    study, each.view, arguments, each.part, results[key], title=each.title, page=each.page,
                    query=each.query,
                )  # fmt: skip
        except OffbeatError:
            continue
