"""`churn`: what was won and lost a month, by month; subscriptions alone are enough."""

import argparse
from dataclasses import replace
from typing import Any, get_args

from analysis.commands.churn_tables import in_units, over_time, who_left, write_lists
from analysis.commands.loading import load
from analysis.money.cohorts import cohorts
from analysis.money.months import MONEY, months
from analysis.money.of_study import ledger_of, subscriptions_of
from analysis.money.settings import ChurnCounts
from analysis.money.shown import only_shown
from analysis.money.stripe import LIKE_STRIPE, differences
from analysis.study import Study, study

HELP = "monthly revenue won and lost by month, who left and what they paid"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add when a cancellation counts."""
    help = "the day on which a cancellation counts: the paid period's end (default), its end, or when it was asked for"
    parser.add_argument("--churn-counts", choices=get_args(ChurnCounts), default="period_end", help=help)
    parser.add_argument("--like-stripe", action="store_true", help="count as Stripe's dashboard does")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return months, who left, leaks, trend, season, differences to Stripe; money in units of money.

    Writes scheduled.csv, lost.csv, renewals.csv and cards.csv.
    """
    asked = _study(options)
    found = ledger_of(asked)
    if options.out is not None:
        write_lists(asked, options.out)
    return {
        "months": in_units(months(found), MONEY).to_dict("records"),
        "cohorts": in_units(cohorts(found), ("start_cents", "cents")).to_dict("records"),
        **who_left(asked),
        **over_time(asked),
        "not_stripe": _differences(asked),
    }


def _study(options: argparse.Namespace) -> Study:
    """Return the study under this call's way of counting."""
    loaded = load(options)
    counts, settings = options.churn_counts, loaded.settings
    if options.like_stripe:
        counts, money = LIKE_STRIPE
        settings = replace(settings, money=money)
    return study(loaded.dataset, replace(loaded.filters, churn_counts=counts), settings)


def _differences(asked: Study) -> list[dict[str, Any]]:
    found = differences(
        only_shown(asked, subscriptions_of(asked), "user_id"), as_of_day=asked.activity.observed_to,
        churn_counts=asked.filters.churn_counts, settings=asked.settings.money, known=ledger_of(asked),
    )  # fmt: skip
    return [
        {"difference": each.slug, "amount": None if each.cents is None else each.cents / 100, "sentence": each.sentence}
        for each in found
    ]
