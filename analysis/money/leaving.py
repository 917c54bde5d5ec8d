"""Who left, when, and what of the ledger tells about it: how long they had paid, and whether they paid again."""

import numpy as np
import pandas as pd

from analysis.money.ledger import Ledger


def leaving(ledger: Ledger) -> pd.DataFrame:
    """Return one row a churn movement, in the order of the ledger.

    Returns
    -------
    DataFrame
        payer, place (int64, of the payer among all in byte order), day, cents, row, plan (of the largest subscription
        that ended), began_day (int64, first day of the stretch that ended), since_day (float64, the day of leaving
        before that, nan for the first time), life_days (int64, days paid for), came_back_days (float64, until they paid
        again; nan where they have not yet).
    """
    moved = ledger.movements
    day = moved["day"].to_numpy(np.int64)
    # A payer's rows stand together and begin with "new".
    payer = np.cumsum(moved["kind"].eq("new").to_numpy())
    place = np.arange(len(moved))
    left = moved["kind"].eq("churn").to_numpy()
    came = moved["kind"].isin(["new", "reactivation"]).to_numpy()
    # So the latest arrival above a row is always the payer's own.
    began = np.maximum.accumulate(np.where(came, place, 0))[left] if len(moved) else place
    churn = np.flatnonzero(left)
    before = np.maximum(began - 1, 0)
    is_return = moved["kind"].eq("reactivation").to_numpy()[began] if len(churn) else np.zeros(0, bool)
    after = np.minimum(churn + 1, len(moved) - 1)
    returned = (churn + 1 < len(moved)) & (payer[after] == payer[churn])
    return pd.DataFrame({
        **moved[["payer", "day", "cents", "row"]].iloc[churn].astype({"day": np.int64}).to_dict("series"),
        "plan": moved["plan_before"].iloc[churn],
        "place": payer[churn] - 1,
        "began_day": day[began], "since_day": np.where(is_return, day[before], np.nan),
        "life_days": day[churn] - day[began],
        "came_back_days": np.where(returned, day[after] - day[churn], np.nan),
    }).reset_index(drop=True)  # fmt: skip
