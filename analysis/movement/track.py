"""Everything that is labelled, and how many had each label at the end of every week or month."""

import pandas as pd

from analysis.activity import to_date
from analysis.movement.moments import Moment
from analysis.movement.then import OUTSIDE, Kind
from analysis.movement.transitions import sizes_on
from analysis.study import Study

COLUMNS = ("start", "end", "whole", "kind", "name", "users")


def followed(study: Study) -> list[tuple[Kind, str]]:
    """Return everything that is labelled: how often, pattern, lifecycle, and each own segment."""
    kinds: list[tuple[Kind, str]] = [("frequency", ""), ("rhythm", ""), ("lifecycle", "")]
    return [*kinds, *(("segment", name) for name in study.own_names)]


def sizes_over_time(study: Study, shown: list[Moment]) -> pd.DataFrame:
    """Return `COLUMNS`, one row a label and moment: first and last day (dates), whether whole, kind, name, users.

    Labels of a moment are read from what was known at its end, among the chosen users; kind is that of `Then`.
    """
    days = [each.day for each in shown]
    tables = [sizes_on(study, kind, days, segment=segment).assign(kind=kind) for kind, segment in followed(study)]
    sizes = pd.concat(tables, ignore_index=True)
    sizes = sizes[sizes["name"] != OUTSIDE].sort_values("day", kind="stable", ignore_index=True)
    moment = {each.day: each for each in shown}
    sizes["start"] = [to_date(moment[day].start) for day in sizes["day"]]
    sizes["end"] = [to_date(day) for day in sizes["day"]]
    sizes["whole"] = [moment[day].is_whole for day in sizes["day"]]
    return sizes[list(COLUMNS)]
