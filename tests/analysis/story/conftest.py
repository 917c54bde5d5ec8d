"""A small dataset whose pins are quick to compute: half come on Tuesdays, half every day or so."""

from dataclasses import replace
from datetime import date

import pytest

from analysis.daysets import DateList
from analysis.segments import OwnSegment
from analysis.story.again import content_of
from analysis.story.pin import Content, Pin
from analysis.study import Filters, Study, study
from analysis.views.glance import glance_of
from analysis.views.wall import wall_of

TUESDAYS = tuple(range(18_995, 19_355, 7))


@pytest.fixture(scope="session")
def hostile_text() -> str:
    """Text that would run where it is not escaped."""
    return "</script><script>alert(1)</script><!-- \u2028 <img src=x onerror=alert(2)>"


@pytest.fixture(scope="session")
def every_filter() -> Filters:
    """Filters of which none is as it comes."""
    return Filters(
        who='attr.plan = "Pro"', period_days=90, as_of=date(2026, 5, 1), unit="accounts", active_events=("open",),
        value_events=("pay",), dates=(DateList("Releases", (20_000, 20_100), 1),), churn_counts="cancelled", bots="out",
        segments=(OwnSegment("Heavy", "active_days >= 100"), OwnSegment("Both", "Heavy and weekend")),
        ignored_days=(20_001,), left_out_domains=("own.example",),
    )  # fmt: skip


@pytest.fixture(scope="module")
def small(dataset_of) -> Study:
    """Forty people; studied as they come."""
    days = [TUESDAYS[start % 5 :] for start in range(20)] + [range(18_990 + each, 19_350, 3) for each in range(20)]
    plans = {"plan": ["Pro", "Free"] * 20}
    return study(replace(dataset_of(days, until=19_356, attributes=plans), name="events.csv"))


@pytest.fixture(scope="module")
def chart(small) -> Pin:
    """When Tuesday's people come, under a changed threshold."""
    found = glance_of(small)
    pin = Pin(
        title="When they come", sentence=found.when.alt, view="glance.glance_of", arguments=(), part=("when",),
        settings={"weekday.min_share": "0.8"}, filters=Filters(who="weekday:Tue"),
        fingerprint=small.dataset.fingerprint, data_name="events.csv", last_day=19_356, page="patterns", query="",
        kind="chart", names_people=False, kept=Content(""),
    )  # fmt: skip
    return replace(pin, kept=content_of(pin, found))


@pytest.fixture(scope="module")
def people(small, chart) -> Pin:
    """Some people, by their ids."""
    table = wall_of(small, 1).people
    return replace(
        chart, title="Some people", sentence="Among them u00003.", view="wall.wall_of", arguments=(1,),
        part=("people",), settings={}, filters=Filters(), kind="table", names_people=True, query="user=u00003",
        kept=Content("Among them u00003.", table=table), note="Ask u00003 about it.",
    )  # fmt: skip
