"""Newer data added to a dataset: what both files cover counts once, everything else stays, every choice is said."""

from dataclasses import asdict, dataclass, replace
from typing import Any

import pandas as pd

from analysis import wording
from analysis.activity import to_date
from analysis.dataset import Dataset
from analysis.errors import OffbeatError
from analysis.ingest.answers import can_answer
from analysis.ingest.join import in_byte_order
from analysis.ingest.report import ReadReport
from analysis.ingest.union import Union, unite


@dataclass(frozen=True)
class Added:
    """How newer data met what was there.

    Attributes
    ----------
    since
        ISO date of the last day of the older data: what came after it is new.
    both, differing, only_older, new_users, returned_users, gained, estimated_uses
        As in `analysis.ingest.union.Union`.
    gap_days
        Days between the end of one file and the start of the other that neither covers.
    """

    since: str
    both: int
    differing: int
    only_older: int
    new_users: int
    returned_users: int
    gained: int
    estimated_uses: int
    gap_days: int

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was added, and every choice that was made, in plain sentences."""
        people = wording.plural(self.new_users, "new person", "new people")
        gained, both = (wording.plural(number, "active day") for number in (self.gained, self.both))
        said = {
            f"Added {gained}, {people}; {wording.count(self.returned_users)} known ones came again.": 1,
            f"{both} of both files counted once.": self.both,
            f"{wording.count(self.differing)} of these differ: the newer file counts; on its own first and last day, "
            "which may be cut, the file with more events.": self.differing,
            f"{wording.plural(self.only_older, 'active day')} within the newer file's dates, which only the older one "
            "has, stayed.": self.only_older,
            "How often somebody did something on days of both files is an estimate for "
            f"{wording.plural(self.estimated_uses, 'pair')} of person and event; days are exact.": self.estimated_uses,
            f"Neither file covers {wording.plural(self.gap_days, 'day')} between them: if they are missing and not "
            "quiet, take these dates out, or everybody seems silent.": self.gap_days,
        }
        return tuple(sentence for sentence, number in said.items() if number)

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {**asdict(self), "sentences": list(self.sentences)}


def add(old: Dataset, new: Dataset) -> tuple[Dataset, Added]:
    """Return the older dataset with the newer one's days, users, subscriptions and payments, and how they met.

    Order matters only where both say something of the same day, user or subscription: there the newer one counts.
    Raises OffbeatError where one of the two has no events.
    """
    if not old.activity.users or not new.activity.users:
        raise OffbeatError(
            "Expected events in both, found a dataset of subscriptions alone.", hint="load the newer export by itself."
        )
    united = unite(old.activity, new.activity)
    dataset = replace(
        old,
        activity=united.activity,
        users=united_users(old.users, new.users),
        subscriptions=_paid(old.subscriptions, new.subscriptions, key="subscription_id", who="user_id"),
        payments=_payments(old.payments, new.payments),
    )
    return dataset, _told(old, new, united)


def report_of_union(report: ReadReport, united: Dataset, added: Added) -> ReadReport:
    """Return the newer file's report with the figures of both datasets; rows and rejects stay those of the file."""
    activity = united.activity
    figures = replace(
        report,
        users=activity.users,
        user_days=activity.user_days,
        event_names=activity.event_names,
        first_day=to_date(int(activity.day.min())).isoformat(),
        last_day=to_date(int(activity.day.max())).isoformat(),
        fingerprint=united.fingerprint,
        known_users=len(united.users),
        accounts=int(united.users["account_id"].nunique()),
        can_answer=can_answer(united),
    )
    return figures.with_notes(*added.sentences)


def _told(old: Dataset, new: Dataset, united: Union) -> Added:
    counts = {name: getattr(united, name) for name in Added.__dataclass_fields__ if hasattr(united, name)}
    later, earlier = (new.activity, old.activity)
    if later.observed_from < earlier.observed_from:
        later, earlier = earlier, later
    gap_days = max(later.observed_from - earlier.observed_to - 1, 0)
    return Added(since=to_date(old.activity.observed_to).isoformat(), gap_days=gap_days, **counts)


def united_users(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return one row an id of either, in byte order; where the newer table says nothing, what the older one says."""
    ids = in_byte_order([*old["user_id"], *(set(new["user_id"]) - set(old["user_id"]))])
    before, after = (table.set_index("user_id").reindex(ids) for table in (old, new))
    names = [*before.columns, *(name for name in after.columns if name not in before.columns)]
    columns = {name: _newest(name, before, after, (old, new)) for name in names}
    return pd.DataFrame({"user_id": ids.to_numpy(), **columns}).astype({"user_id": "str"})


def _newest(
    name: str, before: pd.DataFrame, after: pd.DataFrame, tables: tuple[pd.DataFrame, pd.DataFrame]
) -> pd.Series:
    kinds = {table[name].dtype for table in tables if name in table}
    both = [table[name].reset_index(drop=True) for table in (after, before) if name in table]
    if len({kind.kind in "if" for kind in kinds}) > 1:  # numbers in one file, text in the other
        both = [column.astype("str") for column in both]
    newest = both[0] if len(both) == 1 else both[0].where(both[0].notna(), both[1])
    is_whole = kinds and all(kind.kind == "i" for kind in kinds) and newest.notna().all()
    return newest.astype("int64") if is_whole else newest


def _paid(old: pd.DataFrame | None, new: pd.DataFrame | None, *, key: str, who: str) -> pd.DataFrame | None:
    """Return the rows of both; the newer one replaces those with an id it has, without ids those of a payer it has."""
    if old is None or new is None:
        return old if new is None else new
    replaced = old[key].isin(new[key].dropna()) | (old[key].isna() & old[who].isin(new[who]))
    united = pd.concat([old[~replaced], new], ignore_index=True)
    order = united.assign(**{who: united[who].map(str.encode)}).sort_values(list(united.columns)).index
    return united.loc[order].reset_index(drop=True).astype(new.dtypes)


def _payments(old: pd.DataFrame | None, new: pd.DataFrame | None) -> pd.DataFrame | None:
    """Return the payments of both; of the days that the newer one spans, whole, its own."""
    if old is None or new is None or new.empty:
        return new if old is None else old
    kept = old[(old["day"] < new["day"].min()) | (old["day"] > new["day"].max())]
    return pd.concat([kept, new]).sort_values(list(new.columns), ignore_index=True).astype(new.dtypes)
