"""Every family of times is read right where it can be, asked where it cannot, and never read as another moment."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.ingest import read_timestamps
from tests.time_families import ASKED, FAMILIES

START = datetime(2025, 3, 2, 9, 48, 5, 120000, tzinfo=UTC)
COLUMN = [START + timedelta(hours=step * 331, seconds=step * 1789) for step in range(48)]
# Short years are what POSIX makes of them; epochs before 2001 are asked; spreadsheets end in 2099.
MOMENTS = st.datetimes(datetime(2002, 1, 1), datetime(2067, 12, 30), timezones=st.just(UTC))


def tolerance(family):
    """Six decimals of a day are a tenth of a second."""
    return timedelta(milliseconds=100) if family == "Excel serial" else timedelta(0)


def floored(moment, kept):
    start = datetime(1970, 1, 1, tzinfo=UTC)
    return start + (moment - start) // kept * kept


@pytest.mark.parametrize("family", FAMILIES)
def test_a_column_of_the_family_is_read_right(family):
    render, kept = FAMILIES[family]
    read = read_timestamps([render(moment) for moment in COLUMN])
    assert read.questions == []
    for found, moment in zip(read.instants, COLUMN, strict=True):
        assert abs(found - floored(moment, kept)) <= tolerance(family)


@pytest.mark.parametrize("family", ASKED)
def test_what_nobody_can_know_is_asked(family):
    read = read_timestamps(ASKED[family])
    assert read.instants == [None] * len(ASKED[family])
    assert len(read.questions) == 1


@given(st.sampled_from(list(FAMILIES)), st.lists(MOMENTS, min_size=1, max_size=12))
@settings(max_examples=120, deadline=None)
def test_no_value_is_ever_another_moment(family, moments):
    render, kept = FAMILIES[family]
    read = read_timestamps([render(moment) for moment in moments])
    for found, moment in zip(read.instants, moments, strict=True):
        assert found is not None or read.questions
        assert found is None or abs(found - floored(moment, kept)) <= tolerance(family)


@given(st.lists(MOMENTS, min_size=2, max_size=8), st.sampled_from(["/", "-", "."]), st.data())
@settings(max_examples=60, deadline=None)
def test_two_orders_in_one_column_are_never_both_read(moments, divider, data):
    orders = [data.draw(st.sampled_from(["%d{0}%m{0}%Y", "%m{0}%d{0}%Y"])) for _ in moments]
    texts = [moment.strftime(order.format(divider)) for moment, order in zip(moments, orders, strict=True)]
    read = read_timestamps(texts)
    days = [moment.replace(hour=0, minute=0, second=0, microsecond=0) for moment in moments]
    wrong = [found != day for found, day in zip(read.instants, days, strict=True) if found is not None]
    sure = {order for moment, order in zip(moments, orders, strict=True) if moment.day > 12}
    if len(sure) == 2:
        assert not any(read.instants)
        assert read.questions
    elif len(set(orders)) == 1:
        assert not any(wrong)
