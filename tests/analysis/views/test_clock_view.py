"""The sentence and bars about another time zone."""

import numpy as np
import pandas as pd
import pytest

from analysis.ingest import read
from analysis.study import Filters, study
from analysis.views import clock
from analysis.views.reading import reading_of


@pytest.fixture(scope="module")
def commits(real_data):
    return read(real_data / "pytest_commits.csv.gz", timezone="UTC")


def test_the_sentence_names_one_hour_and_the_worst_shift(commits):
    shown = clock.clock_of(study(commits[0]))
    table = shown.picture.table.set_index("Shift, hours")["Labels that change"]
    assert table.shape == (25,)
    assert f"ahead {table[1]} label" in shown.sentence
    assert f"behind {table[-1]};" in shown.sentence
    assert shown.sentence.endswith(f"would change {table.max()}.")
    assert reading_of(commits[1]).midnight_warning.startswith("7.9 % of the events")


def test_filters_choose_whose_labels_are_counted(commits):
    none = clock.clock_of(study(commits[0], Filters(who="irregular")))
    assert none.sentence.startswith("0 people have a pattern now.")
    assert none.picture.table["To another pattern"].sum() == 0


def test_nothing_changes_is_said_and_the_nearest_of_equal_shifts_is_named():
    shifts = pd.DataFrame({"shift_hours": np.arange(-12, 13), "users": 0})
    assert "No label would change" in clock._sentence(shifts, 3, "people")
    some = shifts.assign(users=np.where(np.abs(shifts["shift_hours"]) >= 5, 4, 0))
    assert "the worst shift, 5 hours behind, would change 4." in clock._sentence(some, 3, "people")


def test_large_data_wait_to_be_asked(commits, monkeypatch):
    studied = study(commits[0])
    assert clock.is_quick(studied)
    monkeypatch.setattr(clock, "_QUICK_USER_DAYS", studied.activity.user_days - 1)
    assert not clock.is_quick(studied)
