"""The pulse: whether more people come, or come back, than go quiet."""

import numpy as np
import pandas as pd

from analysis.activity import Activity
from analysis.lifecycle import Period, lifecycle


def pulse(activity: Activity, period: Period) -> pd.DataFrame:
    """Return one row a whole week or month: period (its first day), new, resurrected, dormant, pulse.

    pulse = (new + resurrected) / dormant as in Amplitude's lifecycle chart: above 1 more came than went quiet. nan
    where nobody went quiet, which includes the first period of the data, in which everybody is new.
    """
    table = lifecycle(activity, period)
    whole = table[table["complete"]].pivot(index="period", columns="state", values="users")
    counts = whole.reindex(columns=["new", "resurrected", "dormant"]).astype(np.float64)
    dormant = counts["dormant"]
    counts["pulse"] = (counts["new"] + counts["resurrected"]) / dormant.where(dormant > 0)
    return counts.rename_axis(columns=None).reset_index()
