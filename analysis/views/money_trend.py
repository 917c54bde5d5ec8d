"""Money, Trend: whether losses grow or shrink, by month, by quarter and over twelve months; and the season."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis import wording
from analysis.activity import to_date
from analysis.charts.interval_dots import interval_dots
from analysis.charts.loss_trend import loss_trend, top_of
from analysis.charts.picture import Picture
from analysis.money.of_study import ledger_of
from analysis.money.season import season
from analysis.money.trend import last_year, trend
from analysis.study import Study
from analysis.views import money_words

QUESTION = "Do losses grow or shrink?"
Period = Literal["month", "quarter"]
PERIODS: dict[Period, str] = {"month": "Months", "quarter": "Quarters"}
Measure = Literal["mrr", "customer"]
MEASURES: dict[Measure, str] = {"mrr": "Revenue", "customer": "Customers"}
WHOLE: dict[Measure, str] = {"mrr": "what was paid a month", "customer": "those who paid"}


@dataclass(frozen=True, eq=False)
class TrendShown:
    """What the tab shows; sentences are plain text.

    Attributes
    ----------
    picture
        The share lost by period; None where no whole period began with revenue.
    years
        The last twelve whole months and the twelve before; empty where there are fewer.
    """

    sentence: str
    picture: Picture | None
    caption: str
    years: pd.DataFrame


@dataclass(frozen=True, eq=False)
class SeasonShown:
    """Months of the year, or quarters, against their mean; None where it is refused, the sentence says why."""

    sentence: str
    picture: Picture | None


def trend_of(study: Study, period: Period, measure: Measure) -> TrendShown:
    """Return what was lost of what was there at the start of each whole period within the time chosen."""
    found = ledger_of(study)
    rows, years = trend(found, period), last_year(found)
    shown = rows[rows["first_day"] >= study.shown_from] if study.filters.period_days else rows
    shown = shown[shown[f"{measure}_share"].notna()]
    drawn = _drawn(shown, measure)
    picture = loss_trend(drawn, measure=MEASURES[measure]) if len(shown) else None
    return TrendShown(
        _sentence(years, rows, measure),
        picture,
        _caption(drawn, period, measure),
        _years(years[years["customers_start"] > 0]),
    )


def season_of(study: Study, period: Period) -> SeasonShown:
    """Return the season of losses, or why these data cannot tell one."""
    found = season(ledger_of(study), period)
    if found.refused:
        return SeasonShown(found.refused, None)
    rows = found.table.assign(
        value=found.table["ratio"],
        size=[f"{wording.plural(int(each), 'customer')} left" for each in found.table["customers_lost"]],
    )
    return SeasonShown(
        found.sentence, interval_dots(rows, axis_title="Times the average", reference=1.0, as_share=False)
    )


def _drawn(rows: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    lost = (
        [f"{money_words.amount(each)} a month" for each in rows["mrr_lost"]]
        if measure == "mrr"
        else [wording.plural(int(each), "customer") for each in rows["customers_lost"]]
    )
    return pd.DataFrame({
        "name": [_name(each) for each in rows["period"]], "share": rows[f"{measure}_share"],
        "low": rows[f"{measure}_low"], "high": rows[f"{measure}_high"], "lost": lost,
    })  # fmt: skip


def _name(period: str) -> str:
    """ "2026-03" -> "Mar 2026"; "2026 Q1" stays."""
    return period if "Q" in period else money_words.month(period)


def _sentence(years: pd.DataFrame, rows: pd.DataFrame, measure: Measure) -> str:
    """Answer by the last twelve months against the twelve before, where these are known; else by what there is."""
    if rows.empty:
        return "Too early to say: no whole month or quarter that began with revenue is over yet."
    if years.empty:
        return "Too early to say: a year is needed, and the data hold fewer than twelve whole months."
    now = years.iloc[0]
    if not now["customers_start"]:
        return "Too early to say: nobody paid when the last twelve months began."
    were, until = "was" if measure == "mrr" else "were", wording.day(to_date(int(now["last_day"])))
    said = f"Of {WHOLE[measure]} twelve months before, {_shown(now, measure)} {were} lost by {until}"
    if len(years) < 2:
        return f"{said}; the data do not reach back a year more to set against it."
    before = years.iloc[1]
    return f"{said}; in the twelve months before that {_shown(before, measure)}: {_compared(now, before, measure)}."


def _shown(row: pd.Series, measure: Measure) -> str:
    share, low, high = (wording.share(row[f"{measure}_{name}"], tenths=True) for name in ("share", "low", "high"))
    return f"{share} ({wording.interval(low, high)})"


def _compared(now: pd.Series, before: pd.Series, measure: Measure) -> str:
    if now[f"{measure}_low"] > before[f"{measure}_high"]:
        return "losses have grown"
    if now[f"{measure}_high"] < before[f"{measure}_low"]:
        return "losses have shrunk"
    return "the intervals overlap, so the difference may be chance"


def _caption(shown: pd.DataFrame, period: Period, measure: Measure) -> str:
    if shown.empty:
        return "No whole period in the time chosen began with revenue."
    cut = " Longer intervals are cut at the top; the numbers have them." if shown["high"].max() > top_of(shown) else ""
    return (
        f"Of {WHOLE[measure]} at the start of each whole {period}, the share lost by its end, with 95 % intervals; the "
        f"dotted line is the mean. Who stayed and pays less is not in it.{cut}"
    )


def _years(years: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({
        "": [wording.capital(each) for each in years["period"]],
        "Revenue lost": [_shown(row, "mrr") for _, row in years.iterrows()],
        "Customers lost": [_shown(row, "customer") for _, row in years.iterrows()],
        "Customers at the start": years["customers_start"].to_numpy(),
        "Who left": years["customers_lost"].to_numpy(),
    })  # fmt: skip
