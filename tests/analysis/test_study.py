"""Study: filters choose whom charts show and never change a label; as of, active events and accounts do."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.activity import to_day
from analysis.errors import UnknownNameError
from analysis.study import Filters, narrow, study, tune, with_settings
from analysis.synthetic import activity_of


def test_who_and_period_change_no_label(saas, saas_study):
    filtered = tune(saas_study.prepared, Filters(who="plan=Pro", period_days=90))
    np.testing.assert_array_equal(filtered.segmentation.rhythm, saas_study.segmentation.rhythm)
    assert 0 < filtered.chosen.sum() < saas.activity.users
    assert filtered.shown.users <= filtered.chosen.sum()
    assert int(filtered.shown.day.min()) >= saas.activity.observed_to - 89
    assert filtered.chosen_activity.users == filtered.chosen.sum()


def test_as_of_knows_nothing_later(saas):
    day = date(2025, 6, 30)
    past = narrow(saas, Filters(as_of=day)).activity
    assert past.observed_to == to_day(day)
    assert int(past.day.max()) <= to_day(day)
    assert past.users < saas.activity.users


def test_active_events_keep_their_days(saas):
    exports = narrow(saas, Filters(active_events=("report_export",))).activity
    assert 0 < exports.user_days < saas.activity.user_days
    with pytest.raises(UnknownNameError, match='known event, found "nope"'):
        narrow(saas, Filters(active_events=("nope",)))


def test_an_event_beyond_those_kept_apart_is_told_so():
    bits = np.uint64(1) << np.uint64(63)
    uses = pd.DataFrame({"user": [0, 0], "event": ["a", "rare"], "days": 1, "count": 1, "first_day": 0, "last_day": 0})
    bare = activity_of([np.array([0], np.int32)])
    activity = replace(bare, event_names=("a",), event_bits=np.array([1 | bits]), uses=uses.assign(amount=np.nan))
    with pytest.raises(UnknownNameError) as error:
        activity.active_on(("a", "rare"))
    assert error.value.sentence == (
        'Expected one of the 1 events with most users, found "rare", which fewer use: '
        "the days of rarer events are not kept apart."
    )
    assert "only the rows of the events" in error.value.hint


def test_accounts_are_the_unit(saas):
    found = study(saas, Filters(unit="accounts"))
    assert found.activity.users == saas.attributes["account_id"].nunique()
    assert found.unit_word == "accounts"


def test_other_thresholds_keep_the_scores(saas_study):
    tight = with_settings(saas_study, saas_study.settings.replace_knob("weekday.min_share", 0.95))
    assert tight.prepared is saas_study.prepared
    assert tight.members("weekday").sum() < saas_study.members("weekday").sum()


def test_unknown_segment_names_known_ones(saas_study):
    wrong = replace(saas_study, filters=Filters(who="plan=Gold"))
    with pytest.raises(UnknownNameError, match="plan="):
        _ = wrong.chosen
