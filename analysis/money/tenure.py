"""How long customers have been paying: classes, and everybody's time in each."""

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.money.exposure import FOREVER, Paid
from analysis.money.of_study import ledger_of
from analysis.study import Study

TENURES = ("first 3 months", "4 to 12 months", "second year", "later")
_FROM_DAYS = (0, 91, 365, 730)


def by_tenure_pieces(paid: Paid, lost: pd.DataFrame, study: Study) -> tuple[Paid, np.ndarray, np.ndarray]:
    """Return stretches cut where a payer enters another class of `TENURES`, the class of each, that of each row lost.

    `lost` has place, as `analysis.money.rates.placed`. Time counts from the first day anybody paid for the payer on,
    pauses included.
    """
    moved = ledger_of(study).movements
    # Everybody who ever paid is new once, in the order of `paid.payers`.
    since = moved["day"].to_numpy(np.int64)[moved["kind"].eq("new").to_numpy()]
    begin = since[paid.payer]
    edges = [*_FROM_DAYS, FOREVER]
    parts = []
    for place in range(len(TENURES)):
        start = np.maximum(paid.start, begin + edges[place])
        end = np.minimum(paid.end, begin + edges[place + 1])
        kept = np.flatnonzero(end > start)
        parts.append((kept, start[kept], end[kept], np.full(len(kept), place)))
    kept, start, end, tenure = (np.concatenate(each) for each in zip(*parts, strict=True))
    pieces = replace(
        paid, payer=paid.payer[kept], start=start, end=end, cents=paid.cents[kept],
        plan=paid.plan.iloc[kept].reset_index(drop=True),
    )  # fmt: skip
    # The day of leaving is the first day no longer paid: they left in the class of the day before.
    paid_days = lost["day"].to_numpy(np.int64) - since[lost["place"].to_numpy()] - 1
    return pieces, tenure, np.searchsorted(_FROM_DAYS, paid_days, side="right") - 1
