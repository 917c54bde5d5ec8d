"""When somebody usually comes: counted plainly, and nothing said where nothing is usual."""

import numpy as np

from analysis.activity import WEEKDAYS, weekday_of
from analysis.settings import from_query
from analysis.study import with_settings
from analysis.win_back.columns import hours_text
from analysis.win_back.usual_times import LEAST_DAYS, usual_times


def test_weekdays_agree_with_plain_counting(saas_study):
    found, activity = usual_times(saas_study), saas_study.activity
    for row in range(0, activity.users, 40):
        days = weekday_of(activity.days_of(row))
        counts = [int((days == each).sum()) for each in range(7)]
        share = max(counts) / len(days)
        if len(days) >= LEAST_DAYS and share >= 0.4:
            assert found["weekday"][row] == WEEKDAYS[counts.index(max(counts))]
            assert found["weekday_share"][row] == share
        else:
            assert found["weekday"].isna()[row]
    assert found["weekday"].notna().sum() > 100


def test_a_higher_share_names_fewer_weekdays(saas_study):
    strict = with_settings(saas_study, from_query({"win_back.min_weekday_share": "0.8"}))
    assert usual_times(strict)["weekday"].notna().sum() < usual_times(saas_study)["weekday"].notna().sum()


def test_hours_read_as_hours(saas_study):
    assert hours_text(9.0, 11.0) == "9:00 to 11:00"
    assert hours_text(np.nan, np.nan) == ""
    found = usual_times(saas_study)
    assert (found["hour_start"].isna() == found["hour_stop"].isna()).all()
