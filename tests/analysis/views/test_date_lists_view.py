"""Dates of mine: what is read, and what is said of each list."""

import numpy as np
import pandas as pd
import pytest

from analysis.activity import to_date
from analysis.dataset import Dataset
from analysis.daysets import DateList
from analysis.daysets.date_lists import DEFAULT_NAME, LONGEST_NAME
from analysis.errors import OffbeatError
from analysis.study import Filters, study, with_settings
from analysis.synthetic.planted import FIRST_DAY, activity_of
from analysis.views.baseline import ADDRESS, baseline_sentence
from analysis.views.date_lists import lists_of, read_list

LAST_DAY = FIRST_DAY + 364
MINE = tuple(FIRST_DAY + day for day in (9, 31, 44, 80, 97, 121, 150, 166, 190, 222, 240, 261, 290, 309, 330, 350))


def studied(*lists: DateList, **filters: object):
    rng = np.random.default_rng(2)
    days = np.arange(FIRST_DAY, LAST_DAY + 1)
    at_random = [np.sort(rng.choice(days, 40, replace=False)) for _ in range(40)]
    activity = activity_of([*[np.array(MINE)] * 3, *at_random], observed=(FIRST_DAY, LAST_DAY))
    dataset = Dataset(activity, pd.DataFrame({"user_id": activity.user_ids.to_pylist()}))
    return study(dataset, Filters(dates=lists, **filters))


def test_a_list_is_counted_and_has_its_people():
    (shown,) = lists_of(studied(DateList("Our news", MINE)))
    assert shown.people_sentence == "3 people come on them as their main pattern."
    assert shown.dates_sentence == "16 dates, 10 Jul 2024 to 16 Jun 2025, within the data."
    assert (shown.segment, shown.has_people) == ("dates:Our news", True)


def test_a_list_of_other_years_says_so_and_has_nobody():
    (shown,) = lists_of(studied(DateList("Old", (100, FIRST_DAY + 5), 2)))
    assert shown.people_sentence.startswith("Nobody comes on them beyond chance")
    assert "1 within the data; visits up to 2 days after still count." in shown.dates_sentence
    assert not shown.has_people


def test_one_date_reads_as_one():
    assert lists_of(studied(DateList("One", (FIRST_DAY,))))[0].dates_sentence == "1 date, 1 Jul 2024, within the data."


def test_only_the_chosen_are_counted():
    (shown,) = lists_of(studied(DateList("Our news", MINE), who="irregular"))
    assert not shown.has_people


@pytest.mark.parametrize(
    "text", ["2025-01-02,outage\n2025-01-01,news", "when\n2025-01-01;2025-01-02", "2025-01-01, 2025-01-02"]
)
def test_pasted_and_dropped_read_alike(text):
    pasted = read_list(text, tolerance_days=1)
    assert [str(to_date(each)) for each in pasted.days] == ["2025-01-01", "2025-01-02"]
    assert pasted == read_list("ignored", text.encode(), tolerance_days=1)
    assert pasted == read_list("", b"\xef\xbb\xbf" + text.encode(), tolerance_days=1)


@pytest.mark.parametrize(("typed", "kept"), [("", DEFAULT_NAME), ("  a\n b ", "a b"), ("x" * 99, "x" * LONGEST_NAME)])
def test_a_name_is_one_short_line(typed, kept):
    assert read_list("2025-01-01", name=typed).name == kept


@pytest.mark.parametrize(
    ("dropped", "said"),
    [(b"\x89PNG\xff\xfe", "no UTF-8 text"), (b"date\n2025-01-01\nsoon", 'found "soon"'), (b"\n\n", "found 0")],
)
def test_a_file_that_is_no_list_is_a_sentence(dropped, said):
    with pytest.raises(OffbeatError, match=said) as error:
        read_list("", dropped)
    assert error.value.hint


@pytest.mark.parametrize(("value", "said"), [(0, "Compared with the calendar"), (1, "Compared with your other users")])
def test_the_baseline_in_force_is_said(saas_study, value, said):
    assert baseline_sentence(with_settings(saas_study, saas_study.settings.replace_knob(ADDRESS, value))).startswith(
        said
    )
