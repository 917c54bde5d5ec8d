"""Money, Movements: how monthly revenue changed month by month, and how much of it is lost."""

from dataclasses import dataclass

import pandas as pd

from analysis import wording
from analysis.charts.mrr_line import mrr_line
from analysis.charts.mrr_movements import mrr_movements
from analysis.charts.picture import Picture
from analysis.money.months import MONEY, months
from analysis.money.of_study import ledger_of
from analysis.study import Study
from analysis.views import money_words
from analysis.views.cards import Card, Headline, change_text

QUESTION = "How did monthly revenue change?"
# The rates of a month: label, what it is, where it is defined.
RATES = {
    "gross_mrr_churn_rate": (
        "Left or paid less", "what left or paid less, of the revenue at the start of the month (gross MRR churn rate)."
    ),
    "net_mrr_churn_rate": (
        "Net of won back",
        "what left or paid less, less what others paid more or came back with; below 0 more was won than lost (net MRR "
        "churn rate)."
    ),
    "customer_churn_rate": (
        "Customers lost", "customers who left, of those who paid at the start of the month (customer churn rate)."
    ),
}  # fmt: skip
WON, LOST = ("new", "expansion", "reactivation"), ("contraction", "churn")
TREND_MONTHS = 12


@dataclass(frozen=True, eq=False)
class MovementsShown:
    """What the tab shows; sentences are plain text.

    Attributes
    ----------
    line, bars
        Monthly revenue and what moved it; None where there are fewer than two months, `bars_caption` says so.
    rates
        One row a month, newest first.
    """

    headline: Headline
    line: Picture | None
    bars: Picture | None
    bars_caption: str
    rates: pd.DataFrame


def movements_of(study: Study) -> MovementsShown:
    """Return the movements of everybody's monthly revenue in the period chosen."""
    every = _rows(study)
    # The first month starts from nothing: all of it would be new.
    shown = money_words.shown_months(every.iloc[1:], study)
    drawn = shown.assign(month=[money_words.first_of(each) for each in shown["month"]])
    units = drawn.assign(**{name: drawn[name] / 100 for name in MONEY})
    return MovementsShown(
        Headline(_sentence(every), _cards(every)),
        mrr_line(units) if len(units) > 1 else None,
        mrr_movements(units) if len(units) else None,
        _caption(every, shown),
        _rates(shown),
    )


def _rows(study: Study) -> pd.DataFrame:
    """Return the months with the customers who pay at the end of each."""
    found = months(ledger_of(study))
    starts = found["customers_start"].to_numpy()
    paying = ledger_of(study).spans
    now = int(paying.loc[paying["end_day"].isna(), "payer"].nunique())
    return found.assign(customers=[*starts[1:], now])


def _whole(every: pd.DataFrame) -> pd.DataFrame:
    """Return the whole months that began with revenue."""
    return every[~every["is_partial"] & (every["mrr_start"] > 0)]


def _sentence(every: pd.DataFrame) -> str:
    now, whole = every.iloc[-1], _whole(every)
    said = f"Monthly revenue (MRR) is {money_words.amount(now['mrr_end'])}"
    said = f"{said} from {wording.plural(int(now['customers']), 'customer')}."
    if whole.empty:
        return f"{said} No whole month with revenue at its start is over yet, so nothing can be said of losses."
    last = whole.iloc[-1]
    lost, won = (int(last[list(names)].sum()) for names in (LOST, WON))
    net = int(last["mrr_end"] - last["mrr_start"])
    change = f"{money_words.amount(abs(net))} {'more' if net > 0 else 'less'} than at its start" if net else "as before"
    return (
        f"{said} In {money_words.month(last['month'])}, {_of(lost)} of {money_words.amount(last['mrr_start'])} went "
        f"({wording.share(last['gross_mrr_churn_rate'])}) and {_of(won)} came: {change}."
    )


def _of(cents: int) -> str:
    return money_words.amount(cents) if cents else "nothing"


def _cards(every: pd.DataFrame) -> tuple[Card, ...]:
    now, whole = every.iloc[-1], _whole(every)
    before = float(now["mrr_start"])
    trend = tuple(float(each) / 100 for each in every["mrr_end"].iloc[-TREND_MONTHS:])
    revenue = Card(
        "Monthly revenue", money_words.amount(now["mrr_end"]),
        "What all running subscriptions pay a month (MRR); a yearly plan counts a twelfth. The change is since the end "
        "of the month before.",
        change_text(now["mrr_end"] / before - 1, "%") if before else None, trend,
    )  # fmt: skip
    return (revenue, *(_rate_card(whole, name) for name in RATES))


def _rate_card(whole: pd.DataFrame, name: str) -> Card:
    """Return a rate of the last whole month, its change against the month before, and those of a year."""
    title, help = RATES[name]
    if whole.empty:
        return Card(title, wording.UNDEFINED, f"Needs a whole month with revenue at its start: {help}")
    values = whole[name].to_numpy(float)[-TREND_MONTHS:]
    delta = change_text(values[-1] - values[-2], "pt") if len(values) > 1 else None
    help = f"In {money_words.month(whole['month'].iloc[-1])}, against the month before: {help}"
    return Card(title, wording.share(values[-1], tenths=True), help, delta, tuple(values.tolist()))


def _caption(every: pd.DataFrame, shown: pd.DataFrame) -> str:
    first = money_words.month(every["month"].iloc[0])
    if shown.empty:
        return f"Needs a second month: the first, {first}, starts from nothing, so all of it would be new."
    said = "Above zero what came, below what went, a dot for both together."
    if not len(every) - len(shown) > 1:
        said += f" {first} is left out: it starts from nothing, so all of it would be new."
    if every["is_partial"].iloc[-1]:
        said += f" {money_words.month(every['month'].iloc[-1])} is not over."
    return said


def _rates(shown: pd.DataFrame) -> pd.DataFrame:
    rows = shown.iloc[::-1]
    months_told = [
        f"{money_words.month(name)}{' (not over)' if partial else ''}"
        for name, partial in zip(rows["month"], rows["is_partial"], strict=True)
    ]
    rates = {title: [wording.share(each, tenths=True) for each in rows[name]] for name, (title, _) in RATES.items()}
    return pd.DataFrame({
        "Month": months_told, **rates, "Customers at the start": rows["customers_start"].to_numpy(),
        "Customers who left": rows["customers_churned"].to_numpy(),
    })  # fmt: skip
