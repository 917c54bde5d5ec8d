"""What stands beside a label: the number chance gives, the evidence of one user, the table of all users."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.activity import to_date, weekday_of
from analysis.compare.shares import wilson
from analysis.labels import DefaultSettings, label
from analysis.rhythms import Evidence, score
from analysis.rhythms.chance import REDRAWS, _redrawn, expected_by_chance
from analysis.rhythms.explain import EXPLAINED, explain_user
from analysis.rhythms.intervals import wilson_interval
from analysis.rhythms.table import COLUMNS, user_table
from analysis.rhythms.weekday import Weekday
from analysis.synthetic.planted import FIRST_DAY, activity_of, mixed_activity, planted_activity


@pytest.fixture(scope="module")
def crowd():
    """An activity of known kinds, its scores and labels."""
    activity = mixed_activity({"tuesday": 20, "every_10_days": 20, "random": 160}, 5)[0]
    scores = score(activity)
    return activity, scores, label(scores)


def test_chance_gives_next_to_nobody_a_proven_label(crowd):
    activity, scores, _ = crowd
    expected = expected_by_chance(activity, DefaultSettings(), scores=scores)
    assert expected["weekday", "Tue"] < 0.5
    assert all(users >= 0 for users in expected.values())
    assert not {"irregular", "too_few", "daily"} & {rhythm for rhythm, _ in expected}


def test_chance_fills_labels_when_nothing_is_asked():
    activity = mixed_activity({"tuesday": 20, "random": 300}, 1)[0]
    lax = replace(DefaultSettings(), evidence=Evidence(q_max=0.5), weekday=Weekday(min_share=0.0, max_nested_p=1.0))
    strict = DefaultSettings()
    assert sum(expected_by_chance(activity, lax).values()) > sum(expected_by_chance(activity, strict).values())


def test_chance_is_the_same_every_time(crowd):
    activity, scores, _ = crowd
    assert expected_by_chance(activity, DefaultSettings()) == expected_by_chance(
        activity, DefaultSettings(), scores=scores
    )


def test_chance_draws_no_date_that_was_left_out():
    """Somebody who comes every day but the Mondays left out would else be redrawn onto them: proof of nothing."""
    mondays = FIRST_DAY + 7 * np.arange(60)
    rng = np.random.default_rng(4)
    users = [np.sort(rng.choice(420, 250, replace=False)) + FIRST_DAY for _ in range(40)]
    activity = activity_of(users).without_days(mondays)
    judge = score(activity)
    redrawn, *others = _redrawn(activity, np.arange(activity.users), judge, distinctive=0)
    assert len(others) == REDRAWS - 1
    assert (others[0].days.day != redrawn.days.day).any()
    days = redrawn.days
    assert not np.isin(days.day, mondays).any()
    assert (np.diff(days.offsets) == activity.active_days).all()
    assert (days.day[days.offsets[:-1]] == activity.first_day).all()
    assert (days.day[days.offsets[1:] - 1] == activity.last_day).all()
    assert (np.diff(days.day)[np.diff(activity.user) == 0] > 0).all()
    assert np.median(redrawn["weekly_p"]) > 0.05
    between = days.day[(days.day != np.repeat(activity.first_day, activity.active_days))]
    counts = np.bincount(weekday_of(between), minlength=7)[1:]
    assert counts.max() < 1.1 * counts.min()


def test_a_moved_threshold_judges_the_same_redraws_as_a_fresh_start(crowd):
    activity, scores, _ = crowd
    expected_by_chance(activity, DefaultSettings(), scores=scores)
    moved = DefaultSettings(weekday=Weekday(min_share=0.3), evidence=Evidence(q_max=0.3))
    assert expected_by_chance(activity, moved, scores=scores) == expected_by_chance(activity, moved)


def test_evidence_of_a_tuesday_person(crowd):
    activity, scores, found = crowd
    row = 0
    by_slug = {each.rhythm: each for each in explain_user(activity, scores, found, row)}
    assert tuple(by_slug) == EXPLAINED
    tuesday = by_slug["weekday"]
    days = activity.days_of(row)
    on_tuesday = int(((days + 3) % 7 == 1).sum())
    window = np.arange(days[0], days[-1] + 1)
    assert (tuesday.detail, tuesday.hits, tuesday.of) == ("Tue", on_tuesday, len(days))
    assert tuesday.expected == pytest.approx(len(days) * ((window + 3) % 7 == 1).mean())
    assert tuesday.low < tuesday.share <= tuesday.high
    assert tuesday.verdict == "sure"
    assert tuesday.is_label
    assert tuesday.reasons == ()
    assert tuesday.qvalue <= 0.05
    weekend = by_slug["weekend"]
    assert weekend.verdict == "no"
    assert any("Share on a weekend" in reason for reason in weekend.reasons)
    assert not weekend.is_label


def test_too_few_days_are_untested():
    activity = planted_activity("random", 3, 2, window_days=20)
    scores = score(activity)
    found = label(scores, replace(DefaultSettings(), evidence=Evidence(min_active_days=21)))
    for each in explain_user(activity, scores, found, 0):
        assert each.verdict == "untested"
        assert np.isnan(each.pvalue)
        assert "too early to say" in each.reasons[0]


def test_the_table_holds_every_user_with_exact_shares(crowd):
    activity, _, found = crowd
    table = user_table(activity, found)
    assert tuple(table.columns[: len(COLUMNS)]) == COLUMNS
    assert table["user_id"].tolist() == activity.user_ids.to_pylist()
    first = table.iloc[0]
    days = activity.days_of(0)
    assert (first["rhythm"], first["detail"]) == ("weekday", "Tue")
    assert first["share"] == ((days + 3) % 7 == 1).mean()
    assert first["first_day"] == str(to_date(days[0]))
    interval = wilson(round(first["share"] * len(days)), len(days))
    assert (first["share_low"], first["share_high"]) == pytest.approx((interval.low, interval.high))
    beat = table.iloc[25]
    gaps = np.diff(activity.days_of(25))
    assert beat["rhythm"] == "cadence"
    assert beat["share"] == pytest.approx((np.abs(gaps - 10) <= 2.5).mean())
    irregular = table[table["rhythm"] == "irregular"]
    assert irregular[["share", "pvalue", "qvalue"]].isna().all().all()
    sure = table[table["rhythm"].isin(["weekday", "cadence"])]
    assert (sure["qvalue"] <= 0.05).all()


def test_wilson_stays_inside_zero_and_one():
    low, high = wilson_interval(np.array([0, 10, 0]), np.array([10, 10, 0]))
    assert low[0] == 0
    assert high[1] == 1
    assert np.isnan(low[2])


def test_the_command_adds_up(tmp_path, capsys, crowd):
    activity, _, found = crowd
    events = pd.DataFrame(
        {
            "user_id": activity.user_ids.to_pandas().to_numpy()[activity.user],
            "timestamp": activity.day.astype("datetime64[D]").astype(str),
            "event": "visit",
        }
    )
    events.to_csv(tmp_path / "events.csv", index=False)
    assert main(["rhythms", str(tmp_path / "events.csv"), "--out", str(tmp_path / "out")]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["users"] == activity.users == answer["tested"] + answer["too_few"]
    assert sum(each["users"] for each in answer["rhythms"]) == activity.users
    assert [each["users"] for each in answer["rhythms"]] == sorted(
        (each["users"] for each in answer["rhythms"]), reverse=True
    )
    table = pd.read_csv(tmp_path / "out" / "users.csv", dtype=str, keep_default_na=False)
    assert tuple(table.columns[: len(COLUMNS)]) == COLUMNS
    assert table["user_id"].is_monotonic_increasing
    assert (table["rhythm"] == "weekday").sum() == found.is_in("weekday").sum()
