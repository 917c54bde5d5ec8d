"""Kinds of leaving: who chose to, whose payment failed, who was done, who never started; and how it was decided."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.dataset import Dataset
from analysis.money.exposure import window_of
from analysis.money.kind_words import HOW, KIND_OF, KINDS, WAYS
from analysis.money.leaving import leaving
from analysis.money.of_study import ledger_of, subscriptions_of
from analysis.money.payer_days import PayerDays, payer_days, silences_at
from analysis.money.reason_words import read_reasons
from analysis.money.settings import Money
from analysis.money.shown import shown_key
from analysis.money.spans import days_of, text_of
from analysis.money.unpaid import bills_of, ended_unpaid, last_payments
from analysis.money.ways import ways
from analysis.study import Study

__all__ = ["KINDS", "WAYS", "Lost", "lost_of"]

THIRDS = 3  # of a stretch, in each of which somebody active throughout was active
_LONG_AGO = -(10**5)
_KIND_AT = np.array([KINDS.index(dict(KIND_OF)[how]) for how in HOW])  # of each of `HOW`, its place in `KINDS`


@dataclass(frozen=True, eq=False)
class Lost:
    """Everybody lost in the time looked at.

    Attributes
    ----------
    rows
        One row a churn movement, sorted by payer and day: payer, place (as `leaving`), day, cents (int64), row
        (position in the subscriptions), plan, reason (as written), kind (category of `KINDS`), why (normalised reason,
        missing where none), how (key of `HOW`), way (category of `WAYS`), life_days (int64), active_days (float64, up
        to the end; nan where not known), silent_days, own_tail (float64, the silence when they asked to leave, else at
        the end, and how rare it was for them), came_back_days (float64, nan: not yet).
    contraction_cents, contraction_customers
        Who stayed and pays less; not part of `rows`.
    why_no_activity
        Why nothing is known of what they did, "" where it is.
    """

    rows: pd.DataFrame = field(repr=False)
    contraction_cents: int
    contraction_customers: int
    why_no_activity: str


def lost_of(study: Study) -> Lost:
    """Return who was lost and what kind of leaving it was; raises OffbeatError as `ledger_of`.

    The first of `HOW` that holds decides: what the reason says goes before what was paid, and that before what was
    done; who gave a reason of their own is taken at their word.
    """
    tail = study.settings.late.late_tail
    key = (study.filters.churn_counts, study.settings.money, study.filters.period_days, tail, shown_key(study))
    return study.prepared.kept.once("lost", key, lambda: _lost(study, tail))


def _lost(study: Study, late_tail: float) -> Lost:
    found, (first, last) = ledger_of(study), window_of(study)
    table = subscriptions_of(study)
    rows = leaving(found)
    rows = rows[rows["day"].between(first, last)].reset_index(drop=True)
    ended = table.iloc[rows["row"].to_numpy()].reset_index(drop=True)
    why, says = read_reasons(text_of(ended, "reason"))
    rows = rows.assign(reason=text_of(ended, "reason"), why=why)
    rows = _with_activity(rows, ended, study.dataset)
    how = _how(rows, ended, says, study=study)
    rows["how"] = pd.array(list(HOW), dtype="str").take(how)
    rows["kind"] = pd.Categorical.from_codes(_KIND_AT[how], categories=list(KINDS))
    asked = _asked(rows, ended, says)
    now = study.activity.observed_to
    rows["way"] = ways(rows, ended, table, asked=asked, late_tail=late_tail, as_of_day=now)
    return Lost(rows, *_contraction(found.movements, first, last), _why_no_activity(study.dataset))


def _with_activity(rows: pd.DataFrame, ended: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Add active_days, silent_days, own_tail and throughout (active in each third of what was paid)."""
    payer, payers = pd.factorize(rows["payer"])
    known, end = payer_days(dataset, pd.Index(payers)), rows["day"].to_numpy(np.int64)
    start = rows["since_day"].fillna(_LONG_AGO).to_numpy(np.int64)
    active = known.before(payer, end) - known.before(payer, start)
    asked = days_of(ended, "cancelled_day")
    until = np.where((asked >= rows["began_day"]) & (asked < end), asked + 1, end).astype(np.int64)
    silences = silences_at(known, payer, start, until)
    is_known = known.known[payer] & (end > known.first_day) if len(payers) else np.zeros(0, bool)
    return rows.assign(
        active_days=np.where(is_known, active, np.nan),
        # Before the first day of the events nothing is known: they may have been active then.
        is_whole=is_known & (rows["began_day"].to_numpy() >= known.first_day),
        silent_days=np.where(is_known, silences.silence_days, np.nan),
        own_tail=np.where(is_known, silences.own_tail, np.nan),
        throughout=_throughout(known, payer, rows["began_day"].to_numpy(np.int64), until),
    )


def _throughout(known: PayerDays, payer: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    edges = [start + (end - start) * third // THIRDS for third in range(THIRDS + 1)]
    at = np.array([known.before(payer, edge) for edge in edges])
    return (np.diff(at, axis=0) > 0).all(axis=0)


def _how(rows: pd.DataFrame, ended: pd.DataFrame, says: np.ndarray, *, study: Study) -> np.ndarray:
    """Return the first of `HOW` that holds for each row, as its place there; int64."""
    settings, now = study.settings.money, study.activity.observed_to
    unpaid, past_due = ended_unpaid(ended, as_of_day=now, dunning_days=settings.dunning_days)
    asked = _asked(rows, ended, says)
    failed = np.zeros(len(rows), bool)
    failed[~asked] = _failed(rows[~asked], study, settings)
    back, active, tail = (rows[name].to_numpy(float) for name in ("came_back_days", "active_days", "own_tail"))
    unsaid = says != "unused"
    holds = {
        "payment_reason": np.isin(says, ["payment", "dispute"]),
        "finished_reason": says == "finished",
        "never_reason": says == "never",
        "stated_reason": says == "own",
        "bill_unpaid": unpaid,
        "last_payment": failed,
        "came_back": back <= settings.came_back_days,
        "few_days": rows["is_whole"].to_numpy() & (active < settings.started_days),
        "short_project": unsaid & rows["throughout"] & (rows["life_days"] < settings.project_days),
        "active_to_end": unsaid & (tail > study.settings.late.late_tail) & bool(settings.active_to_end_counts),
        "unused_reason": ~unsaid,
        "asked": asked,
        "dunning": past_due,
        "nothing": np.ones(len(rows), bool),
    }
    assert tuple(holds) == tuple(HOW)
    return np.select([np.asarray(each, bool) for each in holds.values()], list(range(len(holds))))


def _asked(rows: pd.DataFrame, ended: pd.DataFrame, says: np.ndarray) -> np.ndarray:
    """Return who asked to leave: a day on which they did, before their end, or a reason that says so."""
    day, end = days_of(ended, "cancelled_day"), np.fmax(days_of(ended, "end_day"), rows["day"].to_numpy(float))
    return (day < end) | np.isin(says, ["asked", "unused", "own", "finished", "never"])


def _failed(rows: pd.DataFrame, study: Study, settings: Money) -> np.ndarray:
    """Return whose last payment before the end failed, or was a bill left open for longer than the limit."""
    last = last_payments(bills_of(study), rows["payer"], rows["day"].to_numpy())
    open_days = study.activity.observed_to - last["day"]
    is_open = (last["status"] == "open") & (open_days > settings.dunning_days)
    return (last["status"].isin(["failed", "uncollectible"]) | is_open).to_numpy()


def _contraction(movements: pd.DataFrame, first: int, last: int) -> tuple[int, int]:
    less = movements[movements["kind"].eq("contraction") & movements["day"].between(first, last)]
    return int(less["cents"].sum()), int(less["payer"].nunique())


def _why_no_activity(dataset: Dataset) -> str:
    if dataset.activity.users:
        return ""
    return "No events were loaded, so nobody is known to have finished, gone silent or never started."
