"""What announces a loss, in a sentence: nobody's money is counted twice."""

import pandas as pd

from analysis import wording
from analysis.money.of_study import subscriptions_of
from analysis.money.undated import left_out
from analysis.study import Study
from analysis.views import money_words


def act_sentence(study: Study, *, scheduled: pd.DataFrame, cards: pd.DataFrame, renewals: pd.DataFrame) -> str:
    """Return what the three lists of `analysis.money.to_act_on` come to, and what is not known of an earlier day.

    What stands in two lists is counted in the first.
    """
    told = scheduled.groupby("payer")["mrr"].sum().reindex(cards["payer"], fill_value=0).to_numpy()
    unpaid = cards.assign(mrr=cards["mrr"] - told)
    unpaid = unpaid[unpaid["mrr"] > 0]
    late = renewals[renewals["is_late"].fillna(value=False).astype(bool)]
    renew = late[~late["payer"].isin(cards["payer"])]
    parts = (*_ending(scheduled), *_part(unpaid, "may be lost to a failed payment"), *_part(renew, _renew(renew)))
    said = f"{'; '.join(parts)}." if parts else "Nothing in these data announces a loss."
    twice = {*cards["payer"][told > 0], *late["payer"][late["payer"].isin(cards["payer"])]}
    return " ".join((said, *_once(len(twice)), *left_out(subscriptions_of(study), study.activity.observed_to)))


def _once(customers: int) -> tuple[str, ...]:
    """Say how many stand in two lists, nothing where nobody does."""
    verb = "stands in two of the lists and is" if customers == 1 else "stand in two of the lists and are"
    return (f"{wording.plural(customers, 'customer')} {verb} counted once here.",) if customers else ()


def _ending(scheduled: pd.DataFrame) -> tuple[str, ...]:
    """Return the parts about who leaves altogether, and about who ends one of several."""
    leaves = scheduled["leaves"].astype(bool)
    leaving, partly = scheduled[leaves], scheduled[~leaves]
    return (
        *_part(leaving, f"{_asked(leaving, 'asked to cancel')} and {_are(leaving)} not gone yet"),
        *_part(partly, f"{_asked(partly, 'asked to end')} part of what they pay"),
    )


def _asked(rows: pd.DataFrame, asked: str) -> str:
    """Say that they asked only of who is known to have: of others only the renewal is known to be off."""
    has_asked = rows["cancelled_day"].notna()
    is_off = f"{_are(rows)} set not to renew"
    return asked if has_asked.all() else f"{asked} or {is_off}" if has_asked.any() else is_off


def _renew(rows: pd.DataFrame) -> str:
    return f"{'renews' if len(rows) == 1 else 'renew'} soon and {_are(rows)} silent for unusually long"


def _part(rows: pd.DataFrame, what: str) -> tuple[str, ...]:
    """Return who and what they pay a month before what is said of them, nothing where there is nobody."""
    if rows.empty:
        return ()
    money = money_words.amount(int(rows["mrr"].sum()))
    return (f"{wording.plural(rows['payer'].nunique(), 'customer')} ({money} a month) {what}",)


def _are(rows: pd.DataFrame) -> str:
    return "is" if rows["payer"].nunique() == 1 else "are"
