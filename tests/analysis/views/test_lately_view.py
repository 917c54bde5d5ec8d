"""What stands beside a label, for one person and by pattern, agrees with the study."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.activity import to_date
from analysis.dataset import Dataset
from analysis.study import Filters, study
from analysis.synthetic.planted import FIRST_DAY, activity_of
from analysis.views.lately import lately_of, lately_table
from analysis.wording import day as in_words

LAST_DAY = FIRST_DAY + 699
DAYS = np.arange(FIRST_DAY, LAST_DAY + 1)
MONDAYS = DAYS[(DAYS + 3) % 7 == 0]
SWITCHED_ON = FIRST_DAY + 450
NEW_MONDAYS, ALWAYS, GONE, RARE, EARLY_BIRD = range(5)


@pytest.fixture(scope="module")
def studied():
    """One who takes up Mondays, one always on Mondays, one gone, one who came twice, an early one, forty at random."""
    rng = np.random.default_rng(4)
    before = np.sort(rng.choice(np.arange(FIRST_DAY, SWITCHED_ON), 60, replace=False))
    at_random = [np.sort(rng.choice(DAYS, 60, replace=False)) for _ in range(41)]
    own = [np.concatenate([before, MONDAYS[MONDAYS >= SWITCHED_ON]]), MONDAYS, DAYS[:400:9], DAYS[-5::4], *at_random]
    activity = activity_of(own, observed=(FIRST_DAY, LAST_DAY))
    hour = np.where(activity.user == EARLY_BIRD, 6, 10 + rng.integers(0, 8, activity.user_days))
    activity = replace(activity, hours=(1 << hour.astype(np.int64)).astype(np.uint32))
    return study(Dataset(activity, pd.DataFrame({"user_id": activity.user_ids.to_pylist()})))


def test_a_pattern_taken_up_is_said_with_its_day(studied):
    recent, change, hours = lately_of(studied, NEW_MONDAYS)
    assert recent == "In the last 90 days: Mondays (12 active days); over all time: no fixed pattern."
    since = int(studied.changes.set_index("user")["since_day"][NEW_MONDAYS])
    assert abs(since - SWITCHED_ON) <= 21
    assert change == f"Comes on Mondays since {in_words(to_date(since))}, and did so far less before."
    assert hours.startswith("Mostly ")
    assert "no time of their own beyond chance" in hours


def test_who_never_changed_has_no_change_to_tell(studied):
    recent, hours = lately_of(studied, ALWAYS)
    assert recent == "In the last 90 days as over all time: Mondays."
    assert hours.startswith("Mostly ")


def test_the_silent_are_not_given_a_label_of_late(studied):
    assert lately_of(studied, GONE)[0] == "No active day in the last 90 days."


def test_few_days_are_too_early_to_say_and_have_no_time(studied):
    recent, hours = lately_of(studied, RARE)
    assert recent == "In the last 90 days as over all time: too early to say."
    assert hours == "No usual time of day: too few active days with a time."


def test_hours_of_their_own_stand_beside_everybody_s(studied):
    hours = lately_of(studied, EARLY_BIRD)[-1]
    share = studied.prepared.hours.profile[6]
    assert hours == f"Usually 6:00 to 7:00, 100 % of days; everybody: {100 * share:.1f} %."


def test_a_change_of_somebody_gone_is_told_in_the_past(studied):
    gone = study(studied.dataset, Filters())
    last = int(gone.activity.last_day[GONE])
    code = gone.segmentation.rhythm_slugs.index("weekday")
    gone.__dict__["changes"] = pd.DataFrame(
        {"user": [GONE], "since_day": [FIRST_DAY + 100], "rhythm": [code], "detail": [0]}
    )
    said = lately_of(gone, GONE)[1]
    assert said == f"Came on Mondays from 9 Oct 2024 to the last active day, {in_words(to_date(last))}."


def test_short_data_have_no_last_90_days():
    activity = activity_of([DAYS[:60:3]], observed=(FIRST_DAY, FIRST_DAY + 59))
    activity = replace(activity, hours=np.zeros(activity.user_days, np.uint32))
    short = study(Dataset(activity, pd.DataFrame({"user_id": activity.user_ids.to_pylist()})))
    assert not [each for each in lately_of(short, 0) if "90 days" in each]
    assert lately_of(short, 0)[-1] == "No usual time of day: the file has dates without times of day."


def test_numbers_by_pattern_are_those_of_the_study(studied):
    table = lately_table(studied).set_index("Pattern")
    assert table["Over all time"].sum() == table["Last 90 days"].sum() == studied.activity.users
    assert table["Taken up lately"].sum() == len(studied.changes)
    assert table.loc["Mondays"].tolist() == [1, 2, 1]


def test_numbers_by_pattern_count_the_chosen_only(studied):
    chosen = study(studied.dataset, Filters(who="weekday:Mon"))
    table = lately_table(chosen).set_index("Pattern")
    assert table.loc["Mondays"].tolist() == [1, 1, 0]
    assert table["Last 90 days"].sum() == 1
