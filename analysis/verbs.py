"""Public verbs that only join others: a dataset, what is looked at and the thresholds, to a table or a list of ids."""

from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import pandas as pd

from analysis.activity import to_day
from analysis.at_risk.late import late
from analysis.at_risk.overdue import overdue
from analysis.at_risk.quiet import passive_table, quiet_in
from analysis.at_risk.slowdowns import slowdowns
from analysis.dataset import Dataset
from analysis.lifecycle import Period
from analysis.money.by_group import by_kind, by_plan, by_vertical, by_way
from analysis.money.months import months
from analysis.money.of_study import ledger_of
from analysis.movement.moments import moments
from analysis.movement.track import sizes_over_time
from analysis.settings import Settings
from analysis.study import Filters, study
from analysis.win_back.contact_list import ContactList
from analysis.win_back.contact_list import make_list as list_of
from analysis.win_back.measure import Measured, measure
from analysis.win_back.people_file import read_people

ChurnBy = Literal["month", "kind", "way", "plan", "vertical"]
CHURN_GROUPS = MappingProxyType({"kind": by_kind, "way": by_way, "plan": by_plan, "vertical": by_vertical})


def segment(
    dataset: Dataset, name: str, *, filters: Filters | None = None, settings: Settings | None = None
) -> list[str]:
    """Return the ids of a segment's users, in byte order: "weekday:Tue", "frequency:weekly", "plan=Pro".

    `filters` narrow what labels are computed on (`as_of`, `unit`); whom they show is all one to a segment. Raises
    UnknownNameError for a name these data do not have.
    """
    found = study(dataset, filters, settings)
    return found.activity.user_ids.filter(found.members(name)).to_pylist()


def track(
    dataset: Dataset, period: Period = "month", *, filters: Filters | None = None, settings: Settings | None = None
) -> pd.DataFrame:
    """Return how many had each label at the end of every week or month, as `analysis.movement.track` has it."""
    found = study(dataset, filters, settings)
    return sizes_over_time(found, moments(found.activity, period))


def find_overdue(dataset: Dataset, *, filters: Filters | None = None, settings: Settings | None = None) -> pd.DataFrame:
    """Return everybody silent or late already by value at risk, as `analysis.at_risk.overdue.overdue`."""
    found = study(dataset, filters, settings)
    return overdue(found, late(found))


def find_slowing(dataset: Dataset, *, filters: Filters | None = None, settings: Settings | None = None) -> pd.DataFrame:
    """Return who slowed down further than chance explains, in the order of their ids, as `at_risk.slowdowns`."""
    return slowdowns(study(dataset, filters, settings)).slower.reset_index(drop=True)


def find_passive(dataset: Dataset, *, filters: Filters | None = None, settings: Settings | None = None) -> pd.DataFrame:
    """Return who still comes, gets little and says nothing, most signs first, as `at_risk.quiet.passive_table`.

    last_day is a date here.
    """
    found = study(dataset, filters, settings)
    table = passive_table(found, quiet_in(found))
    return table.assign(last_day=table["last_day"].to_numpy().astype("datetime64[D]").astype(object))


def measure_churn(
    dataset: Dataset, by: ChurnBy = "month", *, filters: Filters | None = None, settings: Settings | None = None
) -> pd.DataFrame:
    """Return monthly revenue won and lost by month, as `analysis.money.months`, or lost by group, as `money.by_group`.

    Money is in whole cents. Raises OffbeatError without subscriptions, or where all of them are current.
    """
    found = study(dataset, filters, settings)
    return months(ledger_of(found)) if by == "month" else CHURN_GROUPS[by](found).table


def make_list(
    dataset: Dataset, name: str, *, filters: Filters | None = None, settings: Settings | None = None
) -> ContactList:
    """Return whom of a segment, or of a list of At risk ("at_risk:late"), to contact, as `win_back.contact_list`."""
    return list_of(study(dataset, filters, settings), name)


def measure_lift(
    dataset: Dataset, contacted: Path, sent: date, *, filters: Filters | None = None, settings: Settings | None = None
) -> Measured:
    """Return what a contact changed: a file of who was contacted, by id or e-mail, and the day, as `win_back.measure`.

    Raises OffbeatError where nobody of the file is in the data, or the day lies outside them.
    """
    found = study(dataset, filters, settings)
    return measure(found, read_people(Path(contacted).read_bytes(), found), to_day(sent))
