"""Lists to act on: who has cancelled and still pays, whose card fails, whose renewal is near while they are silent."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from analysis.money.of_study import open_ledger_of, subscriptions_of
from analysis.money.payer_days import payer_days, silences_at
from analysis.money.reason_words import read_reasons
from analysis.money.renewal_day import next_renewal
from analysis.money.shown import only_shown, shown_key
from analysis.money.spans import days_of, knows_later, paid_spans, text_of
from analysis.money.undated import is_undated_end, will_end
from analysis.money.unpaid import bills_of, last_payments
from analysis.study import Study

SCHEDULED = (
    "payer", "email", "plan", "mrr", "cancelled_day", "ends_day", "ends_in_days", "reason", "why", "leaves",
    "last_seen_day", "silence_days",
)  # fmt: skip
FAILING = (
    "payer", "email", "plan", "mrr", "why", "since_day", "due_cents", "decline_reason", "will_end", "last_seen_day",
    "silence_days",
)  # fmt: skip
RENEWING = (
    "payer", "email", "plan", "mrr", "renews_day", "renews_in_days", "last_seen_day", "silence_days", "own_tail",
    "is_late",
)  # fmt: skip
_WHY = {"failed": "payment_failed", "open": "open_bill", "uncollectible": "uncollectible"}
_LONG_AGO = -(10**5)


def scheduled(study: Study) -> pd.DataFrame:
    """Return the subscriptions that run and are known to end, by money, then payer; raises OffbeatError without any.

    Cancelled by the last day, or set not to renew. A cancellation asked for later is not known yet; nor, of an earlier
    day than the export's, is what has no date (`undated.left_out`).

    Returns
    -------
    DataFrame
        payer, email (str, missing where not known), plan, mrr (int64, cents a month), cancelled_day, ends_day,
        ends_in_days (Int64, missing where no date is known), reason, why (as written; normalised), leaves (bool: they
        pay for nothing else), last_seen_day, silence_days (Int64, missing where not known).
    """
    running, now = _running(study), study.activity.observed_to
    ends = running[running["will_end"]].reset_index(drop=True)
    end, asked, paid_to = (days_of(ends, f"{name}_day") for name in ("end", "cancelled", "period_end"))
    # Ended, and paid for until then; or no end is named: the time paid for, where that is known.
    end_day = _day(np.where(end > now, end, np.where(paid_to > now, paid_to, np.nan)))
    everything = running.groupby("payer")["mrr"].sum().reindex(ends["payer"]).to_numpy()
    ends = ends.assign(
        cancelled_day=_day(np.where(asked > now, np.nan, asked)), ends_day=end_day, ends_in_days=end_day - now,
        reason=text_of(ends, "reason"), why=read_reasons(text_of(ends, "reason"))[0],
        leaves=ends.groupby("payer")["mrr"].transform("sum").to_numpy() == everything,
    )  # fmt: skip
    return _listed(study, ends, SCHEDULED)


def failing_cards(study: Study) -> pd.DataFrame:
    """Return who pays and whose last bill is not paid, by money, then payer; raises OffbeatError without subscriptions.

    Returns
    -------
    DataFrame
        One row a payer: payer, email, plan (of their largest subscription), mrr (int64, cents a month of all they pay),
        why ("payment_failed", "uncollectible", "open_bill": the last payment or bill, an open one only when older than
        `money.dunning_days`; else "past_due": the status of a subscription; else "payment_failed": its reason),
        since_day (Int64, missing where not known), due_cents (Int64), decline_reason (str), will_end (bool: some of
        what they pay stands in `scheduled` too), last_seen_day, silence_days (Int64).
    """
    running, now = _running(study), study.activity.observed_to
    # Of an earlier day than the export: neither a bill that was to come nor why they were to leave was known.
    since, asked, end = (days_of(running, f"{name}_day") for name in ("period_start", "cancelled", "end"))
    is_last = not knows_later(subscriptions_of(study), now)  # what has no date is known
    past_due = text_of(running, "status").eq("past_due") & ((since <= now) | (np.isnan(since) & is_last))
    is_known = (asked <= now) | (np.isnan(asked) & np.isnan(end) & is_last)
    said = is_known & np.isin(read_reasons(text_of(running, "reason"))[1], ["payment", "dispute"])
    bills = _unpaid_bills(study, now)
    concerned = pd.Index(pd.concat([running["payer"][past_due | said], bills["payer"]]).unique())
    running = running.assign(past_due=past_due, unpaid_since=np.where(past_due, since, np.nan))
    running = running[concerned.get_indexer(running["payer"]) >= 0].sort_values("mrr", ascending=False, kind="stable")
    payers = running.groupby("payer", sort=False).agg(
        email=("email", "first"), plan=("plan", "first"), mrr=("mrr", "sum"), past_due=("past_due", "any"),
        unpaid_since=("unpaid_since", "min"), will_end=("will_end", "any"),
    ).reset_index().merge(bills, on="payer", how="left")  # fmt: skip
    by_status = pd.Series(np.where(payers["past_due"], "past_due", "payment_failed"), dtype="str")
    found = payers.assign(
        why=payers["status"].map(_WHY).astype("str").fillna(by_status),
        since_day=_day(payers["day"].fillna(payers["unpaid_since"]).to_numpy(float)),
        due_cents=_day(payers["due_cents"].to_numpy(float)),
    )
    return _listed(study, found, FAILING)


def _unpaid_bills(study: Study, now: int) -> pd.DataFrame:
    """Return payer and the columns of `last_payments` of everybody whose last payment failed or is long open."""
    bills = bills_of(study)
    payers = bills.payers.to_series(index=range(len(bills.payers)))
    last = last_payments(bills, payers, np.full(len(payers), now)).assign(payer=payers)
    is_old = now - last["day"] > study.settings.money.dunning_days
    return last[last["status"].isin(["failed", "uncollectible"]) | ((last["status"] == "open") & is_old)]


def renewing(study: Study) -> pd.DataFrame:
    """Return the subscriptions whose paid period ends within `money.renewal_days`, those of late people first.

    Where no end of a period is written down it is counted on from the start, for intervals of two months or more. Those
    that are known to end stand in `scheduled`; one set to end that is not known yet
    (`undated.left_out`) in neither. Raises OffbeatError without subscriptions.

    Returns
    -------
    DataFrame
        payer, email, plan, mrr (int64, cents a month), renews_day, renews_in_days (Int64), last_seen_day, silence_days
        (Int64, missing where not known), own_tail (float64, how rare the silence is for them; nan where not known),
        is_late (boolean: at most `late.late_tail`; missing where not known). Within late or not by money, then payer.
    """
    running, now = _running(study), study.activity.observed_to
    running = running[~running["will_end"] & ~is_undated_end(running)]
    day = next_renewal(running, now)
    within = (day > now) & (day <= now + study.settings.money.renewal_days)
    found = running.assign(renews_day=_day(day), renews_in_days=_day(day - now))[within]
    listed = _listed(study, found, RENEWING)
    first = (~listed["is_late"].fillna(value=False).to_numpy(bool)).argsort(kind="stable")
    return listed.iloc[first].reset_index(drop=True)


def _running(study: Study) -> pd.DataFrame:
    """Return the rows of subscriptions that are paid for on the last day, with payer, email, mrr and will_end."""
    key = (study.filters.churn_counts, study.settings.money, shown_key(study))
    return study.prepared.kept.once("running_subscriptions", key, lambda: _find_running(study))


def _find_running(study: Study) -> pd.DataFrame:
    table, settings, counts = subscriptions_of(study), study.settings.money, study.filters.churn_counts
    if counts == "scheduled" or not settings.past_due_counts:
        counts = "cancelled" if counts == "scheduled" else counts
        # Whenever an end counts in the ledger, until then it is to be acted on; a bill past due is too.
        settings, now = settings.replace(past_due_counts=1), study.activity.observed_to
        spans = only_shown(study, paid_spans(table, as_of_day=now, churn_counts=counts, settings=settings))
    else:
        spans = open_ledger_of(study).spans
    place = spans["row"].to_numpy()[spans["end_day"].isna().to_numpy()]
    rows = table.iloc[place].reset_index(drop=True)
    rows["will_end"] = will_end(table, study.activity.observed_to)[place]
    payer = rows["user_id"].astype("str")
    email = text_of(rows, "email")
    if "email" in study.dataset.users:
        known = study.dataset.users.set_index("user_id")["email"].astype("str")
        email = email.fillna(known.reindex(payer).reset_index(drop=True))
    return rows.assign(payer=payer, email=email, mrr=rows["mrr_cents"].astype(np.int64), plan=text_of(rows, "plan"))


def _day(values: np.ndarray) -> pd.api.extensions.ExtensionArray:
    """Return float64 with nan as whole numbers with missing ones."""
    return pd.array(values, dtype="Float64").astype("Int64")


def _listed(study: Study, found: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """Return the columns of a list with when each payer was last seen, by money, then payer."""
    now = study.activity.observed_to
    payers = pd.Index(found["payer"].unique())
    known = payer_days(study.dataset, payers)
    place = np.arange(len(payers))
    silence = silences_at(known, place, np.full(len(payers), _LONG_AGO), np.full(len(payers), now + 1))
    at = payers.get_indexer(found["payer"])
    tail, days = silence.own_tail[at], silence.silence_days[at]
    is_late = pd.array(np.where(np.isnan(tail), None, tail <= study.settings.late.late_tail), dtype="boolean")
    table = found.assign(last_seen_day=_day(now - days), silence_days=_day(days), own_tail=tail, is_late=is_late)
    table = table.sort_values(["mrr", "payer"], ascending=[False, True], kind="stable", ignore_index=True)
    return table[list(columns)]


LISTS: Mapping[str, Callable[[Study], pd.DataFrame]] = MappingProxyType(
    {"cards": failing_cards, "scheduled": scheduled, "renewals": renewing}
)


def to_act_on(study: Study, name: str) -> pd.DataFrame:
    """Return one of `LISTS`, made anew only when something it hangs on has moved; raises OffbeatError as it does."""
    key = (study.settings.money, study.settings.late, study.filters.churn_counts, shown_key(study))
    return study.prepared.kept.once(f"to act on {name}", key, lambda: LISTS[name](study))
