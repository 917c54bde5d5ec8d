"""What each user's running subscription is, and when it ends or renews."""

import numpy as np
import pandas as pd

from analysis.dataset import Dataset
from analysis.money.renewal_day import next_renewal
from analysis.money.undated import will_end
from analysis.study import Study

COLUMNS = ("plan", "renews_in_days", "ends_in_days")


def renewals(dataset: Dataset) -> pd.DataFrame:
    """Return one row a user: plan, renews_in_days, ends_in_days; missing where not known.

    Of the subscriptions running on the as-of day the one that renews or ends first counts; a user without one of their
    own has that of their account. A known end is one of the time paid for: no data say that it renews, only that it
    does not, by a cancellation until then or by what has no date (`analysis.money.undated`). Without an end the day of
    the next renewal stands (`analysis.money.renewal_day`), as for those cancelled after the as-of day: their end was
    not known yet. The plan is that of the users table where there is no subscription.

    renews_in_days: to an end at which it renews or ends. ends_in_days: to an end without a renewal.
    """
    plan = pd.Series([None] * dataset.activity.users, dtype="str")
    if "plan" in dataset.attribute_names:
        plan = dataset.attributes["plan"].astype("str")
    days = pd.Series(np.nan, index=plan.index)
    table = pd.DataFrame(dict(zip(COLUMNS, (plan, days, days), strict=True)))
    if dataset.subscriptions is None:
        return table
    running = _running(dataset)
    found = running.reindex(pd.Index(dataset.activity.user_ids.to_pandas())).reset_index(drop=True)
    if dataset.has_accounts:
        found = found.fillna(running.reindex(pd.Index(dataset.attributes["account_id"])).reset_index(drop=True))
    return table.assign(
        plan=found["plan"].fillna(table["plan"]),
        renews_in_days=found["days"].where(found["cancelled"] == 0),
        ends_in_days=found["days"].where(found["cancelled"] == 1),
    )


def renewals_of(study: Study) -> pd.DataFrame:
    """Return `renewals` of a study's data, once for all thresholds."""
    return study.prepared.kept.once("renewals", None, lambda: renewals(study.dataset))


def _running(dataset: Dataset) -> pd.DataFrame:
    """Return each payer's running subscription: plan, days to its end or renewal (nan: not known), cancelled (0/1)."""
    now = dataset.activity.observed_to
    table = dataset.subscriptions
    end = table["end_day"].astype("Float64").to_numpy(np.float64, na_value=np.nan)
    cancelled_day = np.full(len(table), np.nan)
    if "cancelled_day" in table:
        cancelled_day = table["cancelled_day"].astype("Float64").to_numpy(np.float64, na_value=np.nan)
    runs = (table["start_day"].to_numpy() <= now) & (np.isnan(end) | (end > now))
    # Cancelled later: that end was not known yet, the end of the period paid for was.
    known = table.assign(end_day=table["end_day"].mask(cancelled_day > now))
    days = next_renewal(known, now) - now
    frame = pd.DataFrame({
        "user_id": table["user_id"], "plan": table["plan"].astype("str"), "days": days,
        "cancelled": will_end(table, now).astype(float),
    })[runs]  # fmt: skip
    return frame.sort_values(["user_id", "days"], kind="stable").drop_duplicates("user_id").set_index("user_id")
