"""The ledger: every change of what a payer pays a month, by day, netted, in whole cents."""

from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
import pandas as pd

from analysis.money.settings import DEFAULTS, ChurnCounts, Money
from analysis.money.spans import DAY_BITS, DAY_ZERO, pack, paid_spans

Kind = Literal["new", "expansion", "contraction", "churn", "reactivation"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_DAY_MASK = (1 << DAY_BITS) - 1


@dataclass(frozen=True, eq=False)
class Ledger:
    """All movements of monthly revenue up to a day.

    Attributes
    ----------
    movements
        One row a payer and day on which the sum of what they pay a month changed, sorted by payer, then day: payer
        (str), day (int32), kind (category, in the order of `KINDS`), cents (int64 > 0, the change), before_cents,
        after_cents (int64), row (int64, position in the subscriptions: what started for more revenue, what ended for
        less, the largest of several), plan_before, plan_after (str: of the largest subscription that ended and that
        started that day, missing where none did).
    spans
        What was paid when, as `paid_spans`.
    payers, payer
        Ids of everybody who ever paid, in byte order; int64, the place in it of the payer of each span.
    first_day, last_day
        Days since 1970: of the first movement (the last day where there is none), and of the end of what is known.
    """

    movements: pd.DataFrame = field(repr=False)
    spans: pd.DataFrame = field(repr=False)
    payers: pd.Index = field(repr=False)
    payer: np.ndarray = field(repr=False)
    first_day: int
    last_day: int
    churn_counts: ChurnCounts


@dataclass(frozen=True, eq=False)
class _Nets:
    """Sums of changes by payer and day, sorted by key: int64 arrays of one length; the keys of all starts and ends."""

    key: np.ndarray
    payer: np.ndarray
    day: np.ndarray
    before: np.ndarray
    after: np.ndarray
    starts: np.ndarray
    ends: np.ndarray


def ledger(
    subscriptions: pd.DataFrame, *, as_of_day: int, churn_counts: ChurnCounts = "period_end", settings: Money = DEFAULTS
) -> Ledger:
    """Return the movements of monthly revenue, netted by payer and day.

    Ending one subscription and starting another on the same day is one change of plan; ending one of two is a
    contraction; a payer who returns is a reactivation, never new. Movements of a day on which the sum stays the same
    are none. Definitions: ChartMogul, MRR movements.
    """
    spans = paid_spans(subscriptions, as_of_day=as_of_day, churn_counts=churn_counts, settings=settings)
    payer, payers = pd.factorize(spans["payer"], sort=True)
    payers = pd.Index(payers)
    movements = _movements(spans, payer, payers, gap_days=settings.gap_days)
    first = int(movements["day"].min()) if len(movements) else as_of_day
    return Ledger(movements, spans, payers, payer, first, as_of_day, churn_counts)


def _movements(spans: pd.DataFrame, payer: np.ndarray, payers: pd.Index, *, gap_days: int) -> pd.DataFrame:
    cents, ended = spans["cents"].to_numpy(), np.flatnonzero(spans["end_day"].notna())
    start = pack(payer, spans["start_day"].to_numpy(np.int64))
    end = pack(payer[ended], spans["end_day"].to_numpy(np.float64, na_value=0)[ended].astype(np.int64))
    nets = _netted(start, end, cents, ended, gap_days)
    moved = np.flatnonzero(nets.before != nets.after)
    before, after, key = nets.before[moved], nets.after[moved], nets.key[moved]
    began = _largest(key, nets.starts, cents, np.arange(len(spans)))
    stopped = _largest(key, nets.ends, cents[ended], ended)
    return pd.DataFrame({
        "payer": payers.take(nets.payer[moved]),
        "day": nets.day[moved].astype(np.int32),
        "kind": _kinds(nets)[moved],
        "cents": np.abs(after - before),
        "before_cents": before,
        "after_cents": after,
        "row": spans["row"].to_numpy()[np.where(after > before, began, stopped)],
        "plan_before": _taken(spans["plan"], stopped),
        "plan_after": _taken(spans["plan"], began),
    }).astype({"payer": "str", "plan_before": "str", "plan_after": "str"})  # fmt: skip


def _netted(start: np.ndarray, end: np.ndarray, cents: np.ndarray, ended: np.ndarray, gap_days: int) -> "_Nets":
    """Sum the changes of each payer and day; a pause of up to `gap_days` ends on the day of the return."""
    nets = _sums(start, end, cents, ended)
    if not gap_days or len(nets.key) == 0:
        return nets
    same = np.append(nets.payer[1:] == nets.payer[:-1], [False])
    until = np.append(nets.key[1:], nets.key[-1:])
    pauses = same & (nets.after == 0) & (until - nets.key <= gap_days)
    moved = np.where(pauses, until, nets.key)
    return _sums(start, moved[np.searchsorted(nets.key, end)], cents, ended)


def _sums(start: np.ndarray, end: np.ndarray, cents: np.ndarray, ended: np.ndarray) -> "_Nets":
    keys = np.concatenate([start, end])
    order = np.argsort(keys, kind="stable")
    keys, delta = keys[order], np.concatenate([cents, -cents[ended]])[order]
    first = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])) if len(keys) else np.zeros(0, np.int64)
    net = np.add.reduceat(delta, first) if len(keys) else np.zeros(0, np.int64)
    key = keys[first]
    payer, total = key >> DAY_BITS, np.cumsum(net)
    is_first = np.append(True, payer[1:] != payer[:-1])[: len(payer)]
    group = np.cumsum(is_first) - 1
    after = total - (total - net)[is_first][group] if len(payer) else total
    return _Nets(key, payer, (key & _DAY_MASK) - DAY_ZERO, after - net, after, start, end)


def _kinds(nets: _Nets) -> pd.Categorical:
    """Return what each sum of changes is; where nothing changed the kind means nothing."""
    grew, is_first = nets.after > nets.before, np.append(True, nets.payer[1:] != nets.payer[:-1])[: len(nets.payer)]
    came = np.where(is_first, KINDS.index("new"), KINDS.index("reactivation"))
    more = np.where(nets.before == 0, came, KINDS.index("expansion"))
    less = np.where(nets.after == 0, KINDS.index("churn"), KINDS.index("contraction"))
    return pd.Categorical.from_codes(np.where(grew, more, less), categories=list(KINDS), ordered=True)


def _largest(keys: np.ndarray, all_keys: np.ndarray, cents: np.ndarray, position: np.ndarray) -> np.ndarray:
    """Return, for each sorted key, the position of the largest of what carries it (ties: the first), else -1."""
    order = np.argsort(all_keys, kind="stable")
    same = np.diff(all_keys[order]) == 0
    shared = np.flatnonzero(np.append(same, [False])[: len(order)] | np.append([False], same)[: len(order)])
    several = order[shared]  # few: most keys are of one subscription
    order[shared] = several[np.lexsort((position[several], -cents[several], all_keys[several]))]
    place = np.searchsorted(all_keys[order], keys)
    found = np.append(all_keys[order], [-1])[place] == keys
    return np.where(found, np.append(position[order], [-1])[place], -1)


def _taken(plans: pd.Series, position: np.ndarray) -> pd.Series:
    """Return the plans at some positions, missing at -1."""
    return pd.Series(plans.array.take(position, allow_fill=True))
