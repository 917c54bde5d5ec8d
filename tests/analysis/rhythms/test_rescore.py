"""Scores of people whose days stayed are kept; the result is that of scoring everybody anew."""

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.rhythms.scoring import rescore


def test_scoring_only_who_changed_gives_the_scores_of_everybody(saas_study):
    known, activity = saas_study.prepared.scores, saas_study.activity
    day = activity.observed_to - 60
    kept = activity.day <= day
    counts = np.add.reduceat(kept, activity.offsets[:-1], dtype=np.int64)
    cut = replace(known.days, offsets=np.concatenate(([0], np.cumsum(counts))), day=activity.day[kept])
    changed = activity.last_day > day
    assert 0 < changed.sum() < activity.users
    assert (counts == 0).any()

    everybody = rescore(known, cut, np.ones(activity.users, bool))
    pd.testing.assert_frame_equal(rescore(known, cut, changed).frame, everybody.frame)
    assert not everybody.frame.equals(known.frame)


def test_nobody_changed(saas_study):
    known = saas_study.prepared.scores
    again = rescore(known, known.days, np.zeros(len(known), bool))
    pd.testing.assert_frame_equal(again.frame, known.frame)
