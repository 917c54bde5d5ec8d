"""What identifies a study in a cache: everything that changes what is shown, by Filters field."""

from dataclasses import fields
from datetime import date

import pytest

from analysis.daysets import DateList
from analysis.segments.own import OwnSegment
from analysis.study import Filters, study, tune
from pages._ui import cache

OTHER = {
    "who": "weekday:Tue", "period_days": 90, "as_of": date(2026, 5, 1), "unit": "accounts", "active_events": ("login",),
    "value_events": ("buy_credits",), "dates": (DateList("Fairs", (20_600,)),), "ignored_days": (20_600,),
    "segments": (OwnSegment("Heavy", "active_days >= 40"),), "bots": "out", "left_out_domains": ("example.com",),
    "churn_counts": "scheduled",
}  # fmt: skip


@pytest.mark.parametrize("name", [each.name for each in fields(Filters)])
def test_every_filter_enters_the_key(shop, name):
    now = study(shop)
    other = tune(now.prepared, Filters(**{name: OTHER[name]}))
    assert cache.study_key(other) != cache.study_key(now)
